import type { ImageLayer } from '#shared/contract/images.ts';
import { size } from '#shared/format/bytes.ts';
import { NONE, plural, words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';

/** What Docker's builders write around a step, and nobody wants to read. */
const instruction = (createdBy: string): string =>
  createdBy
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^\/bin\/sh -c /, 'RUN ')
    .replace(/\s*# buildkit$/, '')
    .trim();

/** How an image was made, its newest step first, and how much each added. */
export function ImageLayers({ layers }: { layers: readonly ImageLayer[] }) {
  const total = layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const filled = layers.filter(({ sizeBytes }) => sizeBytes > 0).length;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Layers">
      <table className="layers">
        <caption className="vh">
          {plural(layers.length, 'step')}, {plural(filled, 'layer')} with content, {words(size(total))}
        </caption>
        <thead>
          <tr>
            <th scope="col" style={{ width: 72 }} className="r">
              Step
            </th>
            <th scope="col">Made by</th>
            <th scope="col" className="r" style={{ width: 150 }}>
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {layers.map((layer, i) => (
            // oxlint-disable-next-line react/no-array-index-key -- steps have no names, and never change their places
            <tr key={i} className={layer.sizeBytes === 0 ? 'is-empty' : undefined}>
              <td className="r num t3">{layers.length - i}</td>
              <td>
                <code className="mono">{visibleText(instruction(layer.createdBy) || layer.comment || NONE)}</code>
                {layer.tags.length > 0 ? <div className="t3">{layer.tags.join(', ')}</div> : null}
              </td>
              <td className="r num">
                {layer.sizeBytes === 0 ? <span className="t3">{NONE}</span> : words(size(layer.sizeBytes))}
                {total > 0 && layer.sizeBytes > 0 ? (
                  <i className="layer-bar" style={{ width: `${Math.max(1, (layer.sizeBytes / total) * 100)}%` }} />
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import type { DiskUse } from '#shared/contract/host.ts';
import { memory, size } from '#shared/format/bytes.ts';
import { clockTime } from '#shared/format/clock-time.ts';
import { count, plural, words } from '#shared/format/quantity.ts';
import { panelWords } from '#renderer/views/engine/panel-words.ts';
import { type DiskPart, DiskReview, PRUNES } from '#renderer/views/host/disk-review.tsx';
import { LogSizesRows } from '#renderer/views/host/log-sizes.tsx';
import { useQuery } from '#renderer/views/address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Figure } from '#renderer/ui/figure.tsx';

/** What Docker keeps on disk, in the order and colours of the mock-ups. */
export const DISK_PARTS = [
  { part: 'images', name: 'Images', color: 'var(--chart-1)' },
  { part: 'buildCache', name: 'Cache', color: 'var(--chart-3)' },
  { part: 'volumes', name: 'Volumes', color: 'var(--chart-4)' },
  { part: 'containers', name: 'Containers', color: 'var(--chart-5)' },
] as const satisfies readonly { part: keyof DiskUse; name: string; color: string }[];

/** A bar of the parts, as wide as they are large. */
export function DiskParts({ disk }: { disk: DiskUse }) {
  return (
    <div className="tile-parts" aria-hidden="true">
      {DISK_PARTS.filter(({ part }) => disk[part].bytes > 0).map(({ part, color }) => (
        <i key={part} style={{ flexGrow: disk[part].bytes / disk.bytes, background: color }} />
      ))}
    </div>
  );
}

export const DockerDataCard = observer(function DockerDataCard() {
  const { host, engine, session, containerEdit } = useStores();
  const [reviewed, review] = useState<DiskPart>();
  const card = useRef<HTMLElement>(null);
  const [query] = useQuery();
  const isWanted = query.get('show') === 'disk';
  useEffect(() => {
    if (!isWanted) return;
    card.current?.scrollIntoView({ block: 'nearest' });
    card.current?.focus();
  }, [isWanted]);
  const mayReview = (one: DiskPart): boolean => engine.isConnected && session.can(PRUNES[one]);
  const hasReview = DISK_PARTS.some((one) => mayReview(one.part));
  const { disk, diskError } = host;
  const away = engine.status && engine.status.state !== 'connected' ? panelWords(engine.status).title : undefined;
  return (
    <section className="card host-card" aria-label="Docker data" ref={card} tabIndex={-1}>
      <div className="card-head">
        <h2>Docker data</h2>
        {disk ? <span className="t3 num ell">measured at {clockTime(Date.parse(disk.time))}</span> : null}
        <span className="grow" />
        {disk ? (
          <span className="num">
            <Figure quantity={size(disk.bytes)} />
            <span className="t3">, {words(size(disk.reclaimableBytes))} reclaimable</span>
          </span>
        ) : null}
        {engine.isConnected ? (
          <IconButton
            small
            icon="restart"
            label={host.isMeasuring ? 'Measuring…' : 'Measure again'}
            disabled={host.isMeasuring}
            onClick={() => {
              void host.loadDisk(true);
              void host.loadLogs();
            }}
          />
        ) : null}
      </div>
      {(away ?? diskError) ? (
        <p className="card-line t2" role="alert">
          {away ?? diskError?.message}
        </p>
      ) : null}
      {disk ? (
        <>
          <div className="host-parts">
            <DiskParts disk={disk} />
          </div>
          <table className="host-table num">
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col" className="r">
                  Number
                </th>
                <th scope="col" className="r">
                  Size
                </th>
                <th scope="col" className="r">
                  Reclaimable
                </th>
                {hasReview ? (
                  <th scope="col">
                    <span className="vh">Actions</span>
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {DISK_PARTS.map(({ part, name, color }) => (
                <tr key={part}>
                  <th scope="row">
                    <i className="swatch" style={{ background: color }} aria-hidden="true" />
                    {name}
                  </th>
                  <td className="r">{count(disk[part].count)}</td>
                  <td className="r">
                    <Figure quantity={size(disk[part].bytes)} />
                  </td>
                  <td className="r">
                    <Figure quantity={size(disk[part].reclaimableBytes)} />
                  </td>
                  {hasReview ? (
                    <td className="r">
                      {mayReview(part) && disk[part].count > 0 ? (
                        <button
                          type="button"
                          className="link-btn"
                          aria-label={`Review ${name.toLowerCase()}`}
                          onClick={() => (part === 'containers' ? containerEdit.ask({ kind: 'prune' }) : review(part))}
                        >
                          Review
                        </button>
                      ) : null}
                    </td>
                  ) : null}
                </tr>
              ))}
              <LogSizesRows columns={hasReview ? 5 : 4} />
            </tbody>
          </table>
        </>
      ) : away === undefined && diskError === undefined ? (
        <p className="card-line t2">Docker is measuring. This takes some seconds where there is much.</p>
      ) : null}
      <DiskReview part={reviewed} onClose={() => review(undefined)} />
    </section>
  );
});

/** Docker's own words for what it runs on. */
export const EngineCard = observer(function EngineCard() {
  const { host } = useStores();
  const { info, infoError } = host;
  const rows: readonly (readonly [string, string])[] = info
    ? [
        ['Version', info.version],
        ['Machine', [info.name, info.operatingSystem].filter(Boolean).join(', ')],
        ['Kernel', [info.kernel, info.architecture].filter(Boolean).join(', ')],
        [
          'Sees',
          `${info.cores === null ? '–' : plural(info.cores, 'core')}, ${words(memory(info.memoryBytes))} of memory`,
        ],
        ['Storage driver', info.storageDriver],
        ['Log driver', info.loggingDriver],
        [
          'Cgroups',
          [info.cgroupVersion && `version ${info.cgroupVersion}`, info.cgroupDriver].filter(Boolean).join(', '),
        ],
        ['Data in', info.rootDir],
      ]
    : [];
  return (
    <section className="card host-card" aria-label="Docker engine">
      <div className="card-head">
        <h2>Docker engine</h2>
      </div>
      {infoError ? (
        <p className="card-line t2" role="alert">
          {infoError.message}
        </p>
      ) : null}
      {info ? (
        <dl className="host-facts num">
          {rows
            .filter(([, value]) => value !== '')
            .map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="ell" title={value}>
                  {value}
                </dd>
              </div>
            ))}
        </dl>
      ) : infoError ? null : (
        <p className="card-line t2">Docker has not answered yet.</p>
      )}
    </section>
  );
});

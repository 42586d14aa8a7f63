import { observer } from 'mobx-react-lite';
import { visibleName } from '#shared/format/file-name.ts';
import { count } from '#shared/format/quantity.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { TableHead } from '#renderer/ui/table-head.tsx';
import type { ContainerFiles } from '#renderer/stores/container-files.ts';
import { Loading } from '#renderer/views/engine/loading.tsx';

const WORDS = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const;

/** What is not as in the image, path by path. */
export const ChangedFiles = observer(function ChangedFiles({ files }: { files: ContainerFiles }) {
  const { value, error } = files.changes ?? {};
  if (!value) return <Loading error={error} />;
  if (value.total === 0)
    return <Empty title="Nothing has changed." text="All files are as the image has them. Volumes are not counted." />;
  return (
    <div className="files-tree" role="region" aria-label="Changed files" tabIndex={0}>
      <table className="tbl files-changes" aria-label="Changed files">
        <TableHead names={['Path', 'Changed']} />
        <tbody>
          {value.changes.map(({ path, kind }) => (
            <tr key={path} className={path === files.active ? 'is-active' : ''}>
              <td className="mono">
                {kind === 'removed' ? (
                  <bdi className="t3">{visibleName(path)}</bdi>
                ) : (
                  <button
                    type="button"
                    className="link-btn"
                    onClick={() => {
                      files.activate(path);
                      void files.lookInto(path);
                    }}
                  >
                    <bdi>{visibleName(path)}</bdi>
                  </button>
                )}
              </td>
              <td className={`files-change is-${kind}`}>{WORDS[kind]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {value.total > value.changes.length ? (
        <p className="files-note t3">
          The first {count(value.changes.length)} of {count(value.total)}.
        </p>
      ) : null}
    </div>
  );
});

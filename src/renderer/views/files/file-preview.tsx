import { observer } from 'mobx-react-lite';
import { size } from '#shared/format/bytes.ts';
import { visibleName } from '#shared/format/file-name.ts';
import { hexRows } from '#shared/format/hex-rows.ts';
import { words } from '#shared/format/quantity.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import type { ContainerFiles, Preview } from '#renderer/stores/container-files.ts';
import { saveFile } from '#renderer/views/logs/save-file.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** What is chosen, and what is in it. */
export const FilePreview = observer(function FilePreview({ files }: { files: ContainerFiles }) {
  const { session } = useStores();
  const { active: path, preview } = files;
  if (path === undefined)
    return (
      <aside className="files-preview is-empty" aria-label="Preview">
        <p className="t3">Choose a file to look into it.</p>
      </aside>
    );
  const row = files.activeRow;
  const isFolder = row?.isOpen !== undefined;
  const name = path.split('/').at(-1) ?? path;
  const shown = preview?.path === path ? preview : undefined;
  const canDownload = session.can('containers.files.download');
  const isFile = !isFolder && (row === undefined || row.entry.type === 'file' || row.entry.type === 'link');
  return (
    <aside className="files-preview" aria-label="Preview">
      <div className="files-preview-head">
        <h2 className="mono ell" title={visibleName(files.shownPath(path))}>
          <bdi>{visibleName(name)}</bdi>
        </h2>
        {canDownload && isFile ? (
          <button
            type="button"
            className="btn"
            onClick={() => void files.download(path, 'file', (bytes) => saveFile(visibleName(name), [bytes]))}
          >
            <Icon name="download" />
            Download
          </button>
        ) : null}
        {canDownload ? (
          <button
            type="button"
            className="btn"
            onClick={() =>
              void files.download(path, 'archive', (bytes) => saveFile(`${visibleName(name)}.tar`, [bytes]))
            }
          >
            <Icon name="download" />
            As tar
          </button>
        ) : null}
      </div>
      {shown?.error ? (
        <p className="files-note bad" role="alert">
          {files.inWords(shown.error.message)}{' '}
          {shown.error.hint === undefined ? null : <span className="t2">{shown.error.hint}</span>}
        </p>
      ) : shown?.value ? (
        <Content preview={shown.value} path={files.shownPath(shown.value.path)} />
      ) : shown ? (
        <p className="files-note t3">Reading…</p>
      ) : isFile ? (
        <p className="files-note">
          <button type="button" className="btn" onClick={() => void files.lookInto(path)}>
            Show the content
          </button>
        </p>
      ) : null}
    </aside>
  );
});

function Content({ preview: { bytes, content }, path }: { preview: Preview; path: string }) {
  const what = words(size(bytes));
  return (
    <>
      <p className="files-note t3">
        {content.kind === 'binary'
          ? `Not text, ${what}. Its first bytes:`
          : content.isCut
            ? `The first 1 MiB of ${what}`
            : what}
      </p>
      <pre className="mono text files-content" tabIndex={0} aria-label={`Content of ${visibleName(path)}`}>
        {content.kind === 'text' ? content.text : hexRows(content.hex).join('\n')}
      </pre>
    </>
  );
}

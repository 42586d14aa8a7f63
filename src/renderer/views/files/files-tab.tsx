import { observer } from 'mobx-react-lite';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import { visibleName } from '#shared/format/file-name.ts';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import type { ContainerFiles } from '#renderer/stores/container-files.ts';
import { ChangedFiles } from '#renderer/views/files/changed-files.tsx';
import { FilePreview } from '#renderer/views/files/file-preview.tsx';
import { FilesTree } from '#renderer/views/files/files-tree.tsx';
import { PathField } from '#renderer/views/files/path-field.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { NowProvider } from '#renderer/views/list/list-now.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/files/files.css';

type Which = 'all' | 'changed';

/** What lies in a container: its folders as they are opened, a look into files, and ways out and in. */
export const FilesTab = observer(function FilesTab({ container }: { container: Container }) {
  const { files } = useStores();
  return <FilesPane files={files.of(container.id)} state={container.state} />;
});

/** `state` undefined: of a volume, which has neither an image nor anything that runs. */
export const FilesPane = observer(function FilesPane({
  files,
  state,
}: {
  files: ContainerFiles;
  state: Container['state'] | undefined;
}) {
  const [which, show] = useState<Which>('all');
  // What stands still is read in another way, and may have changed by its start.
  useEffect(() => files.look(), [files, state]);
  const [isOver, setOver] = useState(false);
  const drop = useDrop(files, setOver);
  const changed = files.changes?.value?.total;
  return (
    <>
      <div className="tool files-tool" role="toolbar" aria-label="File tools">
        {state === undefined ? null : (
          <Segments<Which>
            label="Which files"
            value={which}
            segments={[
              { value: 'all', label: 'All' },
              { value: 'changed', label: 'Changed', ...(changed !== undefined && { count: String(changed) }) },
            ]}
            onPick={show}
          />
        )}
        <PathField files={files} onGone={() => show('all')} />
        <IconButton icon="restart" label="Read again" onClick={() => files.look()} />
        <UploadActs files={files} />
      </div>
      <SendState files={files} />
      {state === 'running' || state === undefined ? null : (
        <p className="files-note t3">
          It doesn't run: folders are read from the archives that Docker makes of them, which can take a while.
        </p>
      )}
      <div className={isOver ? 'files is-over' : 'files'} {...drop}>
        {which === 'changed' ? (
          <ChangedFiles files={files} />
        ) : files.root ? (
          <NowProvider>
            <FilesTree files={files} />
          </NowProvider>
        ) : (
          <Loading error={undefined} />
        )}
        <FilePreview files={files} />
        {isOver ? (
          <p className="files-drop" aria-hidden="true">
            Upload into {visibleName(files.shownPath(files.folder))}
          </p>
        ) : null}
      </div>
    </>
  );
});

const UploadActs = observer(function UploadActs({ files }: { files: ContainerFiles }) {
  const { session } = useStores();
  const plain = useRef<HTMLInputElement>(null);
  const archive = useRef<HTMLInputElement>(null);
  if (!session.can('containers.files.upload')) return null;
  const into = visibleName(files.shownPath(files.folder));
  const send = (input: HTMLInputElement, as: 'file' | 'archive'): void => {
    const chosen = [...(input.files ?? [])];
    // The same file can be chosen again.
    input.value = '';
    if (chosen.length > 0) void files.upload(files.folder, chosen, as);
  };
  return (
    <>
      <input
        ref={plain}
        type="file"
        multiple
        hidden
        data-upload="file"
        onChange={(event) => send(event.currentTarget, 'file')}
      />
      <input
        ref={archive}
        type="file"
        accept=".tar,.tgz,.gz"
        hidden
        data-upload="archive"
        onChange={(event) => send(event.currentTarget, 'archive')}
      />
      <ActMenu
        head={`Into ${into}`}
        acts={[
          { label: 'Upload files…', icon: 'file', run: () => plain.current?.click() },
          { label: 'Unpack a tar archive…', icon: 'folder', run: () => archive.current?.click() },
        ]}
        trigger={
          <button type="button" className="btn" disabled={files.sending !== undefined}>
            <Icon name="upload" />
            <span className="hide-s">Upload</span>
          </button>
        }
      />
    </>
  );
});

const SendState = observer(function SendState({ files }: { files: ContainerFiles }) {
  const { sending, sendError } = files;
  if (sending !== undefined)
    return (
      <p className="files-note t2" role="status">
        <Icon name="busy" /> Sending {visibleName(sending)}
      </p>
    );
  if (!sendError) return null;
  return (
    <p className="files-note bad" role="alert">
      <Icon name="warning" />
      <span className="grow">
        {files.inWords(sendError.message)}{' '}
        {sendError.hint === undefined ? null : <span className="t2">{sendError.hint}</span>}
      </span>
      <IconButton small icon="close" label="Dismiss" onClick={() => files.dismissError()} />
    </p>
  );
});

/** Files that are dragged onto the tree go into the folder that is chosen. */
function useDrop(files: ContainerFiles, setOver: (isOver: boolean) => void) {
  const { session } = useStores();
  const takes = (event: DragEvent): boolean =>
    event.dataTransfer.types.includes('Files') && session.can('containers.files.upload');
  return {
    onDragOver: (event: DragEvent) => {
      if (!takes(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    },
    onDragLeave: (event: DragEvent<HTMLElement>) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!takes(event)) return;
      event.preventDefault();
      setOver(false);
      const dropped = [...event.dataTransfer.files];
      if (dropped.length > 0) void files.upload(files.folder, dropped, 'file');
    },
  };
}

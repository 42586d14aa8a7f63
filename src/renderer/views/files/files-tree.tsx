import { observer } from 'mobx-react-lite';
import { type KeyboardEvent, useId, useRef } from 'react';
import { size } from '#shared/format/bytes.ts';
import { fileMode } from '#shared/format/file-mode.ts';
import { visibleName } from '#shared/format/file-name.ts';
import { words } from '#shared/format/quantity.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { useVirtualRows } from '#renderer/ui/virtual-rows.ts';
import type { ContainerFiles, FileRow } from '#renderer/stores/container-files.ts';
import { AgoCell } from '#renderer/views/list/cells.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';

const ROW_PX = 30;
const HEAD_PX = 30;
const CHANGES = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const;

/** Folders and files, opened as they are looked into; only the lines in view exist. */
export const FilesTree = observer(function FilesTree({ files }: { files: ContainerFiles }) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, active } = files;
  const virtual = useVirtualRows(
    scroller,
    rows.length,
    () => ROW_PX,
    (index) => rows[index]?.path ?? String(index),
    HEAD_PX,
  );
  const at = rows.findIndex(({ kind, path }) => kind === 'entry' && path === active);
  const moveTo = (index: number, step: 1 | -1): void => {
    let to = Math.max(0, Math.min(rows.length - 1, index));
    while (rows[to]?.kind === 'note') to += step;
    const row = rows[to];
    if (!row) return;
    files.activate(row.path);
    virtual.scrollToIndex(to, { align: 'auto' });
  };
  const isFocused = (): boolean => document.activeElement === scroller.current;
  const step = (by: 1 | -1) => (): boolean => {
    if (isFocused()) moveTo(at < 0 ? 0 : at + by, by);
    return isFocused();
  };
  useCommands({ 'list.down': step(1), 'list.up': step(-1) });
  const page = (): number => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rows[at];
    const folder = row?.kind === 'entry' ? row : undefined;
    const { key } = event;
    if (key === 'ArrowDown') moveTo(at < 0 ? 0 : at + 1, 1);
    else if (key === 'ArrowUp') moveTo(at - 1, -1);
    else if (key === 'Home') moveTo(0, 1);
    else if (key === 'End') moveTo(rows.length - 1, -1);
    else if (key === 'PageDown') moveTo(at + page(), -1);
    else if (key === 'PageUp') moveTo(at - page(), 1);
    else if (key === 'ArrowRight' && folder?.isOpen === false) files.fold(folder.path, false);
    else if (key === 'ArrowRight') moveTo(folder?.isOpen ? at + 1 : at, 1);
    else if (key === 'ArrowLeft' && folder?.isOpen) files.fold(folder.path, true);
    else if (key === 'ArrowLeft')
      moveTo(
        rows.findLastIndex((one, index) => index < at && one.kind === 'entry' && one.depth < (row?.depth ?? 0)),
        -1,
      );
    else if (key === 'Enter' && folder) files.choose(folder);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className="files-tree"
      role="treegrid"
      aria-label="Files"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      tabIndex={0}
      data-focus-first
      data-keys="list"
      onFocus={(event) => {
        if (event.target === event.currentTarget && at < 0) moveTo(0, 1);
      }}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className="files-head">
        <div role="row" className="files-row" aria-rowindex={1}>
          <span role="columnheader">Name</span>
          <span role="columnheader">Changed</span>
          <span role="columnheader" className="r">
            Size
          </span>
          <span role="columnheader">Mode</span>
          <span role="columnheader">Written</span>
        </div>
      </div>
      <div role="rowgroup" className="files-body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row ? (
            <Line
              key={row.path}
              id={`${id}-${index}`}
              row={row}
              index={index}
              top={start}
              isActive={index === at}
              onChoose={() => row.kind === 'entry' && files.choose(row)}
            />
          ) : null;
        })}
      </div>
    </div>
  );
});

const INDENT_PX = 16;

function Line({
  id,
  row,
  index,
  top,
  isActive,
  onChoose,
}: {
  id: string;
  row: FileRow;
  index: number;
  top: number;
  isActive: boolean;
  onChoose: () => void;
}) {
  const shared = {
    id,
    role: 'row',
    'aria-rowindex': index + 2,
    'aria-level': row.depth + 1,
    style: { height: ROW_PX, transform: `translateY(${top}px)` },
  } as const;
  const indent = { paddingLeft: row.depth * INDENT_PX };
  if (row.kind === 'note')
    return (
      <div {...shared} className="files-row is-note">
        <span role="gridcell" className={row.isBad ? 'bad ell' : 't3 ell'} style={indent} title={row.text}>
          {row.text}
        </span>
      </div>
    );
  const { entry, isOpen, change } = row;
  const isFolder = isOpen !== undefined;
  const name = visibleName(entry.name);
  return (
    <div
      {...shared}
      className={isActive ? 'files-row is-active' : 'files-row'}
      aria-selected={isActive}
      {...(isFolder && { 'aria-expanded': isOpen })}
      onClick={onChoose}
    >
      <span role="gridcell" className="files-name" style={indent} title={name}>
        <span className="fold" aria-hidden="true">
          {isFolder ? <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={14} /> : null}
        </span>
        <Icon name={isFolder ? 'folder' : 'file'} size={14} />
        <bdi className="ell">{name}</bdi>
        {entry.target === undefined ? null : <bdi className="t3 ell"> → {visibleName(entry.target)}</bdi>}
      </span>
      <span role="gridcell" className={change === undefined ? '' : `files-change is-${change}`}>
        {change === undefined ? '' : CHANGES[change]}
      </span>
      <span role="gridcell" className="r num">
        {entry.type === 'file' ? words(size(entry.bytes)) : ''}
      </span>
      <span role="gridcell" className="mono t3">
        {fileMode(entry.type, entry.mode)}
      </span>
      <span role="gridcell" className="num t3">
        <AgoCell time={entry.modifiedAt} />
      </span>
    </div>
  );
}

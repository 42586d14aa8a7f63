import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { count, plural } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { SearchField } from '#renderer/ui/search-field.tsx';
import { ancestors, findJson, type JsonRow, jsonRows } from '#renderer/views/container/json-rows.ts';

/** JSON as a tree that folds, with search and the path of each line to copy. Text only: markup in a label is a label. */
export function JsonTree({ value }: { value: unknown }) {
  const id = useId();
  const tree = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | undefined>(undefined);
  const [text, setText] = useState('');
  const found = useMemo(() => findJson(value, text), [value, text]);
  const rows = useMemo(() => jsonRows(value, (path) => open.has(path)), [value, open]);
  const at = Math.max(
    0,
    rows.findIndex(({ path }) => path === active),
  );
  const show = (path: string | undefined): void => {
    if (path === undefined) return;
    setOpen(new Set([...open, ...ancestors(value, path)]));
    setActive(path);
    // Once the branches above are drawn.
    requestAnimationFrame(() => document.getElementById(lineId(id, path))?.scrollIntoView({ block: 'nearest' }));
  };
  const fold = (path: string, isOpen: boolean): void => {
    const next = new Set(open);
    if (isOpen) next.add(path);
    else next.delete(path);
    setOpen(next);
  };
  const place = active === undefined ? -1 : found.indexOf(active);
  const step = (by: 1 | -1): void => show(found[(place + by + found.length) % found.length] ?? found[0]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rows[at];
    if (!row) return;
    const go = (to: number): void => show(rows[Math.max(0, Math.min(rows.length - 1, to))]?.path);
    if (event.key === 'ArrowDown') go(active === undefined ? 0 : at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if (event.key === 'ArrowRight' && row.count > 0 && !row.isOpen) fold(row.path, true);
    else if (event.key === 'ArrowRight' && row.isOpen) go(at + 1);
    else if (event.key === 'ArrowLeft' && row.isOpen) fold(row.path, false);
    else if (event.key === 'ArrowLeft') show(ancestors(value, row.path).at(-1));
    else if (event.key === 'Enter' && row.count > 0) fold(row.path, !row.isOpen);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="tree-head">
        <SearchField
          className="find"
          label="Find in the JSON"
          placeholder="Find"
          value={text}
          onType={setText}
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
            else if (event.key === 'Escape' && text !== '') setText('');
            else if (event.key === 'ArrowDown') tree.current?.focus();
            else return;
            event.preventDefault();
          }}
          after={
            text === '' ? null : (
              <span className="n num" role="status">
                {found.length === 0
                  ? 'None'
                  : place < 0
                    ? plural(found.length, 'match', 'matches')
                    : `${count(place + 1)} of ${count(found.length)}`}
              </span>
            )
          }
        />
      </div>
      <div
        ref={tree}
        className="tree"
        role="tree"
        aria-label="Inspect, JSON"
        aria-activedescendant={active === undefined ? undefined : lineId(id, active)}
        tabIndex={0}
        onFocus={(event) => {
          if (event.target === event.currentTarget && active === undefined) setActive(rows[0]?.path);
        }}
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => (
          <Line
            key={row.path}
            id={lineId(id, row.path)}
            row={row}
            isActive={row.path === active}
            isFound={found.includes(row.path)}
            onActivate={() => setActive(row.path)}
            onFold={() => fold(row.path, !row.isOpen)}
          />
        ))}
      </div>
    </>
  );
}

const lineId = (tree: string, path: string): string => `${tree}${path.replace(/\s/g, '_')}`;

function Line({
  id,
  row,
  isActive,
  isFound,
  onActivate,
  onFold,
}: {
  id: string;
  row: JsonRow;
  isActive: boolean;
  isFound: boolean;
  onActivate: () => void;
  onFold: () => void;
}) {
  const isBranch = row.kind === 'object' || row.kind === 'array';
  const [left, right] = row.kind === 'array' ? ['[', ']'] : ['{', '}'];
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={isActive}
      {...(row.count > 0 ? { 'aria-expanded': row.isOpen } : {})}
      className={`line${isActive ? ' is-active' : ''}${isFound ? ' is-found' : ''}`}
      style={{ paddingLeft: row.depth * 18 }}
      onPointerDown={onActivate}
    >
      {row.count > 0 ? (
        <button type="button" tabIndex={-1} aria-hidden="true" className="fold" onClick={onFold}>
          <Icon name={row.isOpen ? 'chevronDown' : 'chevronRight'} size={12} />
        </button>
      ) : (
        <span className="fold" />
      )}
      <span className="words">
        {row.name === undefined ? null : (
          <>
            <span className="k">{visibleText(row.name)}</span>
            <span className="p">: </span>
          </>
        )}
        {isBranch ? (
          <span className="p">{row.count === 0 ? `${left}${right}` : `${left} ${row.count} ${right}`}</span>
        ) : (
          <bdi className={CLASS[row.kind]}>{visibleText(row.text ?? '')}</bdi>
        )}
      </span>
      {row.kind === 'rest' ? null : (
        <span className="path-copy">
          <CopyButton text={row.path} label="Copy path" isStop={isActive} />
        </span>
      )}
    </div>
  );
}

const CLASS: Record<JsonRow['kind'], string> = {
  string: 's',
  number: 'n',
  other: 'b',
  rest: 'p',
  object: 'p',
  array: 'p',
};

import { type MouseEvent, memo, type ReactNode } from 'react';
import type { Point } from '#renderer/ui/anchored-menu.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Column, GridRow } from '#renderer/ui/treegrid/column.ts';
import { TickBox } from '#renderer/ui/treegrid/tick-box.tsx';

/** What a row asks of its grid. One object for all rows, so that a row is drawn again only when it changed itself. */
export interface RowActs<T, G> {
  readonly gridId: string;
  nameOf(item: T): string;
  groupTitle(group: G): ReactNode;
  groupName(group: G): string;
  /** Buttons of the row, shown on hover and focus. */
  rowActs(item: T, isActive: boolean): ReactNode;
  note(item: T): ReactNode;
  activate(key: string): void;
  toggle(key: string, isRange: boolean): void;
  toggleGroup(group: G): void;
  fold(group: G, isFolded: boolean): void;
  /** Hung on a button, or at a place of the window. */
  openMenu(row: GridRow<T, G>, anchor: Element | Point): void;
}

export interface RowProps<T, G> {
  row: GridRow<T, G>;
  index: number;
  top: number;
  height: number;
  columns: readonly Column<T, G>[];
  isActive: boolean;
  isMenuOpen: boolean;
  ticked: 'none' | 'some' | 'all';
  isGrouped: boolean;
  acts: RowActs<T, G>;
  /** Content of the row as one cell: on a phone. */
  narrow?: (row: GridRow<T, G>) => ReactNode;
}

export const rowId = (gridId: string, key: string): string => `${gridId}-${key.replace(/\s/g, '_')}`;

/** One row of any kind. Generic components cannot be given to memo without losing their types, hence the cast. */
export const Row = memo(PlainRow) as typeof PlainRow;

function PlainRow<T, G>(props: RowProps<T, G>) {
  const { row, index, top, height, isActive, acts } = props;
  const shared = {
    role: 'row',
    id: rowId(acts.gridId, row.key),
    style: { height, transform: `translateY(${top}px)` },
    'aria-rowindex': index + 2,
    onPointerDown: () => acts.activate(row.key),
  } as const;
  const className = `tg-row is-${row.kind}${isActive ? ' is-active' : ''}${props.isMenuOpen ? ' is-menu' : ''}`;
  if (row.kind === 'note') {
    return (
      <div {...shared} className={className} aria-level={2}>
        {acts.note(row.item)}
      </div>
    );
  }
  const menu = (event: MouseEvent): void => {
    event.preventDefault();
    acts.activate(row.key);
    acts.openMenu(row, { x: event.clientX, y: event.clientY });
  };
  const { narrow } = props;
  return row.kind === 'group' ? (
    <div {...shared} className={className} aria-level={1} aria-expanded={row.isOpen} onContextMenu={menu}>
      {narrow ? <NarrowCell>{narrow(row)}</NarrowCell> : <GroupCells {...props} row={row} />}
    </div>
  ) : (
    <div
      {...shared}
      className={props.ticked === 'all' ? `${className} is-ticked` : className}
      data-key={row.key}
      aria-level={props.isGrouped ? 2 : 1}
      aria-selected={props.ticked === 'all'}
      onContextMenu={menu}
    >
      {narrow ? <NarrowCell>{narrow(row)}</NarrowCell> : <ItemCells {...props} row={row} />}
    </div>
  );
}

const NarrowCell = ({ children }: { children: ReactNode }) => (
  <span role="gridcell" className="tg-narrow">
    {children}
  </span>
);

function GroupCells<T, G>({
  row,
  columns,
  isActive,
  ticked,
  acts,
}: RowProps<T, G> & { row: Extract<GridRow<T, G>, { kind: 'group' }> }) {
  const { group, isOpen } = row;
  const name = acts.groupName(group);
  const firstTotal = columns.findIndex((column) => column.total);
  const span = firstTotal < 0 ? columns.length : firstTotal;
  return (
    <>
      <span role="gridcell" className="tg-lead">
        <button
          type="button"
          tabIndex={-1}
          className="ib sm"
          aria-label={isOpen ? `Fold ${name}` : `Unfold ${name}`}
          onClick={() => acts.fold(group, isOpen)}
        >
          <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} />
        </button>
      </span>
      <span role="gridcell" className="tg-group" style={{ gridColumn: `span ${Math.max(1, span)}` }}>
        {acts.groupTitle(group)}
      </span>
      {columns.slice(Math.max(1, span)).map((column) => (
        <span key={column.id} role="gridcell" className={column.isRight ? 'r' : ''}>
          {column.total?.(group)}
        </span>
      ))}
      <span role="gridcell" className="tg-menu">
        <span className={ticked === 'none' ? 'tg-acts' : 'tg-acts is-kept'}>
          <TickBox
            label={`Select all of ${name}`}
            state={ticked}
            isStop={isActive}
            onToggle={() => acts.toggleGroup(group)}
          />
        </span>
        <More name={name} isActive={isActive} onOpen={(anchor) => acts.openMenu(row, anchor)} />
      </span>
    </>
  );
}

function ItemCells<T, G>({
  row,
  columns,
  isActive,
  ticked,
  acts,
}: RowProps<T, G> & { row: Extract<GridRow<T, G>, { kind: 'item' }> }) {
  const { item } = row;
  const name = acts.nameOf(item);
  return (
    <>
      <span role="gridcell" className="tg-lead">
        <TickBox
          label={`Select ${name}`}
          state={ticked}
          isStop={isActive}
          onToggle={(isRange) => acts.toggle(row.key, isRange)}
        />
      </span>
      {columns.map((column) => (
        <span
          key={column.id}
          role="gridcell"
          data-column={column.id}
          className={`${column.isName ? 'tg-name' : ''}${column.isRight ? ' r' : ''}`}
        >
          {column.cell(item)}
        </span>
      ))}
      <span role="gridcell" className="tg-menu">
        <span className="tg-acts">{acts.rowActs(item, isActive)}</span>
        <More name={name} isActive={isActive} onOpen={(anchor) => acts.openMenu(row, anchor)} />
      </span>
    </>
  );
}

const More = ({ name, isActive, onOpen }: { name: string; isActive: boolean; onOpen: (anchor: Element) => void }) => (
  <button
    type="button"
    className="ib sm more"
    tabIndex={isActive ? 0 : -1}
    aria-label={`More actions for ${name}`}
    aria-haspopup="menu"
    onClick={(event) => onOpen(event.currentTarget)}
  >
    <Icon name="more" />
  </button>
);

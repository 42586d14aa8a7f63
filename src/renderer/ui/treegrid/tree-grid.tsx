import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Column, ColumnChoice, GridRow, RowBox, SortedBy } from '#renderer/ui/treegrid/column.ts';
import { clampWidth, LEAD_WIDTH, leastWidth, shownColumns, tracks } from '#renderer/ui/treegrid/column-layout.ts';
import { onGridKey, walkable } from '#renderer/ui/treegrid/grid-keys.ts';
import { Row, type RowActs, rowId } from '#renderer/ui/treegrid/grid-row.tsx';
import { Head } from '#renderer/ui/treegrid/head.tsx';
import { useVirtualRows } from '#renderer/ui/virtual-rows.ts';
import '#renderer/ui/treegrid/treegrid.css';

/** What the rows ask for; the grid adds where they stand. */
export type TreeGridActs<T, G> = Omit<RowActs<T, G>, 'gridId'>;

export interface TreeGridProps<T, G> {
  /** The name of the grid for assistive technology. */
  label: string;
  rows: readonly GridRow<T, G>[];
  columns: readonly Column<T, G>[];
  choice: ColumnChoice;
  onChoice: (choice: ColumnChoice) => void;
  sort: readonly SortedBy[];
  onSort: (column: string, isFurther: boolean) => void;
  isGrouped: boolean;
  /** Key of the row that the keys act on. */
  active: string | undefined;
  /** Row whose menu is open. */
  menuKey: string | undefined;
  tickOf: (row: GridRow<T, G>) => 'none' | 'some' | 'all';
  tickedOfAll: 'none' | 'some' | 'all';
  onTickAll: () => void;
  /** The same object as long as nothing of it changed, else every row is drawn again. */
  acts: TreeGridActs<T, G>;
  /** Range of ticks by Shift and arrows. */
  onExtend: (key: string, from: string) => void;
  onOpen: (row: GridRow<T, G>) => void;
  /** Esc, when no menu is open. True: something was left to clear. */
  onEscape: () => boolean;
  /** For what a screen's commands do with the grid. */
  handle: Ref<TreeGridHandle>;
  /** The pointer or the focus came into the table, or both left it. */
  onHold: (isHeld: boolean) => void;
  /** Keys of the rows that exist now: those in view and 5 beyond. */
  onVisible: (keys: readonly string[]) => void;
  heights: { item: number; group: number; note: number; head: number };
  /** One cell a row instead of columns: on a phone. */
  narrow?: (row: GridRow<T, G>) => ReactNode;
  className?: string;
}

/** What commands can do with a grid; each is for the active row and gives false if the focus is not on it. */
export interface TreeGridHandle {
  focus(): void;
  step(by: 1 | -1): boolean;
  toggle(): boolean;
  openMenu(): boolean;
  /** Whether the focus is on the rows, and not on a button in one of them. */
  isFocused(): boolean;
}

/** A table of groups and items with a tick box, columns that can be sized, moved and hidden, and only the rows in view. */
export function TreeGrid<T, G>(props: TreeGridProps<T, G>) {
  const { rows, columns, choice, active, heights, acts, onHold, onVisible, narrow } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const gridWidth = useWidth(scroller);
  const [sizing, setSizing] = useState<{ id: string; width: number } | null>(null);
  const shown = useMemo(() => shownColumns(columns, choice, gridWidth), [columns, choice, gridWidth]);
  const rowActs = useMemo(() => ({ ...acts, gridId }), [acts, gridId]);
  const virtual = useVirtualRows(
    scroller,
    rows.length,
    (index) => heights[rows[index]?.kind ?? 'item'],
    (index) => rows[index]?.key ?? String(index),
    narrow ? 0 : heights.head,
  );
  // Heights are kept by index: they change with the density and with a note that comes or goes.
  const shape = rows.map(({ kind }) => kind.charAt(0)).join('');
  useLayoutEffect(() => virtual.measure(), [virtual, heights, shape]);
  const items = virtual.getVirtualItems();
  const visible = items.flatMap(({ index }) => {
    const row = rows[index];
    return row?.kind === 'item' ? [row.key] : [];
  });
  const visibleKey = visible.join(' ');
  // By its text: the array is new with each scrolled pixel.
  useEffect(() => onVisible(visibleKey === '' ? [] : visibleKey.split(' ')), [onVisible, visibleKey]);
  const activeIndex = rows.findIndex((row) => row.key === active);

  const activeRow = rows[activeIndex];
  const isFocused = (): boolean => document.activeElement === scroller.current;
  const moveTo = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    acts.activate(row.key);
    virtual.scrollToIndex(index, { align: 'auto' });
  };

  useImperativeHandle(props.handle, () => ({
    focus: () => scroller.current?.focus(),
    isFocused,
    step: (by) => {
      if (isFocused()) moveTo(walkable(rows, activeIndex < 0 ? 0 : activeIndex + by, by));
      return isFocused();
    },
    toggle: () => {
      if (!isFocused() || !activeRow) return false;
      if (activeRow.kind === 'group') acts.toggleGroup(activeRow.group);
      else acts.toggle(activeRow.key, false);
      return true;
    },
    openMenu: () => {
      if (!isFocused() || !activeRow) return false;
      const { left = 0, bottom = 0 } =
        document.getElementById(rowId(gridId, activeRow.key))?.getBoundingClientRect() ?? {};
      acts.openMenu(activeRow, { x: left + LEAD_WIDTH, y: bottom });
      return true;
    },
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) {
      // From a control of a row back to the row.
      if (event.key === 'Escape' && !event.defaultPrevented && isInGrid(event)) {
        event.preventDefault();
        scroller.current?.focus();
      }
      return;
    }
    const isTaken = onGridKey(event, {
      rows,
      active,
      pageRows: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / heights.item) - 1),
      moveTo: (_row, index) => moveTo(index),
      fold: acts.fold,
      extend: props.onExtend,
      open: props.onOpen,
      escape: props.onEscape,
    });
    if (isTaken) event.preventDefault();
  };

  const widths = sizing ? { ...choice.widths, [sizing.id]: clampWidth(sizing.width) } : choice.widths;
  const style = {
    '--tg-columns': tracks(shown, widths),
    '--tg-least': `${narrow ? 0 : leastWidth(shown, widths)}px`,
  } as CSSProperties;
  return (
    <div
      ref={scroller}
      className={`tg${narrow ? ' is-narrow' : ''}${sizing ? ' is-sizing' : ''}${props.className ? ` ${props.className}` : ''}`}
      style={style}
      role="treegrid"
      aria-label={props.label}
      aria-multiselectable="true"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={activeIndex < 0 ? undefined : rowId(gridId, active ?? '')}
      tabIndex={0}
      data-focus-first
      data-keys="list"
      onFocus={() => {
        onHold(true);
        const first = rows[0];
        if (activeIndex < 0 && first) acts.activate(first.key);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onHold(event.currentTarget.matches(':hover'));
      }}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={(event) => onHold(event.currentTarget.contains(document.activeElement))}
      onKeyDown={onKeyDown}
    >
      {narrow ? null : (
        <Head
          grid={scroller}
          columns={columns}
          shown={shown}
          choice={choice}
          gridWidth={gridWidth}
          sort={props.sort}
          ticked={props.tickedOfAll}
          onTickAll={props.onTickAll}
          onSort={props.onSort}
          onChoice={props.onChoice}
          onSizing={setSizing}
        />
      )}
      <div role="rowgroup" className="tg-body" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row ? (
            <Row
              key={item.key}
              row={row}
              index={item.index}
              top={item.start}
              height={item.size}
              columns={shown}
              isActive={row.key === active}
              isMenuOpen={row.key === props.menuKey}
              ticked={row.kind === 'note' ? 'none' : props.tickOf(row)}
              isGrouped={props.isGrouped}
              acts={rowActs}
              {...(narrow ? { narrow } : {})}
            />
          ) : null;
        })}
        {narrow ? null : (
          <Overlays
            columns={shown}
            boxes={items.flatMap(({ index, start, size }) => {
              const row = rows[index];
              return row?.kind === 'item' ? [{ key: row.key, top: start, height: size }] : [];
            })}
          />
        )}
      </div>
    </div>
  );
}

/** A key in a menu or dialog that was opened from the grid comes here through React's tree, not through the page's. */
const isInGrid = (event: KeyboardEvent<HTMLElement>): boolean =>
  event.target instanceof Node && event.currentTarget.contains(event.target);

function Overlays<T, G>({ columns, boxes }: { columns: readonly Column<T, G>[]; boxes: readonly RowBox[] }) {
  return (
    <div className="tg-overlay" aria-hidden="true">
      {columns.map((column, i) =>
        column.overlay ? (
          <div key={column.id} style={{ gridColumn: i + 2 }}>
            {column.overlay(boxes)}
          </div>
        ) : null,
      )}
    </div>
  );
}

/** Inner width of an element, in CSS pixels; 0 before it is known. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const host = element.current;
    if (!host) return;
    // It is called before the first paint as well.
    const observer = new ResizeObserver(() => setWidth(host.clientWidth));
    observer.observe(host);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

import { type RefObject, useRef, useState } from 'react';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { AnchoredMenu } from '#renderer/ui/anchored-menu.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Column, ColumnChoice, SortedBy } from '#renderer/ui/treegrid/column.ts';
import { inOrder, isShown, withMoved, withShown, withStep, withWidth } from '#renderer/ui/treegrid/column-layout.ts';
import { fitWidth } from '#renderer/ui/treegrid/fit-width.ts';
import { HeadCell } from '#renderer/ui/treegrid/head-cell.tsx';
import { TickBox } from '#renderer/ui/treegrid/tick-box.tsx';

export interface HeadProps<T, G> {
  grid: RefObject<HTMLElement | null>;
  columns: readonly Column<T, G>[];
  shown: readonly Column<T, G>[];
  choice: ColumnChoice;
  gridWidth: number;
  sort: readonly SortedBy[];
  ticked: 'none' | 'some' | 'all';
  onTickAll(): void;
  onSort(column: string, isFurther: boolean): void;
  onChoice(choice: ColumnChoice): void;
  /** While a divider is dragged: how wide its column is now; null when it is let go. */
  onSizing(sizing: { id: string; width: number } | null): void;
}

/** The head of the grid: sorting, sizing, moving and choosing columns, by pointer and by keys. */
export function Head<T, G>(props: HeadProps<T, G>) {
  const { grid, columns, shown, choice, gridWidth, sort, onChoice } = props;
  const row = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  /** Where a dragged column would go: before the one of this id, "" for the end. */
  const [drop, setDrop] = useState<string | null>(null);
  const [menu, setMenu] = useState<{ column: Column<T, G>; anchor: Element } | null>(null);
  const heads = (): HTMLElement[] => [...(row.current?.querySelectorAll<HTMLElement>('[data-column]') ?? [])];
  const step = (from: number, by: 1 | -1): void => {
    const to = (from + by + shown.length) % shown.length;
    setStop(to);
    heads()[to]?.querySelector<HTMLElement>('button')?.focus();
  };
  /** The id of the column that a drop at `x` would come before; "" at the end. */
  const dropAt = (x: number): string => {
    const before = heads().find((head) => {
      const { left, width } = head.getBoundingClientRect();
      return x < left + width / 2;
    });
    return before?.dataset['column'] ?? '';
  };
  const resize = (id: string, width: number, isDone: boolean): void => {
    props.onSizing(isDone ? null : { id, width });
    if (isDone) onChoice(withWidth(choice, id, width));
  };
  const fit = ({ id, overlay, width }: Column<T, G>): void => {
    if (!grid.current) return;
    // What is drawn over a column is in no cell: such a column keeps the width it was made for.
    onChoice(withWidth(choice, id, Math.max(fitWidth(grid.current, id), overlay ? width : 0)));
  };
  const acts = (column: Column<T, G>): Act[] => {
    const list: Act[] = [];
    if (column.isSortable) {
      list.push({ label: 'Sort by this', icon: 'sort', run: () => props.onSort(column.id, false) });
      list.push({ label: 'Sort by this as well', run: () => props.onSort(column.id, true) });
    }
    list.push({ label: 'Fit to the content', run: () => fit(column) });
    if (column.isName) return list;
    const move = (by: 1 | -1) => () => onChoice(withStep(columns, choice, gridWidth, column.id, by));
    return [
      ...list,
      { label: 'Move left', run: move(-1) },
      { label: 'Move right', run: move(1) },
      { label: 'Hide', icon: 'hide', run: () => onChoice(withShown(columns, choice, gridWidth, column.id, false)) },
    ];
  };
  return (
    <div role="rowgroup" className="tg-head-group">
      <div ref={row} role="row" className="tg-head" aria-rowindex={1}>
        <span role="columnheader" className="tg-lead">
          <TickBox label="Select all shown" state={props.ticked} isStop onToggle={props.onTickAll} />
        </span>
        {shown.map((column, i) => {
          const place = sort.findIndex((key) => key.column === column.id) + 1;
          return (
            <HeadCell
              key={column.id}
              column={column}
              place={place}
              hasPlaces={sort.length > 1}
              isDescending={sort[place - 1]?.isDescending ?? false}
              isStop={i === Math.min(stop, shown.length - 1)}
              isDropBefore={drop === column.id}
              onFocus={() => setStop(i)}
              onStep={(by) => step(i, by)}
              onSort={(isFurther) => props.onSort(column.id, isFurther)}
              onMenu={(anchor) => setMenu({ column, anchor })}
              onMove={(by) => {
                if (!column.isName) onChoice(withStep(columns, choice, gridWidth, column.id, by));
              }}
              onResize={(width, isDone) => resize(column.id, width, isDone)}
              onFit={() => fit(column)}
              onDrag={(x) => setDrop(x === null ? null : dropAt(x))}
              onDrop={(x) => onChoice(withMoved(columns, choice, column.id, dropAt(x) || null))}
            />
          );
        })}
        <span role="columnheader" className="tg-menu">
          <ActMenu
            trigger={
              <button type="button" className="ib sm" aria-label="Columns" title="Columns">
                <Icon name="columns" />
              </button>
            }
            acts={columnActs(columns, choice, gridWidth, onChoice)}
          />
        </span>
      </div>
      <AnchoredMenu
        anchor={menu?.anchor ?? null}
        label={menu ? `Column ${menu.column.title}` : ''}
        acts={menu ? acts(menu.column) : []}
        onClose={() => setMenu(null)}
      />
    </div>
  );
}

/** Which columns there are, as choices that leave the menu open. */
function columnActs<T, G>(
  columns: readonly Column<T, G>[],
  choice: ColumnChoice,
  gridWidth: number,
  onChoice: (choice: ColumnChoice) => void,
): readonly Act[] {
  const chosen = inOrder(columns, choice)
    .filter(({ isName }) => !isName)
    .map((column): Act => {
      const isChecked = isShown(column, choice, gridWidth);
      const run = (): void => onChoice(withShown(columns, choice, gridWidth, column.id, !isChecked));
      return { label: column.title, isChecked, run };
    });
  const reset = (): void => onChoice({ order: [], hidden: null, widths: {} });
  return [...chosen, { label: 'Reset columns', startsGroup: true, run: reset }];
}

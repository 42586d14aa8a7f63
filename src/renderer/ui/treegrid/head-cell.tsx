import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Column } from '#renderer/ui/treegrid/column.ts';

/** A key press moves a divider this far. */
const KEY_STEP = 16;
/** A press that goes further than this is a drag and no click. */
const DRAG_PX = 6;

export interface HeadCellProps<T, G> {
  column: Column<T, G>;
  /** Place among the sort keys, from 1; 0: not sorted by. */
  place: number;
  /** Whether several keys sort, so that places are worth telling. */
  hasPlaces: boolean;
  isDescending: boolean;
  /** Whether Tab stops at this head; arrows go to the others. */
  isStop: boolean;
  /** A column that is dragged would be dropped before this one. */
  isDropBefore: boolean;
  onFocus(): void;
  onStep(step: 1 | -1): void;
  onSort(isFurther: boolean): void;
  onMenu(anchor: Element): void;
  onMove(step: 1 | -1): void;
  /** `isDone`: keep it. */
  onResize(width: number, isDone: boolean): void;
  onFit(): void;
  onDrag(clientX: number | null): void;
  onDrop(clientX: number): void;
}

/** A column's head: sorts by click, moves by drag, has a divider to size it, and does all of it by keys as well. */
export function HeadCell<T, G>(props: HeadCellProps<T, G>) {
  const { column, place, isDescending } = props;
  const cell = useRef<HTMLSpanElement>(null);
  const wasDragged = useRef(false);
  const width = (): number => cell.current?.getBoundingClientRect().width ?? column.width;

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const isMod = event.ctrlKey || event.metaKey;
    if (event.altKey) return;
    if (step !== 0 && isMod && event.shiftKey) props.onMove(step);
    else if (step !== 0 && event.shiftKey) props.onResize(width() + step * KEY_STEP, true);
    else if (step !== 0 && !isMod) props.onStep(step);
    else if (event.key === 'Enter' && event.shiftKey) props.onSort(true);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) props.onMenu(event.currentTarget);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const startMove = (event: PointerEvent<HTMLButtonElement>): void => {
    if (event.button !== 0 || column.isName) return;
    const button = event.currentTarget;
    const from = event.clientX;
    wasDragged.current = false;
    track(event, {
      move: (x) => {
        if (Math.abs(x - from) > DRAG_PX) wasDragged.current = true;
        if (wasDragged.current) props.onDrag(x);
      },
      up: (x) => {
        if (wasDragged.current) props.onDrop(x);
        props.onDrag(null);
      },
      cancel: () => props.onDrag(null),
    });
    button.focus();
  };
  const startResize = (event: PointerEvent<HTMLSpanElement>): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const from = event.clientX;
    const before = width();
    track(event, {
      move: (x) => props.onResize(before + x - from, false),
      up: (x) => x !== from && props.onResize(before + x - from, true),
      cancel: () => props.onResize(before, false),
    });
  };

  const name = (
    <>
      {column.title}
      {place === 0 ? null : <Icon name={isDescending ? 'down' : 'up'} size={14} />}
      {place === 0 || !props.hasPlaces ? null : <span className="place">{place}</span>}
    </>
  );
  return (
    <span
      ref={cell}
      role="columnheader"
      data-column={column.id}
      aria-sort={place === 0 ? (column.isSortable ? 'none' : undefined) : isDescending ? 'descending' : 'ascending'}
      className={`${column.isName ? 'tg-name' : ''}${column.isRight ? ' r' : ''}${props.isDropBefore ? ' is-drop' : ''}`}
      onContextMenu={(event) => {
        event.preventDefault();
        props.onMenu(event.currentTarget);
      }}
    >
      <button
        type="button"
        className={place === 0 ? 'tg-sort' : 'tg-sort is-sorted'}
        tabIndex={props.isStop ? 0 : -1}
        onFocus={props.onFocus}
        onKeyDown={onKeyDown}
        onPointerDown={startMove}
        onClick={(event) => {
          // The click that ends a drag is no wish to sort.
          if (!wasDragged.current && column.isSortable) props.onSort(event.shiftKey);
          wasDragged.current = false;
        }}
      >
        {name}
      </button>
      <span className="tg-divider" aria-hidden="true" onPointerDown={startResize} onDoubleClick={props.onFit} />
    </span>
  );
}

/** Follows the pointer from a press to its end, wherever it goes. */
function track(
  event: PointerEvent,
  on: { move: (x: number) => void; up: (x: number) => void; cancel: () => void },
): void {
  const { pointerId } = event;
  const end = new AbortController();
  const listen = (type: 'pointermove' | 'pointerup' | 'pointercancel', run: (x: number) => void): void =>
    window.addEventListener(
      type,
      (next) => {
        if (next.pointerId !== pointerId) return;
        if (type !== 'pointermove') end.abort();
        run(next.clientX);
      },
      { signal: end.signal },
    );
  listen('pointermove', on.move);
  listen('pointerup', on.up);
  listen('pointercancel', on.cancel);
}

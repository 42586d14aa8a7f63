import type { KeyboardEvent } from 'react';
import type { GridRow } from '#renderer/ui/treegrid/column.ts';

export interface GridKeyContext<T, G> {
  rows: readonly GridRow<T, G>[];
  active: string | undefined;
  pageRows: number;
  moveTo(row: GridRow<T, G>, index: number): void;
  fold(group: G, isFolded: boolean): void;
  /** Ticks what lies between the last tick and `key`. */
  extend(key: string, from: string): void;
  open(row: GridRow<T, G>): void;
  /** Esc, after menus and dialogs have had it. True: something was left to clear. */
  escape(): boolean;
}

/** The nearest row in a direction that can be walked to: what an act left behind is read, not walked. */
export function walkable<T, G>(rows: readonly GridRow<T, G>[], index: number, step: 1 | -1): number {
  let at = Math.max(0, Math.min(rows.length - 1, index));
  while (rows[at]?.kind === 'note') at += step;
  return rows[at] ? at : rows.findLastIndex((row) => row.kind !== 'note');
}

/**
 * The keys that the ARIA pattern of a treegrid asks of the grid itself, rows being what the focus stands on; all others
 * are commands. True: the key was taken.
 */
export function onGridKey<T, G>(event: KeyboardEvent, context: GridKeyContext<T, G>): boolean {
  const { rows } = context;
  const at = rows.findIndex(({ key }) => key === context.active);
  const row = rows[at];
  const { key } = event;
  const move = (to: number): void => {
    const index = walkable(rows, to, to < at ? -1 : 1);
    const next = rows[index];
    if (!next) return;
    context.moveTo(next, index);
    if (event.shiftKey && next.kind === 'item' && key.startsWith('Arrow'))
      context.extend(next.key, row?.kind === 'item' ? row.key : next.key);
  };
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  switch (key) {
    case 'ArrowDown':
      move(at + 1);
      return true;
    case 'ArrowUp':
      move(at < 0 ? 0 : at - 1);
      return true;
    case 'Home':
      move(0);
      return true;
    case 'End':
      move(rows.length - 1);
      return true;
    case 'PageDown':
      move(at + context.pageRows);
      return true;
    case 'PageUp':
      move(at - context.pageRows);
      return true;
    case 'ArrowRight':
      if (row?.kind === 'group') {
        if (row.isOpen) move(at + 1);
        else context.fold(row.group, false);
      }
      return true;
    case 'ArrowLeft':
      if (row?.kind === 'group') context.fold(row.group, true);
      else {
        const parent = rows.findLastIndex((one, i) => i < at && one.kind === 'group');
        if (parent >= 0) move(parent);
      }
      return true;
    case 'Enter':
      if (row) context.open(row);
      return true;
    case 'Escape':
      return context.escape();
    default:
      return false;
  }
}

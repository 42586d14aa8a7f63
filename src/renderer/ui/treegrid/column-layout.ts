import type { Column, ColumnChoice } from '#renderer/ui/treegrid/column.ts';

/** What the layout needs to know of a column. */
export type ColumnShape = Pick<Column<unknown, unknown>, 'id' | 'width' | 'grow' | 'isExtra' | 'isName' | 'hideBelow'>;

/** Tick box and fold arrow, and the menu at the end. */
export const LEAD_WIDTH = 42;
const MENU_WIDTH = 42;
/** As `columnChoice` of the settings allows. */
const LEAST_WIDTH = 40;
const MOST_WIDTH = 2000;

/** All columns in the reader's order: those the reader never saw stand where the program put them. */
export function inOrder<C extends ColumnShape>(columns: readonly C[], choice: ColumnChoice): readonly C[] {
  const ordered = columns.filter(({ isName }) => isName);
  const rest = columns.filter(({ isName }) => !isName);
  const known = choice.order.flatMap((id) => rest.filter((column) => column.id === id));
  const placed = [...known];
  for (const [i, column] of rest.entries()) {
    if (placed.includes(column)) continue;
    const before = rest.slice(0, i).findLast((one) => placed.includes(one));
    placed.splice(before ? placed.indexOf(before) + 1 : 0, 0, column);
  }
  return [...ordered, ...placed];
}

/** Whether a column is shown in a grid of a width. */
export function isShown(column: ColumnShape, choice: ColumnChoice, gridWidth: number): boolean {
  if (column.isName) return true;
  // What was chosen by hand is not taken away when the window shrinks: the grid then scrolls.
  if (choice.hidden !== null) return !choice.hidden.includes(column.id);
  return !column.isExtra && (column.hideBelow === undefined || gridWidth >= column.hideBelow);
}

export const shownColumns = <C extends ColumnShape>(
  columns: readonly C[],
  choice: ColumnChoice,
  gridWidth: number,
): readonly C[] => inOrder(columns, choice).filter((column) => isShown(column, choice, gridWidth));

/** CSS tracks: lead, columns, what is left over if nothing grows, menu. */
export function tracks(shown: readonly ColumnShape[], widths: Readonly<Record<string, number>>): string {
  const parts = shown.map(({ id, width, grow }) => {
    const chosen = widths[id];
    if (chosen !== undefined) return `${chosen}px`;
    return grow === undefined ? `${width}px` : `minmax(${width}px, ${grow}fr)`;
  });
  const isFull = parts.some((part) => part.endsWith('fr)'));
  return `${LEAD_WIDTH}px ${parts.join(' ')} ${isFull ? '0' : 'minmax(0, 1fr)'} ${MENU_WIDTH}px`;
}

/** The least the columns need side by side. */
export const leastWidth = (shown: readonly ColumnShape[], widths: Readonly<Record<string, number>>): number =>
  shown.reduce((sum, { id, width }) => sum + (widths[id] ?? width), LEAD_WIDTH + MENU_WIDTH);

export const clampWidth = (width: number): number => Math.round(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width)));

export const withWidth = (choice: ColumnChoice, id: string, width: number): ColumnChoice => ({
  ...choice,
  widths: { ...choice.widths, [id]: clampWidth(width) },
});

/** Puts a column before another one; null: at the end. */
export function withMoved(
  columns: readonly ColumnShape[],
  choice: ColumnChoice,
  id: string,
  before: string | null,
): ColumnChoice {
  const ids = inOrder(columns, choice)
    .filter((column) => !column.isName && column.id !== id)
    .map((column) => column.id);
  const at = before === null ? ids.length : ids.indexOf(before);
  // Before the name there is nothing: the name is what the row is called.
  ids.splice(at < 0 ? 0 : at, 0, id);
  return { ...choice, order: ids };
}

/** One place to the left or right among the columns that are shown. */
export function withStep(
  columns: readonly ColumnShape[],
  choice: ColumnChoice,
  gridWidth: number,
  id: string,
  step: 1 | -1,
): ColumnChoice {
  const ids = shownColumns(columns, choice, gridWidth)
    .filter((column) => !column.isName)
    .map((column) => column.id);
  const to = ids.indexOf(id) + step;
  if (to < 0 || to >= ids.length) return choice;
  return withMoved(columns, choice, id, (step < 0 ? ids[to] : ids[to + 1]) ?? null);
}

export function withShown(
  columns: readonly ColumnShape[],
  choice: ColumnChoice,
  gridWidth: number,
  id: string,
  wanted: boolean,
): ColumnChoice {
  const hidden = columns.filter((column) => !isShown(column, choice, gridWidth)).map((column) => column.id);
  return { ...choice, hidden: wanted ? hidden.filter((one) => one !== id) : [...hidden, id] };
}

import { clampWidth } from '#renderer/ui/treegrid/column-layout.ts';

/** Room that a fitted column keeps beside its content. */
const SPARE = 4;

/** The width at which nothing of a column is cut, measured on copies of the cells in view and of the head. */
export function fitWidth(grid: HTMLElement, column: string): number {
  const cells = grid.querySelectorAll(`[data-column="${CSS.escape(column)}"]`);
  const bench = document.createElement('div');
  bench.className = 'tg-bench';
  for (const cell of cells) bench.append(cell.cloneNode(true));
  grid.append(bench);
  const widest = Math.max(0, ...[...bench.children].map((cell) => cell.getBoundingClientRect().width));
  bench.remove();
  return clampWidth(Math.ceil(widest) + SPARE);
}

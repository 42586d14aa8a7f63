import { NO_LINE, type ScreenRow } from '#renderer/terminal/log/screen-row.ts';

/** What assistive technology and tests read: the visible rows as a list, laid over the painter but not drawn. */
export class AccessibleRows {
  readonly element = document.createElement('div');
  #said: string[] = [];

  constructor() {
    this.element.className = 'rows-text';
    this.element.setAttribute('role', 'list');
  }

  resize(rows: number, rowHeight: number): void {
    this.#said = [];
    this.element.replaceChildren(
      ...Array.from({ length: rows }, () => {
        const item = document.createElement('div');
        item.setAttribute('role', 'listitem');
        item.style.height = `${rowHeight}px`;
        item.style.lineHeight = `${rowHeight}px`;
        item.hidden = true;
        return item;
      }),
    );
  }

  /** Changed rows only: most repaints change most rows, but a hover or a tick changes none. */
  show(rows: readonly ScreenRow[]): void {
    rows.forEach((row, index) => {
      const text = rowText(row);
      if (this.#said[index] === text) return;
      this.#said[index] = text;
      const item = this.element.children[index];
      if (!(item instanceof HTMLElement)) return;
      item.textContent = text;
      item.hidden = text === '' && row.seq === NO_LINE;
    });
  }
}

function rowText(row: ScreenRow): string {
  if (row.aside) return row.aside.text === '' ? (row.aside.act?.label ?? '') : row.aside.text;
  let text = '';
  for (const segment of row.segments) text += segment.text;
  return text.trim();
}

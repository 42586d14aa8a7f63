import type { ScreenRow } from '#renderer/terminal/log/screen-row.ts';

/** The rows that are no lines, in the page's own type above the painter: dividers, losses, and what can be done there. */
export class AsideRows {
  readonly element = document.createElement('div');
  #drawn = '';

  constructor() {
    this.element.className = 'asides';
  }

  show(rows: readonly ScreenRow[], rowHeight: number): void {
    const key = rows
      .map(({ aside }, index) =>
        aside ? `${index} ${rowHeight} ${aside.text} ${aside.isLoss} ${aside.act?.label}` : '',
      )
      .join('|');
    if (key === this.#drawn) return;
    this.#drawn = key;
    const had = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement);
    const elements: HTMLElement[] = [];
    rows.forEach((row, index) => {
      if (row.aside) elements.push(asideElement(row, index * rowHeight, rowHeight));
    });
    this.element.replaceChildren(...elements);
    // A button that was pressed is gone with its row: the keys go on in the log.
    if (had) this.element.closest<HTMLElement>('[role="log"]')?.focus();
  }
}

function asideElement({ aside }: ScreenRow, top: number, height: number): HTMLElement {
  const element = document.createElement('div');
  element.className = aside?.isLoss ? 'aside loss' : 'aside';
  element.style.top = `${top}px`;
  element.style.height = `${height}px`;
  const text = document.createElement('span');
  text.className = 'ell';
  // The list of visible rows has the words already.
  text.setAttribute('aria-hidden', 'true');
  text.textContent = aside?.text ?? '';
  if (text.textContent !== '') element.append(text);
  const act = aside?.act;
  if (act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link-btn';
    button.textContent = act.label;
    button.addEventListener('click', () => act.run());
    element.append(button);
  }
  return element;
}

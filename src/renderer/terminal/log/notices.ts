import { cappedCount, plural } from '#shared/format/quantity.ts';

/** What floats over the rows: new lines below, and that the reader's lines are gone. */
export class Notices {
  readonly pill = document.createElement('button');
  readonly lost = document.createElement('div');
  readonly #load = document.createElement('button');

  constructor(follow: () => void, loadLost: () => void) {
    this.pill.type = 'button';
    this.pill.className = 'pill';
    this.pill.hidden = true;
    this.pill.addEventListener('click', follow);
    this.lost.className = 'notice';
    this.lost.hidden = true;
    this.lost.setAttribute('role', 'status');
    this.#load.type = 'button';
    this.#load.className = 'link-btn';
    this.#load.textContent = 'Load them';
    this.#load.addEventListener('click', loadLost);
  }

  showNew(lines: number, errors: number): void {
    this.pill.hidden = lines === 0;
    if (lines === 0) return;
    const words = `${cappedCount(lines)} new line${lines === 1 ? '' : 's'}${errors > 0 ? `, ${plural(errors, 'error')}` : ''}`;
    if (this.pill.dataset['words'] === words) return;
    this.pill.dataset['words'] = words;
    this.pill.replaceChildren(arrow(), words);
  }

  showLost(isLost: boolean, canLoad: boolean): void {
    if (isLost === !this.lost.hidden) return;
    this.lost.hidden = !isLost;
    if (!isLost) return this.lost.replaceChildren();
    this.lost.replaceChildren('The lines you were reading are no longer held. ');
    if (canLoad) this.lost.append(this.#load);
  }
}

const SVG = 'http://www.w3.org/2000/svg';

function arrow(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({
    width: '16',
    height: '16',
    viewBox: '0 0 16 16',
    'aria-hidden': 'true',
  }))
    svg.setAttribute(name, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', 'M8 2.8v10.4M3.8 9 8 13.2 12.2 9');
  path.setAttribute('fill', 'none');
  path.setAttribute('stroke', 'currentColor');
  path.setAttribute('stroke-width', '1.5');
  svg.append(path);
  return svg;
}

import { AccessibleRows } from '#renderer/terminal/log/accessible-rows.ts';
import { AsideRows } from '#renderer/terminal/log/aside-rows.ts';
import { terminalTheme } from '#renderer/terminal/log/colors.ts';
import { DomPainter } from '#renderer/terminal/log/dom-painter.ts';
import type { LogDisplay } from '#renderer/terminal/log/log-display.ts';
import type { Painter } from '#renderer/terminal/log/painter.ts';
import { RowEdges } from '#renderer/terminal/log/row-edges.ts';
import type { ScreenRow } from '#renderer/terminal/log/screen-row.ts';
import { XtermPainter } from '#renderer/terminal/log/xterm-painter.ts';

/** What lies over one another in a log pane: the painter's rows, their edges, rows that are no lines, outline, text. */
export class LogLayers {
  #painter: Painter;
  #kind: LogDisplay['painter'];
  #fontSize: number;
  #painterHost = document.createElement('div');
  readonly #moving = document.createElement('div');
  readonly #text = new AccessibleRows();
  readonly #edges = new RowEdges();
  readonly #asides = new AsideRows();
  readonly #box = document.createElement('div');

  /** `above`: what floats over the rows. */
  constructor(host: HTMLElement, { painter, fontSize }: LogDisplay, above: readonly Element[]) {
    this.#kind = painter;
    this.#fontSize = fontSize;
    this.#box.className = 'line-box';
    // In the page before the painter is made: it measures itself.
    this.#moving.className = 'moving';
    this.#moving.append(this.#painterHost, this.#text.element, this.#asides.element, this.#box);
    host.replaceChildren(this.#moving, ...above);
    this.#painter = this.#makePainter();
  }

  /** Of a character, in CSS pixels. */
  get cell(): { width: number; height: number } {
    return this.#painter.cell;
  }

  /** Takes another painter or size of text; true when rows have another size now. */
  change({ painter, fontSize }: LogDisplay): boolean {
    if (painter === this.#kind && fontSize === this.#fontSize) return false;
    this.#fontSize = fontSize;
    if (painter === this.#kind) this.#painter.setFontSize(fontSize);
    else {
      this.#kind = painter;
      this.#painter.dispose();
      const before = this.#painterHost;
      this.#painterHost = document.createElement('div');
      before.replaceWith(this.#painterHost);
      this.#painter = this.#makePainter();
    }
    return true;
  }

  retheme(): void {
    this.#painter.theme(terminalTheme());
    this.#edges.reset();
  }

  /** `width` in CSS pixels; one column more than the text uses, so that the ground of a row reaches the bar. */
  resize(width: number, rows: number): void {
    this.#painter.resize(Math.max(20, Math.ceil(width / this.cell.width)), Math.max(1, rows));
    this.#edges.reset();
    this.#text.resize(rows, this.cell.height);
  }

  /** Shows rows, `shift` pixels up, and the outline around the line that the keys stand on. */
  show(rows: readonly ScreenRow[], shift: number, cursor: number | null): void {
    const { height } = this.cell;
    this.#painter.onPainted = () => this.#edges.draw(rows, this.cell, this.#fontSize);
    this.#painter.paint(rows, shift);
    this.#asides.show(rows, height);
    this.#text.show(rows);
    const at = cursor === null ? -1 : rows.findIndex((row) => row.seq === cursor);
    this.#box.hidden = at < 0;
    if (at < 0) return;
    this.#box.style.height = `${rows.filter((row) => row.seq === cursor).length * height}px`;
    this.#box.style.transform = `translateY(${at * height}px)`;
  }

  dispose(): void {
    this.#painter.dispose();
  }

  #makePainter(): Painter {
    this.#painterHost.className = 'painter';
    const Kind = this.#kind === 'plain' ? DomPainter : XtermPainter;
    const painter = new Kind(this.#painterHost, this.#moving, terminalTheme(), this.#fontSize);
    this.#painterHost.append(this.#edges.canvas);
    return painter;
  }
}

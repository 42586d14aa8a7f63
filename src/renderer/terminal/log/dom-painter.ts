import type { ITheme } from '@xterm/xterm';
import { lifted, sgrStyle } from '#renderer/terminal/log/sgr-style.ts';
import { LOG_FONT, MIN_CONTRAST, type Painter } from '#renderer/terminal/log/painter.ts';
import type { ScreenRow } from '#renderer/terminal/log/screen-row.ts';

/**
 * The plain painter: one element a row, one span a run. It needs no canvas and no measuring of xterm's, costs less a
 * repaint, and draws wide characters as wide as the font has them instead of in strict cells.
 */
export class DomPainter implements Painter {
  cell = { width: 7.8, height: 20 };
  onPainted: (() => void) | undefined;
  readonly #moving: HTMLElement;
  readonly #rows = document.createElement('div');
  #theme: ITheme;
  #last: string[] = [];

  constructor(host: HTMLElement, moving: HTMLElement, theme: ITheme, fontSize: number) {
    this.#moving = moving;
    this.#theme = theme;
    host.inert = true;
    host.setAttribute('aria-hidden', 'true');
    this.#rows.className = 'plain-rows';
    this.#rows.style.fontFamily = LOG_FONT;
    host.append(this.#rows);
    this.setFontSize(fontSize);
  }

  setFontSize(pixels: number): void {
    this.#rows.style.fontSize = `${pixels}px`;
    const probe = document.createElement('span');
    probe.textContent = 'M'.repeat(100);
    probe.style.cssText = 'position:absolute;visibility:hidden;white-space:pre';
    this.#rows.append(probe);
    const width = probe.getBoundingClientRect().width / 100;
    probe.remove();
    this.cell = { width: width > 0 ? width : pixels * 0.6, height: Math.round(pixels * 1.5 + 0.5) };
    this.#rows.style.setProperty('--row', `${this.cell.height}px`);
    this.#last = [];
  }

  resize(_columns: number, rows: number): void {
    this.#last = [];
    this.#rows.replaceChildren(...Array.from({ length: rows }, () => document.createElement('div')));
  }

  theme(theme: ITheme): void {
    this.#theme = theme;
    this.#last = [];
  }

  paint(rows: readonly ScreenRow[], shift: number): void {
    rows.forEach((row, index) => {
      const element = this.#rows.children[index];
      const key = JSON.stringify([row.ground, row.segments]);
      if (!(element instanceof HTMLElement) || this.#last[index] === key) return;
      this.#last[index] = key;
      const ground = sgrStyle(row.ground, this.#theme).background ?? '';
      element.style.background = ground;
      element.replaceChildren(...row.segments.map((segment) => this.#run(segment.text, segment.sgr, ground)));
    });
    this.#moving.style.transform = `translateY(${-shift}px)`;
    this.onPainted?.();
  }

  dispose(): void {
    this.onPainted = undefined;
    this.#rows.remove();
  }

  #run(text: string, sgr: string, ground: string): Node {
    if (sgr === '') return document.createTextNode(text);
    const run = document.createElement('span');
    run.textContent = text;
    const style = sgrStyle(sgr, this.#theme);
    const under = style.background ?? (ground || (this.#theme.background ?? '#000000'));
    run.style.color = lifted(style.color ?? this.#theme.foreground ?? '#ffffff', under, MIN_CONTRAST);
    if (style.background && style.background !== ground) run.style.background = style.background;
    if (style.isBold) run.style.fontWeight = '600';
    if (style.isItalic) run.style.fontStyle = 'italic';
    const lines = [style.isUnderlined ? 'underline' : '', style.isStruck ? 'line-through' : ''].join(' ').trim();
    if (lines !== '') run.style.textDecoration = lines;
    return run;
  }
}

import { type ITheme, Terminal } from '@xterm/xterm';
import { LOG_FONT, MIN_CONTRAST, type Painter, widthProvider } from '#renderer/terminal/log/painter.ts';
import type { ScreenRow } from '#renderer/terminal/log/screen-row.ts';

/** What a row is, as escape text: also what tells whether it changed. */
function rowText(row: ScreenRow): string {
  let text = '';
  for (const segment of row.segments) text += `\u001b[0${segment.sgr === '' ? '' : `;${segment.sgr}`}m${segment.text}`;
  return `${text}\u001b[0${row.ground === '' ? '' : `;${row.ground}`}m\u001b[K`;
}

/**
 * xterm as a pure painter (facts/log-pane.md): scrollback 0, inert, hidden from assistive technology. Only rows that
 * differ are written, in one write, parsed at once; the pixel shift is set in the frame of its rows, so nothing tears.
 */
export class XtermPainter implements Painter {
  cell = { width: 7.8, height: 20 };
  onPainted: (() => void) | undefined;
  readonly #host: HTMLElement;
  readonly #moving: HTMLElement;
  readonly #terminal: Terminal;
  #last: string[] = [];
  #shift = 0;
  #isPending = false;

  constructor(host: HTMLElement, moving: HTMLElement, theme: ITheme, fontSize: number) {
    this.#host = host;
    this.#moving = moving;
    host.inert = true;
    host.setAttribute('aria-hidden', 'true');
    const terminal = new Terminal({
      scrollback: 0,
      // With stdin on, an empty `input` makes the next write parse at once instead of in a timeout, a frame later.
      disableStdin: false,
      cursorInactiveStyle: 'none',
      minimumContrastRatio: MIN_CONTRAST,
      allowProposedApi: true,
      fontFamily: LOG_FONT,
      fontSize,
      lineHeight: 1.2,
      fontWeightBold: '600',
      theme,
    });
    this.#terminal = terminal;
    terminal.unicode.register({
      version: 'log',
      wcwidth: (code) => widthProvider.wcwidth(code),
      charProperties: (code, preceding) => widthProvider.charProperties(code, preceding),
    });
    terminal.unicode.activeVersion = 'log';
    terminal.open(host);
    // No cursor; no autowrap: a row can never spill into the next, whatever a width table thinks.
    terminal.write('\u001b[?25l\u001b[?7l');
    terminal.onRender(() => {
      this.#isPending = false;
      this.#place();
      this.onPainted?.();
    });
    this.#measure();
  }

  resize(columns: number, rows: number): void {
    if (columns !== this.#terminal.cols || rows !== this.#terminal.rows) this.#terminal.resize(columns, rows);
    this.#last = [];
    this.#measure();
  }

  setFontSize(pixels: number): void {
    this.#terminal.options.fontSize = pixels;
    this.#last = [];
    this.#measure();
  }

  theme(theme: ITheme): void {
    this.#terminal.options.theme = theme;
    this.#last = [];
  }

  paint(rows: readonly ScreenRow[], shift: number): void {
    this.#shift = shift;
    let out = '';
    rows.forEach((row, index) => {
      const text = rowText(row);
      if (this.#last[index] === text) return;
      this.#last[index] = text;
      out += `\u001b[${index + 1};1H${text}`;
    });
    if (out === '') {
      // Else the shift waits for the rows it belongs to.
      if (!this.#isPending) this.#place();
      this.onPainted?.();
      return;
    }
    this.#isPending = true;
    this.#terminal.input('', true);
    this.#terminal.write(out);
  }

  dispose(): void {
    this.onPainted = undefined;
    this.#terminal.dispose();
  }

  #place(): void {
    this.#moving.style.transform = `translateY(${-this.#shift}px)`;
  }

  #measure(): void {
    const screen = this.#host.querySelector('.xterm-screen')?.getBoundingClientRect();
    if (screen && screen.height > 0)
      this.cell = { width: screen.width / this.#terminal.cols, height: screen.height / this.#terminal.rows };
  }
}

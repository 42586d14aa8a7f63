import { FitAddon } from '@xterm/addon-fit';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { Terminal } from '@xterm/xterm';
import { type Disposable, DisposableStore, toDisposable } from '#shared/base/disposable.ts';
import { onThemeChange, terminalTheme } from '#renderer/terminal/log/colors.ts';
import { LOG_FONT } from '#renderer/terminal/log/painter.ts';
import { TermFilter } from '#renderer/terminal/term-filter.ts';

/** xterm parses at most this much at once; its callback gives the next piece free. */
const PIECE = 4096;
/** Text that waits to be drawn at most; older text is given up, and said so. */
const MAX_BACKLOG = 4 * 1024 * 1024;
const MAX_INPUT = 32_768;
const RESIZE_MS = 60;
const SKIPPED = '\r\n\u001b[0m[Quayside: output came faster than it could be drawn, some was skipped]\r\n';

export interface TerminalEvents {
  input(data: string): void;
  resize(columns: number, rows: number): void;
}

/** One xterm in the page, fed through the filter, in pieces. */
export class TerminalView implements Disposable {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #filter: TermFilter;
  readonly #events: TerminalEvents;
  readonly #disposables = new DisposableStore();
  #backlog: string[] = [];
  #backlogLength = 0;
  #isWriting = false;
  /** While what was printed before is drawn again, xterm's answers to questions in it are not sent. */
  #isReplaying = false;

  constructor(host: HTMLElement, events: TerminalEvents) {
    this.#events = events;
    const terminal = new Terminal({
      fontFamily: LOG_FONT,
      fontSize: 13,
      lineHeight: 1.2,
      fontWeightBold: '600',
      scrollback: 5000,
      cursorBlink: false,
      minimumContrastRatio: 4.5,
      allowProposedApi: true,
      // Keeps the visible rows in the accessible tree (decisions, "Names that stay stable").
      screenReaderMode: true,
      theme: terminalTheme(),
      // Only http and https are ever shown as a link, and nothing opens by itself.
      linkHandler: null,
    });
    this.#terminal = terminal;
    terminal.loadAddon(this.#fit);
    terminal.loadAddon(new UnicodeGraphemesAddon());
    terminal.open(host);
    this.#fit.fit();
    this.#filter = new TermFilter(terminal.rows, terminal.cols);
    terminal.attachCustomKeyEventHandler((event) => this.#key(event));
    terminal.onData((data) => {
      if (this.#isReplaying) return;
      for (let at = 0; at < data.length; at += MAX_INPUT) events.input(data.slice(at, at + MAX_INPUT));
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#refit(), RESIZE_MS);
    });
    observer.observe(host);
    this.#disposables.add(
      toDisposable(() => {
        clearTimeout(timer);
        observer.disconnect();
      }),
    );
    this.#disposables.add(onThemeChange(() => (terminal.options.theme = terminalTheme())));
  }

  get size(): { columns: number; rows: number } {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  focus(): void {
    this.#terminal.focus();
  }

  write(data: string, isReplay: boolean): void {
    if (isReplay) this.#isReplaying = true;
    const text = this.#filter.push(data);
    this.#backlog.push(text);
    this.#backlogLength += text.length;
    if (this.#backlogLength > MAX_BACKLOG) {
      this.#backlog = [SKIPPED, text.slice(-MAX_BACKLOG / 2)];
      this.#backlogLength = SKIPPED.length + Math.min(text.length, MAX_BACKLOG / 2);
    }
    if (!this.#isWriting) this.#pump();
  }

  /** The process is gone: the last screen stays, nothing more is typed. */
  end(): void {
    this.#terminal.options.disableStdin = true;
    this.#terminal.options.cursorInactiveStyle = 'none';
    this.#terminal.write('\u001b[?25l');
  }

  dispose(): void {
    this.#disposables.dispose();
    this.#backlog = [];
    this.#terminal.dispose();
  }

  #pump(): void {
    const next = this.#backlog.shift();
    if (next === undefined) {
      this.#isWriting = false;
      this.#isReplaying = false;
      return;
    }
    this.#isWriting = true;
    // Not between the halves of a character beyond the BMP.
    const code = next.charCodeAt(PIECE - 1);
    const at = next.length <= PIECE ? next.length : code >= 0xd800 && code <= 0xdbff ? PIECE - 1 : PIECE;
    if (at < next.length) this.#backlog.unshift(next.slice(at));
    this.#backlogLength -= at;
    this.#terminal.write(next.slice(0, at), () => this.#pump());
  }

  #refit(): void {
    const before = this.size;
    this.#fit.fit();
    const { columns, rows } = this.size;
    if (columns === before.columns && rows === before.rows) return;
    this.#filter.resize(rows, columns);
    this.#events.resize(columns, rows);
  }

  /** Every plain Ctrl and Alt key belongs to the shell (design section 9). False: not xterm's. */
  #key(event: KeyboardEvent): boolean {
    if (event.key === 'F6') {
      if (event.altKey && event.type === 'keydown') this.#events.input('\u001b[17~');
      return false;
    }
    if (!event.ctrlKey || !event.shiftKey || event.type !== 'keydown') return true;
    const key = event.key.toLowerCase();
    if (key === 'c') {
      const text = this.#terminal.getSelection();
      if (text !== '') void navigator.clipboard.writeText(text);
    } else if (key === 'v') {
      // The browser's own paste: reading the clipboard would need a permission that the shell does not grant.
      return false;
    } else if (key === 'k') this.#terminal.clear();
    else return true;
    event.preventDefault();
    return false;
  }
}

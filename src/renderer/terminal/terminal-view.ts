import { FitAddon } from '@xterm/addon-fit';
import { type ISearchOptions, SearchAddon } from '@xterm/addon-search';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { Terminal } from '@xterm/xterm';
import { type Disposable, DisposableStore, toDisposable } from '#shared/base/disposable.ts';
import { onThemeChange, terminalTheme } from '#renderer/terminal/log/colors.ts';
import { LOG_FONT, MIN_CONTRAST } from '#renderer/terminal/log/painter.ts';
import { TermFilter } from '#renderer/terminal/term-filter.ts';

/** Text is handed to xterm in pieces, so that what is not handed over yet can still be given up. */
const PIECE = 16_384;
/**
 * What xterm may have before it must have parsed some of it. With one piece at a time each waits for a timer of its own,
 * and 10 MB took 4.5 times as long as the docker CLI.
 */
const MAX_IN_FLIGHT = 131_072;
/** Text that waits to be drawn at most; older text is given up, and said so. */
const MAX_BACKLOG = 4 * 1024 * 1024;
/** After Ctrl+C nobody wants to see what is still to come: more than this of it is given up (facts/performance section 7). */
const MAX_AFTER_INTERRUPT = 256 * 1024;
/**
 * More than this waiting is a flood, which nobody reads. The accessible rows, which double the time of parsing, are put
 * away until it has been quiet this long.
 */
const FLOOD = 65_536;
const QUIET_MS = 250;
const MAX_INPUT = 32_768;
const RESIZE_MS = 60;
/** Matches that are counted at most; the add-on's own default. */
const MAX_MATCHES = 1000;
const SKIPPED = '\r\n\u001b[0m[Quayside: output came faster than it could be drawn, some was skipped]\r\n';
const INTERRUPT = '\u0003';

/** What the settings say of the terminal. */
export interface TerminalLook {
  fontSize: number;
  scrollback: number;
  cursor: 'block' | 'bar' | 'underline';
  cursorBlinks: boolean;
}

export interface TerminalEvents {
  input(data: string): void;
  resize(columns: number, rows: number): void;
  /** A text was pasted; what is given back is typed, null: nothing. */
  paste(text: string): Promise<string | null>;
  /** Matches of the search: which one is current, from 0 (-1: none), and how many. */
  found(at: number, count: number): void;
}

/** One xterm in the page, fed through the filter, in pieces. */
export class TerminalView implements Disposable {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon({ highlightLimit: MAX_MATCHES });
  readonly #filter: TermFilter;
  readonly #events: TerminalEvents;
  readonly #disposables = new DisposableStore();
  #backlog: string[] = [];
  #backlogLength = 0;
  /** Handed to xterm and not parsed yet. */
  #inFlight = 0;
  /** While what was printed before is drawn again, xterm's answers to questions in it are not sent. */
  #isReplaying = false;
  #isEnded = false;
  #isFinding = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(host: HTMLElement, events: TerminalEvents, look: TerminalLook) {
    this.#events = events;
    const terminal = new Terminal({
      fontFamily: LOG_FONT,
      lineHeight: 1.2,
      fontWeightBold: '600',
      minimumContrastRatio: MIN_CONTRAST,
      allowProposedApi: true,
      // Keeps the visible rows in the accessible tree (decisions, "Names that stay stable").
      screenReaderMode: true,
      theme: terminalTheme(),
      // Only http and https are ever shown as a link, and nothing opens by itself.
      linkHandler: null,
    });
    this.#terminal = terminal;
    terminal.loadAddon(this.#fit);
    terminal.loadAddon(this.#search);
    terminal.loadAddon(new UnicodeGraphemesAddon());
    this.setLook(look);
    terminal.open(host);
    this.#fit.fit();
    this.#filter = new TermFilter(terminal.rows, terminal.cols);
    terminal.attachCustomKeyEventHandler(isShells);
    terminal.onData((data) => this.#type(data));
    this.#disposables.add(
      this.#search.onDidChangeResults(({ resultIndex, resultCount }) => events.found(resultIndex, resultCount)),
    );
    this.#disposables.add(this.#followSize(host));
    this.#disposables.add(this.#askPastes(host));
    this.#disposables.add(onThemeChange(() => this.#setTheme()));
  }

  get size(): { columns: number; rows: number } {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  setLook({ fontSize, scrollback, cursor, cursorBlinks }: TerminalLook): void {
    const { options } = this.#terminal;
    options.fontSize = fontSize;
    options.scrollback = scrollback;
    options.cursorStyle = cursor;
    options.cursorBlink = cursorBlinks;
    if (this.#terminal.element) this.#refit();
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** Copies what is selected; false when nothing is. */
  copy(): boolean {
    const text = this.#terminal.getSelection();
    if (text !== '') void navigator.clipboard.writeText(text);
    return text !== '';
  }

  /** Clears what has scrolled by and the screen above the line that is typed on. */
  clear(): void {
    this.#terminal.clear();
  }

  /** What a key means that we otherwise keep for ourselves. */
  send(data: string): void {
    if (!this.#isEnded) this.#events.input(data);
  }

  find(text: string, isBackwards: boolean, isIncremental: boolean): void {
    const options: ISearchOptions = { incremental: isIncremental && !isBackwards, decorations: matchColors() };
    if (text === '') {
      this.endFind();
      return;
    }
    this.#setFinding(true);
    if (isBackwards) this.#search.findPrevious(text, options);
    else this.#search.findNext(text, options);
  }

  endFind(): void {
    this.#setFinding(false);
    this.#search.clearDecorations();
    this.#terminal.clearSelection();
    this.#events.found(-1, 0);
  }

  write(data: string, isReplay: boolean): void {
    if (isReplay) this.#isReplaying = true;
    const text = this.#filter.push(data);
    this.#backlog.push(text);
    this.#backlogLength += text.length;
    if (this.#backlogLength > MAX_BACKLOG) this.#skip(MAX_BACKLOG / 2);
    if (this.#backlogLength + this.#inFlight > FLOOD) this.#terminal.options.screenReaderMode = false;
    this.#pump();
  }

  /** The process is gone: the last screen stays, nothing more is typed. */
  end(): void {
    this.#isEnded = true;
    this.#terminal.options.disableStdin = true;
    this.#terminal.options.cursorInactiveStyle = 'none';
    this.#terminal.write('\u001b[?25l');
  }

  dispose(): void {
    clearTimeout(this.#quiet);
    this.#disposables.dispose();
    this.#backlog = [];
    this.#terminal.dispose();
  }

  #setFinding(isFinding: boolean): void {
    if (isFinding === this.#isFinding) return;
    this.#isFinding = isFinding;
    this.#setTheme();
  }

  #setTheme(): void {
    this.#terminal.options.theme = terminalTheme(this.#isFinding);
  }

  #type(data: string): void {
    if (this.#isReplaying) return;
    // The display stops with the program, not when all it had printed is drawn.
    if (data === INTERRUPT && this.#backlogLength > MAX_AFTER_INTERRUPT) this.#skip(PIECE);
    for (let at = 0; at < data.length; at += MAX_INPUT) this.#events.input(data.slice(at, at + MAX_INPUT));
  }

  /** Gives up what waits, but for its end. */
  #skip(kept: number): void {
    const text = this.#backlog.join('').slice(-kept);
    this.#backlog = [SKIPPED, text];
    this.#backlogLength = SKIPPED.length + text.length;
  }

  #pump(): void {
    while (this.#inFlight < MAX_IN_FLIGHT) {
      const next = this.#backlog.shift();
      if (next === undefined) break;
      // Not between the halves of a character beyond the BMP.
      const code = next.charCodeAt(PIECE - 1);
      const at = next.length <= PIECE ? next.length : code >= 0xd800 && code <= 0xdbff ? PIECE - 1 : PIECE;
      if (at < next.length) this.#backlog.unshift(next.slice(at));
      this.#backlogLength -= at;
      this.#inFlight += at;
      this.#terminal.write(next.slice(0, at), () => this.#parsed(at));
    }
  }

  #parsed(length: number): void {
    this.#inFlight -= length;
    this.#pump();
    if (this.#inFlight > 0) return;
    this.#isReplaying = false;
    if (this.#terminal.options.screenReaderMode) return;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#showAccessibleRows(), QUIET_MS);
  }

  #showAccessibleRows(): void {
    if (this.#inFlight > 0) return;
    this.#terminal.options.screenReaderMode = true;
    // The rows are filled when they are drawn.
    this.#terminal.refresh(0, this.#terminal.rows - 1);
  }

  #refit(): void {
    const before = this.size;
    this.#fit.fit();
    const { columns, rows } = this.size;
    if (columns === before.columns && rows === before.rows) return;
    this.#filter.resize(rows, columns);
    this.#events.resize(columns, rows);
  }

  #followSize(host: HTMLElement): Disposable {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#refit(), RESIZE_MS);
    });
    observer.observe(host);
    return toDisposable(() => {
      clearTimeout(timer);
      observer.disconnect();
    });
  }

  /** Pastes go through us before xterm sees them: more than one line may be more than was meant. */
  #askPastes(host: HTMLElement): Disposable {
    const onPaste = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      event.preventDefault();
      event.stopPropagation();
      if (text === '' || this.#isEnded) return;
      void this.#events.paste(text).then((agreed) => {
        if (agreed !== null && !this.#isEnded) this.#terminal.paste(agreed);
        this.focus();
      });
    };
    // Before xterm's own listener on its text field.
    host.addEventListener('paste', onPaste, true);
    return toDisposable(() => host.removeEventListener('paste', onPaste, true));
  }
}

/** Every plain Ctrl and Alt key belongs to the shell (design section 9); the rest is the program's. False: not xterm's. */
function isShells(event: KeyboardEvent): boolean {
  if (event.key === 'F6') return false;
  return !((event.ctrlKey && event.shiftKey) || event.metaKey);
}

/** The add-on takes six-digit colours only. */
function matchColors(): NonNullable<ISearchOptions['decorations']> {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    matchBackground: color('--match'),
    matchOverviewRuler: color('--match'),
    activeMatchBackground: color('--match-current'),
    activeMatchColorOverviewRuler: color('--match-current'),
  };
}

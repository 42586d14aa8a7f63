import { type Disposable, DisposableStore, toDisposable } from '#shared/base/disposable.ts';
import type { Query } from '#shared/lines/line-pattern.ts';
import type { Lines, Move } from '#shared/lines/lines.ts';
import { CellMeasure } from '#renderer/terminal/log/cell-measure.ts';
import { logColors, onThemeChange, sgrColor } from '#renderer/terminal/log/colors.ts';
import { ErrorSpeaker } from '#renderer/terminal/log/error-speaker.ts';
import type {
  LogDisplay,
  LogHistory,
  LogMenuRequest,
  LogViewState,
  LogWanted,
} from '#renderer/terminal/log/log-display.ts';
import { LogInput } from '#renderer/terminal/log/log-input.ts';
import { LogLayers } from '#renderer/terminal/log/log-layers.ts';
import { LogScan } from '#renderer/terminal/log/log-scan.ts';
import { Notices } from '#renderer/terminal/log/notices.ts';
import { widthProvider } from '#renderer/terminal/log/painter.ts';
import { RowLayout } from '#renderer/terminal/log/row-layout.ts';
import { NO_LINE, type Overlay, type ScreenRow } from '#renderer/terminal/log/screen-row.ts';
import { Ruler } from '#renderer/terminal/log/ruler.ts';
import { LogSelection } from '#renderer/terminal/log/selection.ts';
import { type Cleared, EARLIER_LINES, topAside } from '#renderer/terminal/log/top-aside.ts';
import { type ViewMode, Viewport } from '#renderer/terminal/log/viewport.ts';

// This file is the one place where layout, viewport, painter, scan and selection meet; longer than usual for that.

/** Following paints at 10 Hz; a held picture only learns that lines arrived. */
const FOLLOW_MS = 100;
const HELD_MS = 250;
/** Ticks and the tool bar's figures. */
const TICKS_MS = 250;
const TELL_MS = 500;
const RULER_WIDTH = 15;

export interface LogSurfaceOptions {
  readonly display: LogDisplay;
  readonly changed: (state: LogViewState) => void;
  readonly menu: (request: LogMenuRequest) => void;
}

/** The pane: owns position, keys, selection, search, bar and accessible text, and hands rows to a painter. */
export class LogSurface implements Disposable {
  readonly layout: RowLayout;
  readonly viewport: Viewport;
  readonly selection: LogSelection;
  readonly scan: LogScan;
  readonly ruler = new Ruler();
  readonly host: HTMLElement;
  readonly lines: Lines;
  /** The line that the keys stand on, outlined; null: none. */
  cursor: number | null = null;
  shown: readonly ScreenRow[] = [];
  history: LogHistory | null = null;
  readonly #layers: LogLayers;
  #display: LogDisplay;
  #cleared: Cleared | null = null;
  /** Where the reader was before lines were filtered away. */
  #beforeFilter: { seq: number; top: number } | null = null;
  readonly #notices: Notices;
  readonly #speaker = new ErrorSpeaker();
  readonly #options: LogSurfaceOptions;
  readonly #disposables = new DisposableStore();
  #paintTimer: ReturnType<typeof setTimeout> | undefined;
  #tickTimer: ReturnType<typeof setTimeout> | undefined;
  #lastState = '';
  #lastMode: ViewMode | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;
  #spokenTo: number;
  readonly #startedAt = Date.now();

  constructor(host: HTMLElement, lines: Lines, options: LogSurfaceOptions) {
    this.host = host;
    this.lines = lines;
    this.#options = options;
    this.#display = options.display;
    this.#spokenTo = lines.next;
    this.layout = new RowLayout(lines, new CellMeasure(widthProvider), logColors());
    this.viewport = new Viewport(this.layout);
    this.selection = new LogSelection(this.layout);
    this.scan = new LogScan(
      this.layout,
      () => this.#later(),
      () => this.#grown(),
    );
    this.layout.missedAct = (seq) =>
      this.history && this.history.state !== 'none'
        ? { label: 'Load them', run: () => this.history?.loadMissed(seq) }
        : null;
    this.#notices = new Notices(
      () => {
        this.follow();
        host.focus();
      },
      () => void this.#loadLost(),
    );
    const above = [this.ruler.canvas, this.#notices.pill, this.#notices.lost, this.#speaker.element];
    this.#layers = new LogLayers(host, options.display, above);
    this.#setDisplay(options.display);
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(host);
    this.#disposables.add(toDisposable(() => observer.disconnect()));
    this.#disposables.add(onThemeChange(() => this.#retheme()));
    this.#disposables.add(lines.moved.on((move) => this.#moved(move)));
    this.#disposables.add(new LogInput(host, this, options.menu));
    this.resize();
  }

  get cell(): { width: number; height: number } {
    return this.#layers.cell;
  }
  get textWidth(): number {
    return this.host.clientWidth - RULER_WIDTH;
  }
  get visibleShare(): number {
    return this.viewport.height / this.cell.height / Math.max(1, this.layout.count);
  }

  /** The last line in view. */
  get lastShown(): number | undefined {
    return this.shown.findLast((row) => row.seq !== NO_LINE)?.seq;
  }

  dispose(): void {
    clearTimeout(this.#paintTimer);
    clearTimeout(this.#tickTimer);
    this.scan.dispose();
    this.#disposables.dispose();
    this.#layers.dispose();
    this.host.replaceChildren();
  }

  /** New lines are there. Held: only counters and the bar can change, never the picture. */
  arrived(): void {
    this.#paintTimer ??= setTimeout(() => this.paint(), this.viewport.isFollowing ? FOLLOW_MS : HELD_MS);
  }

  display(display: LogDisplay): void {
    const before = this.#display;
    this.#setDisplay(display);
    if (before.isRaw !== display.isRaw) this.scan.refilter();
    if (this.#layers.change(display)) return this.resize();
    this.#relay();
  }

  setHistory(history: LogHistory | null): void {
    this.history = history;
    this.paint();
  }

  /** Lines before `seq` are cleared away, at a time (ms); null: none are. */
  setCleared(cleared: { seq: number; at: number } | null, show: () => void): void {
    this.#cleared = cleared && { at: cleared.at, show };
    if (cleared && cleared.seq !== this.viewport.cleared) {
      this.selection.clear();
      this.viewport.cleared = cleared.seq;
      this.viewport.follow();
    } else if (!cleared) this.viewport.cleared = Number.NEGATIVE_INFINITY;
    this.#mark();
    this.paint();
  }

  search(query: Query | null): void {
    this.scan.find.set(query);
    if (this.scan.wanted.onlyMatches !== null) this.setWanted(this.scan.wanted);
    else this.paint();
  }

  /** Shows other lines; the one that is read stays where it is, and is come back to. */
  setWanted(wanted: LogWanted): void {
    const { viewport, layout } = this;
    if (layout.shown.filter === null && !viewport.isFollowing)
      this.#beforeFilter = { seq: viewport.position.seq, top: viewport.scrolls };
    this.scan.setWanted(wanted);
    if (layout.shown.filter === null && this.#beforeFilter?.top === viewport.scrolls)
      viewport.position = { seq: this.#beforeFilter.seq, part: 0 };
    this.#relay();
  }

  /** Goes to the next or previous match, which pauses. */
  stepMatch(direction: 1 | -1): void {
    const from = direction === 1 ? this.viewport.position.seq : (this.lastShown ?? 0);
    const seq = this.scan.find.step(direction, from);
    if (seq !== null) this.goTo(seq);
  }

  /** Shows a line, outlined, which pauses. */
  goTo(seq: number): void {
    this.viewport.reveal(seq);
    this.cursor = seq;
    this.paint();
  }

  follow(): void {
    this.viewport.follow();
    this.paint();
  }
  pause(): void {
    this.viewport.pause('frozen');
    this.paint();
  }
  home(): void {
    this.viewport.home();
    this.paint();
  }
  scrollBy(pixels: number): void {
    this.viewport.scrollBy(pixels);
    this.paint();
  }
  /** Sideways by whole columns. */
  shiftColumns(columns: number): void {
    if (this.layout.isWrapped || columns === 0) return;
    this.layout.left = Math.max(0, this.layout.left + columns);
    this.paint();
  }

  /** Opens or closes a line that can be, or does what a row offers; false where there is nothing to do. */
  toggle(seq: number): boolean {
    const act = this.shown.find((row) => row.seq === seq)?.aside?.act;
    if (act) act.run();
    else if (this.layout.opens(seq)) {
      if (!this.layout.open.delete(seq)) this.layout.open.add(seq);
      this.viewport.pause();
      this.#relay();
    } else return false;
    return true;
  }

  resize(): void {
    const { height } = this.cell;
    this.viewport.height = this.host.clientHeight;
    this.#paintSize();
    // The first measure can be of a font that was not there yet.
    if (this.cell.height !== height) this.#paintSize();
    this.ruler.resize(this.viewport.height);
    this.#relay();
  }

  paint(): void {
    if (this.#paintTimer !== undefined) this.#takeArrived();
    if (this.viewport.height === 0) return;
    const { viewport, layout } = this;
    layout.now = Date.now();
    layout.top = topAside(this, this.#cleared);
    let rows = this.#rows();
    if (!layout.hasLevels && rows.some((row) => row.seq !== NO_LINE && !row.aside && this.lines.namesLevel(row.seq))) {
      layout.hasLevels = true;
      layout.reset();
      if (viewport.isFollowing) viewport.arrived();
      rows = this.#rows();
    }
    this.shown = rows;
    this.#layers.show(rows, viewport.shift, this.cursor);
    this.ruler.draw(viewport.share, this.visibleShare, layout.colors);
    this.#tell();
  }

  /** The row and the place in its text under a point of the window. */
  hit(clientX: number, clientY: number): { row: ScreenRow; column: number; offset: number; seq: number } | null {
    const box = this.host.getBoundingClientRect();
    const index = Math.floor((clientY - box.top + this.viewport.shift) / this.cell.height);
    const row = this.shown[Math.max(0, Math.min(this.shown.length - 1, index))];
    if (!row || this.layout.count === 0) return null;
    const column = (clientX - box.left) / this.cell.width;
    if (row.seq !== NO_LINE) return { row, column, seq: row.seq, offset: this.layout.offsetAt(row, column) };
    const { last } = this.layout.shown;
    return { row, column, seq: last, offset: this.layout.text(last).length };
  }

  /** What Copy takes: the selection, else the line that the keys stand on. */
  copyText(): string {
    if (!this.selection.isEmpty) return this.selection.text();
    return this.cursor !== null && this.layout.shown.has(this.cursor) ? this.layout.text(this.cursor) : '';
  }

  /** Lines as they came: one, or those of the selection. */
  rawText(seq?: number): string {
    const seqs = seq === undefined ? [...this.selection.lines()] : [seq];
    return seqs.map((one) => this.lines.raw(one)).join('\n');
  }

  /** Whatever paints first takes in what arrived, or it would be waited for in vain. */
  #takeArrived(): void {
    clearTimeout(this.#paintTimer);
    this.#paintTimer = undefined;
    this.scan.look();
    this.viewport.arrived();
    this.#later();
  }

  #rows(): ScreenRow[] {
    const { viewport, layout } = this;
    return layout.rows(viewport.position, viewport.rowCount + 1, (seq, text) => this.#overlays(seq, text));
  }

  /** Shows lines that are held but beyond the tail. */
  openTail(): void {
    this.viewport.openTail(EARLIER_LINES);
    this.#relay();
  }

  async #loadLost(): Promise<void> {
    const at = this.viewport.lostAt;
    if (at === null || !this.history) return;
    await this.history.loadFrom(at);
    let seq = this.lines.first;
    while (seq < this.lines.next - 1 && this.lines.isoTime(seq) < at) seq += 1;
    this.viewport.found(seq);
    this.#relay();
  }

  #setDisplay(display: LogDisplay): void {
    this.#display = display;
    const { layout } = this;
    layout.times = display.times;
    layout.hasMillis = display.hasMillis;
    layout.isWrapped = display.isWrapped;
    layout.hasNumbers = display.hasNumbers;
    layout.hasTint = display.hasTint;
    layout.hasStreams = display.hasStreams;
    layout.isRaw = display.isRaw;
    layout.sources = display.sources;
    this.#speaker.isOn = display.speaksErrors;
    if (display.isWrapped) layout.left = 0;
    if (this.viewport.tail !== display.tail) this.viewport.tail = display.tail;
  }

  #paintSize(): void {
    this.viewport.rowHeight = this.cell.height;
    this.layout.columns = Math.max(20, Math.floor(this.textWidth / this.cell.width));
    this.#layers.resize(this.textWidth, this.viewport.rowCount + 1);
  }

  /** Rows begin elsewhere: other wrap, width, lines or style. */
  #relay(): void {
    this.layout.reset();
    this.viewport.relaid();
    this.#mark();
    this.paint();
  }

  #moved(move: Move): void {
    const { from, where } = move;
    const open = [...this.layout.open].map(where);
    this.layout.open.clear();
    for (const seq of open) this.layout.open.add(seq);
    if (this.cursor !== null) this.cursor = where(this.cursor);
    this.#spokenTo = where(this.#spokenTo);
    this.selection.moved(move);
    this.viewport.moved(move);
    this.scan.moved(from, where);
    // Painted with what arrives next: of merged sources lines move many times a second. A click meanwhile hits the rows
    // that are on the screen.
    this.shown = this.shown.map((row) => (row.seq === NO_LINE ? row : { ...row, seq: where(row.seq) }));
    this.layout.reset();
    this.arrived();
  }

  #grown(): void {
    if (this.viewport.isFollowing) this.viewport.arrived();
    else this.viewport.relaid();
    this.paint();
    this.#later();
  }

  #overlays(seq: number, text: string): readonly Overlay[] {
    const overlays = this.scan.find.overlays(seq, text, this.layout.colors);
    const selected = this.selection.overlay(seq, text.length, sgrColor(this.layout.colors.selection, true));
    if (selected) overlays.push(selected);
    return overlays;
  }

  #retheme(): void {
    this.layout.colors = logColors();
    this.#layers.retheme();
    this.#relay();
  }

  /** Errors, ticks and the tool bar's figures: at 4 Hz at most, in slices. */
  #later(): void {
    this.#tickTimer ??= setTimeout(() => {
      this.#tickTimer = undefined;
      const hasMore = this.scan.lookForErrors();
      this.#speakErrors();
      if (this.scan.find.state?.isDone === false) this.scan.find.arrived();
      this.#mark();
      this.ruler.draw(this.viewport.share, this.visibleShare, this.layout.colors);
      this.#tell();
      if (hasMore) this.#later();
    }, TICKS_MS);
  }

  #speakErrors(): void {
    const { lines: found } = this.scan.errors;
    const last = found.at(-1);
    let news = 0;
    // What was there before the pane was opened is no news, also where it came together with some.
    for (let at = found.length - 1; at >= 0; at--, news++) {
      const seq = found[at] as number;
      if (seq < this.#spokenTo || this.lines.time(seq) < this.#startedAt) break;
    }
    if (last !== undefined) this.#speaker.heard(news, this.layout.text(last), performance.now());
    this.#spokenTo = this.lines.next;
  }

  #mark(): void {
    this.ruler.mark(this.layout.shown, this.scan.find.lines, this.scan.errors.lines);
  }

  #tell(): void {
    const { viewport, layout, lines } = this;
    const { newLines } = viewport;
    this.#notices.showNew(newLines, newLines > 0 ? this.scan.errors.since(viewport.leftAt) : 0);
    this.#notices.showLost(viewport.lostAt !== null, this.history !== null && this.history.state !== 'none');
    const isHeld = this.cursor !== null && layout.shown.has(this.cursor);
    const seen = isHeld && this.cursor !== null && !viewport.isFollowing ? this.cursor : null;
    const at = seen ?? (viewport.isFollowing ? layout.shown.last : viewport.position.seq);
    const state: LogViewState = {
      mode: viewport.mode,
      line: layout.count > 0 ? lines.number(at) : null,
      isoTime: seen === null ? null : lines.isoTime(seen),
      hidden: layout.shown.hidden,
      find: this.scan.find.state,
    };
    const key = JSON.stringify(state);
    if (key === this.#lastState) return;
    // Figures that run with the lines are told twice a second: telling draws tool bar and footer, which costs more
    // than the rows.
    const isFigure = viewport.isFollowing && viewport.mode === this.#lastMode && this.scan.find.state === null;
    const now = performance.now();
    if (isFigure && now - this.#toldAt < TELL_MS) return this.#later();
    this.#toldAt = now;
    this.#lastMode = viewport.mode;
    this.#lastState = key;
    this.#options.changed(state);
  }
}

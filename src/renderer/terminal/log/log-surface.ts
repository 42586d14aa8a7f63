import { type Disposable, DisposableStore, toDisposable } from '#shared/base/disposable.ts';
import { cappedCount, plural } from '#shared/format/quantity.ts';
import type { Query } from '#shared/lines/line-search.ts';
import type { LineStore } from '#shared/lines/line-store.ts';
import { CellMeasure } from '#renderer/terminal/log/cell-measure.ts';
import { logColors, onThemeChange, sgrColor, terminalTheme } from '#renderer/terminal/log/colors.ts';
import { ErrorIndex } from '#renderer/terminal/log/error-index.ts';
import { Find, type FindState } from '#renderer/terminal/log/find.ts';
import type { TimeStyle } from '#renderer/terminal/log/line-words.ts';
import { LogInput } from '#renderer/terminal/log/log-input.ts';
import { type Overlay, RowLayout, type ScreenRow } from '#renderer/terminal/log/row-layout.ts';
import { Ruler } from '#renderer/terminal/log/ruler.ts';
import { LogSelection } from '#renderer/terminal/log/selection.ts';
import { type Tail, type ViewMode, Viewport } from '#renderer/terminal/log/viewport.ts';
import { type Painter, widthProvider, XtermPainter } from '#renderer/terminal/log/xterm-painter.ts';

// This file is the one place where layout, viewport, painter, find and selection meet; longer than usual for that.

/** How lines are shown; changing it never touches the stream. */
export interface LogDisplay {
  tail: Tail;
  times: TimeStyle;
  isWrapped: boolean;
  hasNumbers: boolean;
}

/** What the tool bar and the footer show. */
export interface LogViewState {
  mode: ViewMode;
  /** Number of the first (paused) or last line shown, null when there is none. */
  line: number | null;
  newLines: number;
  find: FindState | null;
}

/** Following paints at 10 Hz; a held picture only learns that lines arrived. */
const FOLLOW_MS = 100;
const HELD_MS = 250;
/** Ticks and the tool bar's figures. */
const TICKS_MS = 250;
const ERROR_SLICE_MS = 3;
const RULER_WIDTH = 15;
const FONT_SIZE = 13;

/** The pane: owns position, keys, selection, search, bar and accessible text, and hands rows to a painter. */
export class LogSurface implements Disposable {
  readonly layout: RowLayout;
  readonly viewport: Viewport;
  readonly selection: LogSelection;
  readonly find: Find;
  readonly ruler = new Ruler();
  /** The line that the keys stand on, outlined; -1: none. */
  cursor = -1;
  shown: readonly ScreenRow[] = [];
  readonly #host: HTMLElement;
  readonly #store: LineStore;
  readonly #painter: Painter;
  readonly #painterHost = document.createElement('div');
  readonly #errors: ErrorIndex;
  readonly #text = document.createElement('div');
  readonly #edges = document.createElement('canvas');
  readonly #box = document.createElement('div');
  readonly #pill = document.createElement('button');
  readonly #lost = document.createElement('div');
  readonly #changed: (state: LogViewState) => void;
  readonly #disposables = new DisposableStore();
  #said: string[] = [];
  #edgeKey = '';
  #paintTimer: ReturnType<typeof setTimeout> | undefined;
  #tickTimer: ReturnType<typeof setTimeout> | undefined;
  #lastState = '';

  constructor(host: HTMLElement, store: LineStore, display: LogDisplay, changed: (state: LogViewState) => void) {
    this.#host = host;
    this.#store = store;
    this.#changed = changed;
    this.layout = new RowLayout(store, new CellMeasure(widthProvider), logColors());
    this.viewport = new Viewport(this.layout);
    this.selection = new LogSelection(this.layout);
    this.#errors = new ErrorIndex(store);
    this.find = new Find(this.layout, () => this.#later());
    this.#painterHost.className = 'painter';
    this.#text.className = 'rows-text';
    this.#text.setAttribute('role', 'list');
    this.#edges.className = 'edges';
    this.#box.className = 'line-box';
    this.#pill.type = 'button';
    this.#pill.className = 'pill';
    this.#pill.addEventListener('click', () => {
      this.follow();
      host.focus();
    });
    this.#lost.className = 'notice';
    this.#lost.setAttribute('role', 'status');
    host.replaceChildren(this.#painterHost, this.#text, this.#box, this.ruler.canvas, this.#pill, this.#lost);
    this.#painter = new XtermPainter(this.#painterHost, terminalTheme(), FONT_SIZE);
    this.#painterHost.append(this.#edges);
    this.#setDisplay(display);
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(host);
    this.#disposables.add(toDisposable(() => observer.disconnect()));
    this.#disposables.add(onThemeChange(() => this.#retheme()));
    this.#disposables.add(new LogInput(host, this));
    this.resize();
  }

  get cell(): { width: number; height: number } {
    return this.#painter.cell;
  }
  get textWidth(): number {
    return this.#host.clientWidth - RULER_WIDTH;
  }
  get visibleShare(): number {
    return this.viewport.height / this.cell.height / Math.max(1, this.layout.count);
  }

  dispose(): void {
    clearTimeout(this.#paintTimer);
    clearTimeout(this.#tickTimer);
    this.find.dispose();
    this.#disposables.dispose();
    this.#painter.dispose();
    this.#host.replaceChildren();
  }

  /** New lines are in the store. Held: only counters and the bar can change, never the picture. */
  arrived(): void {
    this.#paintTimer ??= setTimeout(
      () => {
        this.viewport.arrived();
        this.paint();
        this.#later();
      },
      this.viewport.isFollowing ? FOLLOW_MS : HELD_MS,
    );
  }

  display(display: LogDisplay): void {
    this.#setDisplay(display);
    this.layout.reset();
    this.viewport.relaid();
    this.#mark();
    this.paint();
  }

  search(query: Query | null): void {
    this.find.set(query);
    this.paint();
  }

  /** Goes to the next or previous match, which pauses. */
  stepMatch(direction: 1 | -1): void {
    const from = direction === 1 ? this.viewport.position.seq : (this.shown.findLast((row) => row.seq >= 0)?.seq ?? 0);
    const seq = this.find.step(direction, from);
    if (seq !== null) {
      this.viewport.reveal(seq);
      this.cursor = seq;
    }
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

  resize(): void {
    const { height } = this.cell;
    this.viewport.height = this.#host.clientHeight;
    this.#paintSize();
    // The first measure can be of a font that was not there yet.
    if (this.cell.height !== height) this.#paintSize();
    this.ruler.resize(this.viewport.height);
    this.layout.reset();
    this.viewport.relaid();
    this.#mark();
    this.paint();
  }

  paint(): void {
    clearTimeout(this.#paintTimer);
    this.#paintTimer = undefined;
    if (this.viewport.height === 0) return;
    this.layout.now = Date.now();
    const { viewport } = this;
    this.shown = this.layout.rows(viewport.position, viewport.rowCount + 1, (seq, text) => this.#overlays(seq, text));
    const rows = this.shown;
    this.#painter.onPainted = () => this.#drawEdges(rows);
    this.#painter.paint(rows, viewport.shift);
    this.#speak();
    this.ruler.draw(viewport.share, this.visibleShare, this.layout.colors);
    const at = rows.findIndex((row) => row.seq === this.cursor && this.cursor >= 0);
    this.#box.hidden = at < 0;
    if (at >= 0) {
      const tall = rows.filter((row) => row.seq === this.cursor).length;
      this.#box.style.height = `${tall * this.cell.height}px`;
      this.#box.style.transform = `translateY(${at * this.cell.height - viewport.shift}px)`;
    }
    this.#tell();
  }

  /** The row and the place in its text under a point of the window. */
  hit(clientX: number, clientY: number): { row: ScreenRow; column: number; offset: number; seq: number } | null {
    const box = this.#host.getBoundingClientRect();
    const index = Math.floor((clientY - box.top + this.viewport.shift) / this.cell.height);
    const row = this.shown[Math.max(0, Math.min(this.shown.length - 1, index))];
    if (!row || this.layout.count <= 0) return null;
    const column = (clientX - box.left) / this.cell.width;
    if (row.seq >= 0) return { row, column, seq: row.seq, offset: this.layout.offsetAt(row, column) };
    const last = this.#store.next - 1;
    return { row, column, seq: last, offset: this.layout.text(last).length };
  }

  /** What Copy takes: the selection, else the line that the keys stand on. */
  copyText(): string {
    if (!this.selection.isEmpty) return this.selection.text();
    return this.cursor >= this.layout.first && this.cursor < this.#store.next ? this.layout.text(this.cursor) : '';
  }

  #setDisplay(display: LogDisplay): void {
    this.layout.times = display.times;
    this.layout.isWrapped = display.isWrapped;
    this.layout.hasNumbers = display.hasNumbers;
    if (display.isWrapped) this.layout.left = 0;
    if (this.viewport.tail !== display.tail) this.viewport.tail = display.tail;
  }

  #paintSize(): void {
    const { width, height } = this.cell;
    this.viewport.rowHeight = height;
    this.layout.columns = Math.max(20, Math.floor(this.textWidth / width));
    const rows = this.viewport.rowCount + 1;
    // One column more than the text uses: the ground of a row reaches the bar.
    this.#painter.resize(Math.max(20, Math.ceil(this.textWidth / width)), Math.max(1, rows));
    this.#said = [];
    this.#edgeKey = '';
    this.#text.replaceChildren(
      ...Array.from({ length: rows }, () => {
        const item = document.createElement('div');
        item.setAttribute('role', 'listitem');
        item.style.height = `${this.cell.height}px`;
        return item;
      }),
    );
  }

  #overlays(seq: number, text: string): readonly Overlay[] {
    const overlays = this.find.overlays(seq, text, this.layout.colors);
    const selected = this.selection.overlay(seq, text.length, sgrColor(this.layout.colors.selection, true));
    if (selected) overlays.push(selected);
    return overlays;
  }

  /** Changed rows only: most repaints change most rows, but a hover or a tick changes none. */
  #speak(): void {
    this.shown.forEach((row, index) => {
      const text = row.segments
        .map((segment) => segment.text)
        .join('')
        .trim();
      if (this.#said[index] === text) return;
      this.#said[index] = text;
      const item = this.#text.children[index];
      if (!(item instanceof HTMLElement)) return;
      item.textContent = text;
      item.hidden = row.seq < 0;
    });
  }

  /** The 3 px edges of warnings and errors: glyphs would leave gaps. In the painter, so that they move with the rows. */
  #drawEdges(rows: readonly ScreenRow[]): void {
    const key = rows.map((row) => row.edge).join();
    if (key === this.#edgeKey) return;
    this.#edgeKey = key;
    const scale = devicePixelRatio;
    const { height } = this.cell;
    this.#edges.width = 3 * scale;
    this.#edges.height = Math.ceil(rows.length * height * scale);
    this.#edges.style.height = `${rows.length * height}px`;
    const context = this.#edges.getContext('2d');
    rows.forEach((row, index) => {
      if (!context || row.edge === '') return;
      context.fillStyle = row.edge;
      context.fillRect(0, index * height * scale, 3 * scale, height * scale);
    });
  }

  #retheme(): void {
    this.layout.colors = logColors();
    this.layout.reset();
    this.#painter.theme(terminalTheme());
    this.#edgeKey = '';
    this.#mark();
    this.paint();
  }

  /** Errors, ticks and the tool bar's figures: at 4 Hz at most, in slices. */
  #later(): void {
    this.#tickTimer ??= setTimeout(() => {
      this.#tickTimer = undefined;
      const end = performance.now() + ERROR_SLICE_MS;
      this.#errors.step(() => performance.now() > end);
      if (this.find.state?.isDone === false) this.find.arrived();
      this.#mark();
      this.ruler.draw(this.viewport.share, this.visibleShare, this.layout.colors);
      this.#tell();
      if (!this.#errors.isDone) this.#later();
    }, TICKS_MS);
  }

  #mark(): void {
    this.ruler.mark(this.layout.first, this.layout.count, this.find.lines, this.#errors.lines);
  }

  #tell(): void {
    const { viewport } = this;
    const newLines = viewport.newLines;
    this.#pill.hidden = newLines === 0;
    if (newLines > 0) {
      const errors = this.#errors.since(viewport.leftAt);
      this.#pill.textContent = `↓ ${newLines > 9999 ? cappedCount(newLines) : newLines.toLocaleString('en')} new line${newLines === 1 ? '' : 's'}${errors > 0 ? `, ${plural(errors, 'error')}` : ''}`;
    }
    this.#lost.hidden = !viewport.isLost;
    if (viewport.isLost) this.#lost.textContent = 'The lines you were reading are no longer held.';
    const seen = viewport.isFollowing
      ? this.#store.next - 1
      : this.cursor >= this.layout.first
        ? this.cursor
        : viewport.position.seq;
    const state: LogViewState = {
      mode: viewport.mode,
      line: this.layout.count > 0 ? this.#store.number(seen) : null,
      newLines,
      find: this.find.state,
    };
    const key = JSON.stringify(state);
    if (key === this.#lastState) return;
    this.#lastState = key;
    this.#changed(state);
  }
}

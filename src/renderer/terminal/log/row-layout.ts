import { STDERR } from '#shared/lines/chunk.ts';
import { type Level, lineLevel } from '#shared/lines/line-level.ts';
import type { LineStore } from '#shared/lines/line-store.ts';
import { type CellMeasure, isSimple } from '#renderer/terminal/log/cell-measure.ts';
import { type LogColors, sgrColor } from '#renderer/terminal/log/colors.ts';
import { asideWords, isAside, TIME_CELLS, type TimeStyle, timeWords } from '#renderer/terminal/log/line-words.ts';
import { type StyledText, styledText } from '#renderer/terminal/log/styled-text.ts';

/** A run of text in one style; `sgr` is the complete state. */
export interface Segment {
  text: string;
  sgr: string;
}

/** One screen row. `from` and `to`: its part of the line's text; `x`: cells before the text. seq -1: below the last line. */
export interface ScreenRow {
  seq: number;
  part: number;
  from: number;
  to: number;
  x: number;
  segments: readonly Segment[];
  /** Ground and edge colour of the whole row, '' for none. */
  ground: string;
  edge: string;
}

/** A place in the log: row `part` of line `seq`. There is no table of all rows and no height of the whole. */
export interface Position {
  seq: number;
  part: number;
}

/** A stretch of a line's text drawn in another style: a match, the selection. */
export interface Overlay {
  from: number;
  to: number;
  sgr: string;
}

interface Laid {
  styled: StyledText;
  isAscii: boolean;
  /** Where each row of the line begins. */
  breaks: readonly number[];
}

/** Lines longer than this are cut where they are drawn (the store and the copy have all of it). */
const VIEW_CUT = 65_536;
const MARGIN = 2;
const HANG = 2;
const CACHED_LINES = 2000;

export class RowLayout {
  columns = 80;
  isWrapped = false;
  hasNumbers = true;
  times: TimeStyle = 'local';
  /** First column shown, without wrap. */
  left = 0;
  /** The oldest line shown: the tail selector moves it, the store is not touched. */
  floor = 0;
  now = 0;
  colors: LogColors;
  readonly store: LineStore;
  readonly #measure: CellMeasure;
  readonly #laid = new Map<number, Laid>();

  constructor(store: LineStore, measure: CellMeasure, colors: LogColors) {
    this.store = store;
    this.#measure = measure;
    this.colors = colors;
  }

  /** After a change of columns, wrap or prefix: rows begin elsewhere. */
  reset(): void {
    this.#laid.clear();
  }

  get first(): number {
    return Math.max(this.floor, this.store.first);
  }
  get count(): number {
    return this.store.next - this.first;
  }

  get prefix(): number {
    return MARGIN + (this.hasNumbers ? this.#numberCells + 1 : 0) + 2 + TIME_CELLS[this.times];
  }
  get #numberCells(): number {
    return Math.max(5, String(this.store.number(this.store.next - 1) ?? 0).length);
  }

  /** The line's text as it is shown, searched and copied. */
  text(seq: number): string {
    return this.#styled(seq).text;
  }

  height(seq: number): number {
    return this.isWrapped ? this.#lay(seq).breaks.length : 1;
  }

  /** `rows` further down (or up); stops at the ends and says in `moved` how far it came. */
  move(from: Position, rows: number): { position: Position; moved: number } {
    const { first } = this;
    const last = this.store.next - 1;
    if (last < first) return { position: from, moved: 0 };
    let seq = Math.max(first, Math.min(last, from.seq));
    let part = seq === from.seq ? from.part : 0;
    let left = Math.abs(rows);
    let moved = 0;
    while (left > 0) {
      const room = rows > 0 ? this.height(seq) - 1 - part : part;
      const step = Math.min(left, room);
      part += rows > 0 ? step : -step;
      left -= step;
      moved += step;
      if (left === 0) break;
      if (rows > 0 ? seq === last : seq === first) break;
      seq += rows > 0 ? 1 : -1;
      part = rows > 0 ? 0 : this.height(seq) - 1;
      left -= 1;
      moved += 1;
    }
    return { position: { seq, part }, moved };
  }

  /** The `count` rows from a position on; blank rows below the last line. */
  rows(from: Position, count: number, overlays: (seq: number, text: string) => readonly Overlay[]): ScreenRow[] {
    const rows: ScreenRow[] = [];
    let part = from.part;
    for (let seq = Math.max(from.seq, this.first); seq < this.store.next && rows.length < count; seq++, part = 0) {
      const laid = this.#lay(seq);
      const painted = overlays(seq, laid.styled.text);
      for (let index = part; index < laid.breaks.length && rows.length < count; index++)
        rows.push(this.#row(seq, index, laid, painted));
    }
    while (rows.length < count) rows.push(BLANK);
    return rows;
  }

  /** The offset in the line's text under a column of a row, at the nearer edge of a cluster. */
  offsetAt(row: ScreenRow, column: number): number {
    const { styled, isAscii } = this.#lay(row.seq);
    if (isAscii) return Math.max(row.from, Math.min(row.to, row.from + Math.round(column - row.x)));
    let at = row.from;
    let cells = row.x;
    while (at < row.to) {
      this.#measure.step(styled.text, at, cells - row.x);
      if (column < cells + this.#measure.cells / 2) break;
      cells += this.#measure.cells;
      at = this.#measure.end;
    }
    return at;
  }

  #styled(seq: number): StyledText {
    const held = this.#laid.get(seq);
    if (held) return held.styled;
    if (isAside(this.store, seq)) {
      const { text, isLoss } = asideWords(this.store, seq);
      return { text, spans: [{ from: 0, sgr: sgrColor(isLoss ? this.colors.warn : this.colors.text2) }] };
    }
    const raw = this.store.raw(seq);
    if (raw.length <= VIEW_CUT) return styledText(raw);
    return styledText(
      `${raw.slice(0, VIEW_CUT)}\u001b[0m … (a line of ${raw.length.toLocaleString('en')} characters, cut in this view)`,
    );
  }

  #lay(seq: number): Laid {
    let laid = this.#laid.get(seq);
    if (laid) return laid;
    const styled = this.#styled(seq);
    const { text } = styled;
    const isAscii = isSimple(text);
    const breaks = [0];
    if (this.isWrapped) {
      const width = Math.max(8, this.columns - this.prefix);
      let { at } = this.#measure.advance(text, 0, width, isAscii);
      while (at < text.length) {
        breaks.push(at);
        // At least one character a row, or a wide one in a narrow pane would never end.
        at = Math.max(at + 1, this.#measure.advance(text, at, width - HANG, isAscii).at);
      }
    }
    laid = { styled, isAscii, breaks };
    // A gap's words name the line after it, which may not be here yet.
    if (isAside(this.store, seq) && seq === this.store.next - 1) return laid;
    if (this.#laid.size >= CACHED_LINES) this.#laid.clear();
    this.#laid.set(seq, laid);
    return laid;
  }

  #row(seq: number, part: number, laid: Laid, overlays: readonly Overlay[]): ScreenRow {
    const { colors, store } = this;
    const { text } = laid.styled;
    const aside = isAside(store, seq);
    const level: Level = aside ? 'none' : lineLevel(store, seq);
    const isLoss = aside && laid.styled.spans[0]?.sgr === sgrColor(colors.warn);
    const ground =
      level === 'error'
        ? sgrColor(colors.rowError, true)
        : level === 'warn' || isLoss
          ? sgrColor(colors.rowWarn, true)
          : '';
    const segments: Segment[] = [];
    const add = (run: string, sgr: string): void => {
      if (run !== '')
        segments.push({
          text: run,
          sgr: ground === '' || hasGround(sgr) ? sgr : sgr === '' ? ground : `${sgr};${ground}`,
        });
    };
    add(this.#prefixText(seq, part === 0, aside), sgrColor(colors.text3));
    if (part === 0 && !aside && (store.flag(seq) & STDERR) !== 0) markStderr(segments, this, ground);
    if (part > 0) add(' '.repeat(HANG), '');
    let x = this.prefix + (part > 0 ? HANG : 0);
    let from = laid.breaks[part] as number;
    let to = laid.breaks[part + 1] ?? text.length;
    let column = 0;
    if (!this.isWrapped) {
      const cut = this.#cut(text, laid.isAscii);
      add(' '.repeat(cut.pad), '');
      x += cut.pad;
      column = this.left + cut.pad;
      ({ from, to } = cut);
    }
    for (const run of styleRuns(laid.styled, overlays, from, to)) {
      let shown = text.slice(run.from, run.to);
      if (!laid.isAscii && shown.includes('\t')) shown = this.#expandTabs(text, run.from, run.to, column);
      if (!laid.isAscii) column += this.#measure.advance(text, run.from, Number.POSITIVE_INFINITY, false, column).cells;
      add(shown, level === 'debug' && run.sgr === '' ? sgrColor(colors.text3) : run.sgr);
    }
    const edge = level === 'error' ? colors.bad : level === 'warn' || isLoss ? colors.warn : '';
    return { seq, part, from, to, x, segments, ground, edge };
  }

  #prefixText(seq: number, isFirst: boolean, aside: boolean): string {
    if (!isFirst || aside) return ' '.repeat(this.prefix);
    const number = this.hasNumbers ? `${String(this.store.number(seq) ?? '').padStart(this.#numberCells)} ` : '';
    const time = timeWords(this.store, seq, this.times, this.now).padEnd(TIME_CELLS[this.times]);
    return `${' '.repeat(MARGIN)}${number}  ${time}`;
  }

  /** Without wrap: the columns `left` to the right edge. A wide character cut in half leaves a blank. */
  #cut(text: string, isAscii: boolean): { from: number; to: number; pad: number } {
    const width = this.columns - this.prefix;
    let from = 0;
    let pad = 0;
    if (this.left > 0) {
      const skipped = this.#measure.advance(text, 0, this.left, isAscii);
      from = skipped.at;
      if (skipped.cells < this.left && from < text.length) {
        this.#measure.step(text, from, skipped.cells);
        from = this.#measure.end;
        pad = skipped.cells + this.#measure.cells - this.left;
      }
    }
    return { from, to: this.#measure.advance(text, from, width - pad, isAscii, this.left + pad).at, pad };
  }

  #expandTabs(text: string, from: number, to: number, column: number): string {
    let out = '';
    let at = column;
    for (let i = from; i < to; i = this.#measure.end) {
      this.#measure.step(text, i, at);
      out += text[i] === '\t' ? ' '.repeat(this.#measure.cells) : text.slice(i, this.#measure.end);
      at += this.#measure.cells;
    }
    return out;
  }
}

const BLANK: ScreenRow = { seq: -1, part: 0, from: 0, to: 0, x: 0, segments: [], ground: '', edge: '' };

/** Whether a style sets a ground of its own; the numbers inside of a colour ("38;2;92;102;114") are none. */
function hasGround(sgr: string): boolean {
  const own = sgr.replace(/(^|;)38;(?:2;\d+;\d+;\d+|5;\d+)/g, '');
  return /(?:^|;)(?:48;|(?:4|10)[0-7](?:;|$))/.test(own);
}

/** The one letter that says stderr, in its own colour, in the two blanks that the prefix keeps for it. */
function markStderr(segments: Segment[], layout: RowLayout, ground: string): void {
  const whole = segments[0];
  if (!whole) return;
  const at = layout.prefix - 2 - TIME_CELLS[layout.times];
  const red = `1;${sgrColor(layout.colors.bad)}`;
  segments.splice(
    0,
    1,
    { text: whole.text.slice(0, at), sgr: whole.sgr },
    { text: 'E', sgr: ground === '' ? red : `${red};${ground}` },
    { text: whole.text.slice(at + 1), sgr: whole.sgr },
  );
}

/** Cuts a stretch of text where its own style or an overlay begins or ends. The last overlay wins. */
function* styleRuns(styled: StyledText, overlays: readonly Overlay[], from: number, to: number): Generator<Overlay> {
  const cuts = [from, to];
  for (const span of styled.spans) if (span.from > from && span.from < to) cuts.push(span.from);
  for (const overlay of overlays) {
    if (overlay.from > from && overlay.from < to) cuts.push(overlay.from);
    if (overlay.to > from && overlay.to < to) cuts.push(overlay.to);
  }
  if (cuts.length > 2) cuts.sort((a, b) => a - b);
  let span = 0;
  for (let i = 0; i + 1 < cuts.length; i++) {
    const start = cuts[i] as number;
    const stop = cuts[i + 1] as number;
    if (start >= stop) continue;
    while ((styled.spans[span + 1]?.from ?? Number.POSITIVE_INFINITY) <= start) span += 1;
    let sgr = styled.spans[span]?.sgr ?? '';
    for (const overlay of overlays) {
      if (overlay.from <= start && overlay.to >= stop) sgr = sgr === '' ? overlay.sgr : `${sgr};${overlay.sgr}`;
    }
    yield { from: start, to: stop, sgr };
  }
}

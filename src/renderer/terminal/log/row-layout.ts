import type { Lines } from '#shared/lines/lines.ts';
import { ShownLines } from '#shared/lines/shown-lines.ts';
import { type Aside, asideOf, dayWords, isAside } from '#renderer/terminal/log/asides.ts';
import { type CellMeasure, isSimple } from '#renderer/terminal/log/cell-measure.ts';
import { type LogColors, sgrColor } from '#renderer/terminal/log/colors.ts';
import { DayIndex } from '#renderer/terminal/log/day-index.ts';
import { type StyledLine, styledLine } from '#renderer/terminal/log/line-styles.ts';
import { type TimeStyle, timeCells } from '#renderer/terminal/log/line-words.ts';
import { drawRow } from '#renderer/terminal/log/row-drawing.ts';
import {
  BLANK,
  HANG,
  type Laid,
  CHIP_CELLS,
  LEVEL_CELLS,
  MARGIN,
  NARROW_LEVEL_CELLS,
  OPENER,
  type Overlay,
  type Position,
  type RowLook,
  type ScreenRow,
  type SourceLook,
} from '#renderer/terminal/log/screen-row.ts';

const MAX_NAME = 20;
const NARROW = 70;
const CACHED_LINES = 2000;

/** Where rows of lines begin and what they hold: places, heights, and the rows from a place on. */
export class RowLayout implements RowLook {
  columns = 80;
  isWrapped = false;
  hasNumbers = true;
  hasMillis = true;
  /** Structured lines as they came. */
  isRaw = false;
  /** Grounds under warnings and errors. */
  hasTint = true;
  /** Standard error is told apart; false where there is a TTY. */
  hasStreams = true;
  /** Some line names a level, so there is a column for it. */
  hasLevels = false;
  times: TimeStyle = 'local';
  sources: readonly SourceLook[] = [];
  /** First column shown, without wrap. */
  left = 0;
  now = 0;
  colors: LogColors;
  /** What stands above the oldest line shown. */
  top: Aside | null = null;
  /** What can be done about lines that are missing at a note. */
  missedAct: ((seq: number) => Aside['act']) | null = null;
  /** Lines that are opened. */
  readonly open = new Set<number>();
  readonly lines: Lines;
  readonly shown: ShownLines;
  readonly measure: CellMeasure;
  readonly #days = new DayIndex();
  readonly #laid = new Map<number, Laid>();

  constructor(lines: Lines, measure: CellMeasure, colors: LogColors) {
    this.lines = lines;
    this.shown = new ShownLines(lines);
    this.measure = measure;
    this.colors = colors;
  }

  /** After a change of columns, wrap, prefix or lines: rows begin elsewhere. */
  reset(): void {
    this.#laid.clear();
  }

  get first(): number {
    return this.shown.first;
  }
  get count(): number {
    return this.shown.count;
  }

  /** Cells before the text of a line. */
  get prefix(): number {
    return this.levelAt + (this.hasLevels ? this.levelCells : 0);
  }
  get levelAt(): number {
    return this.timeAt + timeCells(this.times, this.hasMillis);
  }
  get timeAt(): number {
    return this.markAt + (this.hasStreams ? 2 : 0);
  }
  get markAt(): number {
    return this.numberAt + (this.hasNumbers ? this.numberCells + 1 : 0);
  }
  get numberAt(): number {
    return MARGIN + (this.sources.length > 0 ? CHIP_CELLS + this.nameCells + 2 : 0);
  }
  get levelCells(): number {
    return this.columns < NARROW ? NARROW_LEVEL_CELLS : LEVEL_CELLS;
  }
  get nameCells(): number {
    // On a narrow pane the tag alone says who it is.
    if (this.columns < NARROW) return 0;
    return Math.min(MAX_NAME, Math.max(0, ...this.sources.map(({ name }) => name.length)));
  }
  get numberCells(): number {
    const { lines } = this;
    return Math.max(4, String(lines.number(lines.next - 1) ?? 0).length, String(lines.number(lines.first) ?? 0).length);
  }

  /** The line's text as it is shown, searched and copied. */
  text(seq: number): string {
    return isAside(this.lines, seq) ? asideOf(this.lines, seq).text : this.#lay(seq).styled.text;
  }

  /** Rows of the line itself. */
  height(seq: number): number {
    return (this.isWrapped || this.open.size > 0) && !isAside(this.lines, seq) ? this.#lay(seq).breaks.length : 1;
  }

  /** What stands before a line, the nearest last. */
  leads(seq: number): readonly Aside[] {
    const before = this.shown.before(seq);
    if (before === null) return this.top && seq === this.first ? [this.top] : NO_ASIDES;
    const time = this.lines.time(seq);
    return this.#days.isSame(this.lines.time(before), time, this.times === 'utc')
      ? NO_ASIDES
      : [{ text: dayWords(time, this.times === 'utc'), isLoss: false, act: null }];
  }

  /** Keeps a place within the rows that there are. */
  clamp({ seq, part }: Position): Position {
    const near = this.shown.nearest(seq);
    if (near !== seq) return { seq: near, part: 0 };
    return { seq, part: Math.max(-this.leads(seq).length, Math.min(part, this.height(seq) - 1)) };
  }

  /** `rows` further down (or up); stops at the ends and says in `moved` how far it came. */
  move(start: Position, rows: number): { position: Position; moved: number } {
    if (this.count === 0) return { position: start, moved: 0 };
    let { seq, part } = this.clamp(start);
    let left = Math.abs(rows);
    let moved = 0;
    while (left > 0) {
      const room = rows > 0 ? this.height(seq) - 1 - part : part + this.leads(seq).length;
      const step = Math.min(left, room);
      part += rows > 0 ? step : -step;
      left -= step;
      moved += step;
      const next = left === 0 ? null : rows > 0 ? this.shown.after(seq) : this.shown.before(seq);
      if (next === null) break;
      seq = next;
      part = rows > 0 ? -this.leads(seq).length : this.height(seq) - 1;
      left -= 1;
      moved += 1;
    }
    return { position: { seq, part }, moved };
  }

  /** The `count` rows from a position on; blank rows below the last line. */
  rows(from: Position, count: number, overlays: (seq: number, text: string) => readonly Overlay[]): ScreenRow[] {
    const rows: ScreenRow[] = [];
    if (this.count === 0 && this.top) rows.push({ ...BLANK, aside: this.top });
    let { part } = from;
    for (
      let seq: number | null = this.count > 0 ? this.shown.nearest(from.seq) : null;
      seq !== null && rows.length < count;
      seq = this.shown.after(seq)
    ) {
      const leads = this.leads(seq);
      if (rows.length > 0) part = -leads.length;
      for (; part < 0 && rows.length < count; part++) {
        const aside = leads[leads.length + part];
        if (aside) rows.push({ ...BLANK, part, aside });
      }
      if (isAside(this.lines, seq)) rows.push(this.#asideRow(seq));
      else {
        const laid = this.#lay(seq);
        const painted = overlays(seq, laid.styled.text);
        for (; part < laid.breaks.length && rows.length < count; part++)
          rows.push(drawRow(this, seq, part, laid, painted));
      }
    }
    while (rows.length < count) rows.push(BLANK);
    return rows.length > count ? rows.slice(0, count) : rows;
  }

  /** The offset in the line's text under a column of a row, at the nearer edge of a cluster. */
  offsetAt(row: ScreenRow, column: number): number {
    if (row.aside) return column < row.x ? 0 : this.text(row.seq).length;
    // In the level's column and before: the line from its very beginning.
    if (row.part === 0 && this.left === 0 && column < row.x - 1) return 0;
    const { styled, isAscii } = this.#lay(row.seq);
    if (isAscii) return Math.max(row.from, Math.min(row.to, row.from + Math.round(column - row.x)));
    let at = row.from;
    let cells = row.x;
    while (at < row.to) {
      this.measure.step(styled.text, at, cells - row.x);
      if (column < cells + this.measure.cells / 2) break;
      cells += this.measure.cells;
      at = this.measure.end;
    }
    return at;
  }

  /** What there is to open at a line: its fields (JSON, logfmt), all of one that is cut, or nothing. */
  opens(seq: number): StyledLine['opens'] {
    return isAside(this.lines, seq) ? null : this.#lay(seq).styled.opens;
  }

  #asideRow(seq: number): ScreenRow {
    const aside = asideOf(this.lines, seq, this.missedAct);
    const { colors } = this;
    const name = this.sources[this.lines.source(seq)]?.name;
    const text = name === undefined ? aside.text : ofSource(name, aside.text);
    return {
      ...BLANK,
      seq,
      aside: { ...aside, text },
      ground: aside.isLoss && this.hasTint ? sgrColor(colors.rowWarn, true) : '',
      edge: aside.isLoss ? colors.warn : '',
    };
  }

  #lay(seq: number): Laid {
    let laid = this.#laid.get(seq);
    if (laid) return laid;
    const styled = styledLine(this.lines, seq, {
      isRaw: this.isRaw,
      hasLevels: this.hasLevels,
      isOpen: this.open.has(seq),
      colors: this.colors,
    });
    const { text, starts } = styled;
    const isAscii = isSimple(starts.length > 0 ? text.replaceAll('\n', ' ') : text);
    const breaks = [styled.body];
    for (let i = 0; i <= starts.length; i++) {
      const begin = i === 0 ? styled.body : (starts[i - 1] as number);
      if (i > 0) breaks.push(begin);
      if (!this.isWrapped) continue;
      const end = i < starts.length ? (starts[i] as number) - 1 : text.length;
      this.#wrap(text, begin, end, isAscii, i === 0 && styled.opens ? OPENER : 0, breaks);
    }
    laid = { styled, isAscii, breaks };
    if (this.#laid.size >= CACHED_LINES) this.#laid.clear();
    this.#laid.set(seq, laid);
    return laid;
  }

  #wrap(text: string, begin: number, end: number, isAscii: boolean, sign: number, breaks: number[]): void {
    const width = Math.max(8, this.columns - this.prefix);
    const part = end === text.length ? text : text.slice(0, end);
    let { at } = this.measure.advance(part, begin, width - sign, isAscii);
    while (at < end) {
      breaks.push(at);
      // At least one character a row, or a wide one in a narrow pane would never end.
      at = Math.max(at + 1, this.measure.advance(part, at, width - HANG, isAscii).at);
    }
  }
}

/** "Container stopped at …" of a merged source is "shop-api-1 stopped at …". */
const ofSource = (name: string, text: string): string =>
  text.startsWith('Container ') ? `${name}${text.slice('Container'.length)}` : `${name}: ${text}`;

const NO_ASIDES: readonly Aside[] = [];

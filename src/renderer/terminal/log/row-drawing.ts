import { STDERR } from '#shared/lines/chunk.ts';
import { levelWord } from '#shared/lines/line-text.ts';
import type { CellMeasure } from '#renderer/terminal/log/cell-measure.ts';
import { sgrColor } from '#renderer/terminal/log/colors.ts';
import type { StyledLine } from '#renderer/terminal/log/line-styles.ts';
import { timeCells, timeWords } from '#renderer/terminal/log/line-words.ts';
import {
  HANG,
  type Laid,
  type Chip,
  CHIP_CELLS,
  LEVEL_CELLS,
  OPENER,
  type Overlay,
  type RowLook,
  type ScreenRow,
  type Segment,
} from '#renderer/terminal/log/screen-row.ts';

/** One row of a line, as runs of text with their styles. */
export function drawRow(
  layout: RowLook,
  seq: number,
  part: number,
  laid: Laid,
  overlays: readonly Overlay[],
): ScreenRow {
  const { colors, lines, measure } = layout;
  const { styled, isAscii } = laid;
  const level = lines.level(seq);
  const ground = groundOf(layout, level);
  const run = new Runs(ground);
  const isHang = part > 0 && !styled.starts.includes(laid.breaks[part] as number);
  drawPrefix(layout, run, seq, part === 0, overlays, styled.body);
  if (isHang) run.add(' '.repeat(HANG), '');
  let x = layout.prefix + (isHang ? HANG : 0);
  if (part === 0 && styled.opens) {
    run.add(layout.open.has(seq) ? '▾ ' : '▸ ', sgrColor(colors.text3));
    x += OPENER;
  }
  let from = laid.breaks[part] as number;
  const next = laid.breaks[part + 1];
  // What ends an opened line's row is no character of it.
  let to = next === undefined ? styled.text.length : styled.starts.includes(next) ? next - 1 : next;
  let column = 0;
  if (!layout.isWrapped) {
    const cut = sideCut(layout, styled.text, isAscii, from, to, layout.columns - x);
    run.add(' '.repeat(cut.pad), '');
    x += cut.pad;
    column = layout.left + cut.pad;
    ({ from, to } = cut);
  }
  for (const piece of styleRuns(styled, overlays, from, to)) {
    let shown = styled.text.slice(piece.from, piece.to);
    if (!isAscii && shown.includes('\t')) shown = expandTabs(measure, styled.text, piece.from, piece.to, column);
    if (!isAscii) column += measure.advance(styled.text, piece.from, Number.POSITIVE_INFINITY, false, column).cells;
    run.add(shown, level === 'debug' && piece.sgr === '' ? sgrColor(colors.text3) : piece.sgr);
  }
  const edge = level === 'error' ? colors.bad : level === 'warn' ? colors.warn : '';
  return { seq, part, from, to, x, segments: run.segments, ground, edge, chip: chipOf(layout, seq, part), aside: null };
}

function chipOf({ lines, sources, colors }: RowLook, seq: number, part: number): Chip | null {
  const source = sources[lines.source(seq)];
  if (!source || part > 0) return null;
  const ground = colors.series[source.color % colors.series.length] ?? colors.text;
  return { text: source.tag, ground, ink: colors.background };
}

function groundOf({ colors, hasTint }: RowLook, level: string): string {
  if (!hasTint) return '';
  if (level === 'error') return sgrColor(colors.rowError, true);
  return level === 'warn' ? sgrColor(colors.rowWarn, true) : '';
}

/** Collects runs; what has no ground of its own gets the row's. Neighbours of one style are one run: fewer cost less. */
class Runs {
  readonly segments: Segment[] = [];
  readonly #ground: string;

  constructor(ground: string) {
    this.#ground = ground;
  }

  add(text: string, sgr: string): void {
    if (text === '') return;
    const whole = this.#ground === '' || hasGround(sgr) ? sgr : sgr === '' ? this.#ground : `${sgr};${this.#ground}`;
    const last = this.segments.at(-1);
    if (last?.sgr === whole) last.text += text;
    else this.segments.push({ text, sgr: whole });
  }
}

function drawPrefix(
  layout: RowLook,
  run: Runs,
  seq: number,
  isFirst: boolean,
  overlays: readonly Overlay[],
  body: number,
): void {
  if (!isFirst) return run.add(' '.repeat(layout.prefix), '');
  const { colors, lines } = layout;
  const dim = sgrColor(colors.text3);
  run.add('  ', dim);
  const source = layout.sources[lines.source(seq)];
  if (source) {
    const color = colors.series[source.color % colors.series.length] ?? colors.text;
    run.add(' '.repeat(CHIP_CELLS), dim);
    const { nameCells } = layout;
    const name = source.name.length > nameCells ? `${source.name.slice(0, nameCells - 1)}…` : source.name;
    run.add(nameCells === 0 ? '  ' : ` ${name.padEnd(nameCells)} `, sgrColor(color));
  }
  if (layout.hasNumbers) run.add(`${String(lines.number(seq) ?? '').padStart(layout.numberCells)} `, dim);
  if (layout.hasStreams) {
    const isError = (lines.flag(seq) & STDERR) !== 0;
    if (isError) run.add('E', `1;${sgrColor(colors.bad)}`);
    run.add(isError ? ' ' : '  ', dim);
  }
  const { times, hasMillis } = layout;
  run.add(timeWords(lines, seq, times, hasMillis, layout.now).padEnd(timeCells(times, hasMillis)), dim);
  if (layout.hasLevels) drawLevel(layout, run, seq, overlays, body);
}

function drawLevel(
  { lines, colors, levelCells }: RowLook,
  run: Runs,
  seq: number,
  overlays: readonly Overlay[],
  body: number,
): void {
  const level = lines.level(seq);
  const whole = lines.namesLevel(seq) ? levelWord(level) : '';
  const word = levelCells < LEVEL_CELLS ? whole.slice(0, 1) : whole;
  const color =
    level === 'error' ? colors.bad : level === 'warn' ? colors.warn : level === 'debug' ? colors.text3 : colors.text2;
  const overlay = overlays.findLast((one) => one.from < body && word !== '');
  run.add(' ', sgrColor(colors.text3));
  run.add(word, overlay ? `${sgrColor(color)};${overlay.sgr}` : sgrColor(color));
  run.add(' '.repeat(levelCells - 1 - word.length), '');
}

/** Without wrap: the columns `left` to the right edge. A wide character cut in half leaves a blank. */
function sideCut(
  { left, measure }: RowLook,
  text: string,
  isAscii: boolean,
  begin: number,
  end: number,
  width: number,
): { from: number; to: number; pad: number } {
  const row = end === text.length ? text : text.slice(0, end);
  let from = begin;
  let pad = 0;
  if (left > 0) {
    const skipped = measure.advance(row, begin, left, isAscii);
    from = skipped.at;
    if (skipped.cells < left && from < row.length) {
      measure.step(row, from, skipped.cells);
      from = measure.end;
      pad = Math.max(0, skipped.cells + measure.cells - left);
    }
  }
  return { from, to: measure.advance(row, from, width - pad, isAscii, left + pad).at, pad };
}

function expandTabs(measure: CellMeasure, text: string, from: number, to: number, column: number): string {
  let out = '';
  let at = column;
  for (let i = from; i < to; i = measure.end) {
    measure.step(text, i, at);
    out += text[i] === '\t' ? ' '.repeat(measure.cells) : text.slice(i, measure.end);
    at += measure.cells;
  }
  return out;
}

/** Whether a style sets a ground of its own; the numbers inside of a colour ("38;2;92;102;114") are none. */
function hasGround(sgr: string): boolean {
  const own = sgr.replace(/(^|;)38;(?:2;\d+;\d+;\d+|5;\d+)/g, '');
  return /(?:^|;)(?:48;|(?:4|10)[0-7](?:;|$))/.test(own);
}

/** Cuts a stretch of text where its own style or an overlay begins or ends. The last overlay wins. */
function* styleRuns(styled: StyledLine, overlays: readonly Overlay[], from: number, to: number): Generator<Overlay> {
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

import type { Lines } from '#shared/lines/lines.ts';
import type { Aside } from '#renderer/terminal/log/asides.ts';
import type { CellMeasure } from '#renderer/terminal/log/cell-measure.ts';
import type { LogColors } from '#renderer/terminal/log/colors.ts';
import type { StyledLine } from '#renderer/terminal/log/line-styles.ts';
import type { TimeStyle } from '#renderer/terminal/log/line-words.ts';

/** A run of text in one style; `sgr` is the complete state. */
export interface Segment {
  text: string;
  sgr: string;
}

/**
 * One screen row. `from` and `to`: its part of the line's text; `x`: cells before the text. A row with an `aside` has
 * no segments: its words stand in the page's own type above the painter. A row without a line has the seq NO_LINE.
 */
export interface ScreenRow {
  seq: number;
  part: number;
  from: number;
  to: number;
  x: number;
  segments: readonly Segment[];
  /** Ground (as SGR) and edge colour of the whole row, '' for none. */
  ground: string;
  edge: string;
  /** The tag of a merged source. */
  chip: Chip | null;
  aside: Aside | null;
}

/** Two letters on a ground of their own (colours "#rrggbb"). */
export interface Chip {
  readonly text: string;
  readonly ground: string;
  readonly ink: string;
}

/**
 * A place in the log: row `part` of line `seq`; rows that stand before the line (a new day, the top of the log) have
 * parts below 0, so that they may come and go without moving the line. There is no table of all rows.
 */
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

export interface Laid {
  styled: StyledLine;
  isAscii: boolean;
  /** Where each row of the line begins. */
  breaks: readonly number[];
}

/** One of several merged sources: a tag of two letters, the name, and which of the series' colours is its own. */
export interface SourceLook {
  readonly tag: string;
  readonly name: string;
  readonly color: number;
}

/** How rows are drawn: columns before the text, colours, and what of a long line is in view. */
export interface RowLook {
  readonly lines: Lines;
  readonly measure: CellMeasure;
  readonly colors: LogColors;
  readonly columns: number;
  readonly isWrapped: boolean;
  readonly hasNumbers: boolean;
  readonly hasMillis: boolean;
  readonly hasTint: boolean;
  readonly hasStreams: boolean;
  readonly hasLevels: boolean;
  readonly times: TimeStyle;
  readonly sources: readonly SourceLook[];
  /** First column shown, without wrap. */
  readonly left: number;
  /** ms since 1970. */
  readonly now: number;
  /** Structured lines that are opened. */
  readonly open: ReadonlySet<number>;
  /** Cells before the text, for a line's number and for the name of its source. */
  readonly prefix: number;
  readonly numberCells: number;
  readonly nameCells: number;
  readonly levelCells: number;
}

/** Cells by which continued rows stand in. */
export const HANG = 2;
/** Cells before the tag of a merged source, and of it. */
export const MARGIN = 2;
export const CHIP_CELLS = 3;
/** Cells of the sign that opens a structured line. */
export const OPENER = 2;
/** Cells of the level's column with a blank before it: its word, or on a narrow pane the first letter. */
export const LEVEL_CELLS = 7;
export const NARROW_LEVEL_CELLS = 3;

/** The seq of a row below the last line or before a line; lines may have numbers below 0. */
export const NO_LINE = Number.NEGATIVE_INFINITY;
export const BLANK: ScreenRow = {
  seq: NO_LINE,
  part: 0,
  from: 0,
  to: 0,
  x: 0,
  segments: [],
  ground: '',
  edge: '',
  chip: null,
  aside: null,
};

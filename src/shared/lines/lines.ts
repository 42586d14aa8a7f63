import type { Emitter } from '#shared/base/emitter.ts';
import type { Level } from '#shared/lines/line-level.ts';

/** Lines have other numbers since lines were put in. */
export interface Move {
  /** Lines below this number have kept theirs, counted in old and new numbers alike. */
  readonly from: number;
  /** The oldest line before. */
  readonly first: number;
  /** Where a line is now that was `seq`. */
  where(seq: number): number;
}

/** A stretch of lines as one string, for a search that looks at many at once. */
export interface PlainBlock {
  readonly text: string;
  /** Lines `from` to `to` (exclusive); line `seq` ends before `endOf(seq)`. */
  readonly from: number;
  readonly to: number;
  endOf(seq: number): number;
}

/**
 * What a log pane shows: the lines of one container, or of several merged. A line is known by its number, `first` to
 * `next`; one that left is empty. Numbers stay what they are, but for a `moved`.
 */
export interface Lines {
  readonly first: number;
  readonly next: number;
  readonly size: number;
  readonly moved: Emitter<Move>;
  /** The line as it came; invalid UTF-8 becomes U+FFFD. */
  raw(seq: number): string;
  lineBytes(seq: number): Uint8Array;
  flag(seq: number): number;
  /** ms since 1970. */
  time(seq: number): number;
  /** RFC 3339 with 9 digits. */
  isoTime(seq: number): string;
  /** The line's number in its stream, from 1; null for a line of our own. */
  number(seq: number): number | null;
  /** The level it is shown with: its own, or that of the line it belongs to. */
  level(seq: number): Level;
  /** Whether the line names its level itself; a stack trace does not, so that it counts as one error. */
  namesLevel(seq: number): boolean;
  /** Which of the merged sources it is from; 0 where there is one. */
  source(seq: number): number;
  /** The block of complete, purely ASCII lines without control characters that holds the line, if it is in one. */
  plainBlock?(seq: number): PlainBlock | null;
}

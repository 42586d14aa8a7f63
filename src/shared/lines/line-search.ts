import { MARK, NOTE } from '#shared/lines/chunk.ts';
import { countMatches, type LinePattern } from '#shared/lines/line-pattern.ts';
import { searchText } from '#shared/lines/line-text.ts';
import type { PlainBlock } from '#shared/lines/lines.ts';
import type { ShownLines } from '#shared/lines/shown-lines.ts';
import { lowerBound } from '#shared/lines/sorted.ts';

/** Lines looked at between two looks at the clock: about half a millisecond. */
const STEP = 512;

/**
 * Finds a pattern in the lines shown, in slices, so that typing is never blocked: call `step` until it says true, and
 * again whenever lines came. Hits are lines in order with the number of matches in each.
 */
export class LineSearch {
  readonly pattern: LinePattern;
  readonly isRaw: boolean;
  readonly #shown: ShownLines;
  /** Lines with a match, and in `#sums` the matches up to and with each of them. */
  #lines: number[] = [];
  #sums: number[] = [];
  #at: number;
  #dropped = 0;

  constructor(shown: ShownLines, pattern: LinePattern, isRaw = false) {
    this.#shown = shown;
    this.pattern = pattern;
    this.isRaw = isRaw;
    this.#at = shown.start;
  }

  /** Matches in the lines still shown. */
  get total(): number {
    this.#forget();
    return (this.#sums.at(-1) ?? this.#dropped) - this.#dropped;
  }

  /** Lines with a match, oldest first. */
  get lines(): readonly number[] {
    this.#forget();
    return this.#lines;
  }

  get isDone(): boolean {
    return this.#shown.isDone && this.#at >= this.#shown.lines.next;
  }

  /** Lines have other numbers from `seq` on: they are looked at anew. */
  forgetFrom(seq: number): void {
    const kept = lowerBound(this.#lines, seq);
    this.#lines = this.#lines.slice(0, kept);
    this.#sums = this.#sums.slice(0, kept);
    this.#at = Math.min(this.#at, seq);
  }

  /** Looks on until `until()` says stop; true when every line shown has been looked at. */
  step(until: () => boolean): boolean {
    const shown = this.#shown;
    this.#at = Math.max(this.#at, shown.start);
    while (this.#at < shown.end) {
      const block = shown.filter === null ? shown.lines.plainBlock?.(this.#at) : null;
      if (block) this.#lookThrough(block);
      else this.#look(Math.min(shown.end, this.#at + STEP));
      if (until()) break;
    }
    return this.isDone;
  }

  /** The hit that follows (or precedes) a place; wraps round. Null when there is none. */
  beside(place: { seq: number; match: number }, direction: 1 | -1): { seq: number; match: number } | null {
    const lines = this.lines;
    if (lines.length === 0) return null;
    const index = lowerBound(lines, place.seq);
    const here = lines[index] === place.seq ? this.#matchesAt(index) : 0;
    const inLine = place.match + direction;
    if (here > 0 && inLine >= 0 && inLine < here) return { seq: place.seq, match: inLine };
    const wanted = direction === 1 ? (here > 0 ? index + 1 : index) : index - 1;
    const next = (wanted + lines.length) % lines.length;
    return { seq: lines[next] as number, match: direction === 1 ? 0 : this.#matchesAt(next) - 1 };
  }

  /** "3 of 27": the number of a hit among all, from 1. */
  ordinal(place: { seq: number; match: number }): number {
    const index = lowerBound(this.lines, place.seq);
    return this.#before(index) + place.match + 1;
  }

  #look(stop: number): void {
    const { lines, filter } = this.#shown;
    for (let seq = this.#at; seq < stop; seq++) {
      if ((lines.flag(seq) & (MARK | NOTE)) !== 0 || (filter && !this.#shown.has(seq))) continue;
      const matches = countMatches(this.pattern, searchText(lines, seq, this.isRaw));
      if (matches > 0) this.#hit(seq, matches);
    }
    this.#at = stop;
  }

  /** A whole block, decoded at once: several times as fast as line by line where few lines match. */
  #lookThrough(block: PlainBlock): void {
    const { pattern } = this;
    const { text } = block;
    for (let seq = this.#at, from = seq === block.from ? 0 : block.endOf(seq - 1); seq < block.to; seq++) {
      // A text is sought over all lines at once. A pattern may not be: "^" is the begin of a line, ".*" ends with it.
      const hit = pattern.query.isPattern ? null : pattern.find(text, from);
      if (!hit && !pattern.query.isPattern) break;
      // Lines stand side by side without an end between them: what was found may lie in two of them.
      if (hit) for (; block.endOf(seq) <= hit.from; seq++) from = block.endOf(seq);
      const end = block.endOf(seq);
      const matches = countMatches(pattern, text.slice(from, end), true);
      if (matches > 0) this.#hit(seq, matches);
      from = end;
    }
    this.#at = block.to;
  }

  #hit(seq: number, matches: number): void {
    this.#lines.push(seq);
    this.#sums.push((this.#sums.at(-1) ?? this.#dropped) + matches);
  }

  #before(index: number): number {
    return (index === 0 ? this.#dropped : (this.#sums[index - 1] as number)) - this.#dropped;
  }

  #matchesAt(index: number): number {
    return (this.#sums[index] as number) - (index === 0 ? this.#dropped : (this.#sums[index - 1] as number));
  }

  /** Hits of lines that left go; a few thousand at a time, for each cut copies the rest. */
  #forget(): void {
    const gone = lowerBound(this.#lines, this.#shown.start);
    if (gone === 0) return;
    this.#dropped = this.#sums[gone - 1] as number;
    this.#lines = this.#lines.slice(gone);
    this.#sums = this.#sums.slice(gone);
  }
}

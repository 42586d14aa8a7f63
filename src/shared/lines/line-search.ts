import { MARK } from '#shared/lines/chunk.ts';
import { plainText } from '#shared/lines/escapes.ts';
import { type LineStore, NOTE } from '#shared/lines/line-store.ts';

export interface Query {
  text: string;
  matchCase: boolean;
}

/** The pattern of a plain-text query; global, so that it can be walked. */
export const queryPattern = (query: Query): RegExp =>
  new RegExp(query.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), query.matchCase ? 'gu' : 'giu');

/** Lines looked at between two looks at the clock: about half a millisecond. */
const STEP = 512;

/**
 * Finds a text in a line store, in slices, so that typing is never blocked: call `step` until it says true, and again
 * whenever lines came. Hits are lines in order with the number of matches in each.
 */
export class LineSearch {
  readonly pattern: RegExp;
  readonly #store: LineStore;
  /** Lines with a match, and in `#sums` the matches up to and with each of them. */
  #lines: number[] = [];
  #sums: number[] = [];
  #at: number;
  #dropped = 0;

  constructor(store: LineStore, query: Query) {
    this.#store = store;
    this.pattern = queryPattern(query);
    this.#at = store.first;
  }

  /** Matches in the lines still held. */
  get total(): number {
    this.#forget();
    return (this.#sums.at(-1) ?? 0) - this.#dropped;
  }

  /** Lines with a match, oldest first. */
  get lines(): readonly number[] {
    this.#forget();
    return this.#lines;
  }

  get isDone(): boolean {
    return this.#at >= this.#store.next;
  }

  /** Looks on until `until()` says stop; true when every line held has been looked at. */
  step(until: () => boolean): boolean {
    const store = this.#store;
    this.#at = Math.max(this.#at, store.first);
    while (this.#at < store.next) {
      const stop = Math.min(store.next, this.#at + STEP);
      for (let seq = this.#at; seq < stop; seq++) {
        if ((store.flag(seq) & (MARK | NOTE)) !== 0) continue;
        const matches = countMatches(this.pattern, plainText(store.raw(seq)));
        if (matches === 0) continue;
        this.#lines.push(seq);
        this.#sums.push((this.#sums.at(-1) ?? 0) + matches);
      }
      this.#at = stop;
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

  #before(index: number): number {
    return (index === 0 ? this.#dropped : (this.#sums[index - 1] as number)) - this.#dropped;
  }

  #matchesAt(index: number): number {
    return (this.#sums[index] as number) - (index === 0 ? this.#dropped : (this.#sums[index - 1] as number));
  }

  /** Hits of lines that left the store go; a few thousand at a time, for each cut copies the rest. */
  #forget(): void {
    const gone = lowerBound(this.#lines, this.#store.first);
    if (gone === 0) return;
    this.#dropped = this.#sums[gone - 1] as number;
    this.#lines = this.#lines.slice(gone);
    this.#sums = this.#sums.slice(gone);
  }
}

function countMatches(pattern: RegExp, text: string): number {
  let matches = 0;
  pattern.lastIndex = 0;
  while (pattern.test(text)) matches += 1;
  return matches;
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

import type { Lines } from '#shared/lines/lines.ts';
import { lowerBound } from '#shared/lines/sorted.ts';

/** Which lines are shown; each brings `context` lines before and after it along. */
export interface LineFilter {
  readonly context: number;
  test(seq: number): boolean;
}

const STEP = 256;

/**
 * The lines that are shown, in order: all from `floor` on, or those a filter lets through. Filtered lines are found in
 * slices (`step`), and new ones as they arrive; numbers stay those of the lines, so that a reader keeps the place when
 * a filter comes or goes.
 */
export class ShownLines {
  readonly lines: Lines;
  #floor = Number.NEGATIVE_INFINITY;
  #filter: LineFilter | null = null;
  #found: number[] = [];
  #at = 0;
  /** Lines after this one are surroundings of a line found before. */
  #owed = Number.NEGATIVE_INFINITY;

  constructor(lines: Lines) {
    this.lines = lines;
  }

  /** The oldest line that may be shown: tail and clear move it, the lines stay. */
  get floor(): number {
    return this.#floor;
  }
  set floor(floor: number) {
    const isLower = floor < this.#floor;
    this.#floor = floor;
    if (isLower && this.#filter) this.restart();
  }

  get filter(): LineFilter | null {
    return this.#filter;
  }
  set filter(filter: LineFilter | null) {
    this.#filter = filter;
    this.restart();
  }

  /** Begins anew: lines have other numbers, or what the filter asks has changed. */
  restart(): void {
    this.#found = [];
    this.#at = this.start;
    this.#owed = Number.NEGATIVE_INFINITY;
  }

  /** Lines have other numbers from `seq` on: they and what they brought along are looked at anew. */
  forgetFrom(seq: number): void {
    const filter = this.#filter;
    if (!filter || this.#at <= seq - filter.context) return;
    const from = seq - filter.context;
    this.#found = this.#found.slice(0, lowerBound(this.#found, from));
    this.#at = from;
    this.#owed = Number.NEGATIVE_INFINITY;
    for (let before = Math.max(this.start, from - filter.context); before < from; before++)
      if (filter.test(before)) this.#owed = before + filter.context;
  }

  get isDone(): boolean {
    return this.#filter === null || this.#at >= this.lines.next;
  }

  /** Up to here (exclusive) it is known which lines are shown. */
  get end(): number {
    return this.#filter === null ? this.lines.next : Math.min(this.#at, this.lines.next);
  }

  /** Looks through lines until `until()`; true when all were looked at. */
  step(until: () => boolean): boolean {
    const { lines } = this;
    const filter = this.#filter;
    if (!filter) return true;
    this.#at = Math.max(this.#at, this.start);
    while (this.#at < lines.next) {
      const stop = Math.min(lines.next, this.#at + STEP);
      for (let seq = this.#at; seq < stop; seq++) this.#look(seq, filter);
      this.#at = stop;
      if (until()) break;
    }
    return this.isDone;
  }

  /** The oldest line held or allowed by tail and clear, shown or not. */
  get start(): number {
    return Math.max(this.floor, this.lines.first);
  }
  get first(): number {
    return this.#filter === null ? this.start : (this.#held[0] ?? this.lines.next);
  }
  get last(): number {
    return this.#filter === null ? this.lines.next - 1 : (this.#held.at(-1) ?? this.first - 1);
  }
  get count(): number {
    return this.#filter === null ? Math.max(0, this.lines.next - this.start) : this.#held.length;
  }
  /** Lines that the filter hides, of those looked at. */
  get hidden(): number {
    return this.#filter === null ? 0 : Math.max(0, this.end - this.start - this.#held.length);
  }

  has(seq: number): boolean {
    if (seq < this.start || seq >= this.lines.next) return false;
    return this.#filter === null || this.#held[lowerBound(this.#held, seq)] === seq;
  }
  /** The shown line after this one, null at the end. */
  after(seq: number): number | null {
    if (this.#filter === null) return seq + 1 < this.lines.next ? Math.max(seq + 1, this.start) : null;
    return this.#held[lowerBound(this.#held, seq + 1)] ?? null;
  }
  before(seq: number): number | null {
    if (this.#filter === null) return seq - 1 >= this.start ? Math.min(seq - 1, this.lines.next - 1) : null;
    return this.#held[lowerBound(this.#held, seq) - 1] ?? null;
  }
  /** The line itself if it is shown, else the next one that is, else the last. */
  nearest(seq: number): number {
    if (this.#filter === null) return Math.max(this.start, Math.min(seq, this.lines.next - 1));
    return this.#held[lowerBound(this.#held, seq)] ?? this.last;
  }
  /** How many shown lines stand before this one. */
  indexOf(seq: number): number {
    return this.#filter === null ? seq - this.start : lowerBound(this.#held, seq);
  }
  at(index: number): number {
    return this.#filter === null ? this.start + index : (this.#held[index] ?? this.last);
  }

  /** Found lines still held; those that left are cut off a few thousand at a time, for each cut copies the rest. */
  get #held(): readonly number[] {
    const gone = lowerBound(this.#found, this.start);
    if (gone > 0) this.#found = this.#found.slice(gone);
    return this.#found;
  }

  #look(seq: number, filter: LineFilter): void {
    if (filter.test(seq)) {
      const from = Math.max(this.start, seq - filter.context, (this.#found.at(-1) ?? Number.NEGATIVE_INFINITY) + 1);
      for (let around = from; around <= seq; around++) this.#found.push(around);
      this.#owed = seq + filter.context;
    } else if (seq <= this.#owed) this.#found.push(seq);
  }
}

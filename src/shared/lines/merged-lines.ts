import { Emitter } from '#shared/base/emitter.ts';
import type { Level } from '#shared/lines/line-level.ts';
import type { LineStore } from '#shared/lines/line-store.ts';
import type { Lines, Move } from '#shared/lines/lines.ts';
import { lowerBound } from '#shared/lines/sorted.ts';

/**
 * The lines of several stores in the order of Docker's time; of equal times the earlier source comes first, and a
 * source's own lines never change their order. Only places are kept here (5 bytes a line): text, levels and stack
 * traces stay those of the sources.
 */
export class MergedLines implements Lines {
  readonly moved = new Emitter<Move>();
  readonly #stores: LineStore[] = [];
  /** The next line of each source that is not merged yet. */
  readonly #taken: number[] = [];
  /** Where that began: as long as it is the same, no line of the source is merged. */
  readonly #begun: number[] = [];
  readonly #hidden = new Set<number>();
  readonly #maxLines: number;
  #sources = new Uint16Array(4096);
  #seqs = new Int32Array(4096);
  /** Number of the line at index 0, and the oldest line held. */
  #base = 0;
  #first = 0;
  #next = 0;

  constructor(maxLines: number) {
    this.#maxLines = maxLines;
  }

  get first(): number {
    return this.#first;
  }
  get next(): number {
    return this.#next;
  }
  get size(): number {
    return this.#next - this.#first;
  }

  /** Adds a source, whose lines are merged in with the next `update`; gives its number. */
  add(store: LineStore): number {
    this.#stores.push(store);
    this.#taken.push(store.first);
    this.#begun.push(store.first);
    return this.#stores.length - 1;
  }

  /** Takes a source's lines out, or in again; the others keep their order, and a reader of theirs is told the places. */
  show(source: number, isShown: boolean): void {
    if (this.#hidden.has(source) !== isShown) return;
    if (isShown) this.#hidden.delete(source);
    else this.#hidden.add(source);
    this.rebuild(source);
  }

  /** Takes in what is new in a source. Late lines go where their time is, and later ones then have other numbers. */
  update(source: number): void {
    const store = this.#stores[source];
    if (!store || this.#hidden.has(source)) return;
    // None of those merged is held any more: a new run of the source, or a flood.
    if (store.first >= (this.#taken[source] ?? 0) && this.#taken[source] !== this.#begun[source])
      return this.rebuild(source);
    this.#forget(source, store);
    const from = Math.max(this.#taken[source] ?? 0, store.first);
    if (store.next > from) {
      this.#taken[source] = store.next;
      this.#merge(source, store, from);
    }
    this.#first = Math.max(this.#first, this.#next - this.#maxLines);
    this.#compact();
  }

  /** A source's lines have other numbers: all of its places are made anew. */
  rebuild(source: number): void {
    const store = this.#stores[source];
    if (!store) return;
    const { first, next } = this;
    const old: number[] = [];
    for (let seq = first; seq < next; seq++) if (this.source(seq) !== source) old.push(seq);
    const kept = old.map((seq) => [this.source(seq), this.#seqs[seq - this.#base] ?? 0] as const);
    this.#next = first;
    for (const [from, seq] of kept) this.#put(this.#next++, from, seq);
    // Of the source itself nothing is left to be moved: its lines are found again by their order.
    const where = (seq: number): number => first + lowerBound(old, seq);
    if (next > first) this.moved.fire({ from: first, first, where });
    this.#taken[source] = this.#begun[source] = store.first;
    this.update(source);
  }

  raw(seq: number): string {
    return this.#store(seq)?.raw(this.#at(seq)) ?? '';
  }
  lineBytes(seq: number): Uint8Array {
    return this.#store(seq)?.lineBytes(this.#at(seq)) ?? new Uint8Array(0);
  }
  flag(seq: number): number {
    return this.#store(seq)?.flag(this.#at(seq)) ?? 0;
  }
  time(seq: number): number {
    return this.#store(seq)?.time(this.#at(seq)) ?? 0;
  }
  isoTime(seq: number): string {
    return this.#store(seq)?.isoTime(this.#at(seq)) ?? '';
  }
  number(seq: number): number | null {
    return this.#store(seq)?.number(this.#at(seq)) ?? null;
  }
  level(seq: number): Level {
    return this.#store(seq)?.level(this.#at(seq)) ?? 'none';
  }
  namesLevel(seq: number): boolean {
    return this.#store(seq)?.namesLevel(this.#at(seq)) ?? false;
  }
  source(seq: number): number {
    return this.#isHeld(seq) ? (this.#sources[seq - this.#base] ?? 0) : 0;
  }
  /** The line's number in its own store. */
  seqInSource(seq: number): number {
    return this.#at(seq);
  }

  #isHeld(seq: number): boolean {
    return seq >= this.#first && seq < this.#next;
  }
  #store(seq: number): LineStore | undefined {
    return this.#isHeld(seq) ? this.#stores[this.#sources[seq - this.#base] ?? 0] : undefined;
  }
  #at(seq: number): number {
    return this.#seqs[seq - this.#base] ?? 0;
  }

  #put(seq: number, source: number, at: number): void {
    const index = seq - this.#base;
    if (index >= this.#seqs.length) {
      const sources = new Uint16Array(this.#seqs.length * 2);
      const seqs = new Int32Array(this.#seqs.length * 2);
      sources.set(this.#sources);
      seqs.set(this.#seqs);
      this.#sources = sources;
      this.#seqs = seqs;
    }
    this.#sources[index] = source;
    this.#seqs[index] = at;
  }

  #merge(source: number, store: LineStore, from: number): void {
    const start = this.#placeFor(store, from, source);
    const tail = this.#next - start;
    if (tail === 0) {
      for (let at = from; at < store.next; at++) this.#put(this.#next++, source, at);
      return;
    }
    const oldSources = this.#sources.slice(start - this.#base, this.#next - this.#base);
    const oldSeqs = this.#seqs.slice(start - this.#base, this.#next - this.#base);
    const moved = new Int32Array(tail);
    let to = start;
    let at = from;
    for (let i = 0; i < tail; i++) {
      const other = oldSources[i] ?? 0;
      const seq = oldSeqs[i] ?? 0;
      while (at < store.next && this.#isBefore(store, at, source, other, seq)) this.#put(to++, source, at++);
      moved[i] = to - start;
      this.#put(to++, other, seq);
    }
    while (at < store.next) this.#put(to++, source, at++);
    this.#next = to;
    const end = start + tail;
    this.moved.fire({
      from: start,
      first: this.#first,
      where: (seq) => (seq < start ? seq : seq < end ? start + (moved[seq - start] ?? 0) : seq - end + to),
    });
  }

  /** From the end: new lines are nearly always the newest. A source's own lines stay in their order. */
  #placeFor(store: LineStore, at: number, source: number): number {
    let place = this.#next;
    while (place > this.#first) {
      const other = this.#sources[place - 1 - this.#base] ?? 0;
      if (other === source || !this.#isBefore(store, at, source, other, this.#seqs[place - 1 - this.#base] ?? 0)) break;
      place -= 1;
    }
    return place;
  }

  /** Whether a line of `source` comes before one of another source. */
  #isBefore(store: LineStore, at: number, source: number, other: number, seq: number): boolean {
    if (other === source) return false;
    const theirs = this.#stores[other];
    if (!theirs) return false;
    const a = store.timeHalves(at);
    const b = theirs.timeHalves(seq);
    if (a.hi !== b.hi) return a.hi < b.hi;
    return a.lo !== b.lo ? a.lo < b.lo : source < other;
  }

  /** Lines that left their source leave here, and all before them: a hole in the middle would be a lie. */
  #forget(source: number, store: LineStore): void {
    for (let seq = this.#first; seq < this.#next; seq++) {
      if (this.#sources[seq - this.#base] !== source) continue;
      if ((this.#seqs[seq - this.#base] ?? 0) >= store.first) return;
      this.#first = seq + 1;
    }
  }

  #compact(): void {
    const dead = this.#first - this.#base;
    if (dead < 4096 || dead * 2 < this.#seqs.length) return;
    this.#sources.copyWithin(0, dead, this.#next - this.#base);
    this.#seqs.copyWithin(0, dead, this.#next - this.#base);
    this.#base = this.#first;
  }
}

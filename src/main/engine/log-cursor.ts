import { compareTimes } from '#main/engine/log-time.ts';

/** `decisions`, Logs: so many of the newest lines are known again after a break. */
export const CURSOR_LINES = 65_536;
const FIRST_LINES = 1024;

/** A 32-bit FNV-1a of a line; of a long one its ends and its length, for its time and stream are compared as well. */
export function hashLine(bytes: Uint8Array, from: number, to: number, length: number): number {
  let hash = 0x811c9dc5 ^ length;
  if (to - from <= 256) for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  else {
    for (let at = from; at < from + 128; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    for (let at = to - 128; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  }
  return hash >>> 0;
}

/** Mixed, for times step by round numbers and `hash ^ time` alone sent such lines to one slot: a look at each took 50 µs. */
function slotOf(hash: number, lo: number): number {
  const mixed = Math.imul(hash ^ Math.imul(lo, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/**
 * What has been delivered of one log, so that a resumed read knows a line again. The newest lines are kept as (stream,
 * time, hash) in typed arrays; each stream's times rise, so a line newer than its stream's newest is new without a
 * look, and the set is built only when an older one comes: at a resume, or when rotation repeats lines.
 */
export class LogCursor {
  #hi = new Uint32Array(FIRST_LINES);
  #lo = new Uint32Array(FIRST_LINES);
  #hash = new Uint32Array(FIRST_LINES);
  #stream = new Uint8Array(FIRST_LINES);
  /** Lines ever noted; line n is at n modulo the capacity. */
  #count = 0;
  readonly #newest = [
    { hi: 0, lo: 0 },
    { hi: 0, lo: 0 },
  ];
  readonly #floor = { hi: 0, lo: 0 };
  readonly #max = { hi: 0, lo: 0 };
  #table = new Int32Array(0);
  #tableCount = 0;
  #tableTo = 0;

  /** The newest time of all; both 0 before the first line. */
  get newest(): { readonly hi: number; readonly lo: number } {
    return this.#max;
  }

  /** A line at or before this is taken for a repeat: it is older than all that is known. Both 0: nothing is. */
  get floor(): { readonly hi: number; readonly lo: number } {
    return this.#floor;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Lines before this were never asked for (the log was opened by its tail). */
  setFloor(hi: number, lo: number): void {
    this.#floor.hi = hi;
    this.#floor.lo = lo;
  }

  /** Notes a line and tells whether it is new; `isReplayPossible` false: what is older than all known is new, too. */
  accept(stream: number, hi: number, lo: number, hash: number, isReplayPossible: boolean): boolean {
    const newest = this.#newest[stream] as { hi: number; lo: number };
    const isRising = hi > newest.hi || (hi === newest.hi && lo > newest.lo);
    if (isRising) {
      newest.hi = hi;
      newest.lo = lo;
      if (compareTimes(hi, lo, this.#max.hi, this.#max.lo) > 0) {
        this.#max.hi = hi;
        this.#max.lo = lo;
      }
    } else {
      if (this.#knows(stream, hi, lo, hash)) return false;
      if (isReplayPossible && compareTimes(hi, lo, this.#floor.hi, this.#floor.lo) <= 0) return false;
    }
    this.#note(stream, hi, lo, hash);
    return true;
  }

  /** The engine's clock went back: what comes now looks old and is new. */
  forget(): void {
    this.#count = this.#tableTo = this.#tableCount = 0;
    this.#table = new Int32Array(0);
    for (const at of [...this.#newest, this.#floor, this.#max]) at.hi = at.lo = 0;
  }

  /** Gives back the set, which is needed while a stream is being resumed only. */
  settle(): void {
    this.#table = new Int32Array(0);
    this.#tableCount = this.#tableTo = 0;
  }

  #note(stream: number, hi: number, lo: number, hash: number): void {
    if (this.#count === this.#hi.length && this.#count < CURSOR_LINES) this.#grow();
    const at = this.#count % this.#hi.length;
    if (
      this.#count >= this.#hi.length &&
      compareTimes(this.#hi[at] as number, this.#lo[at] as number, this.#floor.hi, this.#floor.lo) > 0
    ) {
      this.#floor.hi = this.#hi[at] as number;
      this.#floor.lo = this.#lo[at] as number;
    }
    this.#hi[at] = hi;
    this.#lo[at] = lo;
    this.#hash[at] = hash;
    this.#stream[at] = stream;
    this.#count += 1;
  }

  #grow(): void {
    const size = this.#hi.length * 2;
    const grow = <T extends Uint32Array | Uint8Array>(old: T, next: T): T => {
      next.set(old);
      return next;
    };
    this.#hi = grow(this.#hi, new Uint32Array(size));
    this.#lo = grow(this.#lo, new Uint32Array(size));
    this.#hash = grow(this.#hash, new Uint32Array(size));
    this.#stream = grow(this.#stream, new Uint8Array(size));
    // Places in the rings have moved.
    this.settle();
  }

  #knows(stream: number, hi: number, lo: number, hash: number): boolean {
    this.#buildTable();
    const mask = this.#table.length - 1;
    for (let slot = slotOf(hash, lo) & mask; this.#table[slot] !== -1; slot = (slot + 1) & mask) {
      const at = this.#table[slot] as number;
      if (this.#hash[at] === hash && this.#lo[at] === lo && this.#hi[at] === hi && this.#stream[at] === stream)
        return true;
    }
    return false;
  }

  /** Takes in what was noted since the last look; places that were overwritten meanwhile no longer match. */
  #buildTable(): void {
    const capacity = this.#hi.length;
    const fresh = this.#count - this.#tableTo;
    if (this.#table.length !== capacity * 4 || fresh > capacity || this.#tableCount + fresh > capacity * 3) {
      this.#table = new Int32Array(capacity * 4).fill(-1);
      this.#tableTo = Math.max(0, this.#count - capacity);
      this.#tableCount = 0;
    }
    const mask = this.#table.length - 1;
    for (; this.#tableTo < this.#count; this.#tableTo++, this.#tableCount++) {
      const at = this.#tableTo % capacity;
      let slot = slotOf(this.#hash[at] as number, this.#lo[at] as number) & mask;
      while (this.#table[slot] !== -1) slot = (slot + 1) & mask;
      this.#table[slot] = at;
    }
  }
}

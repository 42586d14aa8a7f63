// Docker puts `2026-11-21T07:30:30.669305096Z ` in front of every line: 30 characters and a space. Read from the bytes,
// with the second remembered: neighbouring lines share it, and a Date for each line would cost more than all the rest.

import { parseNanos } from '#shared/lines/time.ts';

export const STAMP_LENGTH = 30;
const WORD = 2 ** 32;
const SECOND_LENGTH = 19;

/** Reads the time in front of a line. `hi` and `lo` hold the last one read. */
export class StampReader {
  hi = 0;
  lo = 0;
  readonly #second = new Uint8Array(SECOND_LENGTH);
  #secondHi = 0;
  #secondLo = 0;

  /** Where the text begins behind the time, or -1 where there is none; then `hi` and `lo` stay as they were. */
  read(bytes: Uint8Array, from: number, to: number): number {
    if (to - from < STAMP_LENGTH || bytes[from + 29] !== 90 || bytes[from + 19] !== 46)
      return this.#readOther(bytes, from, to);
    if (to - from > STAMP_LENGTH && bytes[from + STAMP_LENGTH] !== 32) return -1;
    let nanos = 0;
    for (let at = from + 20; at < from + 29; at++) {
      const digit = (bytes[at] as number) - 48;
      if (digit < 0 || digit > 9) return -1;
      nanos = nanos * 10 + digit;
    }
    if (!this.#isSameSecond(bytes, from) && !this.#readSecond(bytes, from)) return -1;
    const lo = this.#secondLo + nanos;
    this.lo = lo >= WORD ? lo - WORD : lo;
    this.hi = lo >= WORD ? this.#secondHi + 1 : this.#secondHi;
    return Math.min(from + STAMP_LENGTH + 1, to);
  }

  #isSameSecond(bytes: Uint8Array, from: number): boolean {
    // From the end: the last digits are those that change.
    for (let i = SECOND_LENGTH - 1; i >= 0; i--) if (bytes[from + i] !== this.#second[i]) return false;
    return true;
  }

  #readSecond(bytes: Uint8Array, from: number): boolean {
    const text = latin1(bytes, from, from + SECOND_LENGTH);
    try {
      const { hi, lo } = parseNanos(`${text}Z`);
      this.#secondHi = hi;
      this.#secondLo = lo;
    } catch {
      return false;
    }
    this.#second.set(bytes.subarray(from, from + SECOND_LENGTH));
    return true;
  }

  /** Other engines (Podman) write fewer digits, or a zone of their own. */
  #readOther(bytes: Uint8Array, from: number, to: number): number {
    if (bytes[from + 4] !== 45 || bytes[from + 10] !== 84) return -1;
    const text = latin1(bytes, from, Math.min(to, from + 40));
    const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)( |$)/.exec(text);
    const ms = match ? Date.parse(`${match[1]}${match[3]}`) : Number.NaN;
    if (!match || Number.isNaN(ms)) return -1;
    const { hi, lo } = parseNanos(
      `${new Date(ms).toISOString().slice(0, SECOND_LENGTH)}.${(match[2] ?? '0').padEnd(9, '0')}Z`,
    );
    this.hi = hi;
    this.lo = lo;
    return Math.min(from + match[0].length, to);
  }
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] as number);
  return text;
}

/** As the engine's `since` and `until` want it: seconds with 9 digits. */
export function sinceText(hi: number, lo: number, backNanos = 0): string {
  const total = (BigInt(hi) << 32n) + BigInt(lo) - BigInt(backNanos);
  const nanos = total > 0n ? total : 0n;
  return `${nanos / 1_000_000_000n}.${String(nanos % 1_000_000_000n).padStart(9, '0')}`;
}

/** -1, 0 or 1: whether the first time is before, equal to or after the second. */
export const compareTimes = (aHi: number, aLo: number, bHi: number, bLo: number): number =>
  Math.sign(aHi - bHi || aLo - bLo);

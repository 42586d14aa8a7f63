import type { LogQuery } from '#main/engine/engine.ts';
import type { Said } from '#main/engine/simulated/voices.ts';

/** What Docker cuts a line into. */
const PIECE_BYTES = 16_384;
/** As an engine with rotation would: the oldest go. */
const MAX_LINES = 20_000;

interface Line {
  readonly nanos: bigint;
  readonly isError: boolean;
  readonly text: string;
}

const SECOND = 1_000_000_000n;

/** `2026-11-21T07:30:30.669305096Z`: always 30 characters. */
export function stamp(nanos: bigint): string {
  const seconds = nanos / SECOND;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${String(nanos % SECOND).padStart(9, '0')}Z`;
}

/** `1764000000.5` -> nanoseconds; undefined for what Docker would not take for a time. */
function parseMoment(text: string | undefined): bigint | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,9}))?$/.exec(text ?? '');
  return match ? BigInt(match[1] ?? 0) * SECOND + BigInt((match[2] ?? '').padEnd(9, '0')) : undefined;
}

/** A container's log as its engine keeps it. Lines have numbers that never start again. */
export class LogBook {
  readonly #isTty: boolean;
  #lines: Line[] = [];
  #first = 0;
  #lastNanos = 0n;

  constructor(isTty: boolean) {
    this.#isTty = isTty;
  }

  /** Number that the next line will get. */
  get next(): number {
    return this.#first + this.#lines.length;
  }

  /** `at`: ms since 1970. Times rise strictly, as those of a real engine do within a stream. */
  add(said: Said, at: number): void {
    const wished = BigInt(Math.round(at * 1000)) * 1000n;
    this.#lastNanos = wished > this.#lastNanos ? wished : this.#lastNanos + 1000n;
    this.#lines.push({ nanos: this.#lastNanos, isError: said.isError ?? false, text: said.text });
    if (this.#lines.length <= MAX_LINES * 1.1) return;
    this.#first += this.#lines.length - MAX_LINES;
    this.#lines = this.#lines.slice(-MAX_LINES);
  }

  /** Where a reader begins: the last `tail` lines, of which those before `since` are left out later, as Docker does. */
  begin(query: LogQuery): number {
    return query.tail === undefined || query.tail < 0 ? this.#first : Math.max(this.#first, this.next - query.tail);
  }

  /** Lines `from` to the newest that lie in the query, as Docker sends them. */
  read(from: number, query: LogQuery): Uint8Array {
    const since = parseMoment(query.since);
    const until = parseMoment(query.until);
    const parts: Uint8Array[] = [];
    for (const line of this.#lines.slice(Math.max(0, from - this.#first))) {
      if (since !== undefined && line.nanos < since) continue;
      if (until !== undefined && line.nanos > until) continue;
      this.#encode(line, query.hasTimes ?? true, parts);
    }
    return Buffer.concat(parts);
  }

  #encode(line: Line, hasTimes: boolean, parts: Uint8Array[]): void {
    const time = hasTimes ? `${stamp(line.nanos)} ` : '';
    if (this.#isTty) {
      parts.push(Buffer.from(`${time}${line.text}\r\n`));
      return;
    }
    const bytes = Buffer.from(`${line.text}\n`);
    // Pieces of one line carry the same time, and only the last one has the line's end.
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const piece = Buffer.concat([Buffer.from(time), bytes.subarray(at, at + PIECE_BYTES)]);
      const head = Buffer.alloc(8);
      head[0] = line.isError ? 2 : 1;
      head.writeUInt32BE(piece.length, 4);
      parts.push(head, piece);
    }
  }
}

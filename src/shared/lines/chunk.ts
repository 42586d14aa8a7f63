import type { LogItem, LogMark } from '#shared/contract/logs.ts';
import { formatNanos, parseNanos } from '#shared/lines/time.ts';

/** Bits of a line's flag. */
export const STDERR = 1;
export const TTY = 2;
export const CUT = 4;
export const MARK = 8;
/** Never on the wire: a line that the watcher's own store put in, to say that lines are missing. */
export const NOTE = 16;

const MAGIC = 0x31434c51; // "QLC1" read as a little-endian u32
const HEADER = 16;
const LINE = 13; // 8 time + 4 end + 1 flag

/**
 * A run of log lines as bytes, in the packed form of `protocol` ("QLC1"): views on one buffer, nothing decoded.
 * `time` holds two u32 a line (low half first), `end` the end of each line in `payload`.
 */
export interface LogChunk {
  readonly count: number;
  readonly time: Uint32Array;
  readonly end: Uint32Array;
  readonly flag: Uint8Array;
  readonly payload: Uint8Array;
}

const padded = (count: number): number => (HEADER + count * LINE + 7) & ~7;

/** Number of lines without reading further. */
export function packedCount(packed: Uint8Array): number {
  return new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getUint32(4, true);
}

/** Opens a packed chunk; copies only where the carrier gave an unaligned buffer. Throws RangeError on a broken one. */
export function openChunk(packed: Uint8Array): LogChunk {
  // Not `slice`: of what Node's sockets give, a Buffer, that is no copy.
  const bytes = packed.byteOffset % 8 === 0 ? packed : new Uint8Array(packed);
  if (bytes.byteLength < HEADER) throw new RangeError('packed log chunk: shorter than its header');
  const head = new Uint32Array(bytes.buffer, bytes.byteOffset, 4);
  const count = head[1] ?? 0;
  const size = head[2] ?? 0;
  if (head[0] !== MAGIC) throw new RangeError('packed log chunk: wrong magic');
  if (padded(count) + size !== bytes.byteLength) throw new RangeError('packed log chunk: lengths do not add up');
  const base = bytes.byteOffset + HEADER;
  const end = new Uint32Array(bytes.buffer, base + count * 8, count);
  if (count > 0 && end[count - 1] !== size)
    throw new RangeError('packed log chunk: the last line does not end at the payload');
  return {
    count,
    time: new Uint32Array(bytes.buffer, base, count * 2),
    end,
    flag: new Uint8Array(bytes.buffer, base + count * 12, count),
    payload: new Uint8Array(bytes.buffer, bytes.byteOffset + padded(count), size),
  };
}

/** Where line `index` begins in the payload. */
export const lineStart = (chunk: LogChunk, index: number): number => (index === 0 ? 0 : (chunk.end[index - 1] ?? 0));

/** The bytes of line `index`: a view, not a copy. */
export const lineBytes = (chunk: LogChunk, index: number): Uint8Array =>
  chunk.payload.subarray(lineStart(chunk, index), chunk.end[index]);

/** Collects lines into packed chunks; grows as needed and is reused after `take`. */
export class ChunkWriter {
  #payload: Uint8Array;
  #used = 0;
  #time = new Uint32Array(512);
  #end = new Uint32Array(256);
  #flag = new Uint8Array(256);
  #count = 0;

  constructor(payloadBytes = 65_536) {
    this.#payload = new Uint8Array(payloadBytes);
  }

  get count(): number {
    return this.#count;
  }

  /** Size of the packed form so far. */
  get bytes(): number {
    return padded(this.#count) + this.#used;
  }

  add(hi: number, lo: number, flag: number, source: Uint8Array, start = 0, end = source.length): void {
    const length = end - start;
    if (this.#used + length > this.#payload.length) {
      const grown = new Uint8Array(Math.max(this.#used + length, this.#payload.length * 2));
      grown.set(this.#payload.subarray(0, this.#used));
      this.#payload = grown;
    }
    if (this.#count === this.#flag.length) this.#growIndex();
    // A view for a line of some length; a loop for a short one costs less than making the view.
    if (length > 64) this.#payload.set(source.subarray(start, end), this.#used);
    else for (let from = start, to = this.#used; from < end; from++, to++) this.#payload[to] = source[from] as number;
    this.#used += length;
    this.#time[this.#count * 2] = lo;
    this.#time[this.#count * 2 + 1] = hi;
    this.#end[this.#count] = this.#used;
    this.#flag[this.#count] = flag;
    this.#count += 1;
  }

  /** The packed chunk of all that was added since the last call; the writer is empty afterwards. */
  take(): Uint8Array {
    const packed = pack(this.#count, this.#time, this.#end, this.#flag, this.#payload.subarray(0, this.#used));
    this.#count = 0;
    this.#used = 0;
    return packed;
  }

  #growIndex(): void {
    const size = this.#flag.length * 2;
    const time = new Uint32Array(size * 2);
    time.set(this.#time);
    const end = new Uint32Array(size);
    end.set(this.#end);
    const flag = new Uint8Array(size);
    flag.set(this.#flag);
    this.#time = time;
    this.#end = end;
    this.#flag = flag;
  }
}

function pack(count: number, time: Uint32Array, end: Uint32Array, flag: Uint8Array, payload: Uint8Array): Uint8Array {
  const packed = new Uint8Array(padded(count) + payload.length);
  new Uint32Array(packed.buffer, 0, 4).set([MAGIC, count, payload.length, 0]);
  new Uint32Array(packed.buffer, HEADER, count * 2).set(time.subarray(0, count * 2));
  new Uint32Array(packed.buffer, HEADER + count * 8, count).set(end.subarray(0, count));
  packed.set(flag.subarray(0, count), HEADER + count * 12);
  packed.set(payload, padded(count));
  return packed;
}

/** Lines `from` to `to` (exclusive) of a packed chunk as a packed chunk of their own. */
export function slicePacked(packed: Uint8Array, from: number, to: number): Uint8Array {
  const chunk = openChunk(packed);
  if (from <= 0 && to >= chunk.count) return packed;
  const start = lineStart(chunk, from);
  const end = chunk.end.slice(from, to);
  for (let i = 0; i < end.length; i++) end[i] = (end[i] as number) - start;
  return pack(
    end.length,
    chunk.time.subarray(from * 2, to * 2),
    end,
    chunk.flag.subarray(from, to),
    chunk.payload.subarray(start, start + (end.at(-1) ?? 0)),
  );
}

/**
 * Cuts a packed chunk so that each part is at most `maxBytes` packed; a single bigger line stays alone. Gives the
 * end of the first part, in lines.
 */
export function linesWithin(packed: Uint8Array, from: number, maxBytes: number): number {
  const chunk = openChunk(packed);
  const start = lineStart(chunk, from);
  let low = from + 1;
  let high = chunk.count;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (padded(middle - from) + (chunk.end[middle - 1] ?? 0) - start <= maxBytes) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, chunk.count);
}

// Without ignoreBOM a line that begins with U+FEFF would lose it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** The JSON form of one line; invalid UTF-8 becomes U+FFFD. */
export function itemAt(chunk: LogChunk, index: number): LogItem {
  const text = decoder.decode(lineBytes(chunk, index));
  const [lo, hi] = [chunk.time[index * 2] ?? 0, chunk.time[index * 2 + 1] ?? 0];
  return itemOf(chunk.flag[index] ?? 0, text, () => formatNanos(hi, lo));
}

/** The JSON form of a line given by its parts; a mark holds its time itself. */
export function itemOf(flag: number, text: string, timeOf: () => string): LogItem {
  if ((flag & MARK) !== 0) return JSON.parse(text) as LogMark;
  const time = timeOf();
  const stream = (flag & TTY) !== 0 ? 'tty' : (flag & STDERR) !== 0 ? 'stderr' : 'stdout';
  return (flag & CUT) !== 0 ? { time, stream, text, cut: true } : { time, stream, text };
}

/** What JSON writes in more than one character, and halves of characters that it writes as six. */
const WRITTEN_LONGER = /["\\\u0000-\u001f\ud800-\udfff]/;
const SHELL = {
  stdout: JSON.stringify({ time: '', stream: 'stdout', text: '' }).length,
  stderr: JSON.stringify({ time: '', stream: 'stderr', text: '' }).length,
  tty: JSON.stringify({ time: '', stream: 'tty', text: '' }).length,
};
const CUT_WORDS = ',"cut":true'.length;

/** Characters of the item's JSON, for a fifth of the time that making it takes: it is made once, in the message. */
export function jsonLengthOf(item: LogItem): number {
  if ('mark' in item) return JSON.stringify(item).length;
  const { text } = item;
  const length = WRITTEN_LONGER.test(text) ? JSON.stringify(text).length - 2 : text.length;
  return SHELL[item.stream] + item.time.length + length + (item.cut ? CUT_WORDS : 0);
}

/** The items of a packed chunk, as links that carry JSON send them. */
export function itemsOf(packed: Uint8Array): LogItem[] {
  const chunk = openChunk(packed);
  return Array.from({ length: chunk.count }, (_, index) => itemAt(chunk, index));
}

/** Adds an item in its JSON form; marks go in as their JSON. */
export function addItem(writer: ChunkWriter, item: LogItem): void {
  const { hi, lo } = parseNanos(item.time);
  if ('mark' in item) writer.add(hi, lo, MARK, encoder.encode(JSON.stringify(item)));
  else
    writer.add(
      hi,
      lo,
      (item.stream === 'stderr' ? STDERR : item.stream === 'tty' ? TTY : 0) | (item.cut ? CUT : 0),
      encoder.encode(item.text),
    );
}

/** Several packed chunks as one. */
export function joinPacked(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts[0];
  if (parts.length === 1 && only) return only;
  const chunks = parts.map(openChunk);
  const count = chunks.reduce((sum, chunk) => sum + chunk.count, 0);
  const size = chunks.reduce((sum, chunk) => sum + chunk.payload.length, 0);
  const time = new Uint32Array(count * 2);
  const end = new Uint32Array(count);
  const flag = new Uint8Array(count);
  const payload = new Uint8Array(size);
  let lines = 0;
  let bytes = 0;
  for (const chunk of chunks) {
    time.set(chunk.time, lines * 2);
    flag.set(chunk.flag, lines);
    payload.set(chunk.payload, bytes);
    for (let i = 0; i < chunk.count; i++) end[lines + i] = (chunk.end[i] as number) + bytes;
    lines += chunk.count;
    bytes += chunk.payload.length;
  }
  return pack(count, time, end, flag, payload);
}

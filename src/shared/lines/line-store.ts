import { Emitter } from '#shared/base/emitter.ts';
import { type LogChunk, lineStart, MARK, NOTE, openChunk, STDERR } from '#shared/lines/chunk.ts';
import { hasControls } from '#shared/lines/escapes.ts';
import { type Level, lineLevel, namesLevel } from '#shared/lines/line-level.ts';
import type { Lines, Move, PlainBlock } from '#shared/lines/lines.ts';
import { formatNanos, millisOf } from '#shared/lines/time.ts';

/** What a line of our own says (flag NOTE, its bytes are this as JSON): lines are missing here, or another container begins. */
export interface Note {
  /** Null: nobody knows how many. */
  dropped: number | null;
  /** The watcher fell behind (as where it is left out), nobody looked, or more were there than are loaded at once. */
  why?: 'behind' | 'away' | 'unread';
  /** The engine was asked and had none of them any more, between these two times (ms). */
  unloadable?: readonly [from: number, to: number];
  /** Nothing is missing: the lines after this one are of this container, made at this time (RFC 3339). */
  generation?: { readonly name: string; readonly id: string; readonly image: string; readonly created: string };
}

// 2,048 lines a block, so that a sequence number finds its block by a shift and never by a search.
const SHIFT = 11;
const BLOCK = 1 << SHIFT;
const FIRST_BYTES = 64 * 1024;
/** Dead bytes at the front of a block that are worth a copy to be rid of. */
const COMPACT_BYTES = 1024 * 1024;

class Block {
  bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  /** Bytes used, and those of dropped lines that were cut off the front: `end` counts them, `bytes` does not. */
  used = 0;
  cut = 0;
  count = 0;
  readonly end = new Uint32Array(BLOCK);
  readonly time = new Uint32Array(BLOCK * 2);
  readonly flag = new Uint8Array(BLOCK);
  /** 0 = not looked at yet; else what `line-level` found. */
  readonly level = new Uint8Array(BLOCK);
  /** Whether a full block is plain: 0 = not looked at yet, 1 = yes, 2 = no. */
  plain = 0;

  /** `lead`: places before the first line that hold none, so that a number finds its place in the block. */
  constructor(lead = 0) {
    this.count = lead;
  }

  start(index: number): number {
    return index === 0 ? 0 : (this.end[index - 1] as number);
  }

  reserve(more: number): void {
    const need = this.used - this.cut + more;
    if (need <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(need, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.used - this.cut));
    this.bytes = grown;
  }

  /** Copies lines `from` to `to` of a chunk: one copy of their bytes, one addition a line. */
  take(chunk: LogChunk, from: number, to: number): void {
    const start = lineStart(chunk, from);
    const stop = lineStart(chunk, to);
    this.reserve(stop - start);
    this.bytes.set(chunk.payload.subarray(start, stop), this.used - this.cut);
    const shift = this.used - start;
    for (let i = from, o = this.count; i < to; i++, o++) this.end[o] = (chunk.end[i] as number) + shift;
    this.time.set(chunk.time.subarray(from * 2, to * 2), this.count * 2);
    this.flag.set(chunk.flag.subarray(from, to), this.count);
    this.count += to - from;
    this.used += stop - start;
    if (this.count === BLOCK) this.bytes = this.bytes.slice(0, this.used - this.cut);
  }

  /** The lines as a chunk, to be copied from. */
  asChunk(): LogChunk {
    const { count, time, flag, bytes, cut } = this;
    return { count, time, flag, payload: bytes, end: cut === 0 ? this.end : this.end.map((end) => end - cut) };
  }

  line(index: number): Uint8Array {
    return this.bytes.subarray(this.start(index) - this.cut, (this.end[index] as number) - this.cut);
  }

  /** Frees the bytes of lines before `index`. */
  compact(index: number): void {
    const dead = this.start(index) - this.cut;
    if (dead < COMPACT_BYTES || dead * 2 < this.bytes.length) return;
    this.bytes = this.bytes.slice(dead);
    this.cut += dead;
  }
}

export interface LineStoreLimits {
  maxLines: number;
  maxBytes: number;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const latin1 = new TextDecoder('latin1');

/** Whether the text shown is the bytes: ASCII, no control character, no mark, nothing that is drawn as fields. */
function isPlain(block: Block, text: string): boolean {
  for (let i = 0; i < BLOCK; i++) {
    if (((block.flag[i] as number) & (MARK | NOTE)) !== 0) return false;
    if (isStructured(block.bytes, block.start(i), block.end[i] as number)) return false;
  }
  return !hasControls(text) && !NOT_ASCII.test(text);
}

/** Whether a line may be JSON or logfmt: it begins with "{" or with "name=". */
function isStructured(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] === 123) return true;
  let at = from;
  while (at < to && isNameByte(bytes[at] as number)) at += 1;
  return at > from && bytes[at] === 61;
}
const isNameByte = (byte: number): boolean =>
  (byte >= 97 && byte <= 122) || (byte >= 45 && byte <= 57) || (byte >= 64 && byte <= 90) || byte === 95;
const NOT_ASCII = /[^\u0000-\u007f]/;
const encoder = new TextEncoder();

/**
 * The truth of a log pane: lines as packed bytes with an index of 23 bytes a line. A line is known for ever by its
 * sequence number (`first` to `next`), also after it was dropped. Arrival costs one copy of the bytes and an addition a
 * line; text, levels and styles are made only where a line is looked at.
 */
export class LineStore implements Lines {
  readonly moved = new Emitter<Move>();
  #blocks: Block[] = [];
  /** Number of the first block held. */
  #base = 0;
  #first = 0;
  #next = 0;
  #limits: LineStoreLimits;
  /** Where the stream's own numbers stop running beside ours: `number = seq + shift` from `seq` on. */
  #shifts: { seq: number; shift: number }[] = [];
  /** Lines ever taken from stdout (or a TTY) and from stderr, marks and notes left out. */
  stdout = 0;
  stderr = 0;

  constructor(limits: LineStoreLimits) {
    this.#limits = limits;
  }

  /** The oldest line held, and the number the next one will get. */
  get first(): number {
    return this.#first;
  }
  get next(): number {
    return this.#next;
  }
  get size(): number {
    return this.#next - this.#first;
  }

  /** Bytes of text held. */
  get bytes(): number {
    let sum = 0;
    for (const block of this.#blocks) sum += block.used;
    const head = this.#blocks[0];
    return head ? sum - head.start(this.#first & (BLOCK - 1)) : 0;
  }

  get limits(): LineStoreLimits {
    return this.#limits;
  }

  set limits(limits: LineStoreLimits) {
    this.#limits = limits;
    this.#trim();
  }

  /** Adds a packed chunk whose first line has number `number` in its stream. */
  append(packed: Uint8Array, number: number): void {
    const chunk = openChunk(packed);
    this.#numberFrom(number);
    for (let from = 0; from < chunk.count; ) {
      const block = this.#tail();
      const to = Math.min(chunk.count, from + BLOCK - block.count);
      block.take(chunk, from, to);
      this.#next += to - from;
      from = to;
    }
    for (let i = 0; i < chunk.count; i++) {
      const flag = chunk.flag[i] as number;
      if ((flag & STDERR) !== 0) this.stderr += 1;
      else if ((flag & MARK) === 0) this.stdout += 1;
    }
    this.#trim();
  }

  /** Adds a line of our own, without a number of the stream, at the time of the line before. */
  note(note: Note): void {
    const bytes = encoder.encode(JSON.stringify(note));
    const block = this.#tail();
    const last = this.#next > this.#first ? this.timeHalves(this.#next - 1) : { hi: 0, lo: 0 };
    const end = new Uint32Array([bytes.length]);
    block.take(
      { count: 1, time: new Uint32Array([last.lo, last.hi]), end, flag: new Uint8Array([NOTE]), payload: bytes },
      0,
      1,
    );
    this.#next += 1;
    this.#trim();
  }

  /**
   * Puts lines in before line `at`, in the place of `replaced` lines from there on. The lines before them get lower
   * numbers (below 0 too), so that the lines after keep theirs. Costs a copy of all lines before `at`.
   */
  insert(at: number, packed: Uint8Array, replaced = 0): void {
    const chunk = openChunk(packed);
    const by = replaced - chunk.count;
    const begin = this.#first + by;
    const stop = Math.min(this.#next, Math.ceil((at + replaced) / BLOCK) * BLOCK);
    const old = this.#blocks;
    const oldBase = this.#base;
    // Nothing to build where nothing comes in before a whole block: an empty one would push all others along.
    const rebuilt: Block[] = begin === stop ? [] : [new Block(begin & (BLOCK - 1))];
    const copy = (source: LogChunk, from: number, to: number): void => {
      for (let i = from; i < to; ) {
        let block = rebuilt.at(-1) as Block;
        if (block.count === BLOCK) rebuilt.push((block = new Block()));
        const end = Math.min(to, i + BLOCK - block.count);
        block.take(source, i, end);
        i = end;
      }
    };
    const copyHeld = (from: number, to: number): void => {
      for (let seq = from; seq < to; ) {
        const end = Math.min(to, (Math.floor(seq / BLOCK) + 1) * BLOCK);
        const block = old[Math.floor(seq / BLOCK) - oldBase];
        if (block) copy(block.asChunk(), seq & (BLOCK - 1), ((end - 1) & (BLOCK - 1)) + 1);
        seq = end;
      }
    };
    copyHeld(this.#first, at);
    copy(chunk, 0, chunk.count);
    copyHeld(at + replaced, stop);
    this.#blocks = [...rebuilt, ...old.slice(Math.ceil((at + replaced) / BLOCK) - oldBase)];
    this.#moveNumbers(at, replaced, by);
    this.#base = Math.floor(begin / BLOCK);
    const first = this.#first;
    this.#first = begin;
    this.moved.fire({
      from: Math.min(first, begin),
      first,
      where: (seq) => (seq >= first && seq < at ? seq + by : seq),
    });
  }

  /** The lines put in go on downwards from the number of the line after them; the lines before keep their own. */
  #moveNumbers(at: number, replaced: number, by: number): void {
    const shiftOf = (seq: number): number =>
      this.#shifts.findLast((one) => one.seq <= seq)?.shift ?? this.#shifts[0]?.shift ?? 0;
    const after = shiftOf(at + replaced);
    const before = this.#shifts
      .filter(({ seq }) => seq < at)
      .map(({ seq, shift }) => ({ seq: seq + by, shift: shift - by }));
    const later = this.#shifts.filter(({ seq }) => seq > at + replaced);
    this.#shifts = [...(this.#first < at ? before : []), { seq: at + by, shift: after }, ...later];
  }

  /** Forgets all lines; numbers go on, so that a seq never names two lines. */
  clear(): void {
    // The next block must begin at a multiple of the block size.
    this.#base = Math.ceil(this.#next / BLOCK);
    this.#first = this.#next = this.#base * BLOCK;
    this.#blocks = [];
    this.#shifts = [];
    this.stdout = this.stderr = 0;
  }

  /** The line's bytes: a view that is good until the next change. Empty for a line that is not held. */
  lineBytes(seq: number): Uint8Array {
    return this.#at(seq)?.line(seq & (BLOCK - 1)) ?? new Uint8Array(0);
  }

  /** The line as it came; invalid UTF-8 becomes U+FFFD. */
  raw(seq: number): string {
    return utf8.decode(this.lineBytes(seq));
  }

  flag(seq: number): number {
    return this.#at(seq)?.flag[seq & (BLOCK - 1)] ?? 0;
  }

  timeHalves(seq: number): { hi: number; lo: number } {
    const block = this.#at(seq);
    const at = (seq & (BLOCK - 1)) * 2;
    return { hi: block?.time[at + 1] ?? 0, lo: block?.time[at] ?? 0 };
  }

  /** ms since 1970. */
  time(seq: number): number {
    const { hi, lo } = this.timeHalves(seq);
    return millisOf(hi, lo);
  }

  /** RFC 3339 with 9 digits. */
  isoTime(seq: number): string {
    const { hi, lo } = this.timeHalves(seq);
    return formatNanos(hi, lo);
  }

  /** The line's number in its stream, counted from 1 for people; null for a note. */
  number(seq: number): number | null {
    if ((this.flag(seq) & NOTE) !== 0) return null;
    let low = 0;
    let high = this.#shifts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#shifts[middle]?.seq ?? 0) <= seq) low = middle;
      else high = middle - 1;
    }
    return seq + (this.#shifts[low]?.shift ?? 0) + 1;
  }

  level(seq: number): Level {
    return lineLevel(this, seq);
  }
  namesLevel(seq: number): boolean {
    return namesLevel(this, seq);
  }
  source(): number {
    return 0;
  }

  plainBlock(seq: number): PlainBlock | null {
    const block = this.#at(seq);
    const from = Math.floor(seq / BLOCK) * BLOCK;
    if (!block || block.count < BLOCK || block.cut > 0 || from < this.#first) return null;
    if (block.plain === 2) return null;
    const text = latin1.decode(block.bytes);
    if (block.plain === 0) block.plain = isPlain(block, text) ? 1 : 2;
    if (block.plain === 2) return null;
    return { text, from, to: from + BLOCK, endOf: (at) => block.end[at - from] as number };
  }

  /** A slot for what the drawing side found out about a line (0 = nothing yet), so that it is found out once. */
  cachedLevel(seq: number): number {
    return this.#at(seq)?.level[seq & (BLOCK - 1)] ?? 0;
  }
  cacheLevel(seq: number, level: number): void {
    const block = this.#at(seq);
    if (block) block.level[seq & (BLOCK - 1)] = level;
  }

  #at(seq: number): Block | undefined {
    return seq < this.#first || seq >= this.#next ? undefined : this.#blocks[Math.floor(seq / BLOCK) - this.#base];
  }

  #tail(): Block {
    let block = this.#blocks.at(-1);
    if (!block || block.count === BLOCK) this.#blocks.push((block = new Block()));
    return block;
  }

  #numberFrom(number: number): void {
    const shift = number - this.#next;
    if ((this.#shifts.at(-1)?.shift ?? Number.NaN) !== shift) this.#shifts.push({ seq: this.#next, shift });
  }

  /** The oldest lines leave: lines by number at once, bytes line by line only while there are too many of them. */
  #trim(): void {
    this.#first = Math.max(this.#first, this.#next - this.#limits.maxLines);
    this.#dropBlocks();
    let bytes = this.bytes;
    while (bytes > this.#limits.maxBytes && this.#next - this.#first > 1) {
      bytes -= this.lineBytes(this.#first).length;
      this.#first += 1;
      if ((this.#first & (BLOCK - 1)) === 0) this.#dropBlocks();
    }
    this.#blocks[0]?.compact(this.#first & (BLOCK - 1));
    while ((this.#shifts[1]?.seq ?? Number.POSITIVE_INFINITY) <= this.#first) this.#shifts.shift();
  }

  #dropBlocks(): void {
    const gone = Math.floor(this.#first / BLOCK) - this.#base;
    if (gone <= 0) return;
    this.#blocks.splice(0, gone);
    this.#base += gone;
  }
}

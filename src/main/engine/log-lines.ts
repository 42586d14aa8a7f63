import { CUT, STDERR, TTY } from '#shared/lines/chunk.ts';
import { ENGINE_ERROR_FRAME, FrameParser, STDERR_FRAME } from '#main/engine/frame-parser.ts';
import { STAMP_LENGTH, StampReader } from '#main/engine/log-time.ts';

/** The engine cuts longer lines into pieces of this size; pieces of one line carry the same time. */
const PIECE = 16_384;
/** A time and the space behind it. */
const STAMP_BYTES = STAMP_LENGTH + 1;
/** `protocol`, Delivery: a longer line is cut in the stream. */
export const MAX_LINE_BYTES = 256 * 1024;

/** `bytes[from, to)` is the text without its line end, valid during the call only; `length` is the whole line's, also where it was cut. */
export type OnLine = (
  hi: number,
  lo: number,
  flag: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  length: number,
) => void;

/** Turns what the engine sends of a log into lines. */
export interface LogLines {
  /** Part of a line is held that has not ended yet. */
  readonly hasOpen: boolean;
  push(bytes: Uint8Array): void;
  /** The answer was complete: a line without an end is a line. */
  flush(): void;
  /** The stream broke: a line without an end is read again later. */
  drop(): void;
}

/** A line that comes in pieces. */
class OpenLine {
  hi = 0;
  lo = 0;
  isOpen = false;
  #bytes = new Uint8Array(0);
  size = 0;
  length = 0;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  add(bytes: Uint8Array, from: number, to: number): void {
    this.isOpen = true;
    this.length += to - from;
    const count = Math.min(to - from, this.#maxBytes - this.size);
    if (count <= 0) return;
    if (this.size + count > this.#bytes.length) {
      const grown = new Uint8Array(Math.min(this.#maxBytes, Math.max(this.size + count, this.#bytes.length * 2)));
      grown.set(this.#bytes.subarray(0, this.size));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes.subarray(from, from + count), this.size);
    this.size += count;
  }

  clear(): void {
    this.isOpen = false;
    this.size = this.length = 0;
    // A long line was the exception: its memory is given back.
    if (this.#bytes.length > 4 * PIECE) this.#bytes = new Uint8Array(0);
  }
}

/** Lines of a container without a TTY: frames of one line or one piece each. */
export class FramedLines implements LogLines {
  readonly #onLine: OnLine;
  readonly #onEngineError: (message: string) => void;
  readonly #frames = new FrameParser((type, bytes, from, to) => this.#frame(type, bytes, from, to));
  readonly #stamp = new StampReader();
  readonly #maxBytes: number;
  readonly #out: OpenLine;
  readonly #err: OpenLine;

  /** `onEngineError`: the engine says inside the stream that it cannot go on (rotation, above all). A line over `maxBytes` is cut. */
  constructor(onLine: OnLine, onEngineError: (message: string) => void, maxBytes = MAX_LINE_BYTES) {
    this.#onLine = onLine;
    this.#onEngineError = onEngineError;
    this.#maxBytes = maxBytes;
    this.#out = new OpenLine(maxBytes);
    this.#err = new OpenLine(maxBytes);
  }

  get hasOpen(): boolean {
    return this.#out.isOpen || this.#err.isOpen;
  }

  push(bytes: Uint8Array): void {
    this.#frames.push(bytes);
  }

  flush(): void {
    this.#frames.drop();
    if (this.#out.isOpen) this.#end(this.#out, 0);
    if (this.#err.isOpen) this.#end(this.#err, STDERR);
  }

  drop(): void {
    this.#frames.drop();
    this.#out.clear();
    this.#err.clear();
  }

  #frame(type: number, bytes: Uint8Array, from: number, frameEnd: number): void {
    if (type === ENGINE_ERROR_FRAME)
      return this.#onEngineError(
        Buffer.from(bytes.subarray(from, Math.min(frameEnd, from + 500)))
          .toString('utf8')
          .trim(),
      );
    const flag = type === STDERR_FRAME ? STDERR : 0;
    const open = flag === STDERR ? this.#err : this.#out;
    const textAt = this.#stamp.read(bytes, from, frameEnd);
    const start = textAt < 0 ? from : textAt;
    const { hi, lo } = this.#stamp;
    if (open.isOpen && (open.hi !== hi || open.lo !== lo)) this.#end(open, flag);
    const hasEnd = frameEnd > start && bytes[frameEnd - 1] === 10;
    const end = hasEnd ? frameEnd - 1 : frameEnd;
    // Only a carriage return that is part of the line end goes; one behind a bar without an end is text.
    const to = hasEnd && end > start && bytes[end - 1] === 13 ? end - 1 : end;
    if (!open.isOpen && (hasEnd || end - start < PIECE)) {
      const cut = Math.min(to, start + this.#maxBytes);
      return this.#onLine(hi, lo, cut < to ? flag | CUT : flag, bytes, start, cut, to - start);
    }
    open.hi = hi;
    open.lo = lo;
    open.add(bytes, start, to);
    // A piece shorter than that is the last one, with or without a line end (a last line, or the `local` driver).
    if (hasEnd || end - start < PIECE) this.#end(open, flag);
  }

  #end(open: OpenLine, flag: number): void {
    const isCut = open.length > open.size;
    this.#onLine(open.hi, open.lo, isCut ? flag | CUT : flag, open.bytes, 0, open.size, open.length);
    open.clear();
  }
}

/** Lines of a container with a TTY: raw bytes, each line behind its time, ended by `\r\n`. */
export class TtyLines implements LogLines {
  readonly #onLine: OnLine;
  readonly #stamp = new StampReader();
  readonly #maxBytes: number;
  readonly #open: OpenLine;

  /** A line over `maxBytes` is cut. */
  constructor(onLine: OnLine, maxBytes = MAX_LINE_BYTES) {
    this.#onLine = onLine;
    this.#maxBytes = maxBytes;
    this.#open = new OpenLine(maxBytes + (Math.ceil(maxBytes / PIECE) + 1) * STAMP_BYTES);
  }

  get hasOpen(): boolean {
    return this.#open.isOpen;
  }

  push(bytes: Uint8Array): void {
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      if (this.#open.isOpen) {
        this.#open.add(bytes, from, end);
        this.flush();
      } else this.#line(bytes, from, end, end - from);
      from = end + 1;
    }
    if (from < bytes.length) this.#open.add(bytes, from, bytes.length);
  }

  flush(): void {
    if (!this.#open.isOpen) return;
    this.#line(this.#open.bytes, 0, this.#open.size, this.#open.length);
    this.#open.clear();
  }

  drop(): void {
    this.#open.clear();
  }

  #line(bytes: Uint8Array, from: number, end: number, wholeLength: number): void {
    const isHeldWhole = wholeLength === end - from;
    const textAt = this.#stamp.read(bytes, from, end);
    const start = textAt < 0 ? from : textAt;
    const textEnd = textAt < 0 ? end : joinPieces(bytes, from, start, end);
    const to = isHeldWhole && textEnd > start && bytes[textEnd - 1] === 13 ? textEnd - 1 : textEnd;
    const cut = Math.min(to, start + this.#maxBytes);
    this.#onLine(
      this.#stamp.hi,
      this.#stamp.lo,
      !isHeldWhole || cut < to ? TTY | CUT : TTY,
      bytes,
      start,
      cut,
      wholeLength - (start - from) - (end - textEnd),
    );
  }
}

/**
 * Takes out the time that Docker writes again inside a TTY's long line, before each further piece of it: the same as at
 * its beginning (engine A.1). Gives where the text then ends. In place, for these bytes are nobody else's by now.
 */
function joinPieces(bytes: Uint8Array, from: number, start: number, end: number): number {
  const stampBytes = start - from;
  const isStampAt = (at: number): boolean => {
    for (let i = 0; i < stampBytes; i++) if (bytes[at + i] !== bytes[from + i]) return false;
    return true;
  };
  let to = Math.min(start + PIECE, end);
  for (let at = to; at < end; ) {
    if (at + stampBytes <= end && isStampAt(at)) at += stampBytes;
    const next = Math.min(at + PIECE, end);
    bytes.copyWithin(to, at, next);
    to += next - at;
    at = next;
  }
  return to;
}

import { AppError } from '#shared/protocol/errors.ts';

/** Types of frames: 0 stdin, 1 stdout, 2 stderr, 3 an error of the engine itself. */
export const STDERR_FRAME = 2;
export const ENGINE_ERROR_FRAME = 3;

/** Docker's pieces are 16 KiB; a length beyond this is a header read from the middle of something. */
const MAX_FRAME = 4 * 1024 * 1024;
const HEADER = 8;

/** A frame's body is `bytes[from, to)`, valid during the call only. */
export type OnFrame = (type: number, bytes: Uint8Array, from: number, to: number) => void;

/**
 * Splits Docker's multiplexed stream. Linear, without recursion (docker-modem's throws at 3,485 small frames in one
 * read) and without copies but for a frame that is cut by the end of a read.
 */
export class FrameParser {
  readonly #onFrame: OnFrame;
  #held = new Uint8Array(0);
  #heldBytes = 0;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  /** Whether the stream stands in the middle of a frame. */
  get hasOpenFrame(): boolean {
    return this.#heldBytes > 0;
  }

  /** Forgets a frame that was cut. */
  drop(): void {
    this.#heldBytes = 0;
    this.#held = new Uint8Array(0);
  }

  /** Throws AppError `engine_error` (reason bad_answer) on a header that cannot be. */
  push(bytes: Uint8Array): void {
    let at = this.#heldBytes > 0 ? this.#finishHeld(bytes) : 0;
    if (at < 0) return;
    while (bytes.length - at >= HEADER) {
      const length = frameLength(bytes, at);
      const end = at + HEADER + length;
      if (end > bytes.length) break;
      this.#onFrame(bytes[at] as number, bytes, at + HEADER, end);
      at = end;
    }
    if (at < bytes.length) this.#hold(bytes.subarray(at));
  }

  /** Completes the held frame from the front of `bytes`; gives where the next one begins, or -1 where it is not whole yet. */
  #finishHeld(bytes: Uint8Array): number {
    let at = 0;
    if (this.#heldBytes < HEADER) {
      at = Math.min(HEADER - this.#heldBytes, bytes.length);
      this.#hold(bytes.subarray(0, at));
      if (this.#heldBytes < HEADER) return -1;
    }
    const need = HEADER + frameLength(this.#held, 0) - this.#heldBytes;
    const take = Math.min(need, bytes.length - at);
    this.#hold(bytes.subarray(at, at + take));
    if (take < need) return -1;
    const size = this.#heldBytes;
    const held = this.#held;
    this.#heldBytes = 0;
    this.#onFrame(held[0] as number, held, HEADER, size);
    if (held.length > 64 * 1024) this.#held = new Uint8Array(0);
    return at + take;
  }

  /** Grows with what has really come, never by what a header claims. */
  #hold(bytes: Uint8Array): void {
    const size = this.#heldBytes + bytes.length;
    if (size > this.#held.length) {
      const grown = new Uint8Array(Math.max(size, this.#held.length * 2, 1024));
      grown.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = grown;
    }
    this.#held.set(bytes, this.#heldBytes);
    this.#heldBytes = size;
  }
}

function frameLength(bytes: Uint8Array, at: number): number {
  const length =
    (((bytes[at + 4] as number) << 24) |
      ((bytes[at + 5] as number) << 16) |
      ((bytes[at + 6] as number) << 8) |
      (bytes[at + 7] as number)) >>>
    0;
  const isHeader =
    (bytes[at] as number) <= ENGINE_ERROR_FRAME && bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0;
  if (!isHeader || length > MAX_FRAME)
    throw new AppError('engine_error', "Docker's log stream was damaged on its way.", { reason: 'bad_answer' });
  return length;
}

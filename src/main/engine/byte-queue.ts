import { PullQueue } from '#main/engine/pull-queue.ts';

/** Small pushes are joined, so that a log of short lines is not one write a line. */
const PAGE_BYTES = 64 * 1024;

/** Bytes from something that pushes, for something that pulls, in pages; holds the source while the reader is behind. */
export class ByteQueue {
  readonly #queue: PullQueue<Uint8Array>;
  #page: Uint8Array | undefined;
  #used = 0;

  /** `hold` stops the source and lets it go on; a little that was on its way may still come. */
  constructor(hold: (isHeld: boolean) => void) {
    this.#queue = new PullQueue({ hold, beforeLook: () => this.#turnPage() });
  }

  /** Copies: `bytes` may be used again by its owner. */
  push(bytes: Uint8Array, from = 0, to = bytes.length): void {
    for (let at = from; at < to; ) {
      this.#page ??= new Uint8Array(Math.max(PAGE_BYTES, to - at));
      const count = Math.min(to - at, this.#page.length - this.#used);
      this.#page.set(bytes.subarray(at, at + count), this.#used);
      this.#used += count;
      at += count;
      if (this.#used === this.#page.length) this.#turnPage();
    }
    this.#queue.wakeReader();
  }

  end(): void {
    this.#queue.end();
  }

  /** What was pushed before is still read. */
  fail(thrown: unknown): void {
    this.#queue.fail(thrown);
  }

  /** To the end, once; throws what the source failed with. */
  read(): AsyncGenerator<Uint8Array, void, undefined> {
    return this.#queue.read();
  }

  #turnPage(): void {
    const page = this.#used > 0 ? this.#page?.subarray(0, this.#used) : undefined;
    this.#page = undefined;
    this.#used = 0;
    if (page) this.#queue.push(page, page.length);
  }
}

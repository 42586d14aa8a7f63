/** So much may wait for a slow reader before the source is held, and goes on once half of it is read. */
const HIGH_BYTES = 1024 * 1024;
/** Small pushes are joined, so that a log of short lines is not one write a line. */
const PAGE_BYTES = 64 * 1024;

/** Bytes from something that pushes, for something that pulls; holds the source while the reader is behind. */
export class ByteQueue {
  readonly #hold: (isHeld: boolean) => void;
  #pages: Uint8Array[] = [];
  #page: Uint8Array | undefined;
  #used = 0;
  #waiting = 0;
  #isHeld = false;
  #isEnded = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  /** `hold` stops the source and lets it go on; a little that was on its way may still come. */
  constructor(hold: (isHeld: boolean) => void) {
    this.#hold = hold;
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
    this.#waiting += to - from;
    if (this.#waiting > HIGH_BYTES) this.#setHeld(true);
    this.#wakeReader();
  }

  end(): void {
    this.#isEnded = true;
    this.#wakeReader();
  }

  /** What was pushed before is still read. */
  fail(thrown: unknown): void {
    if (this.#isEnded) return;
    this.#error = thrown instanceof Error ? thrown : new Error(String(thrown));
    this.end();
  }

  /** To the end, once; throws what the source failed with. */
  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      this.#turnPage();
      const page = this.#pages.shift();
      if (page) {
        this.#waiting -= page.length;
        if (this.#waiting < HIGH_BYTES / 2) this.#setHeld(false);
        yield page;
      } else if (this.#isEnded) {
        if (this.#error) throw this.#error;
        return;
      } else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #turnPage(): void {
    if (this.#page && this.#used > 0) this.#pages.push(this.#page.subarray(0, this.#used));
    this.#page = undefined;
    this.#used = 0;
  }

  #setHeld(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    this.#hold(isHeld);
  }

  #wakeReader(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}

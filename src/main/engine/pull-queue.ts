/** So much may wait for a slow reader before the source is held, and goes on once half of it is read. */
const HIGH_BYTES = 1024 * 1024;

export interface PullQueueOptions {
  /** Stops the source and lets it go on; a little that was on its way may still come. */
  hold(isHeld: boolean): void;
  /** Called before the reader looks: what was held back to be joined is pushed now. */
  beforeLook?(): void;
}

/** Pieces from something that pushes, for something that pulls; holds the source while the reader is behind. */
export class PullQueue<T> {
  readonly #options: PullQueueOptions;
  readonly #pieces: { piece: T; bytes: number }[] = [];
  #waiting = 0;
  #isHeld = false;
  #isEnded = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(options: PullQueueOptions) {
    this.#options = options;
  }

  push(piece: T, bytes: number): void {
    this.#pieces.push({ piece, bytes });
    this.#waiting += bytes;
    if (this.#waiting > HIGH_BYTES) this.#setHeld(true);
    this.wakeReader();
  }

  end(): void {
    this.#isEnded = true;
    this.wakeReader();
  }

  /** What was pushed before is still read. */
  fail(thrown: unknown): void {
    if (this.#isEnded) return;
    this.#error = thrown instanceof Error ? thrown : new Error(String(thrown));
    this.end();
  }

  /** Makes a waiting reader look again. */
  wakeReader(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** To the end, once; throws what the source failed with. */
  async *read(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      this.#options.beforeLook?.();
      const next = this.#pieces.shift();
      if (next) {
        this.#waiting -= next.bytes;
        if (this.#waiting < HIGH_BYTES / 2) this.#setHeld(false);
        yield next.piece;
      } else if (this.#isEnded) {
        if (this.#error) throw this.#error;
        return;
      } else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #setHeld(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    this.#options.hold(isHeld);
  }
}

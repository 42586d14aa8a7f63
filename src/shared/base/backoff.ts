/** Waits between tries in ms; the last one repeats. From `architecture` section 4: engine there, stream broken. */
export const STREAM_BACKOFF_MS: readonly number[] = [100, 200, 400, 800, 1600, 3000];
/** Waits of a viewer whose link to the server dropped. */
export const LINK_BACKOFF_MS: readonly number[] = [1000, 2000, 4000, 8000, 16_000];

/** Walks a row of waits; `reset` after a success. */
export class Backoff {
  readonly #steps: readonly number[];
  #at = 0;

  constructor(steps: readonly number[]) {
    if (steps.length === 0) throw new RangeError('a backoff needs at least one step');
    this.#steps = steps;
  }

  next(): number {
    const step = this.#steps[Math.min(this.#at, this.#steps.length - 1)] ?? 0;
    this.#at += 1;
    return step;
  }

  reset(): void {
    this.#at = 0;
  }
}

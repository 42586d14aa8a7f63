import { isOwnError } from '#shared/lines/line-level.ts';
import type { LineStore } from '#shared/lines/line-store.ts';

const STEP = 64;

/** Which lines are errors, found in slices while someone looks: nothing is looked at on arrival. */
export class ErrorIndex {
  #lines: number[] = [];
  #at: number;
  readonly #store: LineStore;

  constructor(store: LineStore) {
    this.#store = store;
    this.#at = store.first;
  }

  get isDone(): boolean {
    return this.#at >= this.#store.next;
  }

  /** Error lines held, oldest first. */
  get lines(): readonly number[] {
    const gone = this.#lines.findIndex((seq) => seq >= this.#store.first);
    if (gone !== 0) this.#lines = gone < 0 ? [] : this.#lines.slice(gone);
    return this.#lines;
  }

  step(until: () => boolean): void {
    this.#at = Math.max(this.#at, this.#store.first);
    while (this.#at < this.#store.next) {
      const stop = Math.min(this.#store.next, this.#at + STEP);
      for (let seq = this.#at; seq < stop; seq++) if (isOwnError(this.#store, seq)) this.#lines.push(seq);
      this.#at = stop;
      if (until()) return;
    }
  }

  /** Errors among the lines from `seq` on. */
  since(seq: number): number {
    let count = 0;
    for (let i = this.#lines.length - 1; i >= 0 && (this.#lines[i] as number) >= seq; i--) count += 1;
    return count;
  }
}

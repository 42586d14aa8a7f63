import type { Lines } from '#shared/lines/lines.ts';
import { lowerBound } from '#shared/lines/sorted.ts';

const STEP = 64;

/** Which lines are errors, found in slices while someone looks: nothing is looked at on arrival. */
export class ErrorIndex {
  #errors: number[] = [];
  #at: number;
  readonly #lines: Lines;

  constructor(lines: Lines) {
    this.#lines = lines;
    this.#at = lines.first;
  }

  get isDone(): boolean {
    return this.#at >= this.#lines.next;
  }

  /** Error lines held, oldest first. */
  get lines(): readonly number[] {
    const gone = this.#errors.findIndex((seq) => seq >= this.#lines.first);
    if (gone !== 0) this.#errors = gone < 0 ? [] : this.#errors.slice(gone);
    return this.#errors;
  }

  /** Lines have other numbers from `seq` on: what was known of them goes. */
  forgetFrom(seq: number): void {
    this.#errors = this.#errors.slice(0, lowerBound(this.#errors, seq));
    this.#at = Math.max(this.#lines.first, Math.min(this.#at, seq));
  }

  step(until: () => boolean): void {
    const lines = this.#lines;
    this.#at = Math.max(this.#at, lines.first);
    while (this.#at < lines.next) {
      const stop = Math.min(lines.next, this.#at + STEP);
      for (let seq = this.#at; seq < stop; seq++)
        if (lines.level(seq) === 'error' && lines.namesLevel(seq)) this.#errors.push(seq);
      this.#at = stop;
      if (until()) return;
    }
  }

  /** Errors among the lines from `seq` on. */
  since(seq: number): number {
    let count = 0;
    for (let i = this.#errors.length - 1; i >= 0 && (this.#errors[i] as number) >= seq; i--) count += 1;
    return count;
  }
}

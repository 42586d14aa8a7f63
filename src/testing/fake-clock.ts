import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';

interface Timer {
  at: number;
  order: number;
  run(): void;
}

/** A clock that moves only when it is told to; timers fire in the order of their times. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>();
  #elapsed = 0;
  #order = 0;
  readonly #start: number;

  constructor(start = Date.parse('2026-11-21T10:00:00Z')) {
    this.#start = start;
  }

  /** Timers that have not fired: 0 at the end of a test that leaks none. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  after(ms: number, run: () => void): Disposable {
    this.#order += 1;
    const timer: Timer = { at: this.#elapsed + ms, order: this.#order, run };
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }

  /** Moves by `ms`, firing what falls due on the way, and lets promises settle between. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers]
        .filter((timer) => timer.at <= end)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#elapsed = Math.max(this.#elapsed, due.at);
      due.run();
      await settle();
    }
    this.#elapsed = end;
    await settle();
  }
}

/** Lets everything that only waits for promises run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

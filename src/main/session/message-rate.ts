import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** So many a second on the long run, and a burst at once. No timers: it is looked at when it is used. */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;
  #level: number;
  #at: number;

  constructor(clock: Clock, perSecond: number, burst: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#level = burst;
    this.#at = clock.monotonic();
  }

  /** Takes `count`, or throws `too_many` with the time after which so many are there; what was refused costs nothing. */
  take(count: number, what: string): void {
    const now = this.#clock.monotonic();
    this.#level = Math.min(this.#burst, this.#level + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    // More than a whole burst can never be there: it is taken when the bucket is full.
    const needed = Math.min(count, this.#burst);
    if (this.#level < needed)
      throw new AppError('too_many', `${what}: the limit is ${this.#perSecond} a second.`, {
        retryAfterMs: Math.ceil(((needed - this.#level) / this.#perSecond) * 1000),
      });
    this.#level -= count;
  }
}

/** `protocol`: over 50 bad messages in 10 s close the connection. */
const MAX_BAD = 50;
const BAD_WINDOW_MS = 10_000;

/** Counts what cannot be understood. */
export class BadCount {
  readonly #clock: Clock;
  readonly #at: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True: too many by now. */
  add(): boolean {
    const now = this.#clock.monotonic();
    this.#at.push(now);
    while (this.#at.length > 0 && now - (this.#at[0] ?? now) > BAD_WINDOW_MS) this.#at.shift();
    return this.#at.length > MAX_BAD;
  }
}

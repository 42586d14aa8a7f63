import { type Disposable, toDisposable } from '#shared/base/disposable.ts';

/** The only source of time in the program, so that tests turn it by hand (`src/testing/fake-clock.ts`). */
export interface Clock {
  /** Wall clock in ms since 1970. For showing, never for measuring. */
  now(): number;
  /** Monotonic ms from an unknown start. For measuring. */
  monotonic(): number;
  /** Runs once after `ms`. */
  after(ms: number, run: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const handle = setTimeout(run, ms);
    return toDisposable(() => clearTimeout(handle));
  },
};

/** The part of an AbortSignal that this layer needs; the platform's own type fits it. */
export interface Cancel {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Waits `ms`, or less when the signal aborts; it resolves either way, the caller looks at the signal. */
export function sleep(clock: Clock, ms: number, signal?: Cancel): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = (): void => {
      timer.dispose();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = clock.after(ms, finish);
    signal?.addEventListener('abort', finish, { once: true });
  });
}

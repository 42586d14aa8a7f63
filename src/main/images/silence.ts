import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';

/** engine A.6: a registry that stops sending is silent for ever; after this long it is said. */
const SILENT_MS = 60_000;

/** Tells when nothing has come for a minute, and again each minute: for how many seconds by then. */
export class Silence implements Disposable {
  readonly #clock: Clock;
  readonly #tell: (seconds: number) => void;
  #since: number;
  #timer: Disposable;

  constructor(clock: Clock, tell: (seconds: number) => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#since = clock.monotonic();
    this.#timer = this.#wait();
  }

  /** Something came. */
  broken(): void {
    this.#since = this.#clock.monotonic();
    this.#timer.dispose();
    this.#timer = this.#wait();
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #wait(): Disposable {
    return this.#clock.after(SILENT_MS, () => {
      this.#tell(Math.round((this.#clock.monotonic() - this.#since) / 1000));
      this.#timer = this.#wait();
    });
  }
}

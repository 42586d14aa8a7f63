import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';

/** The longest wait of a client between two tries (16 s), and the time to connect. */
const KEPT_MS = 30_000;
/** Sockets that come and go in storms must not pile up timers; beyond these the oldest is given up. */
const MAX_PLACES = 50;

/**
 * Where watchers stood whose link broke. What they have not received stays held until they are back: in a busy log
 * more than the replay arrives while a link is made again (705 lines were told as a gap before this was kept).
 */
export class Places implements Disposable {
  readonly #clock: Clock;
  readonly #onExpired: () => void;
  readonly #held = new Set<{ at: number; timer: Disposable }>();

  constructor(clock: Clock, onExpired: () => void) {
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  /** The oldest number that somebody may come back for. */
  get lowest(): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (const { at } of this.#held) lowest = Math.min(lowest, at);
    return lowest;
  }

  keep(at: number): void {
    const [oldest] = this.#held;
    if (oldest && this.#held.size >= MAX_PLACES) this.#drop(oldest);
    const place = {
      at,
      timer: this.#clock.after(KEPT_MS, () => {
        this.#drop(place);
        this.#onExpired();
      }),
    };
    this.#held.add(place);
  }

  /** Somebody is back and goes on at `seq`: the nearest place at or before it was theirs. */
  takeBack(seq: number): void {
    let nearest: { at: number; timer: Disposable } | undefined;
    for (const place of this.#held) if (place.at <= seq && (!nearest || place.at > nearest.at)) nearest = place;
    if (nearest) this.#drop(nearest);
  }

  dispose(): void {
    for (const place of [...this.#held]) this.#drop(place);
  }

  #drop(place: { at: number; timer: Disposable }): void {
    place.timer.dispose();
    this.#held.delete(place);
  }
}

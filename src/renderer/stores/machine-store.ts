import { makeAutoObservable, observableRef, reaction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { type MachineFigures, machineFigures } from '#renderer/stores/machine-figures.ts';
import { LIST_TICK_MS, type StatsStore } from '#renderer/stores/stats-store.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';

/** Older totals than this are not shown: nobody measures at the moment. */
const OLD_MS = 60_000;

/** What all containers use together, from the sweep while somebody has it open; renewed every 2 s. */
export class MachineStore {
  figures: MachineFigures | undefined = undefined;
  readonly #stats: StatsStore;
  readonly #clock: Clock;
  readonly #visibility: Visibility;

  constructor(stats: StatsStore, clock: Clock, visibility: Visibility) {
    this.#stats = stats;
    this.#clock = clock;
    this.#visibility = visibility;
    makeAutoObservable(this, { figures: observableRef });
  }

  /** Keeps the figures fresh; opens no sweep of its own. */
  open(): Disposable {
    return whileVisible(this.#visibility, () => {
      let timer: Disposable;
      const tick = (): void => {
        this.renew();
        timer = this.#clock.after(LIST_TICK_MS, tick);
      };
      tick();
      // The first values at once, not at the next tick.
      const stop = reaction(
        () => this.figures === undefined && this.#stats.sweepRecent.length > 0,
        (isFirst) => isFirst && this.renew(),
      );
      return toDisposable(() => {
        stop();
        timer.dispose();
      });
    });
  }

  renew(): void {
    const samples = this.#stats.sweepRecent;
    const newest = samples.at(-1);
    const isOld = newest === undefined || this.#clock.now() - Date.parse(newest.time) > OLD_MS;
    if (isOld) this.figures = undefined;
    else if (Date.parse(newest.time) !== this.figures?.at) this.figures = machineFigures(samples);
  }
}

import { makeAutoObservable, observable, observableRef, runInAction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '#shared/base/disposable.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import type { Api } from '#renderer/transport/api.ts';
import type { KeptStats } from '#renderer/stores/stats-rows.ts';
import { SharedOpening } from '#renderer/stores/shared-opening.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';

/** Five minutes at one sample a second: what the stream itself keeps. */
const POINTS = 300;
/** The longest window of the charts, at one sample a second. */
const LONG_POINTS = 3600;
/** A list row's line: 60 points, one each 2 s (design section 5). */
const ROW_SECONDS = 120;
const ROW_STEP_SECONDS = 2;
/** Design section 5: list values at 0.5 Hz, dimmed when older than this (`decisions` Figures). */
export const LIST_TICK_MS = 2000;
const STALE_MS = 5000;
/** What the overview draws of the sweep, at most: 5 min, or so many samples where there are many containers. */
const SWEEP_KEPT_MS = 300_000;
const MOST_SWEEP_SAMPLES = 10_000;

/**
 * The samples of one container, plain rows in one observable reference: a chart reads `recent` (each sample), a cell
 * of the list `shown` (each 2 s) and nothing else.
 */
export class StatsSeries {
  /** The newest five minutes (with charts: the newest hour) at most, a new array with each arrival. */
  recent: readonly StatsSample[] = [];
  latest: StatsSample | undefined = undefined;
  /** What the list shows, and whether that is older than 5 s. */
  shown: StatsSample | undefined = undefined;
  /** The line of a list row: the newest two minutes, one sample each 2 s. */
  shownRecent: readonly StatsSample[] = [];
  isStale = false;
  /** Monotonic ms of the last arrival. */
  arrivedAt = 0;
  error: Error | undefined = undefined;
  isLive = false;
  readonly opening: SharedOpening;
  /** How far back the subscription asks; more is asked by opening it anew. */
  points = ROW_SECONDS;
  /** What was kept of the last hour when the charts were opened. */
  kept: KeptStats | undefined = undefined;
  /** Samples held here: an hour for charts, less for a row of a list. */
  most = POINTS;

  constructor(open: (series: StatsSeries) => Disposable) {
    this.opening = new SharedOpening(() => open(this));
    makeAutoObservable(this, {
      opening: false,
      points: false,
      most: false,
      kept: observableRef,
      arrivedAt: false,
      recent: observableRef,
      latest: observableRef,
      shown: observableRef,
      shownRecent: observableRef,
      error: observableRef,
    });
  }

  add(samples: readonly StatsSample[], monotonic: number): void {
    const last = this.latest?.time ?? '';
    const first = this.recent[0]?.time ?? '';
    // A resume may repeat what is held, and a longer look back brings what came before it: each time counts once.
    const fresh = samples.filter(({ time }) => time > last || time < first);
    if (fresh.some(({ time }) => time < first)) {
      this.recent = [...this.recent, ...fresh].sort((a, b) => (a.time < b.time ? -1 : 1)).slice(-this.most);
    } else if (fresh.length > 0) this.recent = [...this.recent, ...fresh].slice(-this.most);
    this.latest = this.recent.at(-1);
    this.arrivedAt = monotonic;
    if (this.shown === undefined) this.show(monotonic);
  }

  setKept(kept: KeptStats): void {
    this.kept = kept;
  }

  setLive(isLive: boolean, error: Error | undefined): void {
    this.isLive = isLive;
    this.error = error;
  }

  show(monotonic: number): void {
    this.isStale = monotonic - this.arrivedAt > STALE_MS;
    if (this.shown === this.latest) return;
    this.shown = this.latest;
    this.shownRecent = thinned(this.recent);
  }
}

/** The newest sample of each 2 s, by the clock and not by counting, so that a line does not tremble as it moves on. */
function thinned(samples: readonly StatsSample[]): readonly StatsSample[] {
  const kept = new Map<number, StatsSample>();
  const step = ROW_STEP_SECONDS * 1000;
  for (const sample of samples.slice(-ROW_SECONDS)) kept.set(Math.floor(Date.parse(sample.time) / step), sample);
  return [...kept.values()].slice(-ROW_SECONDS / ROW_STEP_SECONDS);
}

/** Figures of containers. One subscription a container however many cells look at it; dropped while nobody can see it. */
export class StatsStore {
  /** Newest sample of the slow sweep over all running containers, for totals. */
  readonly sweep = observable.map<string, StatsSample>([], { deep: false });
  /** The sweep of the last 5 min in the order of arrival, a new array with each; empty until somebody opened it. */
  sweepRecent: readonly StatsSample[] = [];
  readonly #sweepOpening: SharedOpening;
  readonly #series = new Map<string, StatsSeries>();
  readonly #watched = new Map<string, Disposable>();
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #visibility: Visibility;

  constructor(api: Api, clock: Clock, visibility: Visibility) {
    this.#api = api;
    this.#clock = clock;
    this.#visibility = visibility;
    this.#sweepOpening = new SharedOpening(() => this.#subscribeSweep());
    makeAutoObservable(this, { sweep: false, sweepRecent: observableRef, series: false, newest: false });
  }

  /** The series of a container; it fills only while someone `open`s it. */
  series(id: string): StatsSeries {
    let series = this.#series.get(id);
    if (!series) {
      series = new StatsSeries((self) => this.#subscribe(id, self));
      this.#series.set(id, series);
    }
    return series;
  }

  /** The newest of a container's own series and of the slow sweep. */
  newest(id: string): StatsSample | undefined {
    return this.series(id).shown ?? this.sweep.get(id);
  }

  open(id: string): Disposable {
    return this.series(id).opening.use();
  }

  /** As `open`, with all that the stream holds and what is kept of the last hour: for charts. */
  openLong(id: string): Disposable {
    const series = this.series(id);
    series.most = LONG_POINTS;
    if (series.points < POINTS) {
      series.points = POINTS;
      series.opening.renew();
    } else if (series.opening.isOpen) void this.#loadKept(id, series);
    return series.opening.use();
  }

  /** The containers a list has in view: opens what came into it, closes what left. */
  watchRows(ids: ReadonlySet<string>): void {
    for (const [id, opened] of this.#watched) {
      if (ids.has(id)) continue;
      opened.dispose();
      this.#watched.delete(id);
    }
    for (const id of ids) if (!this.#watched.has(id)) this.#watched.set(id, this.open(id));
  }

  /** Runs the list's slow clock and the sweep; ends the rows' subscriptions with it. */
  openList(): Disposable {
    const store = new DisposableStore();
    store.add(toDisposable(() => this.watchRows(new Set())));
    store.add(this.openSweep());
    let timer: Disposable;
    const tick = (): void => {
      this.showRows();
      timer = this.#clock.after(LIST_TICK_MS, tick);
    };
    timer = this.#clock.after(LIST_TICK_MS, tick);
    store.add(toDisposable(() => timer.dispose()));
    return store;
  }

  /** The slow sweep over all running containers, for totals; one however many ask for it. */
  openSweep(): Disposable {
    return this.#sweepOpening.use();
  }

  showRows(): void {
    const now = this.#clock.monotonic();
    for (const id of this.#watched.keys()) this.#series.get(id)?.show(now);
  }

  takeSweep(samples: readonly StatsSample[]): void {
    // What is opened again brings its replay again.
    const fresh = samples.filter(({ container, time }) => time > (this.sweep.get(container)?.time ?? ''));
    for (const sample of fresh) this.sweep.set(sample.container, sample);
    const newest = fresh.at(-1);
    if (!newest) return;
    const oldest = Date.parse(newest.time) - SWEEP_KEPT_MS;
    const kept = this.sweepRecent.filter((sample) => Date.parse(sample.time) >= oldest);
    this.sweepRecent = [...kept, ...fresh].slice(-MOST_SWEEP_SAMPLES);
  }

  /** Forgets what is gone, so that a day of short-lived containers leaves nothing behind. */
  forget(id: string): void {
    this.sweep.delete(id);
    if (!this.#series.get(id)?.opening.isOpen) this.#series.delete(id);
  }

  #subscribeSweep(): Disposable {
    const view = { points: 300 };
    return whileVisible(this.#visibility, () =>
      this.#api.subscribe('docker:stats', { all: true }, { onItems: (samples) => this.takeSweep(samples) }, { view }),
    );
  }

  /** What cannot be had is a hole in the charts, and no more. */
  async #loadKept(id: string, series: StatsSeries): Promise<void> {
    const since = new Date(this.#clock.now() - LONG_POINTS * 1000).toISOString();
    const kept = await this.#api.call('containers.statsHistory', { container: id, since }).catch(() => undefined);
    if (kept) runInAction(() => series.setKept(kept));
  }

  #subscribe(id: string, series: StatsSeries): Disposable {
    return whileVisible(this.#visibility, () => {
      // Again whenever the window is back: others may have measured meanwhile.
      if (series.most === LONG_POINTS) void this.#loadKept(id, series);
      return this.#api.subscribe(
        'docker:stats',
        { container: id },
        {
          onItems: (samples) => series.add(samples, this.#clock.monotonic()),
          onStatus: ({ status, error }) => series.setLive(status === 'live', error),
          onEnd: ({ error }) => series.setLive(false, error),
        },
        { view: { points: series.points } },
      );
    });
  }
}

import type { History } from '#main/history/history.ts';
import { type EventRow, pointOf, rowOf, samplesOf, type StatsRow } from '#main/history/stats-rows.ts';
import { followStream } from '#main/hub/follow-stream.ts';
import type { Hub } from '#main/hub/hub.ts';
import type { SettingsStore } from '#main/settings/settings-port.ts';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import type { DockerEvent } from '#shared/contract/events.ts';
import { POINT_SECONDS, type StatsPoint } from '#shared/contract/stats-history.ts';
import type { StatsSample } from '#shared/contract/stats.ts';

const POINT_MS = POINT_SECONDS * 1000;
/** While the store takes nothing (a full disk) so many half-minutes wait for it; the oldest leave. */
const MOST_WAITING = 5000;
/** With nothing measured the store is not opened for a few events: they wait for it. */
const FEW_EVENTS = 200;

/** What belongs on a container's charts; `health_status` tells its state behind a colon. */
const TOLD = new Set(['start', 'die', 'oom', 'pause', 'unpause', 'health_status']);

export interface StatsKeeperDeps {
  readonly hub: Hub;
  readonly history: Pick<History, 'putStats' | 'stats' | 'clearStats'>;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly log: { warn(message: string, details?: unknown): void };
}

/**
 * Keeps what is measured of containers: by whoever measures it, so that it costs the engine nothing, and by the slow
 * sweep of its own only where the setting asks for it.
 */
export class StatsKeeper {
  readonly #deps: StatsKeeperDeps;
  readonly #store = new DisposableStore();
  /** The half-minute that each container is in. */
  readonly #open = new Map<string, StatsSample[]>();
  #waiting: StatsRow[] = [];
  #events: EventRow[] = [];
  #timer: Disposable | undefined;
  #sweep: Disposable | undefined;
  #isFailing = false;
  #wasOn = false;

  constructor(deps: StatsKeeperDeps) {
    this.#deps = deps;
    this.#store.add(deps.settings.onChange(() => this.#follow()));
  }

  start(): void {
    this.#follow();
  }

  /** Told of each sample that anybody is shown. */
  add(sample: StatsSample): void {
    if (!this.#deps.settings.get().keepStats) return;
    const open = this.#open.get(sample.container);
    const last = open?.at(-1);
    // The sweep and a stream of its own may both bring one; times of one container only rise but for its clock being set.
    if (last && sample.time <= last.time) return;
    if (open?.[0] && halfMinute(open[0]) === halfMinute(sample)) open.push(sample);
    else {
      if (open) this.#waiting.push(rowOf(open));
      this.#open.set(sample.container, [sample]);
    }
    this.#timer ??= this.#deps.clock.after(POINT_MS, () => void this.flush());
  }

  /** Told of each event of the engine. */
  event({ attributes, ...event }: DockerEvent): void {
    if (!this.#deps.settings.get().keepStats) return;
    if (event.type !== 'container' || !TOLD.has(event.action.split(':')[0] ?? '')) return;
    const { exitCode } = attributes;
    const kept: DockerEvent = { ...event, attributes: exitCode === undefined ? {} : { exitCode } };
    const row = { container: event.id, at: Date.parse(event.time), event: JSON.stringify(kept) };
    this.#events = [...this.#events.slice(1 - MOST_WAITING), row];
    if (this.#events.length > FEW_EVENTS) this.#timer ??= this.#deps.clock.after(POINT_MS, () => void this.flush());
  }

  /** What is kept, what waits included; oldest first. Times in ms since 1970. */
  async read(
    container: string,
    fromMs: number,
    untilMs: number,
  ): Promise<{ points: StatsPoint[]; samples: StatsSample[]; events: DockerEvent[] }> {
    await this.flush(true);
    const nothing = { rows: [], events: [] };
    const stored = await this.#deps.history.stats(container, fromMs, untilMs).catch(() => nothing);
    // Where the store takes nothing what waits for it is there all the same.
    const known = new Set(stored.rows.map(({ at }) => at));
    const isWanted = (row: EventRow | StatsRow): boolean =>
      row.container === container && row.at >= fromMs && row.at < untilMs;
    const rows = [...stored.rows, ...this.#waiting.filter((row) => isWanted(row) && !known.has(row.at))];
    const events = [...stored.events, ...this.#events.filter(isWanted)];
    return {
      points: rows.map(pointOf),
      samples: rows.flatMap(samplesOf),
      events: events.map(({ event }) => JSON.parse(event) as DockerEvent),
    };
  }

  /**
   * Everything that was measured is in the store, the half-minutes that are not over as far as they are, and what
   * Docker told with it: alone only where there is much of it, or where it was asked for.
   */
  async flush(withFewEvents = false): Promise<void> {
    this.#timer?.dispose();
    this.#timer = undefined;
    const { history, clock, log } = this.#deps;
    const now = clock.now();
    const done = this.#waiting.splice(0);
    const partly: StatsRow[] = [];
    for (const [container, samples] of this.#open) {
      const [first] = samples;
      if (!first) continue;
      partly.push(rowOf(samples));
      // Not measured any more: it is whole as it is.
      if (now - Date.parse(first.time) >= 2 * POINT_MS) this.#open.delete(container);
    }
    const rows = [...done, ...partly];
    if (rows.length === 0 && this.#events.length <= (withFewEvents ? 0 : FEW_EVENTS)) return;
    const events = this.#events.splice(0);
    if (this.#open.size > 0) this.#timer = clock.after(POINT_MS, () => void this.flush());
    try {
      await history.putStats(rows, events, now);
      this.#isFailing = false;
    } catch (thrown) {
      this.#waiting = [...done, ...this.#waiting].slice(-MOST_WAITING);
      this.#events = [...events, ...this.#events].slice(-MOST_WAITING);
      // Said once, and not each half-minute.
      if (!this.#isFailing) log.warn('statistics could not be kept; they wait for the disk', { thrown });
      this.#isFailing = true;
    }
  }

  async close(): Promise<void> {
    this.#store.dispose();
    this.#sweep?.dispose();
    await this.flush(true);
    this.#timer?.dispose();
  }

  #follow(): void {
    const { keepStats, keepStatsAlways } = this.#deps.settings.get();
    if (!keepStats && this.#wasOn) {
      this.#open.clear();
      this.#waiting = [];
      this.#events = [];
      // Off means that nothing is kept, and not that nothing more is.
      this.#deps.history
        .clearStats()
        .catch((thrown: unknown) => this.#deps.log.warn('kept statistics were not deleted', { thrown }));
    }
    this.#wasOn = keepStats;
    if (keepStats && keepStatsAlways) this.#sweep ??= this.#watch();
    else {
      this.#sweep?.dispose();
      this.#sweep = undefined;
    }
  }

  /** The sweep that others may watch too, opened upstream once. Its samples come to `add`. */
  #watch(): Disposable {
    const { hub, clock, log } = this.#deps;
    return followStream({
      hub,
      clock,
      channel: 'docker:stats',
      params: { engine: 'default', all: true },
      view: { points: 0 },
      onFailed: (thrown) => log.warn('containers are not measured', { thrown }),
    });
  }
}

const halfMinute = ({ time }: StatsSample): number => Math.floor(Date.parse(time) / POINT_MS);

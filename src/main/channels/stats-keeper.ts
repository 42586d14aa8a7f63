import type { History } from '#main/history/history.ts';
import { pointOf, rowOf, samplesOf, type StatsRow } from '#main/history/stats-rows.ts';
import { followStream } from '#main/hub/follow-stream.ts';
import type { Hub } from '#main/hub/hub.ts';
import type { SettingsStore } from '#main/settings/settings-port.ts';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import { POINT_SECONDS, type StatsPoint } from '#shared/contract/stats-history.ts';
import type { StatsSample } from '#shared/contract/stats.ts';

const POINT_MS = POINT_SECONDS * 1000;
/** While the store takes nothing (a full disk) so many half-minutes wait for it; the oldest leave. */
const MOST_WAITING = 5000;

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

  /** What is kept, what waits included; oldest first. Times in ms since 1970. */
  async read(
    container: string,
    fromMs: number,
    untilMs: number,
  ): Promise<{ points: StatsPoint[]; samples: StatsSample[] }> {
    await this.flush();
    const stored = await this.#deps.history.stats(container, fromMs, untilMs).catch((): StatsRow[] => []);
    // Where the store takes nothing what waits for it is there all the same.
    const known = new Set(stored.map(({ at }) => at));
    const waiting = this.#waiting.filter(
      (row) => row.container === container && row.at >= fromMs && row.at < untilMs && !known.has(row.at),
    );
    const rows = [...stored, ...waiting];
    return { points: rows.map(pointOf), samples: rows.flatMap(samplesOf) };
  }

  /** Everything that was measured is in the store, the half-minutes that are not over as far as they are. */
  async flush(): Promise<void> {
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
    if (done.length + partly.length === 0) return;
    if (this.#open.size > 0) this.#timer = clock.after(POINT_MS, () => void this.flush());
    try {
      await history.putStats([...done, ...partly], now);
      this.#isFailing = false;
    } catch (thrown) {
      this.#waiting = [...done, ...this.#waiting].slice(-MOST_WAITING);
      // Said once, and not each half-minute.
      if (!this.#isFailing) log.warn('statistics could not be kept; they wait for the disk', { thrown });
      this.#isFailing = true;
    }
  }

  async close(): Promise<void> {
    this.#store.dispose();
    this.#sweep?.dispose();
    await this.flush();
    this.#timer?.dispose();
  }

  #follow(): void {
    const { keepStats, keepStatsAlways } = this.#deps.settings.get();
    if (!keepStats && this.#wasOn) {
      this.#open.clear();
      this.#waiting = [];
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

  /** The sweep as any other watcher has it: opened upstream once, whoever else looks. Its samples come to `add`. */
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

import { computed, computedStruct, makeAutoObservable } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { memory } from '#shared/format/bytes.ts';
import { type StateShape, stateShape } from '#shared/format/container-status.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { wholePercent } from '#shared/format/percent.ts';
import type { ContainersStore } from '#renderer/stores/containers-store.ts';
import type { EventsStore } from '#renderer/stores/events-store.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';
import type { StatsStore } from '#renderer/stores/stats-store.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';

export type AttentionReason = 'unhealthy' | 'restarting' | 'failed' | 'memory';

/** What needs attention, why, and since when (ms). */
export interface Attention {
  /** The same for as long as the condition lasts, so that a dismissal holds until it happens anew. */
  readonly key: string;
  readonly reason: AttentionReason;
  readonly container: Container;
  readonly shape: StateShape;
  /** Follows the name: "exited with code 1". */
  readonly words: string;
  readonly since: number | undefined;
}

/** Design section 4: exit code not 0 within 24 h; 3 restarts in 10 min; memory over 90 % of its limit for 30 s. */
const FAILED_MS = 24 * 3_600_000;
const RESTARTS = 3;
const RESTARTS_MS = 600_000;
const MEMORY_PERCENT = 90;
const MEMORY_MS = 30_000;
/** "26 min" and conditions that end with time are looked at anew this often. */
const RENEW_MS = 10_000;
/** Dismissals that are kept; the oldest leave. */
const MOST_DISMISSED = 200;

/** Starts after an exit within the last 10 min, and the last of them (ms). */
interface Restarts {
  readonly count: number;
  readonly lastAt: number | undefined;
}

/** Over the share of its limit since `since` (ms), without a break. */
interface NearLimit {
  readonly newest: StatsSample;
  readonly since: number;
}

/**
 * What needs attention: conditions of containers, worst first, without what was dismissed. The one rule for Overview, for
 * the tab of the list and for its count. Memory is known while somebody has the sweep open.
 */
export class AttentionStore {
  /** What depends on time alone changes by nothing else. */
  now: number;
  readonly #containers: ContainersStore;
  readonly #events: EventsStore;
  readonly #stats: StatsStore;
  readonly #settings: SettingsStore;
  readonly #visibility: Visibility;
  readonly #clock: Clock;

  constructor(
    sources: {
      containers: ContainersStore;
      events: EventsStore;
      stats: StatsStore;
      settings: SettingsStore;
      visibility: Visibility;
    },
    clock: Clock,
  ) {
    this.#containers = sources.containers;
    this.#events = sources.events;
    this.#stats = sources.stats;
    this.#settings = sources.settings;
    this.#visibility = sources.visibility;
    this.#clock = clock;
    this.now = clock.now();
    makeAutoObservable<this, 'restarts' | 'nearLimit'>(this, {
      ids: computedStruct,
      restarts: computed,
      nearLimit: computedStruct,
    });
  }

  /** Renews what depends on time while it is looked at. */
  open(): Disposable {
    return whileVisible(this.#visibility, () => {
      let timer: Disposable;
      const tick = (): void => {
        this.renew();
        timer = this.#clock.after(RENEW_MS, tick);
      };
      tick();
      return toDisposable(() => timer.dispose());
    });
  }

  renew(): void {
    this.now = this.#clock.now();
  }

  /** Every condition there is, dismissed or not, by its container's id. */
  get conditions(): ReadonlyMap<string, Attention> {
    const found = new Map<string, Attention>();
    for (const container of this.#containers.sorted) {
      const one = this.#of(container);
      if (one) found.set(container.id, one);
    }
    return found;
  }

  get all(): readonly Attention[] {
    const dismissed = new Set(this.#settings.value.dismissed);
    const found = [...this.conditions.values()].filter(({ key }) => !dismissed.has(key));
    return found.sort((a, b) => RANK[a.reason] - RANK[b.reason] || (b.since ?? 0) - (a.since ?? 0));
  }

  /** The containers of `all`. */
  get ids(): ReadonlySet<string> {
    return new Set(this.all.map(({ container }) => container.id));
  }

  dismiss(items: readonly Attention[]): void {
    const keys = items.map(({ key }) => key);
    const before = this.#settings.value.dismissed.filter((key) => !keys.includes(key));
    void this.#settings.set({ dismissed: [...before, ...keys].slice(-MOST_DISMISSED) });
  }

  #of(container: Container): Attention | undefined {
    const shape = stateShape(container);
    const base = { container, shape };
    const { count: restarts, lastAt } = this.restarts.get(container.id) ?? { count: 0, lastAt: undefined };
    const startedAt = Date.parse(container.startedAt ?? '') || undefined;
    const finishedAt = Date.parse(container.finishedAt ?? '') || undefined;
    if (restarts >= RESTARTS || shape === 'restarting') {
      const count = restarts >= RESTARTS ? restarts : (container.restartCount ?? 0);
      const often =
        restarts >= RESTARTS ? `restarted ${restarts} times in 10 minutes` : `restarted ${plural(count, 'time')}`;
      const exit =
        container.exitCode === undefined || container.exitCode === 0 ? '' : `. Last exit: code ${container.exitCode}`;
      const text = count === 0 ? 'is restarting' : often;
      return {
        ...base,
        key: `restarting ${container.id} ${container.createdAt}`,
        reason: 'restarting',
        words: text + exit,
        since: lastAt ?? finishedAt,
      };
    }
    if (shape === 'unhealthy') {
      const text = 'is unhealthy: its health check fails';
      return {
        ...base,
        key: `unhealthy ${container.id} ${container.startedAt}`,
        reason: 'unhealthy',
        words: text,
        since: startedAt,
      };
    }
    if (shape === 'failed' && (finishedAt === undefined || this.now - finishedAt < FAILED_MS)) {
      const key = `failed ${container.id} ${container.finishedAt}`;
      return { ...base, key, reason: 'failed', words: failedWords(container), since: finishedAt };
    }
    return this.#memoryOf(container);
  }

  /**
   * As Docker's events tell, by container. One pass over all: this is read anew with each event, and a pass for each of
   * 1,000 containers would show.
   */
  private get restarts(): ReadonlyMap<string, Restarts> {
    const from = this.now - RESTARTS_MS;
    const exits = new Map<string, number>();
    const found = new Map<string, Restarts>();
    for (const { id, type, action, time } of this.#events.recent) {
      if (type !== 'container' || Date.parse(time) < from) continue;
      // A stop or a kill by hand is nothing to worry about.
      if (action === 'stop' || action === 'kill') exits.set(id, -1);
      else if (action === 'die') exits.set(id, (exits.get(id) ?? 0) + 1);
      else if (action === 'start') {
        if ((exits.get(id) ?? 0) > 0) {
          found.set(id, { count: (found.get(id)?.count ?? 0) + 1, lastAt: Date.parse(time) });
        }
        exits.set(id, 0);
      }
    }
    return found;
  }

  /** Those whose newest samples are all over the share, in one pass too: a sample of the sweep comes many times a second. */
  private get nearLimit(): ReadonlyMap<string, NearLimit> {
    const found = new Map<string, NearLimit>();
    for (const sample of this.#stats.sweepRecent) {
      if ((sample.memoryPercent ?? 0) <= MEMORY_PERCENT) found.delete(sample.container);
      else {
        const since = found.get(sample.container)?.since ?? Date.parse(sample.time);
        found.set(sample.container, { newest: sample, since });
      }
    }
    for (const [id, { newest, since }] of found) if (Date.parse(newest.time) - since < MEMORY_MS) found.delete(id);
    return found;
  }

  #memoryOf(container: Container): Attention | undefined {
    const near = container.state === 'running' ? this.nearLimit.get(container.id) : undefined;
    if (!near) return undefined;
    const { newest, since } = near;
    const limit = memory(newest.memoryLimitBytes);
    const text = `uses ${words(memory(newest.memoryBytes))} of ${words(limit)} memory, ${words(wholePercent(newest.memoryPercent))} of its limit`;
    return {
      container,
      shape: 'unhealthy',
      key: `memory ${container.id} ${container.startedAt}`,
      reason: 'memory',
      words: text,
      since,
    };
  }
}

const RANK: Record<AttentionReason, number> = { restarting: 0, unhealthy: 1, memory: 2, failed: 3 };

function failedWords({ outOfMemory, exitCode, state }: Container): string {
  if (outOfMemory) return 'was killed because it ran out of memory';
  if (state === 'dead') return 'is dead: Docker could not remove it';
  return exitCode === undefined ? 'failed' : `exited with code ${exitCode}`;
}

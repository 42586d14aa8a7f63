import { makeAutoObservable } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { Container } from '#shared/contract/containers.ts';
import { memory } from '#shared/format/bytes.ts';
import { ATTENTION_MS, type StateShape, stateShape } from '#shared/format/container-status.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { wholePercent } from '#shared/format/percent.ts';
import type { ContainersStore } from '#renderer/stores/containers-store.ts';
import type { EventsStore } from '#renderer/stores/events-store.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';
import type { StatsStore } from '#renderer/stores/stats-store.ts';

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

/** Design section 4: 3 restarts in 10 min; memory over 90 % of its limit for 30 s. */
const RESTARTS = 3;
const RESTARTS_MS = 600_000;
const MEMORY_PERCENT = 90;
const MEMORY_MS = 30_000;
/** Dismissals that are kept; the oldest leave. */
const MOST_DISMISSED = 200;

/** The list "Needs attention": conditions of containers, worst first, without what was dismissed. */
export class AttentionStore {
  /** Renewed by the one who shows it: what depends on time alone changes by nothing else. */
  now: number;
  readonly #containers: ContainersStore;
  readonly #events: EventsStore;
  readonly #stats: StatsStore;
  readonly #settings: SettingsStore;
  readonly #clock: Clock;

  constructor(
    sources: { containers: ContainersStore; events: EventsStore; stats: StatsStore; settings: SettingsStore },
    clock: Clock,
  ) {
    this.#containers = sources.containers;
    this.#events = sources.events;
    this.#stats = sources.stats;
    this.#settings = sources.settings;
    this.#clock = clock;
    this.now = clock.now();
    makeAutoObservable(this);
  }

  renew(): void {
    this.now = this.#clock.now();
  }

  get all(): readonly Attention[] {
    const dismissed = new Set(this.#settings.value.dismissed);
    const found = this.#containers.sorted.flatMap((container) => {
      const one = this.#of(container);
      return one && !dismissed.has(one.key) ? [one] : [];
    });
    return found.sort((a, b) => RANK[a.reason] - RANK[b.reason] || (b.since ?? 0) - (a.since ?? 0));
  }

  dismiss(items: readonly Attention[]): void {
    const keys = items.map(({ key }) => key);
    const before = this.#settings.value.dismissed.filter((key) => !keys.includes(key));
    void this.#settings.set({ dismissed: [...before, ...keys].slice(-MOST_DISMISSED) });
  }

  #of(container: Container): Attention | undefined {
    const shape = stateShape(container);
    const base = { container, shape };
    const { restarts, lastAt } = this.#restarts(container);
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
    if (shape === 'failed' && (finishedAt === undefined || this.now - finishedAt < ATTENTION_MS)) {
      const key = `failed ${container.id} ${container.finishedAt}`;
      return { ...base, key, reason: 'failed', words: failedWords(container), since: finishedAt };
    }
    return this.#memoryOf(container);
  }

  /** Starts after an exit within the last 10 min, as Docker's events tell. */
  #restarts({ id }: Container): { restarts: number; lastAt: number | undefined } {
    const from = this.now - RESTARTS_MS;
    let exits = 0;
    let restarts = 0;
    let lastAt: number | undefined;
    for (const { id: of, type, action, time } of this.#events.recent) {
      if (of !== id || type !== 'container' || Date.parse(time) < from) continue;
      // A stop or a kill by hand is nothing to worry about.
      if (action === 'stop' || action === 'kill') exits = -1;
      else if (action === 'die') exits += 1;
      else if (action === 'start') {
        if (exits > 0) {
          restarts += 1;
          lastAt = Date.parse(time);
        }
        exits = 0;
      }
    }
    return { restarts, lastAt };
  }

  #memoryOf(container: Container): Attention | undefined {
    if (container.state !== 'running') return undefined;
    const own = this.#stats.sweepRecent.filter((sample) => sample.container === container.id);
    const newest = own.at(-1);
    if ((newest?.memoryPercent ?? 0) <= MEMORY_PERCENT || !newest) return undefined;
    const below = own.findLastIndex(({ memoryPercent }) => (memoryPercent ?? 0) <= MEMORY_PERCENT);
    const first = own[below + 1] ?? newest;
    if (Date.parse(newest.time) - Date.parse(first.time) < MEMORY_MS) return undefined;
    const limit = memory(newest.memoryLimitBytes);
    const text = `uses ${words(memory(newest.memoryBytes))} of ${words(limit)} memory, ${words(wholePercent(newest.memoryPercent))} of its limit`;
    return {
      container,
      shape: 'unhealthy',
      key: `memory ${container.id} ${container.startedAt}`,
      reason: 'memory',
      words: text,
      since: Date.parse(first.time),
    };
  }
}

const RANK: Record<AttentionReason, number> = { restarting: 0, unhealthy: 1, memory: 2, failed: 3 };

function failedWords({ outOfMemory, exitCode, state }: Container): string {
  if (outOfMemory) return 'was killed because it ran out of memory';
  if (state === 'dead') return 'is dead: Docker could not remove it';
  return exitCode === undefined ? 'failed' : `exited with code ${exitCode}`;
}

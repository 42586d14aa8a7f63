import type { Container } from '#shared/contract/containers.ts';
import type { DockerEvent } from '#shared/contract/events.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { memory } from '#shared/format/bytes.ts';
import { type StateShape, stateShape } from '#shared/format/container-status.ts';
import { wholePercent } from '#shared/format/percent.ts';
import { plural, words } from '#shared/format/quantity.ts';

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

/** Starts after an exit within the last 10 min, and the last of them (ms). */
export interface Restarts {
  readonly count: number;
  readonly lastAt: number | undefined;
}

/** Over the share of its limit since `since` (ms), without a break. */
export interface NearLimit {
  readonly newest: StatsSample;
  readonly since: number;
}

/** What the rule looks at beside the container itself, by container id. */
export interface AttentionFacts {
  readonly restarts: ReadonlyMap<string, Restarts>;
  readonly nearLimit: ReadonlyMap<string, NearLimit>;
  /** Wall clock ms. */
  readonly now: number;
}

/** Why a container needs attention, or undefined. The one rule for Overview, for the list's tab and for the tray. */
export function attentionOf(container: Container, facts: AttentionFacts): Attention | undefined {
  const shape = stateShape(container);
  const base = { container, shape };
  const { count: restarts, lastAt } = facts.restarts.get(container.id) ?? { count: 0, lastAt: undefined };
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
  if (shape === 'failed' && (finishedAt === undefined || facts.now - finishedAt < FAILED_MS)) {
    const key = `failed ${container.id} ${container.finishedAt}`;
    return { ...base, key, reason: 'failed', words: failedWords(container), since: finishedAt };
  }
  return memoryOf(container, facts.nearLimit);
}

/** What was not dismissed, worst first. */
export function inOrder(found: Iterable<Attention>, dismissed: readonly string[]): Attention[] {
  const away = new Set(dismissed);
  const left = [...found].filter(({ key }) => !away.has(key));
  return left.sort((a, b) => RANK[a.reason] - RANK[b.reason] || (b.since ?? 0) - (a.since ?? 0));
}

/**
 * As Docker's events tell (oldest first), by container. One pass over all: this is read anew with each event, and a pass
 * for each of 1,000 containers would show.
 */
export function restartsIn(events: Iterable<DockerEvent>, now: number): ReadonlyMap<string, Restarts> {
  const from = now - RESTARTS_MS;
  const exits = new Map<string, number>();
  const found = new Map<string, Restarts>();
  for (const { id, type, action, time } of events) {
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

/**
 * Those whose newest samples are all over the share (oldest first), in one pass too: a sample of the sweep comes many times
 * a second.
 */
export function nearLimitIn(samples: Iterable<StatsSample>): ReadonlyMap<string, NearLimit> {
  const found = new Map<string, NearLimit>();
  for (const sample of samples) {
    if ((sample.memoryPercent ?? 0) <= MEMORY_PERCENT) found.delete(sample.container);
    else {
      const since = found.get(sample.container)?.since ?? Date.parse(sample.time);
      found.set(sample.container, { newest: sample, since });
    }
  }
  for (const [id, { newest, since }] of found) if (Date.parse(newest.time) - since < MEMORY_MS) found.delete(id);
  return found;
}

function memoryOf(container: Container, nearLimit: AttentionFacts['nearLimit']): Attention | undefined {
  const near = container.state === 'running' ? nearLimit.get(container.id) : undefined;
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

const RANK: Record<AttentionReason, number> = { restarting: 0, unhealthy: 1, memory: 2, failed: 3 };

function failedWords({ outOfMemory, exitCode, state }: Container): string {
  if (outOfMemory) return 'was killed because it ran out of memory';
  if (state === 'dead') return 'is dead: Docker could not remove it';
  return exitCode === undefined ? 'failed' : `exited with code ${exitCode}`;
}

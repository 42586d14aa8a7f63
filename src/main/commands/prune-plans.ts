import { isEngineAway } from '#main/engine/engine-error.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { PruneItem, PruneResult } from '#shared/contract/prune.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** Somebody reads the list before they say yes; after this they should read a new one. */
const HELD_MS = 600_000;
/** Nobody reads more than a few at once. */
const MOST = 50;

interface Held<T extends PruneItem> {
  readonly kind: string;
  readonly engine: unknown;
  readonly items: readonly T[];
  readonly madeAt: number;
}

/**
 * What was shown before a prune, so that what was shown is what runs: a prune names a plan, and nothing that the plan
 * does not hold can go, whatever else has become prunable. A plan belongs to one engine and is good once.
 */
export class PrunePlans<T extends PruneItem> {
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #plans = new Map<string, Held<T>>();

  constructor(clock: Clock, newId: () => string) {
    this.#clock = clock;
    this.#newId = newId;
  }

  /** `engine`: the connected engine itself, for another one may answer to its name by then. */
  hold(kind: string, engine: unknown, items: readonly T[]): string {
    const [oldest] = this.#plans.keys();
    if (this.#plans.size >= MOST && oldest !== undefined) this.#plans.delete(oldest);
    const plan = this.#newId();
    this.#plans.set(plan, { kind, engine, items, madeAt: this.#clock.now() });
    return plan;
  }

  /** Takes the plan out. Throws `conflict` (plan_stale) for one that is not held, too old, or of another engine or kind. */
  take(kind: string, engine: unknown, plan: string): readonly T[] {
    const held = this.#plans.get(plan);
    const isGood =
      held !== undefined && held.kind === kind && held.engine === engine && this.#clock.now() - held.madeAt <= HELD_MS;
    if (!isGood)
      throw new AppError('conflict', 'This list of what would go is out of date.', {
        reason: 'plan_stale',
        hint: 'Nothing was removed. Look at a new list.',
      });
    this.#plans.delete(plan);
    return held.items;
  }
}

/**
 * Removes what was planned, one after another; `whyNot`: what speaks against one of them that was not so when the plan was
 * made. Never throws for one of them alone.
 */
export async function pruneOneByOne<T extends PruneItem>(
  planned: readonly T[],
  whyNot: (item: T) => string | undefined,
  remove: (item: T) => Promise<unknown>,
): Promise<PruneResult> {
  const removed: T[] = [];
  const skipped: { id: string; reason: string }[] = [];
  for (const [at, item] of planned.entries()) {
    try {
      const reason = whyNot(item) ?? (await whyRefused(() => remove(item)));
      if (reason === undefined) removed.push(item);
      else skipped.push({ id: item.id, reason });
    } catch (thrown) {
      if (!isEngineAway(thrown) || removed.length === 0) throw thrown;
      skipped.push(...whenAway(planned.slice(at)));
      break;
    }
  }
  return {
    removed: removed.map(({ id }) => id),
    bytes: removed.reduce((sum, { bytes }) => sum + bytes, 0),
    skipped,
  };
}

/**
 * What is said of the rest where the engine went away in the middle of a prune: an error alone would leave unsaid what had
 * gone by then. Of the first of them nobody knows whether it went.
 */
export const whenAway = (rest: readonly { readonly id: string }[]): { id: string; reason: string }[] =>
  rest.map(({ id }, at) => ({
    id,
    reason:
      at === 0
        ? 'Docker went away while it was removed. Look whether it is there.'
        : 'Docker went away before its turn.',
  }));

async function whyRefused(remove: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await remove();
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || isEngineAway(thrown)) throw thrown;
    return thrown.code === 'not_found' ? 'It was gone already.' : thrown.message;
  }
}

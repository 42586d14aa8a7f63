import type { Container } from '#shared/contract/containers.ts';
import type { PruneItem } from '#shared/contract/prune.ts';

export type PlannedContainer = PruneItem;

/** What does not run and is not protected, the largest first. */
export function containersToPrune(
  containers: readonly Container[],
  sizes: ReadonlyMap<string, number>,
  held: ReadonlySet<string>,
): PlannedContainer[] {
  return containers
    .filter(({ id, state }) => !held.has(id) && isStopped(state))
    .map(({ id, name, state, exitCode, finishedAt, createdAt }) => ({
      id,
      name,
      bytes: sizes.get(id) ?? 0,
      lastUsedAt: finishedAt ?? createdAt,
      reason:
        state === 'created'
          ? 'Was never started.'
          : state === 'dead'
            ? 'Docker could not remove it before.'
            : `Ended with exit code ${exitCode ?? 0}.`,
    }))
    .sort((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name, 'en', { numeric: true }));
}

const isStopped = (state: Container['state']): boolean => state === 'exited' || state === 'created' || state === 'dead';

/** What speaks against it that was not so when the plan was made. */
export function whyNotPruned(now: Container | undefined): string | undefined {
  if (!now) return 'It was gone already.';
  return isStopped(now.state) ? undefined : 'It was started since.';
}

import type { Container } from '#shared/contract/containers.ts';
import type { PruneItem, PruneResult } from '#shared/contract/prune.ts';
import { AppError } from '#shared/protocol/errors.ts';

export type PlannedContainer = PruneItem;

/** What does not run and is not protected, the largest first. */
export function containersToPrune(
  containers: readonly Container[],
  sizes: ReadonlyMap<string, number>,
  held: ReadonlySet<string>,
): PlannedContainer[] {
  return containers
    .filter(({ id, state }) => !held.has(id) && (state === 'exited' || state === 'created' || state === 'dead'))
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

/** One by one; `remove` says why not. Never throws for one of them alone. */
export async function pruneContainers(
  planned: readonly PlannedContainer[],
  remove: (id: string) => Promise<string | undefined>,
): Promise<PruneResult> {
  const removed: PlannedContainer[] = [];
  const skipped: { id: string; reason: string }[] = [];
  for (const item of planned) {
    const reason = await remove(item.id).catch(whyNot);
    if (reason === undefined) removed.push(item);
    else skipped.push({ id: item.id, reason });
  }
  return {
    removed: removed.map(({ id }) => id),
    bytes: removed.reduce((sum, { bytes }) => sum + bytes, 0),
    skipped,
  };
}

function whyNot(thrown: unknown): string {
  if (!(thrown instanceof AppError) || thrown.code === 'engine_unavailable' || thrown.code === 'timeout') throw thrown;
  return thrown.code === 'not_found' ? 'It was gone already.' : thrown.message;
}

import { pruneOneByOne } from '#main/commands/prune-plans.ts';
import { fromList } from '#main/engine/container-view.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { ListedVolume } from '#main/engine/volume-json.ts';
import { isAnonymous, mountersOf } from '#main/engine/volume-view.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { PruneItem, PruneResult } from '#shared/contract/prune.ts';

/** With the time it was made at: another one may have its name by then. */
export interface PlannedVolume extends PruneItem {
  readonly createdAt: string;
}

type Users = ReadonlyMap<string, readonly Container[]>;

/** What each volume takes, by its name; those of drivers that do not say are left out. Costs the engine up to seconds. */
export async function volumeSizes(engine: Engine, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const { Volumes } = await engine.diskUse(signal);
  return new Map(
    Volumes.flatMap(({ Name, UsageData }) =>
      UsageData && UsageData.Size >= 0 ? [[Name, UsageData.Size] as const] : [],
    ),
  );
}

/** What no container mounts, not even a stopped one, the largest first. */
export function volumesToPrune(
  volumes: readonly ListedVolume[],
  users: Users,
  sizes: ReadonlyMap<string, number>,
  which: 'named' | 'anonymous',
): PlannedVolume[] {
  return volumes
    .filter((one) => !users.has(one.Name) && isAnonymous(one) === (which === 'anonymous'))
    .map(({ Name, CreatedAt }) => ({
      id: Name,
      name: Name,
      createdAt: CreatedAt,
      bytes: sizes.get(Name) ?? 0,
      reason: sizes.has(Name) ? 'No container mounts it.' : 'No container mounts it. Its size is not known.',
    }))
    .sort((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** Removes what was planned, one by one, and looks at each once more before. Never throws for one of them alone. */
export async function pruneVolumes(
  engine: Engine,
  planned: readonly PlannedVolume[],
  signal: AbortSignal,
  held: ReadonlySet<string>,
): Promise<PruneResult> {
  const now = new Map((await engine.volumes.list(signal)).map((one) => [one.Name, one]));
  // Asked anew: the list that is kept up by events may be a moment behind.
  const users = mountersOf((await engine.list(signal)).map(fromList));
  return pruneOneByOne(
    planned,
    (item) => (held.has(item.id) ? 'It was protected since.' : whyNot(item, now.get(item.id), users)),
    ({ id }) => engine.volumes.remove(id, signal),
  );
}

/** What speaks against it that was not so when the plan was made. */
function whyNot(item: PlannedVolume, now: ListedVolume | undefined, users: Users): string | undefined {
  if (!now) return 'It was gone already.';
  const user = users.get(item.id)?.[0];
  if (user) return `The container ${user.name} mounts it since.`;
  return now.CreatedAt === item.createdAt ? undefined : 'It was removed and made anew since.';
}

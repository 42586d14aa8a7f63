import { fromList } from '#main/engine/container-view.ts';
import { whenAway } from '#main/commands/prune-plans.ts';
import { isEngineAway } from '#main/engine/engine-error.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { ListedImage } from '#main/engine/image-json.ts';
import { groupedBy } from '#shared/base/grouped-by.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { PruneItem, PruneResult } from '#shared/contract/prune.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** With the names that the image had when the plan was made: one that got another since is another matter. */
export interface PlannedImage extends PruneItem {
  readonly tags: readonly string[];
}

type Users = ReadonlyMap<string, readonly Container[]>;

/** Which containers are made from an image, by its id. */
export const usersOf = (containers: readonly Container[]): Map<string, Container[]> =>
  groupedBy(containers, ({ imageId }) => [imageId]);

/** What each image shares with others, by its id. Costs the engine up to seconds. */
export async function sharedSizes(engine: Engine, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const { Images } = await engine.diskUse(signal);
  return new Map(Images.flatMap(({ Id, SharedSize }) => (SharedSize >= 0 ? [[Id, SharedSize] as const] : [])));
}

/** An image that a stopped container was made from is in use: without it the container could never be made anew. */
export function imagesToPrune(
  images: readonly ListedImage[],
  users: Users,
  shared: ReadonlyMap<string, number>,
  which: 'dangling' | 'unused',
): PlannedImage[] {
  return images
    .filter(({ Id, RepoTags }) => !users.has(Id) && (which === 'unused' || RepoTags.length === 0))
    .map(({ Id, RepoTags, Size }) => ({
      id: Id,
      name: RepoTags[0] ?? Id.slice(7, 19),
      tags: RepoTags,
      bytes: Math.max(0, Size - (shared.get(Id) ?? 0)),
      reason: RepoTags.length === 0 ? 'Has no name, and no container uses it.' : 'No container uses it.',
    }))
    .sort((a, b) => b.bytes - a.bytes);
}

/** Removes what was planned, one by one, and looks at each once more before. Never throws for one of them alone. */
export async function pruneImages(
  engine: Engine,
  planned: readonly PlannedImage[],
  signal: AbortSignal,
): Promise<PruneResult> {
  const before = await layersOf(engine, signal);
  const now = new Map((await engine.images.list(signal)).map((image) => [image.Id, image]));
  // Asked anew: the list that is kept up by events may be a moment behind.
  const users = usersOf((await engine.list(signal)).map(fromList));
  const skipped = new Map<string, string>();
  // The newest first: what is built upon another goes before it.
  const order = [...planned].sort((a, b) => (now.get(b.id)?.Created ?? 0) - (now.get(a.id)?.Created ?? 0));
  for (const [at, item] of order.entries()) {
    try {
      const reason = whyNot(item, now.get(item.id), users) ?? (await removeOne(engine, item, signal));
      if (reason !== undefined) skipped.set(item.id, reason);
    } catch (thrown) {
      const done = order.slice(0, at).filter(({ id }) => !skipped.has(id));
      if (!isEngineAway(thrown) || done.length === 0) throw thrown;
      for (const { id, reason } of whenAway(order.slice(at))) skipped.set(id, reason);
      return {
        removed: done.map(({ id }) => id),
        bytes: done.reduce((sum, { bytes }) => sum + bytes, 0),
        skipped: [...skipped].map(([id, reason]) => ({ id, reason })),
      };
    }
  }
  const left = new Set((await engine.images.list(signal)).map(({ Id }) => Id));
  const removed = planned.filter(({ id }) => !left.has(id) && !skipped.has(id));
  const after = await layersOf(engine, signal);
  const freed = before !== undefined && after !== undefined ? Math.max(0, before - after) : undefined;
  return {
    removed: removed.map(({ id }) => id),
    bytes: freed ?? removed.reduce((sum, { bytes }) => sum + bytes, 0),
    skipped: planned.flatMap(({ id }) => {
      const reason = skipped.get(id) ?? (left.has(id) ? 'Docker keeps it: another image is built upon it.' : undefined);
      return reason === undefined ? [] : [{ id, reason }];
    }),
  };
}

/** What speaks against it that was not so when the plan was made. */
function whyNot(item: PlannedImage, now: ListedImage | undefined, users: Users): string | undefined {
  if (!now) return 'It was gone already.';
  const user = users.get(item.id)?.[0];
  if (user) return `The container ${user.name} was made from it since.`;
  const another = now.RepoTags.find((tag) => !item.tags.includes(tag));
  return another === undefined ? undefined : `It got the name ${another} since.`;
}

/** By its names, never by force: so Docker itself refuses what came into use in this very moment. */
async function removeOne(engine: Engine, item: PlannedImage, signal: AbortSignal): Promise<string | undefined> {
  try {
    for (const ref of item.tags.length > 0 ? item.tags : [item.id])
      await engine.images.remove(ref, { isForced: false }, signal);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || isEngineAway(thrown)) throw thrown;
    // Its names are gone, and with the last one it went: as was wished.
    return thrown.code === 'not_found' ? undefined : thrown.message;
  }
}

/** All layers together; undefined where the engine does not say in time. */
async function layersOf(engine: Engine, signal: AbortSignal): Promise<number | undefined> {
  try {
    return (await engine.diskUse(signal)).LayersSize;
  } catch {
    return undefined;
  }
}

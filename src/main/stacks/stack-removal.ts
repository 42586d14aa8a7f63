import type { Container } from '#shared/contract/containers.ts';
import type { ProtectedThings } from '#shared/contract/container-edit.ts';
import type { PruneItem, PruneResult } from '#shared/contract/prune.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { ContainerCare } from '#main/containers/container-care.ts';
import { isEngineAway } from '#main/engine/engine-error.ts';
import type { Engine } from '#main/engine/engine.ts';
import { PROJECT } from '#main/stacks/service-states.ts';

const REMOVAL_KINDS = ['container', 'network', 'volume', 'target'] as const;
export interface RemovalItem extends PruneItem {
  readonly kind: (typeof REMOVAL_KINDS)[number];
}

interface Asked {
  readonly engine: Engine;
  readonly name: string;
  readonly signal: AbortSignal;
}

const STAYS = 'It is protected, and stays.';

/** All that belongs to a stack, in the order in which it can go. `sizes`: of volumes by name, where they are known. */
export async function stackItems(
  { engine, name, signal }: Asked,
  containers: readonly Container[],
  sizes: ReadonlyMap<string, number>,
  { hasTarget, held }: { hasTarget: boolean; held: ProtectedThings },
): Promise<RemovalItem[]> {
  const [networks, volumes] = await Promise.all([engine.networks.list(signal), engine.volumes.list(signal)]);
  const own = <T extends { Labels: Readonly<Record<string, string>> }>(all: readonly T[]): T[] =>
    all.filter(({ Labels }) => Labels[PROJECT] === name);
  return [
    ...containers
      .filter(({ stack }) => stack === name)
      .map(({ id, name: shown, state }) =>
        item(
          'container',
          id,
          shown,
          held.containers.includes(id)
            ? STAYS
            : state === 'running'
              ? 'It runs, and is stopped first.'
              : 'It does not run.',
        ),
      ),
    ...own(networks).map(({ Id, Name }) => item('network', Id, Name, 'It was made for this stack.')),
    ...own(volumes).map(({ Name }) =>
      held.volumes.includes(Name)
        ? item('volume', Name, Name, STAYS)
        : item('volume', Name, Name, 'It holds data of this stack, which goes for good.', sizes.get(Name)),
    ),
    ...(hasTarget ? [item('target', 'target', name, 'The target with its history, as Quayside keeps it.')] : []),
  ];
}

const item = (kind: RemovalItem['kind'], id: string, name: string, reason: string, bytes = 0): RemovalItem => ({
  kind,
  id,
  name,
  bytes,
  reason,
});

/** Removes these and nothing else; what could not go is told with its reason. */
export async function removeItems(
  { engine, signal }: Asked,
  items: readonly RemovalItem[],
  care: Pick<ContainerCare, 'protection'>,
  removeTarget: () => void,
): Promise<PruneResult> {
  const result: PruneResult = { removed: [], bytes: 0, skipped: [] };
  let away: AppError | undefined;
  const tryOne = async (one: RemovalItem, remove: () => Promise<void>): Promise<void> => {
    try {
      await remove();
      result.removed.push(one.id);
      result.bytes += one.bytes;
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      if (thrown.code === 'not_found') result.skipped.push({ id: one.id, reason: 'It was gone already.' });
      else if (isEngineAway(thrown)) {
        away ??= thrown;
        result.skipped.push({
          id: one.id,
          reason: 'Docker went away before it said that this is gone. Look whether it is.',
        });
      } else result.skipped.push({ id: one.id, reason: thrown.message });
    }
  };
  const of = (kind: RemovalItem['kind']): RemovalItem[] => items.filter((one) => one.kind === kind);
  const protect = care.protection;
  // Their graces run side by side.
  await Promise.all(
    of('container').map((one) =>
      tryOne(one, async () => {
        await protect.needContainer(one.id, one.name);
        await engine.stop(one.id, {}, signal);
        await engine.containers.remove(one.id, { isForced: true, volumes: false }, signal);
      }),
    ),
  );
  for (const one of of('network')) await tryOne(one, () => engine.networks.remove(one.id, signal));
  for (const one of of('volume'))
    await tryOne(one, async () => {
      await protect.needVolume(engine.endpoint, one.name);
      await engine.volumes.remove(one.name, signal);
    });
  // With nothing gone it is a plain error; else an error alone would leave unsaid what had gone by then.
  if (away && result.removed.length === 0) throw away;
  // Without its target nobody could finish what is left of it.
  for (const one of of('target'))
    await tryOne(one, () => {
      if (away) throw new AppError('conflict', 'It is kept, for not all of the stack is gone.');
      return Promise.resolve(removeTarget());
    });
  return result;
}

import { pruneOneByOne } from '#main/commands/prune-plans.ts';
import { fromList } from '#main/engine/container-view.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { ListedNetwork } from '#main/engine/network-json.ts';
import { containersByNetwork, isPredefined } from '#main/engine/network-view.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { PruneItem, PruneResult } from '#shared/contract/prune.ts';

/** What no container is in, not even a stopped one: Docker would take that too, and the container could not start again. */
export function networksToPrune(
  networks: readonly ListedNetwork[],
  members: ReadonlyMap<string, readonly Container[]>,
): PruneItem[] {
  return networks
    .filter((one) => !isPredefined(one) && !one.Ingress && !one.ConfigOnly && !members.has(one.Name))
    .map(({ Id, Name }) => ({ id: Id, name: Name, bytes: 0, reason: 'No container is in it.' }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** Removes what was planned, one by one, and looks at each once more before. Never throws for one of them alone. */
export async function pruneNetworks(
  engine: Engine,
  planned: readonly PruneItem[],
  signal: AbortSignal,
): Promise<PruneResult> {
  const now = new Set((await engine.networks.list(signal)).map(({ Id }) => Id));
  // Asked anew: the list that is kept up by events may be a moment behind.
  const members = containersByNetwork((await engine.list(signal)).map(fromList));
  return pruneOneByOne(
    planned,
    ({ id, name }) => {
      const first = members.get(name)?.[0];
      if (!now.has(id)) return 'It was gone already.';
      return first && `The container ${first.name} is in it since.`;
    },
    ({ id }) => engine.networks.remove(id, signal),
  );
}

// From Docker's words to the contract's `Volume`.
import { groupedBy } from '#shared/base/grouped-by.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { Volume } from '#shared/contract/volumes.ts';
import { mountedVolumes } from '#shared/list/mounted-volumes.ts';
import { maskLabels } from '#main/engine/mask.ts';
import type { ListedVolume } from '#main/engine/volume-json.ts';

/** Which containers mount a volume, by its name. */
export const mountersOf = (containers: readonly Container[]): Map<string, Container[]> =>
  groupedBy(containers, mountedVolumes);

/** Docker marks them since 23.0; before, their names alone give them away. */
export const isAnonymous = ({ Name, Labels }: ListedVolume): boolean =>
  'com.docker.volume.anonymous' in Labels || /^[0-9a-f]{64}$/.test(Name);

/** `sizes`: bytes by name, where they were asked for. */
export function volumeOf(
  listed: ListedVolume,
  users: ReadonlyMap<string, readonly Container[]>,
  sizes?: ReadonlyMap<string, number>,
): Volume {
  const createdAt = Date.parse(listed.CreatedAt);
  return {
    name: listed.Name,
    isAnonymous: isAnonymous(listed),
    driver: listed.Driver,
    mountpoint: listed.Mountpoint,
    scope: listed.Scope,
    ...(!Number.isNaN(createdAt) && { createdAt: new Date(createdAt).toISOString() }),
    sizeBytes: sizes?.get(listed.Name) ?? null,
    containers: (users.get(listed.Name) ?? []).map(({ id }) => id),
    labels: maskLabels(listed.Labels),
  };
}

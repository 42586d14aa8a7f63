import { groupedBy } from '#shared/base/grouped-by.ts';
import type { Container } from '#shared/contract/containers.ts';
import { mountedVolumes } from '#shared/list/mounted-volumes.ts';
import type { PrunePlan } from '#shared/contract/prune.ts';
import type { Volume } from '#shared/contract/volumes.ts';

const DAY = 86_400_000;
const MB = 1e6;

/** The volumes that the containers mount, some that nobody does, and one that Docker named itself. */
export function sampleVolumes(containers: readonly Container[], now: number, withSizes: boolean): Volume[] {
  const used = groupedBy(containers, mountedVolumes);
  const make = (name: string, users: readonly Container[], i: number, isAnonymous = false): Volume => ({
    name,
    isAnonymous,
    driver: 'local',
    mountpoint: `/var/lib/docker/volumes/${name}/_data`,
    scope: 'local',
    createdAt: new Date(now - (3 + i * 17) * DAY).toISOString(),
    sizeBytes: withSizes ? ((i * 937) % 4100) * MB : null,
    containers: users.map(({ id }) => id),
    labels: isAnonymous
      ? { 'com.docker.volume.anonymous': '' }
      : { 'com.docker.compose.project': name.split('_')[0] ?? '' },
  });
  const volumes = [...used].map(([name, users], i) => make(name, users, i + 1));
  volumes.push(...['shop_uploads-2024', 'obs_loki-old', 'scratch'].map((name, i) => make(name, [], 6 + i * 3)));
  volumes.push(make('4f1c09a7e2b85d3360'.padEnd(64, 'c'), [], 14, true));
  return volumes;
}

export const sampleVolumePlan = (volumes: readonly Volume[], which: string): PrunePlan => {
  const items = volumes
    .filter(({ containers, isAnonymous }) => containers.length === 0 && isAnonymous === (which === 'anonymous'))
    .map(({ name, sizeBytes }) => ({ id: name, name, bytes: sizeBytes ?? 0, reason: 'No container mounts it.' }));
  return { plan: 'plan', items, bytes: items.reduce((sum, { bytes }) => sum + bytes, 0) };
};

import type { Container } from '#shared/contract/containers.ts';
import type { Network, NetworkMember } from '#shared/contract/networks.ts';
import type { PrunePlan } from '#shared/contract/prune.ts';

const DAY = 86_400_000;

/** The networks that the containers are in, Docker's own, and two that nobody uses. */
export function sampleNetworks(containers: readonly Container[], now: number): Network[] {
  const names = new Set(containers.flatMap(({ networks }) => networks));
  const all = [...new Set([...names, 'bridge', 'host', 'none', 'old_default', 'lab'])].toSorted();
  return all.map((name, i) => {
    const isPredefined = ['bridge', 'host', 'none'].includes(name);
    const hasSubnet = name !== 'host' && name !== 'none';
    return {
      id: `${(i + 16).toString(16)}c07d1b55e`.padEnd(64, '4'),
      name,
      driver: name === 'none' ? 'null' : name === 'host' ? 'host' : 'bridge',
      scope: 'local',
      createdAt: new Date(now - (4 + i * 13) * DAY).toISOString(),
      isInternal: name.endsWith('_data'),
      isAttachable: false,
      hasIpv6: false,
      isPredefined,
      subnets: hasSubnet ? [{ subnet: `172.${17 + i}.0.0/16`, gateway: `172.${17 + i}.0.1` }] : [],
      containers: containers.filter(({ networks }) => networks.includes(name)).map(({ id }) => id),
      options: isPredefined && hasSubnet ? { 'com.docker.network.bridge.name': 'docker0' } : {},
      labels: isPredefined ? {} : { 'com.docker.compose.project': name.split('_')[0] ?? '' },
    };
  });
}

export const sampleMembers = (network: Network, containers: readonly Container[]): NetworkMember[] =>
  containers
    .filter(({ id }) => network.containers.includes(id))
    .map(({ id, name, state, service }, i) => {
      const begin = network.subnets[0]?.subnet.replace(/0\.0\/16$/, '0') ?? '';
      const isUp = state === 'running' && begin !== '';
      return {
        container: id,
        name,
        ...(isUp && { ipv4: `${begin}.${i + 2}`, mac: `02:42:ac:12:00:0${i + 2}` }),
        aliases: service === undefined ? [] : [name, service],
      };
    });

export const sampleNetworkPlan = (networks: readonly Network[]): PrunePlan => ({
  plan: 'plan',
  items: networks
    .filter(({ containers, isPredefined }) => containers.length === 0 && !isPredefined)
    .map(({ id, name }) => ({ id, name, bytes: 0, reason: 'No container is in it.' })),
  bytes: 0,
});

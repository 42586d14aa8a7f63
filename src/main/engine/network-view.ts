// From Docker's words to the contract's `Network`.
import { groupedBy } from '#shared/base/grouped-by.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { Network, NetworkMember } from '#shared/contract/networks.ts';
import type { InspectedContainer } from '#main/engine/engine-json.ts';
import { maskLabels } from '#main/engine/mask.ts';
import { type ListedNetwork, parseEndpoints } from '#main/engine/network-json.ts';

const PREDEFINED: ReadonlySet<string> = new Set(['bridge', 'host', 'none']);
/** Docker's own three, which nobody can remove. */
export const isPredefined = ({ Name, Scope }: ListedNetwork): boolean => PREDEFINED.has(Name) && Scope !== 'swarm';

/** Which containers are in a network, by its name. */
export const containersByNetwork = (containers: readonly Container[]): Map<string, Container[]> =>
  groupedBy(containers, ({ networks }) => networks);

/** `members`: containers by the name of their network. */
export function networkOf(listed: ListedNetwork, members: ReadonlyMap<string, readonly Container[]>): Network {
  const createdAt = Date.parse(listed.Created);
  return {
    id: listed.Id,
    name: listed.Name,
    driver: listed.Driver,
    scope: listed.Scope,
    ...(!Number.isNaN(createdAt) && { createdAt: new Date(createdAt).toISOString() }),
    isInternal: listed.Internal,
    isAttachable: listed.Attachable,
    hasIpv6: listed.EnableIPv6,
    isPredefined: isPredefined(listed),
    subnets: (listed.IPAM?.Config ?? [])
      .filter(({ Subnet }) => Subnet !== '')
      .map(({ Subnet, Gateway, IPRange }) => ({
        subnet: Subnet,
        // Docker writes some with the length of the subnet behind.
        ...(Gateway !== '' && { gateway: Gateway.replace(/\/\d+$/, '') }),
        ...(IPRange !== '' && { ipRange: IPRange }),
      })),
    containers: (members.get(listed.Name) ?? []).map(({ id }) => id),
    options: maskLabels(listed.Options),
    labels: maskLabels(listed.Labels),
  };
}

/** A container as it is in a network; undefined where it is not in it. Docker itself adds the beginning of its id to the aliases. */
export function memberOf(
  network: string,
  container: Container,
  inspect: InspectedContainer,
): NetworkMember | undefined {
  const endpoint = parseEndpoints(inspect, "a container's networks")[network];
  if (!endpoint) return undefined;
  const { IPAddress, GlobalIPv6Address, MacAddress, Aliases } = endpoint;
  const own = container.id.slice(0, 12);
  return {
    container: container.id,
    name: container.name,
    ...(IPAddress !== '' && { ipv4: IPAddress }),
    ...(GlobalIPv6Address !== '' && { ipv6: GlobalIPv6Address }),
    ...(MacAddress !== '' && { mac: MacAddress }),
    aliases: [...new Set(Aliases)].filter((alias) => alias !== own),
  };
}

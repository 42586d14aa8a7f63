import type { Clock } from '#shared/base/clock.ts';
import type { Network } from '#shared/contract/networks.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { FilterFields } from '#shared/list/filter-query.ts';
import type { ListSpec } from '#renderer/stores/list-spec.ts';
import { ListStore } from '#renderer/stores/list-store.ts';
import type { NetworkActsStore } from '#renderer/stores/network-acts-store.ts';
import type { NetworksStore } from '#renderer/stores/networks-store.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';

export type NetworkListStore = ListStore<Network>;

const has = (text: string, word: string): boolean => text.toLowerCase().includes(word);
const labels = (network: Network): string[] =>
  Object.entries(network.labels).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
const yesNo = (is: boolean): string[] => [is ? 'true' : 'false'];
const projectOf = (network: Network): string => network.labels['com.docker.compose.project'] ?? '';
const subnets = (network: Network): string[] => network.subnets.map(({ subnet }) => subnet);

/** The list of networks: how it is filtered, grouped and sorted. */
export function createNetworkList(
  stores: { networks: NetworksStore; networkActs: NetworkActsStore; settings: SettingsStore },
  clock: Clock,
): NetworkListStore {
  const { networks, networkActs, settings } = stores;
  const isUsed = (network: Network): boolean => networks.users.has(network.name);
  // Those of Docker itself always are there: they count neither as in use nor as unused for nothing.
  const isUnused = (network: Network): boolean => !isUsed(network) && !network.isPredefined;
  const names = (network: Network): string[] => networks.usersOf(network).map(({ name }) => name);
  const is = (of: (network: Network) => boolean): FilterFields<Network>[string] => ({
    has: (network, value) => yesNo(of(network)).some((word) => word.startsWith(value)),
    values: (network) => yesNo(of(network)),
  });
  const fields: FilterFields<Network> = {
    name: { has: ({ name }, value) => has(name, value), values: ({ name }) => [name] },
    driver: { has: ({ driver }, value) => has(driver, value), values: ({ driver }) => [driver] },
    subnet: {
      has: (network, value) => subnets(network).some((subnet) => has(subnet, value)),
      values: subnets,
      isMany: true,
    },
    internal: is(({ isInternal }) => isInternal),
    unused: is(isUnused),
    container: {
      has: (network, value) => names(network).some((name) => has(name, value)),
      values: names,
      isMany: true,
    },
    project: {
      has: (network, value) => has(projectOf(network), value),
      values: (network) => (projectOf(network) === '' ? [] : [projectOf(network)]),
    },
    label: {
      has: (network, value) => labels(network).some((label) => has(label, value)),
      values: labels,
      isMany: true,
    },
  };
  const spec: ListSpec<Network> = {
    name: 'networks',
    items: () => networks.sorted,
    idOf: ({ id }) => id,
    fields,
    hasWord: (network, word) =>
      has(network.name, word) ||
      subnets(network).some((subnet) => has(subnet, word)) ||
      names(network).some((name) => has(name, word)) ||
      labels(network).some((label) => has(label, word)),
    tabs: { used: isUsed, unused: isUnused },
    groupings: {
      project: { label: 'Project', of: projectOf, titleOf: (key) => key || 'No project' },
      driver: { label: 'Driver', of: ({ driver }) => driver, titleOf: (key) => key || 'No driver' },
    },
    startsUngrouped: true,
    columns: {
      name: { value: (network) => (network.isPredefined ? null : network.name) },
      driver: { value: ({ driver }) => driver },
      subnet: { value: (network) => subnets(network)[0] ?? null },
      used: { value: (network) => networks.usersOf(network).length, isBigFirst: true },
      internal: { value: ({ isInternal }) => Number(isInternal), isBigFirst: true },
      gateway: { value: (network) => network.subnets[0]?.gateway ?? null },
      scope: { value: ({ scope }) => scope },
      created: {
        value: ({ createdAt }) => (createdAt === undefined ? null : Date.parse(createdAt)),
        isBigFirst: true,
      },
      labels: { value: (network) => Object.keys(network.labels).length, isBigFirst: true },
    },
    sortedBy: 'name',
    hasNote: ({ id }) => networkActs.removals.failures.has(id),
  };
  return new ListStore(spec, settings, clock);
}

export const networkName = ({ name }: Network): string => visibleText(name);

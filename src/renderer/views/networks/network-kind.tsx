import type { Network } from '#shared/contract/networks.ts';
import { plural } from '#shared/format/quantity.ts';
import { networkName } from '#renderer/stores/network-list-store.ts';
import type { ResourceKind } from '#renderer/views/list/resource-kind.ts';
import { networkAddress, NetworkUsersCell, SubnetCell } from '#renderer/views/networks/network-cells.tsx';
import { NETWORK_COLUMNS } from '#renderer/views/networks/network-columns.tsx';
import { networkActs, type NetworkQuestion } from '#renderer/views/networks/network-menu.ts';

export const NETWORK_KIND: ResourceKind<Network, NetworkQuestion> = {
  title: 'Networks',
  noun: 'network',
  path: '/networks',
  icon: 'networks',
  columns: NETWORK_COLUMNS,
  keyOf: ({ id }) => id,
  nameOf: networkName,
  addressOf: ({ id }, tab) => networkAddress(id, tab),
  acts: networkActs,
  groupWords: ({ items }) => plural(items.length, 'network'),
  narrowWords: (network) => <NetworkUsersCell network={network} />,
  narrowFigure: (network) => <SubnetCell network={network} />,
  removal: {
    command: 'networks.remove',
    of: (stores) => stores.networkActs.removals,
    ask: (networks) => ({ kind: 'remove', networks }),
  },
};

import type { Network } from '#shared/contract/networks.ts';
import { NONE } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { ListGroup } from '#renderer/stores/list-spec.ts';
import type { Column } from '#renderer/ui/treegrid/column.ts';
import { AgoCell, LabelsCell } from '#renderer/views/list/cells.tsx';
import { NetworkNameCell, NetworkUsersCell, SubnetCell } from '#renderer/views/networks/network-cells.tsx';

/** Design section 4, Networks; those after internal are off until they are asked for. */
export const NETWORK_COLUMNS: readonly Column<Network, ListGroup<Network>>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 180,
    grow: 2,
    isName: true,
    isSortable: true,
    cell: (network) => <NetworkNameCell network={network} />,
  },
  {
    id: 'driver',
    title: 'Driver',
    width: 90,
    grow: 0.4,
    isSortable: true,
    cell: ({ driver }) => <span className="ell">{visibleText(driver)}</span>,
  },
  {
    id: 'subnet',
    title: 'Subnet',
    width: 130,
    grow: 1,
    isSortable: true,
    cell: (network) => <SubnetCell network={network} />,
  },
  {
    id: 'used',
    title: 'Containers',
    width: 130,
    grow: 1,
    isSortable: true,
    cell: (network) => <NetworkUsersCell network={network} />,
  },
  {
    id: 'internal',
    title: 'Internal',
    width: 88,
    isSortable: true,
    cell: ({ isInternal }) => (isInternal ? <span>Internal</span> : <span className="t3">{NONE}</span>),
  },
  {
    id: 'gateway',
    title: 'Gateway',
    width: 110,
    isExtra: true,
    isSortable: true,
    cell: ({ subnets: [first] }) => <span className="num">{first?.gateway ?? NONE}</span>,
  },
  {
    id: 'scope',
    title: 'Scope',
    width: 88,
    isExtra: true,
    isSortable: true,
    cell: ({ scope }) => <span className="ell">{visibleText(scope)}</span>,
  },
  {
    id: 'created',
    title: 'Created',
    width: 112,
    isExtra: true,
    isSortable: true,
    cell: ({ createdAt }) =>
      createdAt === undefined ? <span className="t3">{NONE}</span> : <AgoCell time={createdAt} />,
  },
  {
    id: 'labels',
    title: 'Labels',
    width: 160,
    isExtra: true,
    isSortable: true,
    cell: ({ labels }) => <LabelsCell labels={labels} />,
  },
];

import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import type { Network } from '#shared/contract/networks.ts';
import { NONE } from '#shared/format/quantity.ts';
import { networkName } from '#renderer/stores/network-list-store.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { UsersCell } from '#renderer/views/list/cells.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** By its id: Docker takes names that no address can hold, and the same name twice. */
export const networkAddress = (id: string, tab = 'members'): string => `/network/${id}/${tab}`;

export const NetworkNameCell = ({ network }: { network: Network }) => (
  <span className="nm">
    <Icon name="networks" className="t3" />
    <Link
      to={networkAddress(network.id)}
      tabIndex={-1}
      className="nm-link"
      aria-label={networkName(network)}
      title={networkName(network)}
    >
      <CutText text={network.name} />
    </Link>
    {network.isPredefined ? <span className="t3 small">Docker's own</span> : null}
  </span>
);

export function SubnetCell({ network: { subnets } }: { network: Network }) {
  const all = subnets.map(({ subnet }) => subnet).join(', ');
  return (
    <span className={all === '' ? 't3 num' : 'num ell'} title={all}>
      {all === '' ? NONE : all}
    </span>
  );
}

export const NetworkUsersCell = observer(function NetworkUsersCell({ network }: { network: Network }) {
  const { networks } = useStores();
  const users = networks.usersOf(network);
  if (users.length === 0 && network.isPredefined) return <span className="t3">{NONE}</span>;
  return <UsersCell users={users} />;
});

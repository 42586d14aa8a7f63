import { observer } from 'mobx-react-lite';
import type { Network } from '#shared/contract/networks.ts';
import { NONE } from '#shared/format/quantity.ts';
import { networkName } from '#renderer/stores/network-list-store.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { NameLinkCell, UsersCell } from '#renderer/views/list/cells.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** By its id: Docker takes names that no address can hold, and the same name twice. */
export const networkAddress = (id: string, tab = 'members'): string => `/network/${id}/${tab}`;

export const NetworkNameCell = ({ network }: { network: Network }) => (
  <NameLinkCell
    icon="networks"
    to={networkAddress(network.id)}
    name={networkName(network)}
    after={network.isPredefined ? <span className="t3 small">Docker's own</span> : null}
  >
    <CutText text={network.name} />
  </NameLinkCell>
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

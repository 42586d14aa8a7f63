import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import type { Network, NetworkMember } from '#shared/contract/networks.ts';
import { stateShape } from '#shared/format/container-status.ts';
import { NONE } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { memberKey } from '#renderer/stores/network-acts-store.ts';
import type { NetworkDetails } from '#renderer/stores/networks-store.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { TableHead } from '#renderer/ui/table-head.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/networks/networks.css';

const WORDS: Readonly<Record<string, string>> = {
  host: "They share this machine's own network: their ports are its ports.",
  none: 'They reach nobody, and nobody reaches them.',
};

/** The containers in a network, each with its addresses and the names that the others reach it by. */
export const NetworkMembers = observer(function NetworkMembers({
  network,
  details,
  error,
}: {
  network: Network;
  details: NetworkDetails | undefined;
  error: AppError | undefined;
}) {
  const { engine, session } = useStores();
  if (!details) return <Loading error={error} />;
  if (details.members.length === 0)
    return <Empty title="No container is in this network." text="Connect one, or let a new one join it." />;
  const mayLeave = engine.isConnected && session.can('networks.disconnect') && network.name !== 'host';
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Members">
      {error === undefined ? null : (
        <p className="members-note bad" role="alert">
          {error.message}
        </p>
      )}
      {network.isPredefined && WORDS[network.name] !== undefined ? (
        <p className="members-note t2">{WORDS[network.name]}</p>
      ) : null}
      <table className="tbl members">
        <TableHead names={['Container', 'Address', 'Aliases']} acts="Act" />
        <tbody>
          {details.members.map((member) => (
            <Member key={member.container} network={network} member={member} mayLeave={mayLeave} />
          ))}
        </tbody>
      </table>
    </div>
  );
});

const Member = observer(function Member({
  network,
  member,
  mayLeave,
}: {
  network: Network;
  member: NetworkMember;
  mayLeave: boolean;
}) {
  const { containers, networkActs } = useStores();
  const container = containers.byId.get(member.container);
  const key = memberKey(network.id, member.container);
  const isLeaving = networkActs.leaving.has(key);
  const failure = networkActs.failures.get(key);
  const addresses = [member.ipv4, member.ipv6].filter((address) => address !== undefined);
  const name = visibleText(member.name);
  return (
    <>
      <tr>
        <td>
          <span className="nm">
            {container ? <StateMark shape={stateShape(container)} /> : null}
            <Link to={`/container/${member.container}/logs`} className="ell" title={name}>
              {name}
            </Link>
          </span>
        </td>
        <td className="mono small" title={member.mac === undefined ? undefined : `MAC ${member.mac}`}>
          {addresses.length === 0 ? (
            <span className="t3">{NONE}</span>
          ) : (
            addresses.map((one) => <div key={one}>{one}</div>)
          )}
        </td>
        <td>
          {member.aliases.length === 0 ? (
            <span className="t3">{NONE}</span>
          ) : (
            <span className="members-aliases">{member.aliases.map(visibleText).join(', ')}</span>
          )}
        </td>
        <td>
          {mayLeave ? (
            <button
              type="button"
              className="btn ghost"
              aria-label={`Disconnect ${name}`}
              aria-disabled={isLeaving}
              onClick={() => void networkActs.disconnect(network, member)}
            >
              {isLeaving ? 'Disconnecting…' : 'Disconnect'}
            </button>
          ) : null}
        </td>
      </tr>
      {failure === undefined ? null : (
        <tr className="members-failure">
          <td colSpan={4}>
            <span role="alert">
              Couldn't disconnect {name}. {failure}
            </span>{' '}
            <button
              type="button"
              className="link-btn"
              onClick={() => networkActs.dismiss(network.id, member.container)}
            >
              Dismiss
            </button>
          </td>
        </tr>
      )}
    </>
  );
});

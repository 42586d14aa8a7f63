import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { TakenPort } from '#shared/contract/ports.ts';
import { foldedPorts } from '#shared/format/folded-ports.ts';
import { plural } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { QuickFilter } from '#renderer/ui/quick-filter.tsx';
import { TableHead } from '#renderer/ui/table-head.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Refused } from '#renderer/views/viewer/refused.tsx';
import '#renderer/views/ports/ports.css';

/** Who has which port of the computer that Docker runs on: containers, also those that only want it, and processes. */
export const PortsScreen = observer(function PortsScreen() {
  const { session } = useStores();
  if (session.hello !== undefined && !session.can('ports.list')) return <Refused />;
  return <EngineGate title="Ports">{({ showChecks }) => <Loaded showChecks={showChecks} />}</EngineGate>;
});

const Loaded = observer(function Loaded({ showChecks }: { showChecks: () => void }) {
  const { ports } = useStores();
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const looking = ports.open();
    return () => looking.dispose();
  }, [ports]);
  useCommands({
    'list.filter': () => {
      input.current?.focus();
      input.current?.select();
    },
  });
  const wanted = text.trim().toLowerCase();
  const all = foldedPorts(ports.all);
  const found = all.filter((one) => wordsOf(one).includes(wanted));
  return (
    <>
      <div className="phead">
        <Link to="/host" className="page-crumb">
          Host
        </Link>
        <h1>Ports</h1>
        <QuickFilter label="Filter ports" text={text} onType={setText} found={found.length} inputRef={input} />
        <span className="grow" />
        <IconButton icon="restart" label="Look again" onClick={() => void ports.load()} />
      </div>
      <Banners showChecks={showChecks} />
      {ports.isHere ? null : (
        <Banner
          isCalm
          icon="info"
          title="Docker runs on another computer."
          text="Only its containers are known here, not what else has a port there."
        />
      )}
      {!ports.isLoaded ? (
        <Loading error={ports.error} />
      ) : all.length === 0 ? (
        <Empty title="No ports are taken." text="A container that publishes one appears here at once." />
      ) : found.length === 0 ? (
        <Empty title={`No port matches "${text.trim()}".`}>
          <button type="button" className="btn" onClick={() => setText('')}>
            Clear filter
          </button>
        </Empty>
      ) : (
        <div className="ports-list" tabIndex={0} role="region" aria-label="Ports">
          <table className="ports" aria-label="Taken ports">
            <TableHead names={['Port', 'Address', 'Owner', 'Leads to']} />
            <tbody>
              {found.map((one, index) => (
                <PortRow key={`${one.protocol} ${one.port} ${one.address} ${index}`} taken={one} />
              ))}
            </tbody>
          </table>
          <p className="list-foot t3 num">
            {plural(all.length, 'port')}
            {ports.error === undefined ? null : <span className="bad"> · {ports.error.message}</span>}
          </p>
        </div>
      )}
    </>
  );
});

function PortRow({ taken }: { taken: TakenPort }) {
  const { port, protocol, address, owner, containerPort } = taken;
  return (
    <tr>
      <td className="num">
        {port}
        <span className="t3">/{protocol}</span>
      </td>
      <td className={addressWords(address) === address ? 'mono t2' : 't2'}>{addressWords(address)}</td>
      <td>
        {owner.kind === 'container' ? (
          <>
            <Link to={`/container/${owner.id}/logs`}>{visibleText(owner.name)}</Link>
            {owner.isRunning ? null : <span className="t3"> when it starts</span>}
          </>
        ) : owner.kind === 'process' ? (
          <>
            <bdi>{visibleText(owner.name)}</bdi> <span className="t3 num">process {owner.pid}</span>
          </>
        ) : (
          <span className="t2">a process of this computer</span>
        )}
      </td>
      <td className="num t2">{containerPort === undefined ? '' : `port ${containerPort} inside`}</td>
    </tr>
  );
}

const ADDRESS_WORDS: Readonly<Record<string, string>> = {
  '': 'every address',
  '0.0.0.0': 'every address (IPv4)',
  '::': 'every address (IPv6)',
};
const addressWords = (address: string): string => ADDRESS_WORDS[address] ?? address;

function wordsOf({ port, protocol, address, owner }: TakenPort): string {
  const name = owner.kind === 'unknown' ? 'process' : owner.name;
  return `${port}/${protocol} ${address} ${addressWords(address)} ${name}`.toLowerCase();
}

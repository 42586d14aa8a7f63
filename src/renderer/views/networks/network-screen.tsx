import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Network } from '#shared/contract/networks.ts';
import { fullTime } from '#shared/format/clock-time.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { Fact } from '#renderer/ui/fact.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { InspectPane } from '#renderer/views/list/inspect-pane.tsx';
import { DetailFrame, ResourceDetail } from '#renderer/views/list/resource-detail.tsx';
import { NetworkDialogs } from '#renderer/views/networks/network-dialogs.tsx';
import { NETWORK_KIND } from '#renderer/views/networks/network-kind.tsx';
import { NetworkMembers } from '#renderer/views/networks/network-members.tsx';
import { isJoinable, networkActs, type NetworkQuestion } from '#renderer/views/networks/network-menu.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

const TABS = ['members', 'details', 'inspect'] as const;
type Tab = (typeof TABS)[number];
const NAMES: Record<Tab, string> = { members: 'Members', details: 'Details', inspect: 'Inspect' };

/** A network by its id: who is in it by which addresses and names, how it is made, and all that Docker says of it. */
export function NetworkScreen({ id, tab }: { id: string; tab: string }) {
  const { networks } = useStores();
  const known = TABS.find((one) => one === tab) ?? 'members';
  return (
    <ResourceDetail
      key={id}
      kind={NETWORK_KIND}
      listing={networks}
      find={() => networks.find(id)}
      gone="It may have been removed, or made anew under another ID."
    >
      {(network, showChecks) => <Found network={network} tab={known} showChecks={showChecks} />}
    </ResourceDetail>
  );
}

const Found = observer(function Found({
  network,
  tab,
  showChecks,
}: {
  network: Network;
  tab: Tab;
  showChecks: () => void;
}) {
  const stores = useStores();
  const { networks, engine, session } = stores;
  const [, go] = useLocation();
  const [question, ask] = useState<NetworkQuestion | null>(null);
  const { id } = network;
  const users = networks.usersOf(network);
  // Who starts or stops gets or loses an address without any event of the network.
  const now = [networks.lastEvent, ...users.map((one) => `${one.id} ${one.state}`)].join();
  useEffect(() => void networks.loadDetails(id), [networks, id, now]);
  const details = networks.details.get(id);
  const mayConnect = engine.isConnected && session.can('networks.connect') && isJoinable(network);
  return (
    <>
      <DetailFrame
        kind={NETWORK_KIND}
        item={network}
        beside={network.isInternal ? <span className="t3">internal</span> : null}
        buttons={
          mayConnect ? (
            <button type="button" className="btn" onClick={() => ask({ kind: 'connect', network })}>
              <Icon name="plus" />
              Connect
            </button>
          ) : null
        }
        // The tabs are below: the menu has the rest.
        acts={networkActs(stores, network, go, ask).filter(({ label }) => label !== 'Members' && label !== 'Inspect')}
        tabs={TABS.map((one) => ({
          value: one,
          label: NAMES[one],
          count: one === 'members' ? users.length : undefined,
        }))}
        tab={tab}
        showChecks={showChecks}
      >
        {tab === 'members' ? (
          <NetworkMembers network={network} details={details?.value} error={details?.error} />
        ) : tab === 'details' ? (
          <Details network={network} />
        ) : (
          <InspectPane value={details?.value?.inspect} error={details?.error} />
        )}
      </DetailFrame>
      <NetworkDialogs question={question} onClose={() => ask(null)} />
    </>
  );
});

function Details({ network }: { network: Network }) {
  const { subnets, isInternal, isAttachable, hasIpv6 } = network;
  return (
    <dl className="facts">
      <Fact name="Name">
        <span className="mono">{visibleText(network.name)}</span>
      </Fact>
      <Fact name="ID">
        <span className="mono">{network.id}</span>
      </Fact>
      <Fact name="Driver">{visibleText(network.driver)}</Fact>
      <Fact name="Scope">{visibleText(network.scope)}</Fact>
      <Fact name="Subnets">
        {subnets.length === 0
          ? 'none'
          : subnets.map(({ subnet, gateway, ipRange }) => (
              <div key={subnet}>
                <span className="mono">{visibleText(subnet)}</span>
                <span className="t3">
                  {gateway === undefined ? '' : `, gateway ${visibleText(gateway)}`}
                  {ipRange === undefined ? '' : `, addresses from ${visibleText(ipRange)}`}
                </span>
              </div>
            ))}
      </Fact>
      <Fact name="Reach">
        {isInternal ? 'Internal: nothing in it reaches out, and nothing comes in' : 'Its containers reach out'}
      </Fact>
      <Fact name="IPv6">{hasIpv6 ? 'On' : 'Off'}</Fact>
      <Fact name="Attachable">{isAttachable ? 'Yes: containers outside of a service can join' : 'No'}</Fact>
      <Fact name="Created">
        {network.createdAt === undefined ? 'Docker does not say' : fullTime(Date.parse(network.createdAt))}
      </Fact>
      <Fact name="Options">
        <Pairs of={network.options} />
      </Fact>
      <Fact name="Labels">
        <Pairs of={network.labels} />
      </Fact>
    </dl>
  );
}

function Pairs({ of }: { of: Readonly<Record<string, string>> }) {
  const all = Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  if (all.length === 0) return 'none';
  return all.map(([key, value]) => (
    <div key={key} className="mono">
      {visibleText(key)}
      {value === '' ? '' : `=${visibleText(value)}`}
    </div>
  ));
}

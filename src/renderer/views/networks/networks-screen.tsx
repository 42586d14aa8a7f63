import { observer } from 'mobx-react-lite';
import { useLocation } from 'wouter';
import { plural } from '#shared/format/quantity.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { PageActs } from '#renderer/views/list/page-acts.tsx';
import { ResourceScreen } from '#renderer/views/list/resource-screen.tsx';
import { NetworkDialogs } from '#renderer/views/networks/network-dialogs.tsx';
import { NETWORK_KIND } from '#renderer/views/networks/network-kind.tsx';
import { NetworkLook } from '#renderer/views/networks/network-look.tsx';
import type { Ask } from '#renderer/views/networks/network-menu.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

const TABS = [
  { value: 'all', label: 'All' },
  { value: 'used', label: 'In use' },
  { value: 'unused', label: 'Unused' },
] as const;
const WORDS: Readonly<Record<string, string>> = { used: 'in use', unused: 'unused' };

export function NetworksScreen() {
  const stores = useStores();
  return (
    <ResourceScreen
      kind={NETWORK_KIND}
      listing={stores.networks}
      list={stores.networkList}
      tabs={TABS}
      tabWords={WORDS}
      parts={PARTS}
    />
  );
}

/** The page's primary act, and the others that concern no network in particular. */
const NetworkPageActs = observer(function NetworkPageActs({ ask }: { ask: Ask }) {
  const { engine, session } = useStores();
  const [, go] = useLocation();
  const may = (command: Parameters<typeof session.can>[0]): boolean => engine.isConnected && session.can(command);
  const mayCreate = may('networks.create');
  const prune = (): void => ask({ kind: 'prune' });
  const menu: Act[] = may('networks.prune')
    ? [{ label: 'Remove unused…', icon: 'close', isDangerous: true, run: prune }]
    : [];
  useCommands({
    'network.map': () => go('/networks/map'),
    ...(mayCreate ? { 'network.create': () => ask({ kind: 'create' }) } : {}),
    ...(may('networks.prune') ? { 'network.prune': prune } : {}),
  });
  const primary = mayCreate
    ? { label: 'Create', icon: 'plus' as const, run: () => ask({ kind: 'create' }) }
    : undefined;
  return (
    <>
      <NetworkLook look="list" />
      <PageActs title="Networks" menu={menu} primary={primary} />
    </>
  );
});

const Foot = observer(function Foot() {
  const { networks } = useStores();
  return <p className="list-foot t3 num">{plural(networks.all.length, 'network')}</p>;
});

const NoNetworks = observer(function NoNetworks({ ask }: { ask: Ask }) {
  const { engine, session } = useStores();
  return (
    <Empty title="No networks." text="Containers that talk to each other share one.">
      {engine.isConnected && session.can('networks.create') ? (
        <button type="button" className="btn primary" onClick={() => ask({ kind: 'create' })}>
          Create a network
        </button>
      ) : null}
    </Empty>
  );
});

const PARTS = { Empty: NoNetworks, Foot, PageActs: NetworkPageActs, Dialogs: NetworkDialogs } as const;

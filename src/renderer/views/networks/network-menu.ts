import type { Network } from '#shared/contract/networks.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { networkAddress } from '#renderer/views/networks/network-cells.tsx';

/** What a screen of networks asks for: each opens a dialog. */
export type NetworkQuestion =
  | { readonly kind: 'create' }
  | { readonly kind: 'connect'; readonly network: Network }
  | { readonly kind: 'remove'; readonly networks: readonly Network[] }
  | { readonly kind: 'prune' };
export type Ask = (question: NetworkQuestion) => void;

/** Whether a container can be put into it later on: not into the host's own, and `none` has nothing to share. */
export const isJoinable = ({ name, isPredefined }: Network): boolean => !isPredefined || name === 'bridge';

/** All that can be done with one network; what the role may not do is absent. */
export function networkActs(stores: Stores, network: Network, go: (to: string) => void, ask: Ask): readonly Act[] {
  const { commands, engine, networkActs: acts, session } = stores;
  const { id, name } = network;
  const copy = (text: string) => () => void navigator.clipboard.writeText(text);
  const all: Act[] = [
    { label: 'Members', icon: 'containers', run: () => go(networkAddress(id)) },
    { label: 'Inspect', icon: 'info', run: () => go(networkAddress(id, 'inspect')) },
  ];
  if (engine.isConnected && session.can('networks.connect') && isJoinable(network))
    all.push({
      label: 'Connect a container…',
      icon: 'plus',
      startsGroup: true,
      run: () => ask({ kind: 'connect', network }),
    });
  all.push({ label: 'Copy name', icon: 'copy', startsGroup: true, run: copy(name) });
  all.push({ label: 'Copy ID', icon: 'copy', run: copy(id) });
  if (engine.isConnected && session.can('networks.remove') && !network.isPredefined && !acts.removals.busy.has(id))
    all.push({
      label: 'Remove…',
      icon: 'close',
      keys: commands.words('list.remove'),
      isDangerous: true,
      run: () => ask({ kind: 'remove', networks: [network] }),
    });
  return all;
}

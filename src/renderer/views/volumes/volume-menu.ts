import type { Volume } from '#shared/contract/volumes.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { volumeAddress } from '#renderer/views/volumes/volume-cells.tsx';

/** What a screen of volumes asks for: each opens a dialog. */
export type VolumeQuestion =
  | { readonly kind: 'create' }
  | { readonly kind: 'remove'; readonly volumes: readonly Volume[] }
  | { readonly kind: 'prune' };
export type Ask = (question: VolumeQuestion) => void;

/** All that can be done with one volume; what the role may not do is absent. */
export function volumeActs(stores: Stores, volume: Volume, go: (to: string) => void, ask: Ask): readonly Act[] {
  const { commands, engine, volumeActs: acts, session } = stores;
  const { name, mountpoint } = volume;
  const copy = (text: string) => () => void navigator.clipboard.writeText(text);
  const all: Act[] = [
    { label: 'Used by', icon: 'containers', run: () => go(volumeAddress(name)) },
    { label: 'Inspect', icon: 'info', run: () => go(volumeAddress(name, 'inspect')) },
    { label: 'Copy name', icon: 'copy', startsGroup: true, run: copy(name) },
  ];
  if (mountpoint !== '') all.push({ label: 'Copy mount point', icon: 'copy', run: copy(mountpoint) });
  if (engine.isConnected && session.can('volumes.remove') && !acts.removals.busy.has(name))
    all.push({
      label: 'Remove…',
      icon: 'close',
      keys: commands.words('list.remove'),
      isDangerous: true,
      run: () => ask({ kind: 'remove', volumes: [volume] }),
    });
  return all;
}

import type { Volume } from '#shared/contract/volumes.ts';
import { volumeName } from '#renderer/stores/volume-list-store.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { saveFile } from '#renderer/views/logs/save-file.ts';
import { volumeAddress } from '#renderer/views/volumes/volume-cells.tsx';

/** What a screen of volumes asks for: each opens a dialog. */
export type VolumeQuestion =
  | { readonly kind: 'create' }
  | { readonly kind: 'restore'; readonly volume?: Volume }
  | { readonly kind: 'clone'; readonly volume: Volume }
  | { readonly kind: 'remove'; readonly volumes: readonly Volume[] }
  | { readonly kind: 'prune' };
export type Ask = (question: VolumeQuestion) => void;

/** All that can be done with one volume; what the role may not do is absent. */
export function volumeActs(stores: Stores, volume: Volume, go: (to: string) => void, ask: Ask): readonly Act[] {
  const { commands, containerEdit, engine, volumeActs: acts, session } = stores;
  const { name, mountpoint } = volume;
  const may = (command: Parameters<typeof session.can>[0]): boolean => engine.isConnected && session.can(command);
  const copy = (text: string) => () => void navigator.clipboard.writeText(text);
  const all: Act[] = [
    { label: 'Used by', icon: 'containers', run: () => go(volumeAddress(name)) },
    { label: 'Inspect', icon: 'info', run: () => go(volumeAddress(name, 'inspect')) },
  ];
  const files: Act[] = [];
  if (may('volumes.backup'))
    files.push({ label: 'Back up to a file…', icon: 'download', run: () => void backUp(stores, volume) });
  if (may('volumes.restore'))
    files.push({ label: 'Restore from a file…', icon: 'undo', run: () => ask({ kind: 'restore', volume }) });
  if (may('volumes.clone')) files.push({ label: 'Clone…', icon: 'plus', run: () => ask({ kind: 'clone', volume }) });
  all.push(...files.map((act, i) => ({ ...act, startsGroup: i === 0 })));
  all.push({ label: 'Copy name', icon: 'copy', startsGroup: true, run: copy(name) });
  if (mountpoint !== '') all.push({ label: 'Copy mount point', icon: 'copy', run: copy(mountpoint) });
  if (may('volumes.protect')) {
    const isHeld = containerEdit.protected.volumes.includes(name);
    all.push({
      label: isHeld ? 'Take the protection off' : 'Protect',
      icon: isHeld ? 'unlock' : 'lock',
      startsGroup: true,
      run: () => void containerEdit.protectVolume(name, !isHeld),
    });
  }
  if (may('volumes.remove') && !acts.removals.busy.has(name))
    all.push({
      label: 'Remove…',
      icon: 'close',
      keys: commands.words('list.remove'),
      isDangerous: true,
      run: () => ask({ kind: 'remove', volumes: [volume] }),
    });
  return all;
}

/** In the window its owner names a file; a browser saves it as it saves downloads. */
function backUp({ volumeActs: acts }: Stores, volume: Volume): Promise<void> {
  const shown = volumeName(volume);
  return acts.backup(volume.name, shown, (bytes) => saveFile(`${shown}.tar`, [bytes]));
}

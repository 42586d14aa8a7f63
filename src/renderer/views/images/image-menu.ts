import { shortImage } from '#shared/format/image-name.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { imageAddress } from '#renderer/views/images/image-cells.tsx';
import { saveFile } from '#renderer/views/logs/save-file.ts';

/** What a screen of images asks for: each opens a dialog. */
export type ImageQuestion =
  | { readonly kind: 'pull'; readonly reference?: string }
  | { readonly kind: 'build' }
  | { readonly kind: 'tag'; readonly row: ImageRow }
  | { readonly kind: 'remove'; readonly rows: readonly ImageRow[] }
  | { readonly kind: 'prune' };
export type Ask = (question: ImageQuestion) => void;

/** All that can be done with one image; what the role may not do is absent. */
export function imageActs(stores: Stores, row: ImageRow, go: (to: string) => void, ask: Ask): readonly Act[] {
  const { commands, containerEdit, engine, imageActs: acts, session } = stores;
  const { image, key } = row;
  const hasName = row.repository !== '';
  const may = (command: Parameters<typeof session.can>[0]): boolean => engine.isConnected && session.can(command);
  const all: Act[] = [
    { label: 'Layers', icon: 'images', run: () => go(imageAddress(image.id)) },
    { label: 'Inspect', icon: 'info', run: () => go(imageAddress(image.id, 'inspect')) },
  ];
  const changing: Act[] = [];
  if (may('containers.create'))
    changing.push({
      label: 'Run…',
      icon: 'play',
      run: () => containerEdit.ask({ kind: 'run', image: hasName ? key : image.id }),
    });
  if (hasName && may('images.pull'))
    changing.push({ label: 'Pull again', icon: 'download', run: () => ask({ kind: 'pull', reference: key }) });
  if (may('images.tag')) changing.push({ label: 'Tag…', icon: 'hash', run: () => ask({ kind: 'tag', row }) });
  if (hasName && may('images.push')) changing.push({ label: 'Push', icon: 'up', run: () => void pushOf(stores, key) });
  if (may('images.save'))
    changing.push({ label: 'Save as a file…', icon: 'download', run: () => void saveImages(stores, [key]) });
  all.push(...changing.map((act, i) => ({ ...act, startsGroup: i === 0 })));
  const copy = (text: string) => () => void navigator.clipboard.writeText(text);
  if (hasName) all.push({ label: 'Copy name', icon: 'copy', startsGroup: true, run: copy(key) });
  all.push({ label: 'Copy ID', icon: 'copy', startsGroup: !hasName, run: copy(image.id) });
  if (may('images.remove') && !acts.removals.busy.has(key))
    all.push({
      label: 'Remove…',
      icon: 'close',
      keys: commands.words('list.remove'),
      isDangerous: true,
      run: () => ask({ kind: 'remove', rows: [row] }),
    });
  return all;
}

async function pushOf({ imageActs: acts, toasts }: Stores, name: string): Promise<void> {
  try {
    await acts.push(name);
  } catch (error) {
    toasts.show({ title: `Couldn't push ${name}`, text: (error as Error).message, isError: true });
  }
}

/** In the window its owner names a file; a browser saves it as it saves downloads. */
export function saveImages({ imageActs: acts }: Stores, names: readonly string[]): Promise<void> {
  const first = names.length === 1 ? shortImage(names[0] ?? 'image') : 'images';
  const fileName = `${first.replace(/^…\//, '').replaceAll(/[^\w.-]+/g, '-')}.tar`;
  return acts.save(names, (bytes) => saveFile(fileName, [bytes]));
}

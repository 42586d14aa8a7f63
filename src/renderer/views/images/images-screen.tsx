import { observer } from 'mobx-react-lite';
import { size } from '#shared/format/bytes.ts';
import { plural, words } from '#shared/format/quantity.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { ImageDialogs } from '#renderer/views/images/image-dialogs.tsx';
import { IMAGE_KIND } from '#renderer/views/images/image-kind.tsx';
import { type Ask, saveImages } from '#renderer/views/images/image-menu.ts';
import { PageActs } from '#renderer/views/list/page-acts.tsx';
import { ResourceScreen } from '#renderer/views/list/resource-screen.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/images/images.css';

const TABS = [
  { value: 'all', label: 'All' },
  { value: 'used', label: 'In use' },
  { value: 'unused', label: 'Unused' },
  { value: 'dangling', label: 'Dangling' },
] as const;
const WORDS: Readonly<Record<string, string>> = { used: 'in use', unused: 'unused', dangling: 'dangling' };

export function ImagesScreen() {
  const stores = useStores();
  return (
    <ResourceScreen
      kind={IMAGE_KIND}
      listing={stores.images}
      list={stores.imageList}
      tabs={TABS}
      tabWords={WORDS}
      parts={PARTS}
    />
  );
}

/** The page's primary act, and the others that concern no image in particular. */
const ImagePageActs = observer(function ImagePageActs({ ask }: { ask: Ask }) {
  const { engine, session, imageActs, connection } = useStores();
  const may = (command: Parameters<typeof session.can>[0]): boolean => engine.isConnected && session.can(command);
  const mayPull = may('images.pull');
  // A folder and a file of this computer: in a browser there are none to choose from.
  const isHere = !connection.isBrowser;
  const canBuild = may('images.build') && isHere;
  const menu: Act[] = [
    ...(canBuild ? [{ label: 'Build from a folder…', icon: 'plus' as const, run: () => ask({ kind: 'build' }) }] : []),
    ...(may('images.load') && isHere
      ? [{ label: 'Load from a file…', icon: 'down' as const, run: () => void imageActs.load() }]
      : []),
    ...(may('images.prune')
      ? [{ label: 'Remove unused…', icon: 'close' as const, isDangerous: true, run: () => ask({ kind: 'prune' }) }]
      : []),
  ];
  useCommands({
    ...(mayPull ? { 'image.pull': () => ask({ kind: 'pull' }) } : {}),
    ...(canBuild ? { 'image.build': () => ask({ kind: 'build' }) } : {}),
    ...(may('images.prune') ? { 'image.prune': () => ask({ kind: 'prune' }) } : {}),
  });
  const primary = mayPull ? { label: 'Pull', icon: 'download' as const, run: () => ask({ kind: 'pull' }) } : undefined;
  return <PageActs title="Images" menu={menu} primary={primary} />;
});

const SaveSelected = observer(function SaveSelected({ selected }: { selected: readonly ImageRow[] }) {
  const stores = useStores();
  if (!stores.engine.isConnected || !stores.session.can('images.save')) return null;
  const names = selected.map(({ key }) => key);
  return (
    <button type="button" className="btn" onClick={() => void saveImages(stores, names)}>
      <Icon name="download" />
      Save as a file
    </button>
  );
});

/** How many there are and what they take; sizes that are missing are said. */
const Foot = observer(function Foot() {
  const { images } = useStores();
  return (
    <p className="list-foot t3 num">
      {plural(images.all.length, 'image')}, {words(size(images.bytes))}, what they share counted with each
      {images.sizesError === undefined ? null : (
        <span className="t2"> · Shared sizes are missing: {images.sizesError.message}</span>
      )}
    </p>
  );
});

const NoImages = observer(function NoImages({ ask }: { ask: Ask }) {
  const { session } = useStores();
  return (
    <Empty title="No images yet." text="Pull one, or build one from a folder, and it appears at once.">
      {session.can('images.pull') ? (
        <button type="button" className="btn primary" onClick={() => ask({ kind: 'pull' })}>
          Pull an image
        </button>
      ) : null}
    </Empty>
  );
});

const PARTS = {
  Empty: NoImages,
  Foot,
  PageActs: ImagePageActs,
  SelectionActs: SaveSelected,
  Dialogs: ImageDialogs,
} as const;

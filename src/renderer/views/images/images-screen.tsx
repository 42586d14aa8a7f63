import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import { size } from '#shared/format/bytes.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { ImageDialogs } from '#renderer/views/images/image-dialogs.tsx';
import { ImageList } from '#renderer/views/images/image-list.tsx';
import { type Ask, type ImageQuestion, saveImages } from '#renderer/views/images/image-menu.ts';
import { ListHead } from '#renderer/views/list/list-head.tsx';
import { NoMatch } from '#renderer/views/list/no-match.tsx';
import { SelectionBar } from '#renderer/views/list/selection-bar.tsx';
import { useFilterKey } from '#renderer/views/list/use-list-keys.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useListAddress } from '#renderer/views/use-list-address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/images/images.css';

export const ImagesScreen = () => (
  <EngineGate title="Images">
    {({ isAway, showChecks }) => <Loaded isOld={isAway} showChecks={showChecks} />}
  </EngineGate>
);

const TABS = [
  { value: 'all', label: 'All' },
  { value: 'used', label: 'In use' },
  { value: 'unused', label: 'Unused' },
  { value: 'dangling', label: 'Dangling' },
] as const;

const Loaded = observer(function Loaded({ isOld, showChecks }: { isOld: boolean; showChecks: () => void }) {
  const { images, imageList: list } = useStores();
  const filter = useFilterKey(list);
  const grid = useRef<TreeGridHandle>(null);
  const [question, ask] = useState<ImageQuestion | null>(null);
  useListAddress(list, '/images');
  useEffect(() => {
    const looking = images.open();
    return () => looking.dispose();
  }, [images]);
  return (
    <>
      {list.selectedItems.length > 0 ? (
        <SelectionHead ask={ask} />
      ) : (
        <ListHead
          title="Images"
          list={list}
          tabs={TABS}
          tabsLabel="Use"
          filter={filter}
          toGrid={() => grid.current?.focus()}
        >
          <PageActs ask={ask} />
        </ListHead>
      )}
      <Banners showChecks={showChecks} />
      {!images.isLoaded ? (
        <Loading error={images.error} />
      ) : list.rows.length > 0 ? (
        <>
          <ImageList handle={grid} isOld={isOld} ask={ask} />
          <Foot />
        </>
      ) : (
        <Nothing ask={ask} />
      )}
      <ImageDialogs question={question} onClose={() => ask(null)} />
    </>
  );
});

/** The page's primary act, and the others that concern no image in particular. */
const PageActs = observer(function PageActs({ ask }: { ask: Ask }) {
  const { commands, engine, session, imageActs, connection } = useStores();
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
    ...(mayPull ? { 'page.primary': () => ask({ kind: 'pull' }), 'image.pull': () => ask({ kind: 'pull' }) } : {}),
    ...(canBuild ? { 'image.build': () => ask({ kind: 'build' }) } : {}),
    ...(may('images.prune') ? { 'image.prune': () => ask({ kind: 'prune' }) } : {}),
  });
  return (
    <>
      {menu.length === 0 ? null : (
        <ActMenu
          acts={menu}
          trigger={
            <button type="button" className="ib" aria-label="More for images">
              <Icon name="more" />
            </button>
          }
        />
      )}
      {mayPull ? (
        <button
          type="button"
          className="btn primary"
          aria-label="Pull"
          title={commands.words('page.primary')}
          onClick={() => ask({ kind: 'pull' })}
        >
          <Icon name="download" />
          <span className="hide-s">Pull</span>
        </button>
      ) : null}
    </>
  );
});

const SelectionHead = observer(function SelectionHead({ ask }: { ask: Ask }) {
  const stores = useStores();
  const { imageList: list, engine, session } = stores;
  const selected = list.selectedItems;
  const names = selected.map(({ key }) => key);
  return (
    <SelectionBar
      title="Images"
      list={list}
      last={
        engine.isConnected && session.can('images.remove') ? (
          <button type="button" className="btn danger" onClick={() => ask({ kind: 'remove', rows: selected })}>
            Remove {selected.length}
          </button>
        ) : null
      }
    >
      {engine.isConnected && session.can('images.save') ? (
        <button type="button" className="btn" onClick={() => void saveImages(stores, names)}>
          <Icon name="download" />
          Save as a file
        </button>
      ) : null}
    </SelectionBar>
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

const WORDS: Readonly<Record<string, string>> = { used: 'in use', unused: 'unused', dangling: 'dangling' };

const Nothing = observer(function Nothing({ ask }: { ask: Ask }) {
  const { images, imageList: list, session } = useStores();
  if (images.all.length === 0)
    return (
      <Empty title="No images yet." text="Pull one, or build one from a folder, and it appears at once.">
        {session.can('images.pull') ? (
          <button type="button" className="btn primary" onClick={() => ask({ kind: 'pull' })}>
            Pull an image
          </button>
        ) : null}
      </Empty>
    );
  return <NoMatch list={list} noun="image" tabWords={WORDS} />;
});

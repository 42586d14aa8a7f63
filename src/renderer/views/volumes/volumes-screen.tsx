import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import { size } from '#shared/format/bytes.ts';
import { clockTime } from '#shared/format/clock-time.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { ListHead } from '#renderer/views/list/list-head.tsx';
import { NoMatch } from '#renderer/views/list/no-match.tsx';
import { SelectionBar } from '#renderer/views/list/selection-bar.tsx';
import { useFilterKey } from '#renderer/views/list/use-list-keys.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useListAddress } from '#renderer/views/use-list-address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { VolumeDialogs } from '#renderer/views/volumes/volume-dialogs.tsx';
import { VolumeList } from '#renderer/views/volumes/volume-list.tsx';
import type { Ask, VolumeQuestion } from '#renderer/views/volumes/volume-menu.ts';

export const VolumesScreen = () => (
  <EngineGate title="Volumes">
    {({ isAway, showChecks }) => <Loaded isOld={isAway} showChecks={showChecks} />}
  </EngineGate>
);

const TABS = [
  { value: 'all', label: 'All' },
  { value: 'used', label: 'In use' },
  { value: 'unused', label: 'Unused' },
  { value: 'anonymous', label: 'Anonymous' },
] as const;

const WORDS: Readonly<Record<string, string>> = { used: 'in use', unused: 'unused', anonymous: 'anonymous' };

const Loaded = observer(function Loaded({ isOld, showChecks }: { isOld: boolean; showChecks: () => void }) {
  const { volumes, volumeList: list } = useStores();
  const filter = useFilterKey(list);
  const grid = useRef<TreeGridHandle>(null);
  const [question, ask] = useState<VolumeQuestion | null>(null);
  useListAddress(list, '/volumes');
  useEffect(() => {
    const looking = volumes.open();
    return () => looking.dispose();
  }, [volumes]);
  return (
    <>
      {list.selectedItems.length > 0 ? (
        <SelectionHead ask={ask} />
      ) : (
        <ListHead
          title="Volumes"
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
      {!volumes.isLoaded ? (
        <Loading error={volumes.error} />
      ) : list.rows.length > 0 ? (
        <>
          <VolumeList handle={grid} isOld={isOld} ask={ask} />
          <Foot />
        </>
      ) : volumes.all.length === 0 ? (
        <NoVolumes ask={ask} />
      ) : (
        <NoMatch list={list} noun="volume" tabWords={WORDS} />
      )}
      <VolumeDialogs question={question} onClose={() => ask(null)} />
    </>
  );
});

/** The page's primary act, and the others that concern no volume in particular. */
const PageActs = observer(function PageActs({ ask }: { ask: Ask }) {
  const { commands, engine, session, volumes } = useStores();
  const may = (command: Parameters<typeof session.can>[0]): boolean => engine.isConnected && session.can(command);
  const mayCreate = may('volumes.create');
  const measure = (): void => void volumes.measure();
  const menu: Act[] = [
    ...(engine.isConnected ? [{ label: 'Measure sizes', icon: 'restart' as const, run: measure }] : []),
    ...(may('volumes.prune')
      ? [{ label: 'Remove unused…', icon: 'close' as const, isDangerous: true, run: () => ask({ kind: 'prune' }) }]
      : []),
  ];
  useCommands({
    ...(mayCreate
      ? { 'page.primary': () => ask({ kind: 'create' }), 'volume.create': () => ask({ kind: 'create' }) }
      : {}),
    ...(engine.isConnected ? { 'volume.measure': measure } : {}),
    ...(may('volumes.prune') ? { 'volume.prune': () => ask({ kind: 'prune' }) } : {}),
  });
  return (
    <>
      {menu.length === 0 ? null : (
        <ActMenu
          acts={menu}
          trigger={
            <button type="button" className="ib" aria-label="More for volumes">
              <Icon name="more" />
            </button>
          }
        />
      )}
      {mayCreate ? (
        <button
          type="button"
          className="btn primary"
          aria-label="Create"
          title={commands.words('page.primary')}
          onClick={() => ask({ kind: 'create' })}
        >
          <Icon name="plus" />
          <span className="hide-s">Create</span>
        </button>
      ) : null}
    </>
  );
});

const SelectionHead = observer(function SelectionHead({ ask }: { ask: Ask }) {
  const { volumeList: list, engine, session } = useStores();
  const selected = list.selectedItems;
  return (
    <SelectionBar
      title="Volumes"
      list={list}
      last={
        engine.isConnected && session.can('volumes.remove') ? (
          <button type="button" className="btn danger" onClick={() => ask({ kind: 'remove', volumes: selected })}>
            Remove {selected.length}
          </button>
        ) : null
      }
    />
  );
});

/** How many there are; what they take is asked for by hand, for the engine reads its whole disk to know. */
const Foot = observer(function Foot() {
  const { engine, volumes } = useStores();
  const { measuredAtMs, measureError, isMeasuring } = volumes;
  return (
    <p className="list-foot t3 num">
      {plural(volumes.all.length, 'volume')}
      {measuredAtMs === undefined ? null : `, ${words(size(volumes.bytes))} at ${clockTime(measuredAtMs)}`}
      {measureError === undefined ? null : <span className="t2"> · Couldn't measure: {measureError.message}</span>}
      {engine.isConnected ? (
        <>
          {' · '}
          <button type="button" className="link-btn" aria-disabled={isMeasuring} onClick={() => void volumes.measure()}>
            {isMeasuring ? 'Measuring…' : measuredAtMs === undefined ? 'Measure sizes' : 'Measure again'}
          </button>
        </>
      ) : null}
    </p>
  );
});

const NoVolumes = observer(function NoVolumes({ ask }: { ask: Ask }) {
  const { engine, session } = useStores();
  return (
    <Empty title="No volumes." text="Containers that keep data create them.">
      {engine.isConnected && session.can('volumes.create') ? (
        <button type="button" className="btn primary" onClick={() => ask({ kind: 'create' })}>
          Create a volume
        </button>
      ) : null}
    </Empty>
  );
});

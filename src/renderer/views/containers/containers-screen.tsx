import { observer } from 'mobx-react-lite';
import { useEffect, useRef } from 'react';
import { plural } from '#shared/format/quantity.ts';
import type { StateTab } from '#renderer/stores/container-list-store.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { ContainerList } from '#renderer/views/containers/container-list.tsx';
import { SelectionHead } from '#renderer/views/containers/selection-head.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { PageActs } from '#renderer/views/list/page-acts.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { ListHead } from '#renderer/views/list/list-head.tsx';
import { useFilterKey } from '#renderer/views/list/use-list-keys.ts';
import { useListAddress } from '#renderer/views/use-list-address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

export const ContainersScreen = () => (
  <EngineGate title="Containers">
    {({ isAway, showChecks }) => <Loaded isOld={isAway} showChecks={showChecks} />}
  </EngineGate>
);

const Loaded = observer(function Loaded({ isOld, showChecks }: { isOld: boolean; showChecks: () => void }) {
  const { containers, list, attention } = useStores();
  const filter = useFilterKey(list);
  const grid = useRef<TreeGridHandle>(null);
  const hasSelection = list.selectedItems.length > 0;
  useListAddress(list, '/containers');
  useEffect(() => {
    const looking = attention.open();
    return () => looking.dispose();
  }, [attention]);
  return (
    <>
      {hasSelection ? <SelectionHead /> : <PageHead filter={filter} toGrid={() => grid.current?.focus()} />}
      <Banners showChecks={showChecks} />
      {!containers.isLoaded ? (
        <Loading error={containers.error} />
      ) : list.rows.length > 0 ? (
        <ContainerList handle={grid} isOld={isOld} />
      ) : (
        <Nothing />
      )}
    </>
  );
});

const PageHead = observer(function PageHead({
  filter,
  toGrid,
}: {
  filter: { current: HTMLInputElement | null };
  toGrid: () => void;
}) {
  const { list } = useStores();
  const attention = list.counts['attention'] ?? 0;
  const mark = attention > 0 ? <StateMark shape="unhealthy" size={11} /> : undefined;
  const tabs = [
    { value: 'all', label: 'All' },
    { value: 'running', label: 'Running' },
    { value: 'stopped', label: 'Stopped' },
    { value: 'attention', label: 'Needs attention', mark },
  ];
  return (
    <ListHead title="Containers" list={list} tabs={tabs} tabsLabel="State" filter={filter} toGrid={toGrid}>
      <ContainerPageActs />
    </ListHead>
  );
});

/** The page's acts that concern no container in particular. */
const ContainerPageActs = observer(function ContainerPageActs() {
  const { containerEdit, engine, session } = useStores();
  const may = (command: Parameters<typeof session.can>[0]): boolean => engine.isConnected && session.can(command);
  const removed = may('containers.removed') ? () => containerEdit.ask({ kind: 'removed' }) : undefined;
  const prune = may('containers.prune') ? () => containerEdit.ask({ kind: 'prune' }) : undefined;
  const menu: Act[] = [
    ...(removed ? [{ label: 'Removed…', icon: 'undo' as const, run: removed }] : []),
    ...(prune ? [{ label: 'Remove stopped…', icon: 'close' as const, isDangerous: true, run: prune }] : []),
  ];
  const run = may('containers.create') ? () => containerEdit.ask({ kind: 'run' }) : undefined;
  useCommands({
    ...(removed ? { 'container.removed': removed } : {}),
    ...(prune ? { 'container.prune': prune } : {}),
  });
  return <PageActs title="Containers" menu={menu} primary={run && { label: 'Run', icon: 'plus', run }} />;
});

/** What the tab left out of what the filter found. */
const TAB_WORDS: Record<StateTab, string> = {
  all: '',
  running: 'running',
  stopped: 'stopped',
  attention: 'in need of attention',
};

const Nothing = observer(function Nothing() {
  const { containers, containerEdit, engine, list, session } = useStores();
  if (containers.byId.size === 0) {
    const mayRun = engine.isConnected && session.can('containers.create');
    return (
      <Empty
        title="No containers yet."
        text={`Run one ${mayRun ? 'here or ' : ''}with docker run, and it appears at once.`}
      >
        {mayRun ? (
          <button type="button" className="btn primary" onClick={() => containerEdit.ask({ kind: 'run' })}>
            Run container
          </button>
        ) : null}
      </Empty>
    );
  }
  const found = list.matching.length;
  if (found === 0) {
    return (
      <Empty title={`No container matches "${list.filter}".`}>
        <button type="button" className="btn" onClick={() => list.setFilter('')}>
          Clear filter
        </button>
      </Empty>
    );
  }
  const tab = list.tab as StateTab;
  const words = list.filter === '' ? '' : ` and matches "${list.filter}"`;
  return (
    <Empty
      title={
        tab === 'attention' && words === '' ? 'Nothing needs attention.' : `No container is ${TAB_WORDS[tab]}${words}.`
      }
    >
      <button type="button" className="btn" onClick={() => list.setTab('all')}>
        Show {plural(found, 'other container')}
      </button>
    </Empty>
  );
});

import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import { plural } from '#shared/format/quantity.ts';
import { completeFilter } from '#shared/list/filter-query.ts';
import { NO_GROUPING } from '#renderer/stores/list-store.ts';
import type { StateTab } from '#renderer/stores/container-list-store.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { Tip } from '#renderer/ui/tip.tsx';
import { FilterField } from '#renderer/ui/treegrid/filter-field.tsx';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { ContainerList } from '#renderer/views/containers/container-list.tsx';
import { SelectionHead } from '#renderer/views/containers/selection-head.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useListAddress } from '#renderer/views/use-list-address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

export const ContainersScreen = () => (
  <EngineGate title="Containers">
    {({ isAway, showChecks }) => <Loaded isOld={isAway} showChecks={showChecks} />}
  </EngineGate>
);

const Loaded = observer(function Loaded({ isOld, showChecks }: { isOld: boolean; showChecks: () => void }) {
  const { containers, list, attention } = useStores();
  const filter = useRef<HTMLInputElement>(null);
  const grid = useRef<TreeGridHandle>(null);
  const [isFilterWanted, setFilterWanted] = useState(false);
  const hasSelection = list.selectedItems.length > 0;
  useListAddress(list, '/containers');
  useEffect(() => {
    const looking = attention.open();
    return () => looking.dispose();
  }, [attention]);
  // While something is selected the filter is not on screen: asking for it gives the head back first.
  useCommands({
    'list.filter': () => {
      list.selection.clear();
      setFilterWanted(true);
    },
  });
  useEffect(() => {
    if (!isFilterWanted || hasSelection) return;
    filter.current?.focus();
    filter.current?.select();
    setFilterWanted(false);
  }, [isFilterWanted, hasSelection]);
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
  const { list, containers } = useStores();
  const { counts, spec } = list;
  const attention = counts['attention'] ?? 0;
  const tabs = [
    { value: 'all', label: 'All', count: String(counts['all']) },
    { value: 'running', label: 'Running', count: String(counts['running']) },
    { value: 'stopped', label: 'Stopped', count: String(counts['stopped']) },
    {
      value: 'attention',
      label: 'Needs attention',
      count: String(attention),
      mark: attention > 0 ? <StateMark shape="unhealthy" size={11} /> : undefined,
    },
  ] as const;
  const groupings = Object.entries(spec.groupings).map(([value, { label }]) => ({ value, label }));
  return (
    <div className="phead">
      <h1>Containers</h1>
      <FilterField
        label="Filter containers"
        value={list.filter}
        found={list.matching.length}
        inputRef={filter}
        complete={(text, caret) => completeFilter(text, caret, spec.fields, containers.sorted)}
        onType={(text) => list.setFilter(text)}
        onLeave={toGrid}
      />
      <Segments<StateTab>
        asTabs
        label="State"
        value={list.tab as StateTab}
        segments={tabs}
        onPick={(tab) => list.setTab(tab)}
      />
      <span className="grow" />
      {list.isLiveOrder && list.isHeld ? (
        <Tip text="The order follows its values again when the pointer and the focus leave the list.">
          <span className="t3 small ell hide-s">Order paused</span>
        </Tip>
      ) : null}
      <Pick
        className="hide-s"
        label="Group by"
        value={list.groupBy}
        choices={[...groupings, { value: NO_GROUPING, label: 'None' }]}
        onPick={(groupBy) => list.setGroupBy(groupBy)}
      />
    </div>
  );
});

/** What the tab left out of what the filter found. */
const TAB_WORDS: Record<StateTab, string> = {
  all: '',
  running: 'running',
  stopped: 'stopped',
  attention: 'in need of attention',
};

const Nothing = observer(function Nothing() {
  const { containers, list } = useStores();
  if (containers.byId.size === 0) {
    return <Empty title="No containers yet." text="Run one with docker run, and it appears at once." />;
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

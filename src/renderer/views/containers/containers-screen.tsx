import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import { plural } from '#shared/format/quantity.ts';
import type { StateTab } from '#renderer/stores/container-list-store.ts';
import { ContainerList } from '#renderer/views/containers/container-list.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EnginePanel } from '#renderer/views/engine/engine-panel.tsx';
import { LastKnownButton } from '#renderer/views/engine/last-known.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

export const ContainersScreen = observer(function ContainersScreen() {
  const { engine, containers } = useStores();
  // Whether the reader asked for the checks instead of the last known list, while the engine is away.
  const [wantsChecks, setWantsChecks] = useState(false);
  const isAway = engine.status !== undefined && !engine.isConnected;
  useEffect(() => {
    if (!isAway) setWantsChecks(false);
  }, [isAway]);
  if (isAway && engine.status && (wantsChecks || !containers.isLoaded)) {
    return (
      <>
        <div className="phead">
          <h1>Containers</h1>
          <span className="grow" />
          {containers.knownAt === undefined ? null : (
            <LastKnownButton at={containers.knownAt} onView={() => setWantsChecks(false)} />
          )}
        </div>
        <EnginePanel status={engine.status} />
      </>
    );
  }
  return <Loaded isOld={isAway} showChecks={() => setWantsChecks(true)} />;
});

const Loaded = observer(function Loaded({ isOld, showChecks }: { isOld: boolean; showChecks: () => void }) {
  const { containers, list } = useStores();
  const filter = useRef<HTMLInputElement>(null);
  const focusFilter = (): void => {
    filter.current?.focus();
    filter.current?.select();
  };
  useSlashKey(focusFilter);
  const { counts } = list;
  const tabs = [
    { value: 'all', label: 'All', count: String(counts.all) },
    { value: 'running', label: 'Running', count: String(counts.running) },
    { value: 'stopped', label: 'Stopped', count: String(counts.stopped) },
    {
      value: 'attention',
      label: 'Needs attention',
      count: String(counts.attention),
      mark: counts.attention > 0 ? <StateMark shape="unhealthy" size={11} /> : undefined,
    },
  ] as const;
  return (
    <>
      <div className="phead">
        <h1>Containers</h1>
        <div className="field" style={{ width: 226, flex: '0 1 226px' }}>
          <Icon name="search" />
          <input
            ref={filter}
            type="search"
            aria-label="Filter containers"
            placeholder="Filter"
            value={list.filter}
            onChange={(event) => list.setFilter(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                if (list.filter === '') document.querySelector<HTMLElement>('[role="treegrid"]')?.focus();
                list.setFilter('');
              } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
                event.preventDefault();
                document.querySelector<HTMLElement>('[role="treegrid"]')?.focus();
              }
            }}
          />
          {list.filter === '' ? <kbd>/</kbd> : <span className="num">{list.matching.length}</span>}
        </div>
        <Segments<StateTab> asTabs label="State" value={list.tab} segments={tabs} onPick={(tab) => list.setTab(tab)} />
        <span className="grow" />
      </div>
      <Banners showChecks={showChecks} />
      {!containers.isLoaded ? (
        <Loading error={containers.error} />
      ) : list.rows.length > 0 ? (
        <ContainerList focusFilter={focusFilter} isOld={isOld} />
      ) : (
        <Nothing />
      )}
    </>
  );
});

/** `/` reaches the filter from anywhere on the screen that does not take text. */
function useSlashKey(focusFilter: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest('input, textarea')) return;
      event.preventDefault();
      focusFilter();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}

const Nothing = observer(function Nothing() {
  const { containers, list } = useStores();
  if (containers.byId.size === 0) {
    return (
      <div className="empty">
        <div>
          <h2>No containers yet.</h2>
          <p>Run one with docker run, and it appears at once.</p>
        </div>
      </div>
    );
  }
  if (list.counts.all === 0) {
    return (
      <div className="empty">
        <div>
          <h2>No container matches "{list.filter}".</h2>
          <button type="button" className="btn" onClick={() => list.setFilter('')}>
            Clear filter
          </button>
        </div>
      </div>
    );
  }
  const hidden = list.counts.all;
  return (
    <div className="empty">
      <div>
        <h2>{list.tab === 'attention' ? 'Nothing needs attention.' : `No container is ${list.tab}.`}</h2>
        <button type="button" className="btn" onClick={() => list.setTab('all')}>
          Show {plural(hidden, 'container')}
        </button>
      </div>
    </div>
  );
});

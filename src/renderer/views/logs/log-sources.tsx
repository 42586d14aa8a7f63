import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { groupedBy } from '#shared/base/grouped-by.ts';
import type { Container } from '#shared/contract/containers.ts';
import { stateShape } from '#shared/format/container-status.ts';
import { count } from '#shared/format/quantity.ts';
import type { LogsMergedStore } from '#renderer/stores/logs-merged-store.ts';
import { SERIES } from '#renderer/terminal/log/colors.ts';
import type { SourceLook } from '#renderer/terminal/log/screen-row.ts';
import { SearchField } from '#renderer/ui/search-field.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { TickBox } from '#renderer/ui/treegrid/tick-box.tsx';

const NO_PROJECT = 'No project';

function grouped(containers: readonly Container[], filter: string): [string, Container[]][] {
  const wanted = filter.trim().toLowerCase();
  const found = containers.filter(({ name }) => name.toLowerCase().includes(wanted));
  const groups = groupedBy(found, ({ stack }) => [stack ?? NO_PROJECT]);
  // Projects by name, what belongs to none at the end.
  return [...groups].sort(([a], [b]) => Number(a === NO_PROJECT) - Number(b === NO_PROJECT) || a.localeCompare(b));
}

/** The containers to read, by project, with a tick, a tag and a rate each. */
export const LogSources = observer(function LogSources({
  store,
  containers,
  looks,
  children,
}: {
  store: LogsMergedStore;
  containers: readonly Container[];
  /** By container id, of those ticked. */
  looks: ReadonlyMap<string, SourceLook>;
  /** At the foot: saved views. */
  children: React.ReactNode;
}) {
  const [filter, setFilter] = useState('');
  // On a phone the sources would leave no room for the log: they are folded until they are asked for.
  const [isOpen, setOpen] = useState(false);
  const groups = grouped(containers, filter);
  const tickAll = (ids: readonly string[], isTicked: boolean): void =>
    store.show(isTicked ? [...new Set([...store.ticked, ...ids])] : store.ticked.filter((id) => !ids.includes(id)));
  return (
    <section className={isOpen ? 'log-sources is-open' : 'log-sources'} aria-label="Sources">
      <div className="log-sources-head">
        <h2>Sources</h2>
        <span className="t3 num">
          {count(store.ticked.length)} of {count(containers.length)}
        </span>
        <span className="grow" />
        <button type="button" className="link-btn" disabled={store.ticked.length === 0} onClick={() => store.show([])}>
          Clear
        </button>
        <button
          type="button"
          className="link-btn log-sources-fold"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Fold' : 'Choose'}
        </button>
      </div>
      <SearchField label="Filter sources" placeholder="Filter" value={filter} onType={setFilter} />
      <div className="log-sources-list">
        {groups.map(([name, members]) => {
          const ids = members.map(({ id }) => id);
          const ticked = ids.filter((id) => store.isTicked(id)).length;
          return (
            <div key={name} role="group" aria-label={name}>
              <div className="log-source is-group">
                <TickBox
                  label={`All of ${name}`}
                  state={ticked === 0 ? 'none' : ticked === ids.length ? 'all' : 'some'}
                  isStop
                  onToggle={() => tickAll(ids, ticked < ids.length)}
                />
                <span className="ell">{name}</span>
              </div>
              {members.map((container) => (
                <Source key={container.id} store={store} container={container} look={looks.get(container.id)} />
              ))}
            </div>
          );
        })}
        {groups.length === 0 ? <p className="t3 log-sources-none">No container matches &quot;{filter}&quot;.</p> : null}
      </div>
      <div className="log-sources-foot">{children}</div>
    </section>
  );
});

const Source = observer(function Source({
  store,
  container,
  look,
}: {
  store: LogsMergedStore;
  container: Container;
  look: SourceLook | undefined;
}) {
  const source = store.sources.find((one) => one.container === container.id);
  const rate = source?.feed.summary.linesPerSecond ?? 0;
  return (
    <div className="log-source">
      <TickBox
        label={container.name}
        state={look ? 'all' : 'none'}
        isStop
        onToggle={() => store.toggle(container.id)}
      />
      <button type="button" tabIndex={-1} className="log-source-name" onClick={() => store.toggle(container.id)}>
        {look ? (
          <span className="log-tag mono" style={{ background: `var(${SERIES[look.color % SERIES.length]})` }}>
            {look.tag}
          </span>
        ) : (
          <StateMark shape={stateShape(container)} size={14} />
        )}
        <span className="ell">{container.name}</span>
      </button>
      {look ? <span className="t3 num">{rate > 0 && rate < 1 ? '<1' : count(rate)}/s</span> : null}
    </div>
  );
});

import { observer } from 'mobx-react-lite';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { count, plural } from '#shared/format/quantity.ts';
import type { LogsMergedStore } from '#renderer/stores/logs-merged-store.ts';
import { type LogViewState, type LogWanted, SHOW_ALL } from '#renderer/terminal/log/log-display.ts';
import type { SourceLook } from '#renderer/terminal/log/screen-row.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { useQuery } from '#renderer/views/address.ts';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { LogFoot } from '#renderer/views/logs/log-foot.tsx';
import { lineLink } from '#renderer/views/logs/log-link.ts';
import { LogSources } from '#renderer/views/logs/log-sources.tsx';
import { LogSplit } from '#renderer/views/logs/log-split.tsx';
import { LogView } from '#renderer/views/logs/log-view.tsx';
import { mergedStateWords } from '#renderer/views/logs/log-state-words.ts';
import { SavedLogViews } from '#renderer/views/logs/saved-log-views.tsx';
import { sourceTags } from '#renderer/views/logs/source-tags.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/logs/logs-screen.css';

/** Containers whose logs are shown at the first look, when there was no choice yet. */
const FIRST_LOOK = 6;

/** The logs of several containers, merged by Docker's own time, or side by side. */
export const LogsScreen = observer(function LogsScreen() {
  const { containers } = useStores();
  return (
    <EngineGate title="Logs">
      {({ isAway, showChecks }) =>
        containers.isLoaded ? <Merged isAway={isAway} showChecks={showChecks} /> : <Loading error={containers.error} />
      }
    </EngineGate>
  );
});

const Merged = observer(function Merged({ isAway, showChecks }: { isAway: boolean; showChecks: () => void }) {
  const { containers, connection, logsMerged: store } = useStores();
  const [wanted, setWanted] = useState<LogWanted>(SHOW_ALL);
  const [layout, setLayout] = useState<'merged' | 'split'>('merged');
  const all = containers.sorted;
  useEffect(() => {
    const opened = store.open();
    return () => opened.dispose();
  }, [store]);
  // "/logs?stack=shop", as the tray has it: its containers are the choice from then on, and the address is the screen's again.
  const [query, setQuery] = useQuery();
  const stack = query.get('stack');
  useEffect(() => {
    if (stack === null) return;
    const of = containers.sorted.filter((container) => container.stack === stack);
    if (of.length > 0) store.show(of.map(({ id }) => id));
    setQuery({ stack: undefined }, { replace: true });
  }, [store, containers, stack, setQuery]);
  // The first container may be started after this screen was opened.
  const isFirstLook = stack === null && store.sources.length === 0 && all.some(isRunning);
  useEffect(() => {
    if (!isFirstLook) return;
    const running = containers.sorted.filter(isRunning);
    const stacksFirst = running.sort((a, b) => Number(a.stack === undefined) - Number(b.stack === undefined));
    store.show(stacksFirst.slice(0, FIRST_LOOK).map(({ id }) => id));
  }, [store, containers, isFirstLook]);
  const looks = useLooks(store);
  const rate = store.summary.linesPerSecond;
  const ticked = store.ticked.length;
  return (
    <>
      <div className="phead">
        <h1>Logs</h1>
        <span className="t2 hide-s">
          {ticked === 0
            ? ''
            : `${plural(ticked, 'container')}, ${layout === 'merged' ? 'merged by time' : 'side by side'}`}
        </span>
        <span className="grow hide-phone" />
        <Link to="/logs/search" className="btn logs-search">
          <Icon name="search" />
          Search all
        </Link>
        <Segments
          label="Layout"
          value={layout}
          segments={[
            { value: 'merged', label: 'Merged' },
            { value: 'split', label: 'Split by container' },
          ]}
          onPick={setLayout}
        />
        {isAway ? null : (
          <span className="logs-rate num hide-s">
            <StateMark shape="running" size={8} /> Live, {rate > 0 && rate < 1 ? '< 1' : count(rate)} lines/s
          </span>
        )}
      </div>
      <Banners showChecks={showChecks} />
      <div className="logs-body">
        <LogSources store={store} containers={all} looks={looks}>
          <SavedLogViews store={store} containers={all} wanted={wanted} onWanted={setWanted} />
        </LogSources>
        <div className="logs-main">
          {ticked === 0 ? (
            <Empty
              title="No container is ticked."
              text="Tick containers at the left to read their logs together, in the order of time."
            />
          ) : layout === 'split' ? (
            <LogSplit store={store} looks={looks} />
          ) : (
            <LogView
              subject={store}
              name="Logs"
              all={{ containers: store.ticked }}
              label="Merged logs"
              hasStreams
              sources={store.sources.map(({ container }) => looks.get(container) ?? HIDDEN)}
              empty={emptyWords(store)}
              linkOf={(seq) => {
                const source = store.sourceOf(seq);
                if (!source) return null;
                return lineLink(
                  source.feed.lines,
                  store.lines.seqInSource(seq),
                  source.container,
                  connection.isBrowser,
                );
              }}
              wanted={wanted}
              onWanted={setWanted}
              renderFoot={(view) => <Foot store={store} view={view} />}
            />
          )}
        </div>
      </div>
    </>
  );
});

const isRunning = ({ state }: Container): boolean => state === 'running';

const Foot = observer(function Foot({ store, view }: { store: LogsMergedStore; view: LogViewState | null }) {
  const states = store.shownSources.map(({ feed }) => feed.state);
  return <LogFoot state={mergedStateWords(states, view)} summary={store.summary} hasStreams isMerged view={view} />;
});

/** A source whose lines are out: its place stays, for the numbers of the others. */
const HIDDEN: SourceLook = { tag: '', name: '', color: 0 };

/** Tags and colours of the ticked containers, by id; a colour stays with its source when others come and go. */
function useLooks(store: LogsMergedStore): ReadonlyMap<string, SourceLook> {
  const { containers } = useStores();
  const key = JSON.stringify(
    store.ticked.map((id) => {
      const container = containers.find(id);
      const number = store.sources.find((source) => source.container === id)?.number ?? 0;
      return [id, container?.name ?? id.slice(0, 12), container?.stack ?? null, number];
    }),
  );
  return useMemo(() => {
    const named = (JSON.parse(key) as [string, string, string | null, number][]).map(([id, name, stack, color]) => ({
      id,
      name,
      stack: stack ?? undefined,
      color,
    }));
    const tags = sourceTags(named);
    return new Map(named.map(({ id, name, color }, at) => [id, { tag: tags[at] ?? '', name, color }]));
  }, [key]);
}

function emptyWords(store: LogsMergedStore): string | null {
  const { shownSources, summary } = store;
  if (summary.size > 0 || store.lines.size > 0 || !shownSources.every(({ feed }) => feed.hasAnswered)) return null;
  const first = shownSources.find(({ feed }) => feed.state.is === 'ended')?.feed.state;
  if (first?.is === 'ended' && first.error) return first.error.message;
  // While the engine is away, what was written cannot be known.
  for (const { feed } of shownSources)
    if (feed.state.is === 'waiting' && feed.state.error) return feed.state.error.message;
  return 'Nothing has been written yet. Waiting.';
}

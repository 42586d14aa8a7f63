import { observer } from 'mobx-react-lite';
import { useRef } from 'react';
import { Link } from 'wouter';
import type { LogsMergedStore, MergedSource } from '#renderer/stores/logs-merged-store.ts';
import { SHOW_ALL } from '#renderer/terminal/log/log-display.ts';
import { LogPane, type LogPaneHandle } from '#renderer/terminal/log/log-pane.tsx';
import { SERIES } from '#renderer/terminal/log/colors.ts';
import type { SourceLook } from '#renderer/terminal/log/screen-row.ts';
import { displayOf, useLogLook } from '#renderer/views/logs/use-log-look.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

const nothing = (): void => undefined;

/** Each ticked container's log in a pane of its own; a click on its name opens it alone, with all tools. */
export const LogSplit = observer(function LogSplit({
  store,
  looks,
}: {
  store: LogsMergedStore;
  looks: ReadonlyMap<string, SourceLook>;
}) {
  return (
    <div className="log-split">
      {store.shownSources.map((source) => {
        const look = looks.get(source.container);
        return look ? <Part key={source.container} source={source} look={look} /> : null;
      })}
    </div>
  );
});

const Part = observer(function Part({ source, look }: { source: MergedSource; look: SourceLook }) {
  const { settings, containers } = useStores();
  const { look: shown } = useLogLook(look.name);
  const handle = useRef<LogPaneHandle>(null);
  const { feed, container } = source;
  const hasStreams = containers.find(container)?.tty !== true;
  return (
    <section className="log-part" aria-label={look.name}>
      <div className="log-part-head">
        <span className="log-tag mono" style={{ background: `var(${SERIES[look.color % SERIES.length]})` }}>
          {look.tag}
        </span>
        <Link className="ell" to={`/container/${container}/logs`}>
          {look.name}
        </Link>
      </div>
      <LogPane
        label={`Log of ${look.name}`}
        lines={feed.lines}
        arrived={feed.arrived}
        display={displayOf(shown, settings.value, { hasStreams, isRaw: false, sources: [] })}
        wanted={SHOW_ALL}
        history={feed.history}
        historyState={feed.history.state}
        cleared={feed.cleared}
        onShowCleared={feed.showCleared}
        empty={null}
        handle={handle}
        onReady={nothing}
        onState={nothing}
        onMenu={nothing}
      />
    </section>
  );
});

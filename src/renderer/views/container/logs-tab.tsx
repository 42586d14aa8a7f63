import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import type { LogFeed } from '#renderer/stores/log-feed.ts';
import { type LogWanted, SHOW_ALL } from '#renderer/terminal/log/log-display.ts';
import { LogFoot } from '#renderer/views/logs/log-foot.tsx';
import { lineLink } from '#renderer/views/logs/log-link.ts';
import { logStateWords } from '#renderer/views/logs/log-state-words.ts';
import { LogView } from '#renderer/views/logs/log-view.tsx';
import { useSpan } from '#renderer/views/logs/use-time-address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** The log of one container. */
export const LogsTab = observer(function LogsTab({ container }: { container: Container }) {
  const { logs, connection } = useStores();
  const { id } = container;
  const [feed] = useState(() => logs.feed(id));
  const [wanted, setWanted] = useSpan(...useState<LogWanted>(SHOW_ALL));
  const [, go] = useLocation();
  useEffect(() => {
    const opened = feed.open();
    return () => opened.dispose();
  }, [feed]);
  const hasStreams = container.tty !== true;
  return (
    <LogView
      subject={feed}
      name={container.name}
      all={{ container: id }}
      label={`Log of ${container.name}`}
      hasStreams={hasStreams}
      empty={emptyWords(feed, container)}
      linkOf={(seq) => lineLink(feed.lines, seq, id, connection.isBrowser)}
      wanted={wanted}
      onWanted={setWanted}
      onChart={(isoTime) => go(`/container/${id}/stats?at=${encodeURIComponent(isoTime)}`)}
      renderFoot={(view) => (
        <LogFoot
          state={logStateWords(feed.state, view, container)}
          summary={feed.summary}
          hasStreams={hasStreams}
          view={view}
        />
      )}
    />
  );
});

function emptyWords(feed: LogFeed, container: Container): string | null {
  if (feed.summary.size > 0 || feed.lines.size > 0 || !feed.hasAnswered) return null;
  const { state } = feed;
  if (state.is === 'ended' && state.error) {
    return state.error.hint === undefined ? state.error.message : `${state.error.message} ${state.error.hint}`;
  }
  if (state.is === 'waiting' && state.error) return state.error.message;
  return container.state === 'running' ? 'Nothing has been written yet. Waiting.' : 'Nothing was written.';
}

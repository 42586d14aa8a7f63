import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { size } from '#shared/format/bytes.ts';
import { count, words } from '#shared/format/quantity.ts';
import type { LogFeed } from '#renderer/stores/log-feed.ts';
import { LogFind } from '#renderer/views/container/log-find.tsx';
import { logStateWords } from '#renderer/views/container/log-state-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { LogPane, type LogPaneHandle } from '#renderer/terminal/log/log-pane.tsx';
import type { LogViewState } from '#renderer/terminal/log/log-surface.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { type Choice, Pick } from '#renderer/ui/pick.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

const TAILS: readonly Choice<Settings['logTail']>[] = [
  { value: 100, label: '100' },
  { value: 500, label: '500' },
  { value: 1000, label: '1,000' },
  { value: 5000, label: '5,000' },
  { value: 'all', label: 'All held' },
];
const TIMES: readonly Choice<Settings['logTimes']>[] = [
  { value: 'off', label: 'Off' },
  { value: 'local', label: 'Local' },
  { value: 'utc', label: 'UTC' },
  { value: 'relative', label: 'Relative' },
];

export const LogsTab = observer(function LogsTab({ container }: { container: Container }) {
  const { logs, settings } = useStores();
  const { id } = container;
  const [feed] = useState(() => logs.feed(id));
  const [view, setView] = useState<LogViewState | null>(null);
  const [hasNumbers, setNumbers] = useState(true);
  const [isCopied, setCopied] = useState(false);
  const pane = useRef<LogPaneHandle>(null);
  useEffect(() => {
    const opened = feed.open();
    return () => opened.dispose();
  }, [feed]);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const { logTail, logTimes, logWrap } = settings.value;
  const isFollowing = view === null || view.mode === 'following';
  useLogKeys(
    () => void settings.set({ logWrap: !logWrap }),
    () => setNumbers(!hasNumbers),
  );
  const copy = (): void => {
    const text = pane.current?.copyText() ?? '';
    if (text !== '') void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  return (
    <>
      <div className="tool" role="toolbar" aria-label="Log tools">
        <button
          type="button"
          className="btn"
          aria-pressed={isFollowing}
          style={{ minWidth: 98 }}
          onClick={() => (isFollowing ? pane.current?.pause() : pane.current?.follow())}
        >
          <Icon name="down" />
          {isFollowing ? 'Following' : 'Follow'}
        </button>
        <LogFind pane={pane} find={view?.find ?? null} />
        <span className="sep" />
        <Pick label="Tail" value={logTail} choices={TAILS} onPick={(tail) => void settings.set({ logTail: tail })} />
        <Pick
          label="Time"
          value={logTimes}
          choices={TIMES}
          onPick={(times) => void settings.set({ logTimes: times })}
        />
        <span className="grow" />
        <IconButton
          icon="wrap"
          label="Wrap lines"
          keys="Alt+Z"
          aria-pressed={logWrap}
          onClick={() => void settings.set({ logWrap: !logWrap })}
        />
        <IconButton
          icon="hash"
          label="Line numbers"
          keys="Alt+N"
          aria-pressed={hasNumbers}
          onClick={() => setNumbers(!hasNumbers)}
        />
        <span className="sep" />
        <IconButton
          icon={isCopied ? 'check' : 'copy'}
          label={isCopied ? 'Copied' : 'Copy the selection or line'}
          onClick={copy}
        />
      </div>
      <LogPane
        label={`Log of ${container.name}`}
        lines={feed.lines}
        arrived={feed.arrived}
        display={{ tail: logTail, times: logTimes, isWrapped: logWrap, hasNumbers }}
        empty={emptyWords(feed, container)}
        handle={pane}
        onState={setView}
      />
      <LogFoot feed={feed} view={view} container={container} />
    </>
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

const LogFoot = observer(function LogFoot({
  feed,
  view,
  container,
}: {
  feed: LogFeed;
  view: LogViewState | null;
  container: Container;
}) {
  const { summary } = feed;
  const state = logStateWords(feed.state, view, container);
  const rate = summary.linesPerSecond;
  return (
    <div className="pfoot">
      <span className="state" role="status">
        <StateMark shape={state.shape} size={10} />
        <span className="ell">{state.words}</span>
      </span>
      <span>{rate > 0 && rate < 1 ? '< 1' : count(rate)} lines/s</span>
      <span className="hide-m">
        {count(summary.stdout)} {container.tty ? 'lines' : `stdout, ${count(summary.stderr)} stderr`}
      </span>
      <span className="grow" />
      {view?.line == null ? null : (
        <span>
          Line {count(view.line)}, {count(summary.size)} held
        </span>
      )}
      <span className="hide-m">{words(size(summary.bytes))}</span>
    </div>
  );
});

/** Keys of the log pane that hold wherever the focus is on this tab (design section 11). */
function useLogKeys(toggleWrap: () => void, toggleNumbers: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.code === 'KeyZ') toggleWrap();
      else if (event.code === 'KeyN') toggleNumbers();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}

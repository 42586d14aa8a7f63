import { observer } from 'mobx-react-lite';
import { size } from '#shared/format/bytes.ts';
import type { StateShape } from '#shared/format/container-status.ts';
import { count, plural, words } from '#shared/format/quantity.ts';
import type { LogSummary } from '#renderer/stores/log-feed.ts';
import type { LogViewState } from '#renderer/terminal/log/log-display.ts';
import { StateMark } from '#renderer/ui/state-mark.tsx';

/** The line under a log: what the stream does, how fast, what is held, and where the reader is. */
export const LogFoot = observer(function LogFoot({
  state,
  summary,
  hasStreams,
  view,
  isMerged = false,
}: {
  state: { words: string; shape: StateShape };
  summary: LogSummary;
  hasStreams: boolean;
  view: LogViewState | null;
  /** Of several containers, so that a line's number says nothing. */
  isMerged?: boolean;
}) {
  const rate = summary.linesPerSecond;
  const hidden = view?.hidden ?? 0;
  return (
    <div className="pfoot">
      <span className="state" role="status">
        <StateMark shape={state.shape} size={10} />
        <span className="ell">{state.words}</span>
      </span>
      <span>{rate > 0 && rate < 1 ? '< 1' : count(rate)} lines/s</span>
      <span className="hide-m">
        {count(summary.stdout)} {hasStreams ? `stdout, ${count(summary.stderr)} stderr` : 'lines'}
      </span>
      {hidden > 0 ? <span>{plural(hidden, 'line')} hidden by level or filter</span> : null}
      <span className="grow" />
      {view?.isoTime == null ? null : <span className="hide-m">{view.isoTime}</span>}
      {view?.line == null ? null : (
        <span>
          {isMerged ? '' : `Line ${count(view.line)}, `}
          {count(summary.size)} held
        </span>
      )}
      <span className="hide-m">{words(size(summary.bytes))}</span>
    </div>
  );
});

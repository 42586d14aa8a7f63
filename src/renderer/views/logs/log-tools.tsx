import type { RefObject } from 'react';
import type { Settings } from '#shared/contract/settings.ts';
import { LEVELS, type Level } from '#shared/lines/line-level.ts';
import type { Query } from '#shared/lines/line-pattern.ts';
import type { LogViewState, LogWanted } from '#renderer/terminal/log/log-display.ts';
import type { LogPaneHandle } from '#renderer/terminal/log/log-pane.tsx';
import { type Act, ActMenu } from '#renderer/ui/act-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { type Choice, Pick } from '#renderer/ui/pick.tsx';
import { LogFind } from '#renderer/views/logs/log-find.tsx';
import type { LogLook } from '#renderer/views/logs/use-log-look.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

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
const LEVEL_NAMES: Record<Level, string> = {
  error: 'Error',
  warn: 'Warning',
  info: 'Info',
  debug: 'Debug',
  none: 'No level',
};

export interface LogToolsProps {
  pane: RefObject<LogPaneHandle | null>;
  view: LogViewState | null;
  query: Query;
  onQuery: (query: Query) => void;
  look: LogLook;
  onLook: (change: Partial<LogLook>) => void;
  wanted: LogWanted;
  onWanted: (wanted: LogWanted) => void;
  onCopy: () => void;
  isCopied: boolean;
  onDownload: () => void;
  /** Acts behind the dots. */
  more: readonly Act[];
  /** Said above them. */
  moreHead: string | undefined;
}

/** The tool bar above a log pane. */
export function LogTools(props: LogToolsProps) {
  const { pane, view, query, onQuery, look, onLook, wanted, onWanted, onCopy, isCopied, onDownload, more, moreHead } =
    props;
  const { commands } = useStores();
  const isFollowing = view === null || view.mode === 'following';
  return (
    <div className="tool log-tool" role="toolbar" aria-label="Log tools">
      <button
        type="button"
        className="btn follow"
        aria-pressed={isFollowing}
        onClick={() => (isFollowing ? pane.current?.pause() : pane.current?.follow())}
      >
        <Icon name="down" />
        {isFollowing ? 'Following' : 'Follow'}
      </button>
      <LogFind pane={pane} find={view?.find ?? null} query={query} onQuery={onQuery} />
      <IconButton
        icon="filter"
        label="Show only matching lines"
        keys={commands.words('log.onlyMatches')}
        aria-pressed={wanted.onlyMatches !== null}
        onClick={() => onWanted({ ...wanted, onlyMatches: wanted.onlyMatches === null ? 0 : null })}
      />
      <span className="sep" />
      <LevelPick wanted={wanted} onWanted={onWanted} />
      <Pick className="at-middle" label="Tail" value={look.tail} choices={TAILS} onPick={(tail) => onLook({ tail })} />
      <Pick
        className="at-middle"
        label="Time"
        value={look.times}
        choices={TIMES}
        onPick={(times) => onLook({ times })}
      />
      <span className="grow" />
      <IconButton
        className="at-narrow"
        icon="wrap"
        label="Wrap lines"
        keys={commands.words('log.wrap')}
        aria-pressed={look.wrap}
        onClick={() => onLook({ wrap: !look.wrap })}
      />
      <IconButton
        className="at-wide"
        icon="hash"
        label="Line numbers"
        keys={commands.words('log.numbers')}
        aria-pressed={look.numbers}
        onClick={() => onLook({ numbers: !look.numbers })}
      />
      <span className="sep at-wide" />
      <IconButton
        className="at-wide"
        icon={isCopied ? 'check' : 'copy'}
        label={isCopied ? 'Copied' : 'Copy the selection or line'}
        onClick={onCopy}
      />
      <IconButton
        className="at-narrow"
        icon="download"
        label="Download what is shown"
        keys={commands.words('log.download')}
        onClick={onDownload}
      />
      <ActMenu
        trigger={<IconButton icon="more" label="More of this log" />}
        acts={more}
        {...(moreHead === undefined ? {} : { head: moreHead })}
      />
    </div>
  );
}

/** Levels to tick; all ticked is the same as none asked for. */
function LevelPick({ wanted, onWanted }: { wanted: LogWanted; onWanted: (wanted: LogWanted) => void }) {
  const { levels } = wanted;
  const isOn = (level: Level): boolean => levels === null || levels.includes(level);
  const flip = (level: Level): void => {
    const next = LEVELS.filter((one) => (one === level ? !isOn(one) : isOn(one)));
    // Nothing ticked would show nothing: the same as a fresh start.
    onWanted({ ...wanted, levels: next.length === LEVELS.length || next.length === 0 ? null : next });
  };
  const acts: Act[] = [
    { label: 'All levels', isChecked: levels === null, run: () => onWanted({ ...wanted, levels: null }) },
    ...(['error', 'warn', 'info', 'debug', 'none'] as const).map((level, at) => ({
      label: LEVEL_NAMES[level],
      isChecked: isOn(level),
      startsGroup: at === 0,
      run: () => flip(level),
    })),
  ];
  const words =
    levels === null
      ? 'All levels'
      : levels.length > 2
        ? `${levels.length} levels`
        : levels
            .map((level) => LEVEL_NAMES[level])
            .reverse()
            .join(', ');
  return (
    <ActMenu
      align="start"
      acts={acts}
      trigger={
        <button type="button" className="pick" aria-label={`Levels: ${words}`}>
          <span>{words}</span>
          <Icon name="chevronDown" size={14} />
        </button>
      }
    />
  );
}

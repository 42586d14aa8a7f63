import { observer } from 'mobx-react-lite';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { Emitter } from '#shared/base/emitter.ts';
import { logFileName } from '#shared/format/log-file-name.ts';
import type { Query } from '#shared/lines/line-pattern.ts';
import type { Lines } from '#shared/lines/lines.ts';
import {
  type LogHistory,
  type LogMenuRequest,
  type LogViewState,
  type LogWanted,
  SHOW_ALL,
} from '#renderer/terminal/log/log-display.ts';
import { LogPane, type LogPaneHandle } from '#renderer/terminal/log/log-pane.tsx';
import type { SourceLook } from '#renderer/terminal/log/screen-row.ts';
import type { Act } from '#renderer/ui/act-menu.tsx';
import { AnchoredMenu } from '#renderer/ui/anchored-menu.tsx';
import { ExportDialog, type WholeLog } from '#renderer/views/logs/export-dialog.tsx';
import { LogFilters } from '#renderer/views/logs/log-filters.tsx';
import { addressOf, findLine, type LineAddress } from '#renderer/views/logs/log-link.ts';
import { lineActs } from '#renderer/views/logs/log-menu.ts';
import { LogTools } from '#renderer/views/logs/log-tools.tsx';
import { saveFile } from '#renderer/views/logs/save-file.ts';
import { displayOf, useLogLook } from '#renderer/views/logs/use-log-look.ts';
import { useTimeAddress } from '#renderer/views/logs/use-time-address.ts';
import { useQuery } from '#renderer/views/address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
// Tool bar and footer are drawn as on a container's other tabs, on whatever screen the log is.
import '#renderer/views/container/container-screen.css';
import '#renderer/views/logs/log-view.css';

/** What a log view shows; one container's log and several merged fit it alike. */
export interface LogSubject {
  readonly lines: Lines;
  readonly arrived: Emitter<void>;
  readonly history: LogHistory;
  readonly cleared: { seq: number; at: number } | null;
  clear(): void;
  readonly showCleared: () => void;
}

/** Tool bar, filters, pane and footer of a log. */
export const LogView = observer(function LogView({
  subject,
  name,
  all,
  label,
  hasStreams,
  sources = NO_SOURCES,
  empty,
  linkOf,
  wanted,
  onWanted,
  onChart,
  renderFoot,
}: {
  subject: LogSubject;
  /** Under which the look is kept, and what a download is called. */
  name: string;
  /** What the whole of it is, to be exported; left out where there is no more than what is held. */
  all?: WholeLog;
  label: string;
  hasStreams: boolean;
  sources?: readonly SourceLook[];
  empty: string | null;
  /** A link to a line, null where there can be none. */
  linkOf: (seq: number) => string | null;
  wanted: LogWanted;
  onWanted: (wanted: LogWanted) => void;
  /** Shows a time (RFC 3339) in charts; absent where there are none of this log. */
  onChart?: (isoTime: string) => void;
  renderFoot: (view: LogViewState | null) => ReactNode;
}) {
  const { settings, toasts, commands, clock } = useStores();
  const { look, change, resize } = useLogLook(name);
  const [view, setView] = useState<LogViewState | null>(null);
  const [query, setQuery] = useState<Query>({ text: '', matchCase: false, isPattern: false });
  const [isRaw, setRaw] = useState(false);
  const [hasFilters, setFilters] = useState(false);
  const [menu, setMenu] = useState<LogMenuRequest | null>(null);
  const [isExporting, setExporting] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const pane = useRef<LogPaneHandle>(null);
  const [isReady, setReady] = useState(false);
  useLineAddress(subject, pane, isReady);
  useTimeAddress(subject, pane, isReady);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (text: string): void => {
    if (text !== '') void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  const download = (): void =>
    void pane.current
      ?.exportText({ lines: 'shown', format: 'log', times: false })
      .then((parts) => saveFile(logFileName(name, new Date(clock.now()), 'log'), parts));
  const clear = (): void => {
    subject.clear();
    pane.current?.focus();
  };
  const showFilters = hasFilters || isFiltering(wanted);
  useCommands({
    'log.freeze': () => (view?.mode === 'frozen' ? pane.current?.follow() : pane.current?.pause()),
    'log.follow': () => pane.current?.follow(),
    'log.start': () => pane.current?.home(),
    'log.onlyMatches': () => onWanted({ ...wanted, onlyMatches: wanted.onlyMatches === null ? 0 : null }),
    'log.wrap': () => change({ wrap: !look.wrap }),
    'log.numbers': () => change({ numbers: !look.numbers }),
    'log.clear': clear,
    'log.fontLarger': () => resize(1),
    'log.fontSmaller': () => resize(-1),
    'log.download': download,
    'log.export': () => setExporting(true),
  });
  const more: Act[] = [
    {
      label: 'Filter lines',
      icon: 'filter',
      isChecked: showFilters,
      run: () => (showFilters ? closeFilters() : setFilters(true)),
    },
    { label: 'JSON lines raw', isChecked: isRaw, run: () => setRaw(!isRaw) },
    { label: 'Milliseconds', isChecked: look.millis, startsGroup: true, run: () => change({ millis: !look.millis }) },
    { label: 'Tint warnings and errors', isChecked: look.tint, run: () => change({ tint: !look.tint }) },
    {
      label: 'Wrap long lines',
      isChecked: look.wrap,
      keys: commands.words('log.wrap'),
      run: () => change({ wrap: !look.wrap }),
    },
    {
      label: 'Line numbers',
      isChecked: look.numbers,
      keys: commands.words('log.numbers'),
      run: () => change({ numbers: !look.numbers }),
    },
    { label: 'Larger text', keys: commands.words('log.fontLarger'), startsGroup: true, run: () => resize(1) },
    { label: 'Smaller text', keys: commands.words('log.fontSmaller'), run: () => resize(-1) },
    { label: 'Clear the view', keys: commands.words('log.clear'), startsGroup: true, run: clear },
    { label: 'Copy the selection or line', icon: 'copy', run: () => copy(pane.current?.copyText() ?? '') },
    { label: 'Download what is shown', icon: 'download', run: download },
    { label: 'Export…', run: () => setExporting(true) },
  ];
  function closeFilters(): void {
    setFilters(false);
    onWanted({ ...SHOW_ALL, levels: wanted.levels });
  }
  const line = menu && pane.current && menuFor(menu.seq, pane.current);
  function menuFor(seq: number, handle: LogPaneHandle): ReturnType<typeof lineActs> {
    const link = linkOf(seq);
    return lineActs({ lines: subject.lines, seq, pane: handle, link, wanted, onWanted, onChart, copy });
  }
  const error = subject.history.error;
  useEffect(() => {
    if (error) toasts.show({ title: "Couldn't load more of the log", text: error.message, isError: true });
  }, [error, toasts]);
  return (
    <div className="log-view">
      <LogTools
        pane={pane}
        view={view}
        query={query}
        onQuery={setQuery}
        look={look}
        onLook={change}
        wanted={wanted}
        onWanted={onWanted}
        onCopy={() => copy(pane.current?.copyText() ?? '')}
        isCopied={isCopied}
        onDownload={download}
        more={more}
        moreHead={hasStreams ? undefined : "This container has a TTY, so Docker doesn't separate stderr."}
      />
      {showFilters ? <LogFilters wanted={wanted} onWanted={onWanted} onClose={closeFilters} /> : null}
      <LogPane
        label={label}
        lines={subject.lines}
        arrived={subject.arrived}
        display={displayOf(look, settings.value, { hasStreams, isRaw, sources })}
        wanted={wanted}
        history={subject.history}
        historyState={subject.history.state}
        cleared={subject.cleared}
        onShowCleared={subject.showCleared}
        empty={empty}
        handle={pane}
        onReady={setReady}
        onState={setView}
        onMenu={setMenu}
      />
      {renderFoot(view)}
      <AnchoredMenu
        anchor={menu}
        acts={line ?? []}
        label="Line"
        returnTo={document.querySelector<HTMLElement>('[role="log"]')}
        onClose={() => setMenu(null)}
      />
      {isExporting ? (
        <ExportDialog pane={pane} name={name} all={all} held={subject.lines.size} onClose={() => setExporting(false)} />
      ) : null}
    </div>
  );
});

const NO_SOURCES: readonly SourceLook[] = [];

const isFiltering = ({ include, exclude, onlyMatches, fields, span }: LogWanted): boolean =>
  include !== '' || exclude !== '' || onlyMatches !== null || fields.length > 0 || span !== null;

/** Goes to the line that the address names, once it is there. */
function useLineAddress(subject: LogSubject, pane: RefObject<LogPaneHandle | null>, isReady: boolean): void {
  const [query] = useQuery();
  const found = addressOf(query);
  const key = found && JSON.stringify(found);
  useEffect(() => {
    if (key === null || !isReady) return;
    const address = JSON.parse(key) as LineAddress;
    const { lines, history } = subject;
    let isAsked = false;
    const look = (): boolean => {
      const seq = findLine(lines, address);
      if (seq !== null) pane.current?.goTo(seq);
      // Older than what is held: asked for once, from that line on.
      else if (!isAsked && lines.size > 0 && lines.isoTime(lines.first) > address.t && history.state === 'more') {
        isAsked = true;
        void history.loadFrom(address.t);
      }
      return seq !== null;
    };
    if (look()) return;
    const listening = subject.arrived.on(() => look() && listening.dispose());
    return () => listening.dispose();
  }, [key, subject, pane, isReady]);
}

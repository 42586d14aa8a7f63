import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Emitter } from '#shared/base/emitter.ts';
import type { Query } from '#shared/lines/line-pattern.ts';
import type { Lines } from '#shared/lines/lines.ts';
import type {
  LogDisplay,
  LogHistory,
  LogMenuRequest,
  LogViewState,
  LogWanted,
} from '#renderer/terminal/log/log-display.ts';
import { LogSurface } from '#renderer/terminal/log/log-surface.ts';
import { LOG_FONT } from '#renderer/terminal/log/painter.ts';
import { type ExportForm, exportText } from '#renderer/terminal/log/export-text.ts';
import '@xterm/xterm/css/xterm.css';
import '#renderer/terminal/log/log-pane.css';

/** What the tool bar can ask of the pane. */
export interface LogPaneHandle {
  follow(): void;
  pause(): void;
  home(): void;
  search(query: Query | null): void;
  stepMatch(direction: 1 | -1): void;
  /** The selection as seen, else the line that the keys stand on. */
  copyText(): string;
  /** The lines of the selection, or those given, as they came. */
  rawText(seq?: number): string;
  seenText(seq: number): string;
  hasSelection(): boolean;
  /** Opens or closes a structured line. */
  toggle(seq: number): void;
  isOpen(seq: number): boolean;
  opens(seq: number): 'fields' | 'whole' | null;
  /** Lines as parts of a file, made in slices so that the window stays alive. */
  exportText(form: ExportForm): Promise<string[]>;
  /** How many lines are shown. */
  shownCount(): number;
  /** Shows a line, outlined. */
  goTo(seq: number): void;
  focus(): void;
}

/** The log pane as a component; everything inside is drawn by `LogSurface`, outside of React. */
export function LogPane({
  label,
  lines,
  arrived,
  display,
  wanted,
  history,
  historyState,
  cleared,
  onShowCleared,
  empty,
  handle,
  onReady,
  onState,
  onMenu,
}: {
  label: string;
  lines: Lines;
  arrived: Emitter<void>;
  display: LogDisplay;
  wanted: LogWanted;
  history: LogHistory;
  /** Of the history, so that a change of it is drawn. */
  historyState: LogHistory['state'];
  cleared: { seq: number; at: number } | null;
  onShowCleared: () => void;
  /** Said while there is no line. */
  empty: string | null;
  handle: RefObject<LogPaneHandle | null>;
  onReady: (isReady: boolean) => void;
  onState: (state: LogViewState) => void;
  onMenu: (request: LogMenuRequest) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const surface = useRef<LogSurface | null>(null);
  const latest = useRef({ display, onState, onMenu });
  useEffect(() => {
    latest.current = { display, onState, onMenu };
  });
  const [isReady, setReady] = useState(false);

  useEffect(() => {
    let isGone = false;
    let stop: (() => void) | undefined;
    // Opened with the wrong font, xterm would measure cells that do not fit the right one.
    void Promise.all([document.fonts.load(`13px ${LOG_FONT}`), document.fonts.load(`600 13px ${LOG_FONT}`)])
      .catch(() => [])
      .then(() => {
        const element = host.current;
        if (isGone || !element) return;
        const made = new LogSurface(element, lines, {
          display: latest.current.display,
          changed: (state) => latest.current.onState(state),
          menu: (request) => latest.current.onMenu(request),
        });
        const listening = arrived.on(() => made.arrived());
        surface.current = made;
        stop = () => {
          listening.dispose();
          made.dispose();
          surface.current = null;
          setReady(false);
        };
        setReady(true);
      });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [lines, arrived]);

  // By what they say: a new object with the same words would paint for nothing.
  const displayKey = JSON.stringify(display);
  useEffect(() => {
    if (isReady) surface.current?.display(JSON.parse(displayKey) as LogDisplay);
  }, [isReady, displayKey]);
  const wantedKey = JSON.stringify(wanted);
  useEffect(() => {
    if (isReady) surface.current?.setWanted(JSON.parse(wantedKey) as LogWanted);
  }, [isReady, wantedKey]);
  useEffect(() => {
    if (isReady) surface.current?.setHistory(history);
  }, [isReady, history, historyState]);
  useEffect(() => {
    if (isReady) surface.current?.setCleared(cleared, onShowCleared);
  }, [isReady, cleared, onShowCleared]);

  useEffect(() => onReady(isReady), [isReady, onReady]);

  useImperativeHandle(
    handle,
    () => ({
      follow: () => surface.current?.follow(),
      pause: () => surface.current?.pause(),
      home: () => surface.current?.home(),
      search: (query) => surface.current?.search(query),
      stepMatch: (direction) => surface.current?.stepMatch(direction),
      copyText: () => surface.current?.copyText() ?? '',
      rawText: (seq) => surface.current?.rawText(seq) ?? '',
      seenText: (seq) => surface.current?.layout.text(seq) ?? '',
      hasSelection: () => surface.current?.selection.isEmpty === false,
      toggle: (seq) => void surface.current?.toggle(seq),
      isOpen: (seq) => surface.current?.layout.open.has(seq) ?? false,
      opens: (seq) => surface.current?.layout.opens(seq) ?? null,
      exportText: (form) => (surface.current ? exportText(surface.current.layout, form) : Promise.resolve([])),
      shownCount: () => surface.current?.layout.count ?? 0,
      goTo: (seq) => surface.current?.goTo(seq),
      focus: () => host.current?.focus(),
    }),
    [],
  );

  return (
    <div className="log-wrap">
      <div
        ref={host}
        className="log"
        role="log"
        aria-live="off"
        aria-label={label}
        tabIndex={0}
        data-keys="log"
        data-focus-first
      />
      {empty === null ? null : (
        <div className="log-empty-layer">
          <p className="t2">{empty}</p>
        </div>
      )}
    </div>
  );
}

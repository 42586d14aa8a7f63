import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Emitter } from '#shared/base/emitter.ts';
import type { Query } from '#shared/lines/line-search.ts';
import type { LineStore } from '#shared/lines/line-store.ts';
import { type LogDisplay, LogSurface, type LogViewState } from '#renderer/terminal/log/log-surface.ts';
import { LOG_FONT } from '#renderer/terminal/log/xterm-painter.ts';
import '@xterm/xterm/css/xterm.css';
import '#renderer/terminal/log/log-pane.css';

/** What the tool bar can ask of the pane. */
export interface LogPaneHandle {
  follow(): void;
  pause(): void;
  search(query: Query | null): void;
  stepMatch(direction: 1 | -1): void;
  copyText(): string;
  focus(): void;
}

/** The log pane as a component; everything inside is drawn by `LogSurface`, outside of React. */
export function LogPane({
  label,
  lines,
  arrived,
  display,
  empty,
  handle,
  onState,
}: {
  label: string;
  lines: LineStore;
  arrived: Emitter<void>;
  display: LogDisplay;
  /** Said while there is no line. */
  empty: string | null;
  handle: RefObject<LogPaneHandle | null>;
  onState: (state: LogViewState) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const surface = useRef<LogSurface | null>(null);
  const latest = useRef({ display, onState });
  useEffect(() => {
    latest.current = { display, onState };
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
        const made = new LogSurface(element, lines, latest.current.display, (state) => latest.current.onState(state));
        const listening = arrived.on(() => made.arrived());
        surface.current = made;
        stop = () => {
          listening.dispose();
          made.dispose();
          surface.current = null;
        };
        setReady(true);
      });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [lines, arrived]);

  const { tail, times, isWrapped, hasNumbers } = display;
  useEffect(() => {
    if (isReady) surface.current?.display({ tail, times, isWrapped, hasNumbers });
  }, [isReady, tail, times, isWrapped, hasNumbers]);

  useImperativeHandle(
    handle,
    () => ({
      follow: () => surface.current?.follow(),
      pause: () => surface.current?.pause(),
      search: (query) => surface.current?.search(query),
      stepMatch: (direction) => surface.current?.stepMatch(direction),
      copyText: () => surface.current?.copyText() ?? '',
      focus: () => host.current?.focus(),
    }),
    [],
  );

  return (
    <div className="log-wrap" style={{ flex: 1, minHeight: 0, display: 'flex', position: 'relative' }}>
      <div ref={host} className="log" role="log" aria-live="off" aria-label={label} tabIndex={0} data-focus-first />
      {empty === null ? null : (
        <div className="log-empty-layer">
          <p className="t2">{empty}</p>
        </div>
      )}
    </div>
  );
}

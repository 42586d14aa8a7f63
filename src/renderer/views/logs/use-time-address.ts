import { type RefObject, useEffect } from 'react';
import type { Lines } from '#shared/lines/lines.ts';
import type { LogWanted } from '#renderer/terminal/log/log-display.ts';
import type { LogPaneHandle } from '#renderer/terminal/log/log-pane.tsx';
import type { LogSubject } from '#renderer/views/logs/log-view.tsx';
import { useQuery } from '#renderer/views/address.ts';

/** The first line at or after a time (ms), by halves; the last one where there is none, null where there are no lines. */
function lineFrom(lines: Lines, ms: number): number | null {
  if (lines.size === 0) return null;
  let low = lines.first;
  let high = lines.next;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (lines.time(middle) < ms) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, lines.next - 1);
}

/** What is held comes within this, earlier lines that were asked for too. */
const SETTLES_MS = 5000;

const msOf = (text: string | null): number | null => {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
};

/** "?at=…": goes to what was written at a time, once. */
export function useTimeAddress(subject: LogSubject, pane: RefObject<LogPaneHandle | null>, isReady: boolean): void {
  const [query] = useQuery();
  const at = msOf(query.get('at')) ?? msOf(query.get('from'));
  useEffect(() => {
    if (at === null || !isReady) return;
    const { lines, history } = subject;
    let isAsked = false;
    const look = (): boolean => {
      const seq = lineFrom(lines, at);
      if (seq === null) return false;
      if (lines.time(lines.first) > at) {
        // Older than what is held: asked for once, from that time on.
        if (!isAsked && history.state === 'more') {
          isAsked = true;
          void history.loadFrom(new Date(at).toISOString());
          return false;
        }
        if (history.state === 'loading') return false;
      }
      pane.current?.goTo(seq);
      // The lines up to then may still be on their way.
      return lines.time(lines.next - 1) >= at;
    };
    if (look()) return;
    const listening = subject.arrived.on(() => look() && listening.dispose());
    // A log that has nothing from then on must not move the reader when it goes on much later.
    const late = setTimeout(() => listening.dispose(), SETTLES_MS);
    return () => {
      clearTimeout(late);
      listening.dispose();
    };
  }, [at, subject, pane, isReady]);
}

/** "?from=…&to=…" as what a log is to show. Setting another filter keeps it, clearing the filters takes it away. */
export function useSpan(
  wanted: LogWanted,
  setWanted: (wanted: LogWanted) => void,
): [LogWanted, (wanted: LogWanted) => void] {
  const [query, setQuery] = useQuery();
  const from = msOf(query.get('from'));
  const to = msOf(query.get('to'));
  const span = from !== null && to !== null && from < to ? { from, to } : null;
  const set = (next: LogWanted): void => {
    setWanted({ ...next, span: null });
    if (next.span === null && span !== null) setQuery({ from: undefined, to: undefined }, { replace: true });
  };
  return [span === null ? wanted : { ...wanted, span }, set];
}

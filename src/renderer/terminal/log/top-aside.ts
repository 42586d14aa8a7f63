import { shortTime } from '#shared/format/clock-time.ts';
import { count } from '#shared/format/quantity.ts';
import type { Aside } from '#renderer/terminal/log/asides.ts';
import type { LogHistory } from '#renderer/terminal/log/log-display.ts';
import type { Viewport } from '#renderer/terminal/log/viewport.ts';
import type { Lines } from '#shared/lines/lines.ts';

/** Lines that "Load earlier" brings at once. */
export const EARLIER_LINES = 1000;

/** When the reader cleared the view (ms), and how the lines come back. */
export interface Cleared {
  readonly at: number;
  readonly show: () => void;
}

interface Pane {
  readonly lines: Lines;
  readonly viewport: Viewport;
  readonly history: LogHistory | null;
  openTail(): void;
}

const LOAD = `Load ${count(EARLIER_LINES)} earlier lines`;
const says = (text: string): Aside => ({ text, isLoss: false, act: null });
const offers = (text: string, label: string, run: () => void): Aside => ({ text, isLoss: false, act: { label, run } });

/** What stands above the first line shown: what was cleared, what can be loaded, or that there is nothing before. */
export function topAside(pane: Pane, cleared: Cleared | null): Aside | null {
  const { lines, viewport, history } = pane;
  if (cleared && viewport.cleared > lines.first)
    return offers(`Cleared at ${shortTime(cleared.at)}.`, 'Show cleared lines', cleared.show);
  if (viewport.beyondTail > 0) {
    return offers('', LOAD, () => {
      const isShort = viewport.beyondTail < EARLIER_LINES;
      pane.openTail();
      if (isShort && history?.state === 'more') history.loadEarlier();
    });
  }
  if (lines.size === 0 || !history || history.state === 'none') return null;
  if (history.state === 'start') return says('This is the start of the log');
  if (history.state === 'loading') return says('Loading earlier lines');
  return offers('', LOAD, () => {
    viewport.pause();
    history.loadEarlier();
  });
}

import type { Container } from '#shared/contract/containers.ts';
import { clockTime } from '#shared/format/clock-time.ts';
import type { StateShape } from '#shared/format/container-status.ts';
import type { FeedState } from '#renderer/stores/log-feed.ts';
import type { LogViewState } from '#renderer/terminal/log/log-display.ts';

/** The footer's state (design section 7): what the stream does, and what the reader made of it. */
export function logStateWords(
  state: FeedState,
  view: LogViewState | null,
  container: Container,
): { words: string; shape: StateShape } {
  if (state.is === 'ended') {
    if (state.reason === 'removed') return { words: 'Container removed', shape: 'exited' };
    if (state.error?.reason === 'not_readable') return { words: "Docker can't read this log", shape: 'failed' };
    return { words: state.error ? `Ended: ${state.error.message}` : 'Ended', shape: 'failed' };
  }
  if (state.is === 'connecting' || state.is === 'starting') return { words: 'Connecting', shape: 'starting' };
  if (state.is === 'waiting') {
    const when = state.retryInMs === undefined ? '' : ` in ${Math.max(1, Math.round(state.retryInMs / 1000))} s`;
    return { words: `Reconnecting${when}`, shape: 'starting' };
  }
  if (state.is === 'stopped') {
    const code = container.exitCode === undefined ? '' : ` (${container.exitCode})`;
    const at = container.finishedAt === undefined ? '' : ` at ${clockTime(Date.parse(container.finishedAt))}`;
    return { words: `Container stopped${code}${at}`, shape: 'exited' };
  }
  return viewWords(view) ?? { words: 'Live', shape: 'running' };
}

function viewWords(view: LogViewState | null): { words: string; shape: StateShape } | null {
  if (view?.mode === 'paused') return { words: 'Paused by scrolling, still receiving', shape: 'paused' };
  return view?.mode === 'frozen' ? { words: 'Frozen, still receiving', shape: 'paused' } : null;
}

/** The same for several sources: what is not as it should be, else what the reader made of it. */
export function mergedStateWords(
  states: readonly FeedState[],
  view: LogViewState | null,
): { words: string; shape: StateShape } {
  const away = states.filter(({ is }) => is === 'waiting').length;
  if (away > 0) return { words: `${away} of ${states.length} reconnecting`, shape: 'starting' };
  if (states.some(({ is }) => is === 'connecting' || is === 'starting'))
    return { words: 'Connecting', shape: 'starting' };
  if (states.length > 0 && states.every(({ is }) => is === 'stopped' || is === 'ended'))
    return { words: 'All containers stopped', shape: 'exited' };
  return viewWords(view) ?? { words: 'Live', shape: 'running' };
}

import type { Container } from '#shared/contract/containers.ts';
import type { Verb } from '#renderer/stores/acts-store.ts';

type State = Container['state'];

/** The states an act applies to; Docker would take some more as success, but nothing would happen. */
const APPLIES: Record<Verb, readonly State[]> = {
  start: ['created', 'exited', 'dead'],
  stop: ['running', 'restarting', 'paused'],
  restart: ['running', 'restarting', 'paused'],
  pause: ['running'],
  unpause: ['paused'],
  kill: ['running', 'restarting', 'paused'],
};
const DONE: Record<Verb, string> = {
  start: 'Started',
  stop: 'Stopped',
  restart: 'Restarted',
  pause: 'Paused',
  unpause: 'Resumed',
  kill: 'Killed',
};
/** How a state keeps an act from applying: "1 was already running." */
const WORDS: Record<State, string> = {
  created: 'never started',
  running: 'running',
  paused: 'paused',
  restarting: 'restarting',
  removing: 'being removed',
  exited: 'stopped',
  dead: 'dead',
};

/** Why an act makes no sense in a state: "already running"; undefined if it does. */
export function whyNot(verb: Verb, state: State): string | undefined {
  if (APPLIES[verb].includes(state)) return undefined;
  const isAlready =
    (verb === 'start' && state === 'running') ||
    (verb === 'pause' && state === 'paused') ||
    (verb === 'unpause' && state === 'running') ||
    ((verb === 'stop' || verb === 'kill') && state === 'exited');
  return isAlready ? `already ${WORDS[state]}` : WORDS[state];
}

/** "Started 2. 1 was already running. 1 failed: why stands under its row." */
export function bulkWords(verb: Verb, done: number, failed: number, skipped: readonly string[]): string {
  const parts = done > 0 || failed === 0 ? [`${DONE[verb]} ${done === 0 ? 'none' : done}.`] : [];
  const reasons = new Map<string, number>();
  for (const reason of skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const [reason, count] of reasons) parts.push(`${count} ${count === 1 ? 'was' : 'were'} ${reason}.`);
  if (failed > 0) parts.push(`${failed} failed: why stands under ${failed === 1 ? 'its row' : 'their rows'}.`);
  return parts.join(' ');
}

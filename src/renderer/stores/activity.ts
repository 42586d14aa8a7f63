import type { DockerEvent } from '#shared/contract/events.ts';

export type ActivityKind = 'container' | 'image' | 'network' | 'volume';
export type ActivityTone = 'start' | 'stop' | 'restart' | 'fail' | 'other';

/** One line of what happened: "shop-worker-1" "exited, code 1". */
export interface Activity {
  readonly key: string;
  readonly kind: ActivityKind;
  readonly tone: ActivityTone;
  /** Full id of a container, name or id of anything else. */
  readonly id: string;
  readonly name: string;
  readonly words: string;
  /** The last of those that were folded into one. */
  readonly time: string;
  /** What of `words` follows the number of times: ", exit 1". */
  readonly detail: string;
  /** How often in a row: "restarted 5 times, exit 1". */
  readonly count: number;
}

/** A restart or a stop tells its steps too (kill, die, start); they belong to it within this time. */
const STEPS_MS = 20_000;
/** Docker waits up to a minute before its restart policy starts a container again. */
const POLICY_MS = 70_000;

const CONTAINER: Readonly<Record<string, [ActivityTone, string]>> = {
  create: ['other', 'created'],
  start: ['start', 'started'],
  restart: ['restart', 'restarted'],
  stop: ['stop', 'stopped'],
  pause: ['stop', 'paused'],
  unpause: ['start', 'resumed'],
  oom: ['fail', 'ran out of memory'],
  rename: ['other', 'renamed'],
  destroy: ['stop', 'removed'],
};
const OTHER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  image: { pull: 'pulled', delete: 'removed', tag: 'tagged', load: 'loaded', import: 'imported', push: 'pushed' },
  network: { create: 'created', destroy: 'removed' },
  volume: { create: 'created', destroy: 'removed' },
};

/** The events worth a line, newest first, at most `most`: steps of one act and repeats are folded. */
export function activityOf(events: readonly DockerEvent[], most: number): readonly Activity[] {
  const found: Activity[] = [];
  for (let at = events.length - 1; at >= 0 && found.length < most + 1; at--) {
    const event = events[at];
    const plain = event && toActivity(event);
    if (!plain || isStep(plain, event, events, at)) continue;
    const one = asRestart(plain, event, events, at);
    const newer = found.at(-1);
    if (newer && newer.id === one.id && newer.words === one.words && newer.detail === one.detail)
      found[found.length - 1] = { ...newer, count: newer.count + 1 };
    else found.push(one);
  }
  // One more than asked for, so that the last one's repeats are counted before it is cut off.
  return found.slice(0, most);
}

function toActivity({ type, action, id, name, attributes, time }: DockerEvent): Activity | undefined {
  const base = { key: `${time} ${action} ${id}`, id, time, count: 1, detail: '' };
  if (type === 'container') {
    const shown = { ...base, kind: type, name: name === '' ? id.slice(0, 12) : name } as const;
    if (action === 'die') {
      const code = attributes['exitCode'] ?? '';
      const isFailure = code !== '' && code !== '0';
      const detail = isFailure ? `, code ${code}` : '';
      return { ...shown, tone: isFailure ? 'fail' : 'stop', words: 'exited', detail };
    }
    if (action.startsWith('health_status')) {
      const health = /(un)?healthy/.exec(action)?.[0];
      if (health === undefined) return undefined;
      return { ...shown, tone: health === 'healthy' ? 'start' : 'fail', words: `is ${health}` };
    }
    const known = CONTAINER[action];
    return known && { ...shown, tone: known[0], words: known[1] };
  }
  const words = OTHER[type]?.[action];
  if (words === undefined) return undefined;
  const title = name === '' || name.startsWith('sha256:') ? id.replace(/^sha256:/, '').slice(0, 40) : name;
  return { ...base, kind: type as ActivityKind, tone: 'other', name: title, words };
}

/** Whether a later event of the same container says it better: the die of a stop, the start of a restart or a create. */
function isStep(one: Activity, event: DockerEvent, events: readonly DockerEvent[], at: number): boolean {
  if (one.kind !== 'container') return false;
  const follows = (action: string, withinMs: number): boolean =>
    events.some(
      (later, i) =>
        i > at &&
        later.id === one.id &&
        later.action === action &&
        Date.parse(later.time) <= Date.parse(one.time) + withinMs,
    );
  if (follows('restart', STEPS_MS) && ['die', 'stop', 'start'].includes(event.action)) return true;
  if (event.action === 'create') return follows('start', STEPS_MS);
  if (event.action !== 'die') return false;
  if (follows('stop', STEPS_MS)) return true;
  if (follows('start', POLICY_MS) && isByItself(events, at)) return true;
  // `docker run --rm` and `rm -f`: what went is what counts, unless it failed by itself.
  return follows('destroy', STEPS_MS) && one.tone !== 'fail';
}

/** A start soon after an exit that nobody asked for: the restart policy's. */
function asRestart(one: Activity, event: DockerEvent, events: readonly DockerEvent[], at: number): Activity {
  if (one.kind !== 'container' || event.action !== 'start') return one;
  const diedAt = events.findLastIndex(
    (earlier, i) => i < at && earlier.id === one.id && ['die', 'start'].includes(earlier.action),
  );
  const died = events[diedAt];
  if (died?.action !== 'die' || Date.parse(one.time) - Date.parse(died.time) > POLICY_MS) return one;
  if (!isByItself(events, diedAt)) return one;
  return { ...one, tone: 'restart', words: 'restarted', detail: `, exit ${died.attributes['exitCode'] ?? '0'}` };
}

/** Whether the exit at `at` came without a stop or a kill by hand just before or after. */
function isByItself(events: readonly DockerEvent[], at: number): boolean {
  const died = events[at];
  if (!died) return false;
  const time = Date.parse(died.time);
  return !events.some(
    ({ id, action, time: other }) =>
      id === died.id && ['kill', 'stop', 'restart'].includes(action) && Math.abs(Date.parse(other) - time) < STEPS_MS,
  );
}

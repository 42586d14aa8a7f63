import { ago, duration, longDuration, ordinal } from '#shared/format/duration.ts';

/** What of a container its words and its shape depend on; the contract's `Container` fits. */
export interface ContainerFacts {
  state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  health?: 'starting' | 'healthy' | 'unhealthy' | undefined;
  exitCode?: number | undefined;
  outOfMemory?: boolean | undefined;
  restartCount: number | null;
  createdAt: string;
  startedAt?: string | undefined;
  finishedAt?: string | undefined;
}

/** Design section 5: each has a shape of its own; the name is also the label of the shape. */
export type StateShape =
  | 'healthy'
  | 'running'
  | 'starting'
  | 'restarting'
  | 'unhealthy'
  | 'exited'
  | 'failed'
  | 'paused'
  | 'created'
  | 'removing';
export type Tone = 'ok' | 'warn' | 'bad' | 'idle';

const since = (time: string | undefined, now: number): number =>
  time === undefined ? 0 : Math.max(0, now - Date.parse(time));

/** The mark that stands for a container: its state, and where it runs, its health. */
export function stateShape(facts: ContainerFacts): StateShape {
  switch (facts.state) {
    case 'created':
      return 'created';
    case 'paused':
      return 'paused';
    case 'restarting':
      return 'restarting';
    case 'removing':
      return 'removing';
    case 'dead':
      return 'failed';
    case 'exited':
      return facts.outOfMemory || (facts.exitCode ?? 0) !== 0 ? 'failed' : 'exited';
    case 'running':
      if (facts.health === 'healthy') return 'healthy';
      if (facts.health === 'unhealthy') return 'unhealthy';
      return facts.health === 'starting' ? 'starting' : 'running';
  }
}

/** The colour of a mark; the mark itself tells it too. */
export function tone(shape: StateShape): Tone {
  switch (shape) {
    case 'healthy':
    case 'running':
      return 'ok';
    case 'starting':
    case 'restarting':
    case 'unhealthy':
    case 'removing':
      return 'warn';
    case 'failed':
      return 'bad';
    case 'exited':
    case 'created':
    case 'paused':
      return 'idle';
  }
}

/** Status in words, as design section 5 gives them. `long` adds a second unit, for the head of a detail screen. */
export function statusWords(facts: ContainerFacts, now: number, long = false): string {
  const lasting = long ? longDuration : duration;
  switch (facts.state) {
    case 'created':
      return 'Created, never started';
    case 'paused':
      return 'Paused';
    case 'removing':
      return 'Removing';
    case 'dead':
      return 'Dead, could not be removed';
    case 'restarting':
      return facts.restartCount === null || facts.restartCount < 1
        ? 'Restarting'
        : `Restarting, ${ordinal(facts.restartCount)} time`;
    case 'exited': {
      const when = facts.finishedAt === undefined ? '' : ago(since(facts.finishedAt, now));
      if (facts.outOfMemory) return when === '' ? 'Out of memory' : `Out of memory, ${when}`;
      const code = facts.exitCode === undefined ? 'Exited' : `Exited (${facts.exitCode})`;
      return when === '' ? code : `${code} ${when}`;
    }
    case 'running': {
      const up = facts.startedAt === undefined ? 'Up' : `Up ${lasting(since(facts.startedAt, now))}`;
      if (facts.health === 'starting') return `Starting, ${duration(since(facts.startedAt, now))}`;
      return facts.health === undefined ? up : `${up}, ${facts.health}`;
    }
  }
}

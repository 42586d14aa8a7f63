import type { InspectedContainer } from '#main/engine/engine-json.ts';
import { isRunning } from '#main/engine/container-view.ts';
import type { LogMark } from '#shared/contract/logs.ts';
import { formatNanos, millisOf, type Nanos, parseNanos } from '#shared/lines/time.ts';

const NEVER = '0001-01-01T00:00:00Z';

/** A mark, and the time from which on lines come behind it; undefined: behind all that is there. */
export interface PlacedMark {
  readonly mark: LogMark;
  readonly before: Nanos | undefined;
}

/** What was last seen of a container's runs, so that each start and stop is marked once, also after an absence. */
export class RunHistory {
  #hasSeen = false;
  #startedAt = NEVER;
  #finishedAt = NEVER;
  #isPaused = false;
  #hasOom = false;
  /** The exit of which an event told and no inspect yet. */
  #died: { time: string; exitCode: number | undefined } | undefined;

  /** An event told of an exit; `time` with 9 digits. */
  died(time: string, exitCode: number | undefined): void {
    this.#died = { time, exitCode };
  }

  paused(time: string, isPaused: boolean): LogMark | undefined {
    if (this.#isPaused === isPaused) return undefined;
    this.#isPaused = isPaused;
    return isPaused
      ? { time, mark: 'paused', text: 'container paused' }
      : { time, mark: 'unpaused', text: 'container goes on' };
  }

  oom(time: string): LogMark {
    this.#hasOom = true;
    return { time, mark: 'oom', text: 'out of memory' };
  }

  /** Marks for what changed since the last look, in their order; at the first look nothing has. */
  look(inspected: InspectedContainer, now: string): PlacedMark[] {
    const { State } = inspected;
    const [wasStartedAt, wasFinishedAt] = [this.#startedAt, this.#finishedAt];
    const isStarted = State.StartedAt !== wasStartedAt && isTime(State.StartedAt);
    const isStopped = State.FinishedAt !== wasFinishedAt && isTime(State.FinishedAt);
    const isFirst = !this.#hasSeen;
    this.#hasSeen = true;
    this.#startedAt = State.StartedAt || NEVER;
    this.#finishedAt = State.FinishedAt || NEVER;
    const running = isRunning(State.Status);
    const isPaused = State.Status === 'paused';
    if (isFirst) {
      this.#isPaused = isPaused;
      return [];
    }
    const marks: PlacedMark[] = [];
    const started = (before: Nanos | undefined): PlacedMark => ({
      mark: startMark(State.StartedAt, isTime(wasStartedAt)),
      before,
    });
    if (isStopped && isStarted && running) {
      // Both were missed: the lines of the two runs are told apart by the middle of the pause between them, for
      // a first line can be stamped a moment before its container's own start.
      const between = middle(State.FinishedAt, State.StartedAt);
      marks.push(...this.#stop(State, this.#died?.exitCode, between), started(between));
    } else if (isStarted && isStopped) {
      marks.push(
        started(isTime(wasFinishedAt) ? middle(wasFinishedAt, State.StartedAt) : ZERO),
        ...this.#stop(State, State.ExitCode, soonAfter(State.FinishedAt)),
      );
    } else if (isStarted) marks.push(started(ZERO));
    else if (isStopped) marks.push(...this.#stop(State, State.ExitCode, soonAfter(State.FinishedAt)));
    const pause = running || isStopped ? this.paused(now, isPaused && running) : undefined;
    if (pause && running) marks.push({ mark: pause, before: undefined });
    return marks;
  }

  /** The container is gone: its exit, where nobody could look any more, and its end. */
  removed(time: string): LogMark[] {
    const died = this.#died;
    this.#died = undefined;
    const end: LogMark = { time, mark: 'removed', text: 'container removed' };
    return died ? [stopMark(died.time, died.exitCode), end] : [end];
  }

  #stop(state: InspectedContainer['State'], exitCode: number | undefined, before: Nanos | undefined): PlacedMark[] {
    const time = nine(state.FinishedAt);
    const marks: PlacedMark[] =
      state.OOMKilled && !this.#hasOom ? [{ mark: { time, mark: 'oom', text: 'out of memory' }, before }] : [];
    this.#died = undefined;
    this.#hasOom = false;
    return [...marks, { mark: stopMark(time, exitCode), before }];
  }
}

const ZERO: Nanos = { hi: 0, lo: 0 };

const startMark = (startedAt: string, isAgain: boolean): LogMark =>
  isAgain
    ? { time: nine(startedAt), mark: 'restarted', text: 'container started again' }
    : { time: nine(startedAt), mark: 'started', text: 'container started' };

function stopMark(time: string, exitCode: number | undefined): LogMark {
  if (exitCode === undefined) return { time, mark: 'stopped', text: 'container stopped' };
  return { time, mark: 'stopped', text: `container stopped (exit ${exitCode})`, exitCode };
}

/** Between the last line that was read and the next that the engine still had. */
export function rotatedMark(from: Nanos, to: Nanos): LogMark {
  const seconds = (millisOf(to.hi, to.lo) - millisOf(from.hi, from.lo)) / 1000;
  const shown = seconds < 10 ? Math.max(0.1, Math.round(seconds * 10) / 10) : Math.round(seconds);
  return {
    time: formatNanos(to.hi, to.lo),
    mark: 'rotated',
    text: `${shown} s of log were rotated away by Docker before they could be read`,
    count: null,
  };
}

export const clockMark = (time: string): LogMark => ({ time, mark: 'clock', text: "the engine's clock moved back" });

function isTime(text: string): boolean {
  return text !== '' && !text.startsWith('0001-');
}

function nanosOfText(text: string): Nanos {
  try {
    return parseNanos(text);
  } catch {
    // With a zone, as other engines write it: to the millisecond is enough for a mark.
    const ms = Date.parse(text);
    return parseNanos(new Date(Number.isNaN(ms) ? 0 : ms).toISOString());
  }
}

function nine(text: string): string {
  const { hi, lo } = nanosOfText(text);
  return formatNanos(hi, lo);
}

/** Docker writes the last lines of a run a moment after its end; a new run cannot have begun by then. */
const DRAIN_MS = 100;

function soonAfter(text: string): Nanos {
  const { hi, lo } = nanosOfText(text);
  return parseNanos(new Date(millisOf(hi, lo) + DRAIN_MS).toISOString());
}

function middle(a: string, b: string): Nanos {
  const ms = (millisOf(nanosOfText(a).hi, nanosOfText(a).lo) + millisOf(nanosOfText(b).hi, nanosOfText(b).lo)) / 2;
  return parseNanos(new Date(ms).toISOString());
}

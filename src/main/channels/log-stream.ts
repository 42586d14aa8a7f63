import { LogOutput } from '#main/channels/log-output.ts';
import { clockMark, type PlacedMark, RunHistory } from '#main/channels/log-marks.ts';
import { LogPosition, LogReader } from '#main/channels/log-reader.ts';
import { isRunning } from '#main/engine/container-view.ts';
import type { EngineEvent, InspectedContainer } from '#main/engine/engine-json.ts';
import type { Engines } from '#main/engine/engines.ts';
import { compareTimes } from '#main/engine/log-time.ts';
import type { Ended, Sink, Source } from '#main/hub/source.ts';
import type { SettingsStore } from '#main/settings/settings-port.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import type { Params } from '#shared/contract/index.ts';
import type { LogItem, LogMark } from '#shared/contract/logs.ts';
import { formatNanos, nanosOfMillis } from '#shared/lines/time.ts';
import { AppError } from '#shared/protocol/errors.ts';

export interface LogStreamDeps {
  readonly engines: Pick<Engines, 'get' | 'events' | 'onClockBack'>;
  readonly settings: SettingsStore;
  readonly clock: Clock;
}

/** What outlives an opening: `last` of the next one. It changes with each push, so it is always what was handed over. */
class Resume {
  readonly position = new LogPosition();
  readonly runs = new RunHistory();
  /** Made and not yet placed: the read they wait for broke. */
  readonly marks: PlacedMark[] = [];
}

/**
 * Pauses after ends without a new line, one after the other: a container that is being stopped still counts as
 * running for a moment. After the last one the hub's pauses between tries take over.
 */
const IDLE_END_MS = [20, 50, 100, 200, 400];
/**
 * So long after its container ended a follow is given to end by itself. An engine, or what stands before it, that leaves
 * one open would else keep back the last line and the stop for ever.
 */
const LATE_END_MS = 2000;
/** A container that is being removed keeps nothing to read; its end comes as an event. */
const REMOVING_MS = 100;

/** A container's log over stop, start, restart and engine loss: `decisions`, Logs exactly once. */
export function logStreamSource(deps: LogStreamDeps): Source<Params<'logs:stream'>, LogItem> {
  return { open: (params, sink, { signal, last }) => new LogRun(deps, params, sink, signal, last).run() };
}

class LogRun {
  readonly #deps: LogStreamDeps;
  readonly #engineName: string;
  readonly #container: string;
  readonly #sink: Sink<LogItem>;
  readonly #signal: AbortSignal;
  readonly #resume: Resume;
  readonly #output: LogOutput;
  #reader: LogReader | undefined;
  #isPaused = false;
  /** Counts the reasons to look at the container again. */
  #reasons = 0;
  #wake: () => void = () => undefined;
  #destroyedAt: string | undefined;
  /** While a follow is under way. */
  #following: LogReader | undefined;
  #lateEnd: Disposable | undefined;

  constructor(
    deps: LogStreamDeps,
    params: Params<'logs:stream'>,
    sink: Sink<LogItem>,
    signal: AbortSignal,
    last: unknown,
  ) {
    this.#deps = deps;
    this.#engineName = params.engine;
    this.#container = params.container;
    this.#sink = sink;
    this.#signal = signal;
    this.#resume = last instanceof Resume ? last : new Resume();
    this.#output = new LogOutput((packed) => sink.pushPacked(packed));
  }

  async run(): Promise<Ended | undefined> {
    const { engines } = this.#deps;
    const store = new DisposableStore();
    const events = engines.events(this.#engineName);
    const look = (): void => this.#look();
    store.add(events.onEvent((event) => this.#onEvent(event)));
    store.add(events.onOpened(look));
    store.add(events.onLost(look));
    store.add(engines.onClockBack(({ engineMs }) => this.#clockWentBack(engineMs), this.#engineName));
    store.add(this.#sink.onPause((isPaused) => this.#setPaused(isPaused)));
    this.#signal.addEventListener('abort', look, { once: true });
    this.#sink.resumeFrom(this.#resume);
    try {
      return await this.#followAlong();
    } finally {
      this.#signal.removeEventListener('abort', look);
      store.dispose();
    }
  }

  async #followAlong(): Promise<Ended | undefined> {
    let isFirst = true;
    let idleEnds = 0;
    while (!this.#signal.aborted) {
      const reasons = this.#reasons;
      const inspected = await this.#inspect();
      if (this.#signal.aborted) return undefined;
      if (!inspected) return this.#removed();
      const isUp = isRunning(inspected.State.Status);
      const { marks } = this.#resume;
      marks.push(...this.#resume.runs.look(inspected, this.#now()));
      this.#reader = new LogReader({
        engine: this.#deps.engines.get(this.#engineName),
        inspected,
        position: this.#resume.position,
        output: this.#output,
        signal: this.#signal,
      });
      this.#reader.setPaused(this.#isPaused);
      if (!isUp || isFirst || marks.length > 0) {
        const isAll = await this.#catchUp(this.#reader, inspected);
        if (this.#signal.aborted) return undefined;
        if (!isAll) continue;
      }
      isFirst = false;
      if (!isUp) {
        this.#sink.stopped(true);
        await this.#nextReason(reasons);
        continue;
      }
      this.#sink.ready();
      if (await this.#follow(this.#reader, reasons)) {
        idleEnds = 0;
        continue;
      }
      const pauseMs = IDLE_END_MS[idleEnds];
      if (pauseMs === undefined) throw new AppError('engine_error', 'Docker ended the log stream again and again.');
      await sleep(this.#deps.clock, pauseMs, this.#signal);
      idleEnds += 1;
    }
    return undefined;
  }

  /** One plain read with the marks where they belong. False: it broke, or the container has changed meanwhile. */
  async #catchUp(reader: LogReader, inspected: InspectedContainer): Promise<boolean> {
    const { marks } = this.#resume;
    const isFinal = !isRunning(inspected.State.Status);
    const first = { tail: this.#deps.settings.get().logReplayLines };
    let isDoubtful = false;
    if (marks.length > 0)
      reader.beforeLine = (hi, lo) => {
        for (
          let next = marks[0];
          next?.before && compareTimes(hi, lo, next.before.hi, next.before.lo) >= 0;
          next = marks[0]
        ) {
          // Long after the stop that would be the last mark: a line that came late, or one of a next run?
          isDoubtful = isFinal && marks.length === 1 && next.mark.mark === 'stopped';
          if (isDoubtful) return false;
          this.#mark(marks.shift()?.mark);
        }
        return true;
      };
    try {
      let result = await reader.readOnce(first, isFinal);
      const hasNextRun = isDoubtful && (await this.#inspect())?.State.StartedAt !== inspected.State.StartedAt;
      reader.beforeLine = undefined;
      if (isDoubtful && !hasNextRun) result = await reader.readOnce(first, isFinal);
      if (this.#signal.aborted) return false;
      if (!result.isComplete && !result.hadNew && !hasNextRun)
        throw new AppError('engine_error', 'Docker broke the log off.');
      // A break with progress is a reason to read on, and the marks wait for the rest.
      if (result.isComplete || hasNextRun) this.#placeMarks();
      return result.isComplete && !hasNextRun;
    } catch (thrown) {
      if (!(await this.#isGoing(thrown))) throw thrown;
      return false;
    } finally {
      reader.beforeLine = undefined;
    }
  }

  #placeMarks(): void {
    for (const { mark } of this.#resume.marks.splice(0)) this.#mark(mark);
    this.#output.flush();
  }

  /** Follows to the end of the stream; false where nothing new came. */
  async #follow(reader: LogReader, reasons: number): Promise<boolean> {
    this.#following = reader;
    // Ended since the look that led here; what ends later is told by its event.
    if (this.#reasons !== reasons) this.#expectEnd();
    try {
      return (await reader.follow()).hadNew;
    } catch (thrown) {
      if (!(await this.#isGoing(thrown))) throw thrown;
      return true;
    } finally {
      this.#following = undefined;
      this.#lateEnd?.dispose();
      this.#lateEnd = undefined;
    }
  }

  /** The container may have ended: a follow that goes on all the same is broken off, and the next look tells. */
  #expectEnd(): void {
    const reader = this.#following;
    if (reader) this.#lateEnd ??= this.#deps.clock.after(LATE_END_MS, () => reader.breakOff());
  }

  /** Removed since the inspect, or being removed: the next look says so. */
  async #isGoing(thrown: unknown): Promise<boolean> {
    if (!(thrown instanceof AppError) || thrown.reason === 'not_readable') return false;
    if (thrown.code === 'conflict') await sleep(this.#deps.clock, REMOVING_MS, this.#signal);
    return thrown.code === 'conflict' || thrown.code === 'not_found';
  }

  async #inspect(): Promise<InspectedContainer | undefined> {
    try {
      return await this.#deps.engines.get(this.#engineName).inspect(this.#container, this.#signal);
    } catch (thrown) {
      if (this.#signal.aborted || (thrown instanceof AppError && thrown.code === 'not_found')) return undefined;
      throw thrown;
    }
  }

  #removed(): Ended {
    this.#placeMarks();
    for (const mark of this.#resume.runs.removed(this.#destroyedAt ?? this.#now())) this.#mark(mark);
    this.#output.flush();
    return { reason: 'removed' };
  }

  #onEvent(event: EngineEvent): void {
    if (event.type !== 'container' || event.id !== this.#container || this.#signal.aborted) return;
    const { runs } = this.#resume;
    const time = eventTime(event);
    switch (event.action) {
      case 'die': {
        const exitCode = Number(event.attributes['exitCode']);
        runs.died(time, Number.isInteger(exitCode) ? exitCode : undefined);
        this.#expectEnd();
        return this.#look();
      }
      case 'destroy':
        this.#destroyedAt = time;
        return this.#look();
      case 'start':
        return this.#look();
      case 'pause':
      case 'unpause':
        return this.#markNow(runs.paused(time, event.action === 'pause'));
      case 'oom':
        return this.#markNow(runs.oom(time));
      default:
    }
  }

  #clockWentBack(engineMs: number): void {
    if (this.#signal.aborted) return;
    const { position } = this.#resume;
    position.cursor.forget();
    position.base = String(Math.floor(engineMs / 1000));
    const { hi, lo } = nanosOfMillis(engineMs);
    this.#markNow(clockMark(formatNanos(hi, lo)));
  }

  #markNow(mark: LogMark | undefined): void {
    this.#mark(mark);
    this.#output.flush();
  }

  #mark(mark: LogMark | undefined): void {
    if (mark) this.#output.mark(mark);
  }

  #setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#reader?.setPaused(isPaused);
  }

  #look(): void {
    this.#reasons += 1;
    this.#wake();
  }

  /** Waits while nothing has happened since `reasons` was read. */
  #nextReason(reasons: number): Promise<void> {
    if (this.#reasons !== reasons || this.#signal.aborted) return Promise.resolve();
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #now(): string {
    const { hi, lo } = nanosOfMillis(this.#deps.clock.now());
    return formatNanos(hi, lo);
  }
}

function eventTime(event: EngineEvent): string {
  const nano = BigInt(/^\d{1,19}$/.test(event.timeNano) ? event.timeNano : '0');
  return formatNanos(Number(nano >> 32n), Number(nano & 0xffffffffn));
}

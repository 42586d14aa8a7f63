import type { FileReading, StatsFiles } from '#main/engine/cgroup/stats-files.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { RawStats } from '#main/engine/engine-json.ts';
import { statsMeter, toStatsSample } from '#main/engine/stats-arithmetic.ts';
import type { Ended, Sink, Source } from '#main/hub/source.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Params } from '#shared/contract/index.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** Which containers run now, as the `containers` source knows it. */
export interface ContainersView {
  /** Full ids. */
  running(engine: string): readonly string[];
  /** After any change of any engine's containers. */
  onChange(listener: () => void): Disposable;
}

export interface StatsSourceDeps {
  /** Throws `engine_unavailable` while not connected. */
  engineOf(name: string): Engine;
  containers: ContainersView;
  clock: Clock;
  onSample?: (sample: StatsSample) => void;
  /** The kernel's own files, where the engine may run on this machine. */
  files?: Pick<StatsFiles, 'mayServe' | 'agree'>;
}

/** `protocol`: a sweep takes each running container once in 15 s. */
export const SWEEP_MS = 15_000;
/**
 * A sample holds a request open for about 1 s, the first of a container 2 s (20.10; newer engines answer at once).
 * More at once than the round needs would take the engine's 16 places from what people do.
 */
const AT_ONCE = { least: 4, most: 12 } as const;
const SAMPLES_A_ROUND = 12;
/** A sample takes at most 2 s from an engine that is well (facts A.3); after this the sweep goes on without it. */
const SAMPLE_TIMEOUT_MS = 10_000;

export function statsSource(deps: StatsSourceDeps): Source<Params<'docker:stats'>, StatsSample> {
  return {
    open: (params, sink, { signal }) => {
      // Inside the promise: an engine that is away is a rejection, not a throw.
      return 'container' in params
        ? watchOne(deps, params.engine, params.container, sink, signal)
        : new Sweep(deps, params.engine, sink, signal).run();
    },
  };
}

/** The pace of the engine where it has few containers, and of the files however many there are. */
const FILES_MS = 1000;
/** Containers are read together in so many turns a second: waking up for each alone cost more than reading it. */
const FILES_GRID_MS = 100;
/** Files that did not agree with so many samples of a stream are asked no more: another machine's engine has none here. */
const MOST_TRIES = 5;

const isGone = (thrown: unknown): boolean => thrown instanceof AppError && thrown.code === 'not_found';

/** By the engine until the files agree, then by the files until there is a doubt, and so on. */
async function watchOne(
  deps: StatsSourceDeps,
  engineName: string,
  container: string,
  sink: Sink<StatsSample>,
  signal: AbortSignal,
): Promise<Ended | undefined> {
  for (;;) {
    const engine = deps.engineOf(engineName);
    const found = await byEngine(deps, engine, container, sink, signal);
    if (signal.aborted) {
      if (found && 'next' in found) found.close();
      return undefined;
    }
    if (!found || !('next' in found)) return found;
    await byFiles(deps, found, container, sink, signal);
    if (signal.aborted) return undefined;
  }
}

/** Resolves with the files once they agreed with a sample, or with how it ended. */
async function byEngine(
  { onSample: note, files }: StatsSourceDeps,
  engine: Engine,
  container: string,
  sink: Sink<StatsSample>,
  signal: AbortSignal,
): Promise<FileReading | Ended | undefined> {
  const meter = statsMeter(container);
  const stop = new AbortController();
  let isFirst = true;
  let reading: FileReading | undefined;
  let tries = files?.mayServe(engine) ? MOST_TRIES : 0;
  const onSample = (raw: RawStats): void => {
    if (reading) return;
    const sample = meter(raw);
    // Ready with the first answer and no earlier: ready makes the hub forget how often it has tried in vain.
    if (isFirst) sink.ready();
    isFirst = false;
    sink.stopped(sample === null);
    if (!sample) return;
    note?.(sample);
    sink.push([sample]);
    if (tries === 0) return;
    tries -= 1;
    reading = files?.agree(container, raw);
    if (reading) stop.abort();
  };
  try {
    await engine.stats(container, onSample, AbortSignal.any([signal, stop.signal]));
    if (signal.aborted || reading) return reading;
    // A clean end means removed, but an engine that shuts down in peace ends it cleanly too: ask.
    await engine.inspect(container, signal);
  } catch (thrown) {
    if (signal.aborted || reading) return reading;
    if (isGone(thrown)) return { reason: 'removed' };
    throw thrown;
  }
  throw new AppError('engine_error', 'Docker stopped sending statistics.');
}

/** Settles at the first doubt, or when the signal aborts; the engine says then what is the matter. */
async function byFiles(
  { clock, onSample }: StatsSourceDeps,
  reading: FileReading,
  container: string,
  sink: Sink<StatsSample>,
  signal: AbortSignal,
): Promise<void> {
  const meter = statsMeter(container);
  meter(reading.first);
  const beganMs = Math.ceil(clock.monotonic() / FILES_GRID_MS) * FILES_GRID_MS;
  for (let turn = 1; ; turn++) {
    await sleep(clock, Math.max(0, beganMs + turn * FILES_MS - clock.monotonic()), signal);
    const raw = signal.aborted ? undefined : reading.next();
    const sample = raw && meter(raw);
    if (!sample) break;
    onSample?.(sample);
    sink.push([sample]);
    // After a pause (the computer slept) the turns that were missed are not made up for.
    turn = Math.max(turn, Math.floor((clock.monotonic() - beganMs) / FILES_MS));
  }
  reading.close();
}

/**
 * Each running container in turn, 15 s for all of them, evenly spread, so that the engine never has to measure all
 * at once. One that has no sample yet (the first round, a new container) does not wait for its turn: totals are
 * complete as soon as they can be.
 */
class Sweep {
  readonly #deps: StatsSourceDeps;
  readonly #engineName: string;
  readonly #sink: Sink<StatsSample>;
  readonly #signal: AbortSignal;
  /** In the order of their turns: taken last, last. The sample before, for rates over the whole round. */
  readonly #turns = new Map<string, RawStats | null>();
  readonly #inFlight = new Map<string, Promise<void>>();
  /** Of containers whose files have agreed. */
  readonly #readings = new Map<string, FileReading>();
  #lastTurnMs = Number.NEGATIVE_INFINITY;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(deps: StatsSourceDeps, engineName: string, sink: Sink<StatsSample>, signal: AbortSignal) {
    this.#deps = deps;
    this.#engineName = engineName;
    this.#sink = sink;
    this.#signal = signal;
  }

  async run(): Promise<undefined> {
    this.#deps.engineOf(this.#engineName);
    const changes = this.#deps.containers.onChange(() => this.#wake());
    const onAbort = (): void => this.#wake();
    this.#signal.addEventListener('abort', onAbort);
    try {
      while (!this.#signal.aborted && this.#failure === undefined) {
        const running = this.#deps.containers.running(this.#engineName);
        // Nothing to measure is an answer too; else the first sample says that the engine gives any.
        if (running.length === 0) this.#sink.ready();
        const next = this.#next(running);
        if (next.id === undefined) await this.#sleep(next.waitMs);
        else this.#take(next.id);
      }
    } finally {
      changes.dispose();
      this.#signal.removeEventListener('abort', onAbort);
      await Promise.all(this.#inFlight.values());
      for (const reading of this.#readings.values()) reading.close();
    }
    if (this.#failure !== undefined && !this.#signal.aborted) throw this.#failure;
    return undefined;
  }

  /** Whose turn it is now, or how long nobody's is (undefined: until something changes). */
  #next(running: readonly string[]): { id?: string; waitMs?: number } {
    const isRunning = new Set(running);
    for (const id of this.#turns.keys()) if (!isRunning.has(id)) this.#forget(id);
    const needed = Math.ceil(running.length / SAMPLES_A_ROUND);
    if (this.#inFlight.size >= Math.min(AT_ONCE.most, Math.max(AT_ONCE.least, needed))) return {};
    const fresh = running.find((id) => !this.#turns.has(id) && !this.#inFlight.has(id));
    if (fresh !== undefined) return { id: fresh };
    const oldest = [...this.#turns.keys()].find((id) => !this.#inFlight.has(id));
    if (oldest === undefined) return {};
    const waitMs = this.#lastTurnMs + SWEEP_MS / running.length - this.#deps.clock.monotonic();
    return waitMs > 0 ? { waitMs } : { id: oldest };
  }

  #forget(id: string): void {
    this.#turns.delete(id);
    this.#readings.get(id)?.close();
    this.#readings.delete(id);
  }

  #take(id: string): void {
    const previous = this.#turns.get(id) ?? null;
    this.#turns.delete(id);
    this.#turns.set(id, previous);
    this.#lastTurnMs = this.#deps.clock.monotonic();
    if (this.#readFiles(id, previous)) return;
    const work = this.#sample(id, this.#turns.get(id) ?? null).finally(() => {
      this.#inFlight.delete(id);
      this.#wake();
    });
    this.#inFlight.set(id, work);
  }

  /** Whether the container's files gave its sample. */
  #readFiles(id: string, previous: RawStats | null): boolean {
    const reading = this.#readings.get(id);
    if (!reading) return false;
    const raw = reading.next();
    const sample = raw && toStatsSample(id, raw, previous);
    if (!sample) {
      reading.close();
      this.#readings.delete(id);
      // What they gave before and what the engine gives have no base in common.
      this.#turns.set(id, null);
      return false;
    }
    this.#turns.set(id, raw);
    this.#give(sample);
    return true;
  }

  #give(sample: StatsSample): void {
    this.#deps.onSample?.(sample);
    this.#sink.push([sample]);
  }

  async #sample(id: string, previous: RawStats | null): Promise<void> {
    const late = new AbortController();
    const timer = this.#deps.clock.after(SAMPLE_TIMEOUT_MS, () => late.abort());
    // A listener each, of up to 50 at once, made Node warn of a leak that there was not.
    const signal = AbortSignal.any([this.#signal, late.signal]);
    try {
      const engine = this.#deps.engineOf(this.#engineName);
      // With the sample before as the base of its rates the short way is enough: 30 containers took 15 s, now 150 do.
      const raw = await engine.statsOnce(id, previous === null, signal);
      if (this.#signal.aborted) return;
      const sample = toStatsSample(id, raw, previous);
      if (this.#turns.has(id)) this.#turns.set(id, sample ? raw : null);
      this.#sink.ready();
      if (!sample) return;
      this.#give(sample);
      const { files } = this.#deps;
      const reading = this.#turns.has(id) && files?.mayServe(engine) ? files.agree(id, raw) : undefined;
      if (!reading) return;
      this.#readings.set(id, reading);
      this.#turns.set(id, reading.first);
    } catch (thrown) {
      if (this.#signal.aborted) return;
      // One container that cannot be measured (removed meanwhile, too slow) must not end the others' sweep.
      const isOwn = thrown instanceof AppError && thrown.code !== 'engine_unavailable' && thrown.code !== 'internal';
      if (isOwn) this.#sink.ready();
      else this.#failure ??= thrown instanceof Error ? thrown : new Error(String(thrown));
    } finally {
      timer.dispose();
    }
  }

  #sleep(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      if (this.#signal.aborted) return resolve();
      let timer: Disposable | undefined;
      const done = (): void => {
        timer?.dispose();
        this.#wake = () => undefined;
        resolve();
      };
      if (ms !== undefined) timer = this.#deps.clock.after(ms, done);
      this.#wake = done;
    });
  }
}

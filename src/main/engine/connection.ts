import { watch } from 'node:fs';
import { type Clock, sleep } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { EngineStatus } from '#shared/contract/engines.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { type Choice, type Env, foldersToWatch } from '#main/engine/discovery.ts';
import type { Engine, EngineAnswer, Log } from '#main/engine/engine.ts';
import { EngineEvents } from '#main/engine/engine-events.ts';
import { statusOf } from '#main/engine/engine-status.ts';

/** "Trying again every second." */
const RETRY_MS = 1000;
/** Rights change with the next login, not from one second to the next (faults 2). */
const DENIED_RETRY_MS = 5000;
/** While connected: often enough to see a hang within 5 s. */
const PROBE_MS = 2500;
/** Without an answer for so long the engine is said to hang. */
const HANG_MS = 5000;
/** A burst of folder changes is one reason to look. */
const SETTLE_MS = 20;
/** The Date header has whole seconds. */
const CLOCK_STEP_MS = 2000;

export interface ConnectionOptions {
  readonly name: string;
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  choose(): Choice;
  makeEngine(choice: Choice): Engine | undefined;
}

/**
 * Keeps one engine in reach: asks whether it answers, says in words why not, reads its events while it does. Streams
 * are not ended by it: a hanging engine may go on, and a broken stream tells itself.
 */
export class EngineConnection {
  readonly events = new EngineEvents();
  readonly #options: ConnectionOptions;
  readonly #statuses = new Emitter<EngineStatus>();
  readonly #clockBack = new Emitter<{ engineMs: number }>();
  readonly #abort = new AbortController();
  #choice: Choice;
  #engine: Engine | undefined;
  #status: EngineStatus;
  #eventsAbort = new AbortController();
  #eventsDone: Promise<void> = Promise.resolve();
  #loop: Promise<void> | undefined;
  #wake: () => void = () => undefined;
  #isWoken = false;
  #watched: Disposable[] = [];
  #watchedFolders = '';
  #lastAnswerAt = 0;
  #wasLost = false;
  #clockOffset: number | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#choice = options.choose();
    this.#engine = options.makeEngine(this.#choice);
    this.#status = statusOf(options, this.#choice, { state: 'connecting' });
  }

  get status(): EngineStatus {
    return this.#status;
  }

  get choice(): Choice {
    return this.#choice;
  }

  /** The engine as it was chosen, reached or not. Throws `engine_unavailable` where there is no way to reach it. */
  get engine(): Engine {
    if (this.#engine) return this.#engine;
    const { endpoint } = this.#choice;
    throw new AppError(
      'engine_unavailable',
      endpoint.kind === 'unsupported' ? endpoint.why : 'This engine cannot be used.',
      { reason: 'unsupported' },
    );
  }

  onStatus(listener: (status: EngineStatus) => void): Disposable {
    return this.#statuses.on(listener);
  }

  /** The engine's clock was set back; `engineMs` is what it shows now. */
  onClockBack(listener: (step: { engineMs: number }) => void): Disposable {
    return this.#clockBack.on(listener);
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Looks now instead of at the next second. */
  probeNow(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /** Another engine was chosen: the old one is let go. */
  async reselect(): Promise<void> {
    this.#eventsAbort.abort();
    await this.#eventsDone;
    this.#engine?.dispose();
    this.events.forget();
    this.#choice = this.#options.choose();
    this.#engine = this.#options.makeEngine(this.#choice);
    this.#clockOffset = undefined;
    this.#wasLost = false;
    this.#setStatus(statusOf(this.#options, this.#choice, { state: 'connecting' }));
    this.probeNow();
  }

  async dispose(): Promise<void> {
    this.#abort.abort();
    this.#eventsAbort.abort();
    this.#wake();
    await this.#loop;
    await this.#eventsDone;
    for (const watched of this.#watched) watched.dispose();
    this.#engine?.dispose();
    this.#statuses.clear();
    this.#clockBack.clear();
  }

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      this.#lookAgain();
      this.#watchFolders();
      const engine = this.#engine;
      if (engine) await this.#probe(engine);
      else this.#setStatus(statusOf(this.#options, this.#choice, { state: 'unavailable' }));
      if (engine !== this.#engine) continue; // chosen anew meanwhile
      await this.#pause(
        this.#status.state === 'connected' ? PROBE_MS : this.#status.state === 'denied' ? DENIED_RETRY_MS : RETRY_MS,
      );
    }
  }

  /** Where nobody named an engine, its socket may have come up in another of the usual places. */
  #lookAgain(): void {
    if (this.#status.state === 'connected' || this.events.isOpen) return;
    const choice = this.#options.choose();
    if (choice.endpoint.shown === this.#choice.endpoint.shown && choice.context === this.#choice.context) return;
    this.#engine?.dispose();
    this.#choice = choice;
    this.#engine = this.#options.makeEngine(choice);
  }

  async #probe(engine: Engine): Promise<void> {
    // An engine that hangs is to be said so 5 s after its last answer, not when a probe's own time is over.
    const sinceAnswer = this.#options.clock.monotonic() - this.#lastAnswerAt;
    const hang =
      this.#status.state === 'connected'
        ? this.#options.clock.after(Math.max(0, HANG_MS - sinceAnswer), () => this.#setHanging())
        : undefined;
    try {
      const answer = await engine.ping(this.#abort.signal);
      if (engine === this.#engine) this.#answered(engine, answer);
    } catch (thrown) {
      if (this.#abort.signal.aborted || engine !== this.#engine) return;
      this.#failed(
        thrown instanceof AppError
          ? thrown
          : new AppError('engine_error', String(thrown), { reason: 'bad_answer', cause: thrown }),
      );
    } finally {
      hang?.dispose();
    }
  }

  #answered(engine: Engine, answer: EngineAnswer): void {
    const { clock } = this.#options;
    this.#lastAnswerAt = clock.monotonic();
    this.#wasLost = false;
    if (answer.clockMs !== null) {
      const offset = answer.clockMs - clock.monotonic();
      if (this.#clockOffset !== undefined && offset < this.#clockOffset - CLOCK_STEP_MS)
        this.#clockBack.fire({ engineMs: answer.clockMs });
      this.#clockOffset = offset;
    }
    this.#setStatus(statusOf(this.#options, this.#choice, { state: 'connected', answer }));
    if (!this.events.isOpen && !this.#abort.signal.aborted) this.#readEvents(engine, answer.clockMs);
  }

  #readEvents(engine: Engine, clockMs: number | null): void {
    this.#eventsAbort = new AbortController();
    const { signal } = this.#eventsAbort;
    this.#eventsDone = this.events.run(engine, clockMs, signal).then(() => {
      if (signal.aborted) return;
      this.#wasLost = true;
      this.probeNow();
    });
  }

  #failed(error: AppError): void {
    const isLate = error.code === 'timeout';
    const wasConnected = this.#status.state === 'connected';
    if (isLate && wasConnected && !this.#wasLost) {
      // One late answer is no hang yet.
      if (this.#options.clock.monotonic() - this.#lastAnswerAt >= HANG_MS) this.#setHanging();
      else this.#isWoken = true;
      return;
    }
    const wasDown =
      this.#wasLost ||
      this.#status.reason === 'not_running' ||
      this.#status.reason === 'not_installed' ||
      this.#status.reason === 'starting';
    this.#setStatus(
      statusOf(this.#options, this.#choice, { state: 'unavailable', error, isStarting: isLate && wasDown }),
    );
  }

  #setHanging(): void {
    const error = new AppError('timeout', `Docker does not answer (${HANG_MS / 1000} s). Waiting.`, {
      reason: 'no_answer',
    });
    this.#setStatus(statusOf(this.#options, this.#choice, { state: 'unavailable', error }));
  }

  #setStatus(next: EngineStatus): void {
    const { since: _, ...rest } = this.#status;
    const { since: __, ...nextRest } = next;
    if (JSON.stringify(rest) === JSON.stringify(nextRest)) return;
    const isSameState = this.#status.state === next.state && this.#status.reason === next.reason;
    this.#status = isSameState ? { ...next, since: this.#status.since } : next;
    if (!isSameState)
      this.#options.log.info(`Engine ${next.engine}: ${next.state}${next.error ? `: ${next.error.message}` : ''}`, {
        endpoint: next.endpoint,
      });
    this.#statuses.fire(this.#status);
  }

  async #pause(ms: number): Promise<void> {
    if (!this.#isWoken) {
      const abort = new AbortController();
      this.#wake = () => abort.abort();
      if (this.#abort.signal.aborted) return;
      await sleep(this.#options.clock, ms, abort.signal);
      this.#wake = () => undefined;
    }
    this.#isWoken = false;
    await sleep(this.#options.clock, SETTLE_MS, this.#abort.signal);
  }

  #watchFolders(): void {
    const folders = this.#status.state === 'connected' ? [] : foldersToWatch(this.#options.env, this.#choice);
    const key = folders.join('\n');
    if (key === this.#watchedFolders) return;
    this.#watchedFolders = key;
    for (const watched of this.#watched.splice(0)) watched.dispose();
    for (const folder of folders) {
      try {
        const watcher = watch(folder, { persistent: false }, (_event, file) => {
          // /run and /tmp are busy places: only what looks like a socket is a reason to look.
          if (file === null || file.endsWith('.sock')) this.probeNow();
        });
        // A watched folder that goes away must not end the program.
        watcher.on('error', () => watcher.close());
        this.#watched.push({ dispose: () => watcher.close() });
      } catch {
        // No right to watch: the probe each second is enough.
      }
    }
  }
}

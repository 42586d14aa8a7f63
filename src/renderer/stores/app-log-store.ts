import { makeAutoObservable, observable, observableRef, reaction, runInAction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { AppLogEntry } from '#shared/contract/app-log.ts';
import type { Result } from '#shared/contract/index.ts';
import { addItem, ChunkWriter } from '#shared/lines/chunk.ts';
import { LineStore } from '#shared/lines/line-store.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';
import { lookWhileOpen } from '#renderer/stores/look-while-open.ts';
import type { SessionStore } from '#renderer/stores/session-store.ts';

/** Entries that one step back brings. */
const STEP = 1000;
const LIMITS = { maxLines: 20_000, maxBytes: 16 * 1024 * 1024 };
/** Whether it can be written, and how much there is of it. */
const KEPT_MS = 30_000;

export type AppLogKept = Result<'appLogs.kept'>;
export type AppLogFormat = 'log' | 'jsonl';

/** Quayside's own log in this window: the newest entries since it opened, and earlier ones from the files when asked. */
export class AppLogStore {
  readonly lines = new LineStore(LIMITS);
  readonly arrived = new Emitter<void>();
  cleared: { seq: number; at: number } | null = null;
  /** Parts of the program that have told something. */
  readonly sources = observable.set<string>();
  /** Errors that nobody has looked at yet. */
  newErrors = 0;
  hasAnswered = false;
  error: Error | undefined = undefined;
  kept: AppLogKept | undefined = undefined;
  historyState: 'more' | 'loading' | 'start' = 'more';
  historyError: AppError | null = null;
  readonly #api: Api;
  readonly #clock: Clock;
  #isLookedAt = false;

  constructor(api: Api, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
    makeAutoObservable(this, {
      lines: false,
      arrived: false,
      sources: false,
      cleared: observableRef,
      error: observableRef,
      kept: observableRef,
      historyError: observableRef,
    });
  }

  /** As the pane asks for more. */
  get history() {
    return {
      state: this.historyState,
      error: this.historyError,
      loadEarlier: () => void this.loadEarlier(),
      // What was missed is in the files no more than here: it was dropped on the way to this window.
      loadMissed: () => undefined,
      loadFrom: () => Promise.resolve(),
    };
  }

  /** The entries as they come; for as long as the window is there, so that an error is seen on every screen. */
  open(session: SessionStore): Disposable {
    let following: Disposable | undefined;
    const stop = reaction(
      () => session.can('appLogs.query'),
      (isAllowed) => {
        following?.dispose();
        following = isAllowed ? this.#subscribe() : undefined;
      },
      { fireImmediately: true },
    );
    return toDisposable(() => {
      stop();
      following?.dispose();
    });
  }

  /** Somebody looks at the screen: its errors are no news, and what is kept is asked for. */
  look(): Disposable {
    this.#isLookedAt = true;
    this.seen();
    const asking = lookWhileOpen(
      this.#clock,
      KEPT_MS,
      () => undefined,
      () => void this.loadKept(),
    );
    void this.findStart();
    return toDisposable(() => {
      this.#isLookedAt = false;
      asking.dispose();
    });
  }

  seen(): void {
    this.newErrors = 0;
  }

  clear(): void {
    this.cleared = { seq: this.lines.next, at: this.#clock.now() };
  }

  readonly showCleared = (): void => this.setCleared(null);

  setCleared(cleared: AppLogStore['cleared']): void {
    this.cleared = cleared;
  }

  take(entries: readonly AppLogEntry[]): void {
    const packed = packedOf(entries);
    if (packed) this.lines.append(packed, this.lines.next);
    for (const { source, level } of entries) {
      this.sources.add(source);
      if (level === 'error' && !this.#isLookedAt) this.newErrors += 1;
    }
    // Whether the disk takes entries is told by an entry.
    if (this.#isLookedAt && entries.some(({ source }) => source === 'files')) void this.loadKept();
    const isFirst = !this.hasAnswered;
    this.hasAnswered = true;
    this.arrived.fire();
    if (isFirst && this.#isLookedAt) void this.findStart();
  }

  async loadEarlier(): Promise<void> {
    if (this.historyState !== 'more' || this.lines.size === 0) return;
    this.historyState = 'loading';
    try {
      const until = this.lines.isoTime(this.lines.first);
      const { items } = await this.#api.call('appLogs.query', { until, limit: STEP });
      runInAction(() => {
        const packed = packedOf(items);
        if (packed) this.lines.insert(this.lines.first, packed);
        for (const { source } of items) this.sources.add(source);
        this.historyState = items.length < STEP ? 'start' : 'more';
        this.historyError = null;
      });
      this.arrived.fire();
    } catch (thrown) {
      runInAction(() => {
        this.historyState = 'more';
        this.historyError = thrown as AppError;
      });
    }
  }

  /** Nothing is offered where nothing is kept: on the first day there are no earlier entries. */
  async findStart(): Promise<void> {
    if (this.historyState !== 'more' || this.lines.size === 0) return;
    const first = this.lines.isoTime(this.lines.first);
    try {
      const { items } = await this.#api.call('appLogs.query', { until: first, limit: 1 });
      // Entries that came since are newer; what `until` names itself is held already.
      if (items.length === 0) this.setStart();
    } catch {
      // The offer stays, and says itself what is wrong when it is taken.
    }
  }

  setStart(): void {
    if (this.historyState !== 'more') return;
    this.historyState = 'start';
    this.arrived.fire();
  }

  async loadKept(): Promise<void> {
    try {
      const kept = await this.#api.call('appLogs.kept', {});
      runInAction(() => (this.kept = kept));
    } catch (thrown) {
      runInAction(() => (this.error = thrown as Error));
    }
  }

  /** Throws what the system said. */
  async openFolder(): Promise<void> {
    await this.#api.call('appLogs.openFolder', {});
  }

  /** Everything on the disk as a file: `file` where it is at this computer (null: none was named), else `url`. */
  export(format: AppLogFormat): Promise<Result<'appLogs.export'>> {
    return this.#api.call('appLogs.export', { format });
  }

  #subscribe(): Disposable {
    return this.#api.subscribe(
      'app:logs',
      {},
      {
        onEpoch: () => this.reset(),
        onItems: (items) => this.take(items),
        onGap: ({ dropped }) => {
          this.lines.note({ dropped });
          this.arrived.fire();
        },
        onStatus: ({ error }) => this.setAnswered(error),
        onEnd: ({ error }) => this.setAnswered(error),
      },
    );
  }

  setAnswered(error: Error | undefined): void {
    this.error = error;
    this.hasAnswered = true;
  }

  /** Another run of the program tells its newest entries again. */
  reset(): void {
    if (this.lines.size > 0) this.lines.clear();
    this.historyState = 'more';
    this.newErrors = 0;
    this.setCleared(null);
    this.arrived.fire();
  }
}

/** Names that details may not take. */
const OURS = ['level', 'source', 'message'];

/** As JSON lines, so that level, message and fields are found as in any container's log; errors in the mark column. */
function packedOf(entries: readonly AppLogEntry[]): Uint8Array | undefined {
  if (entries.length === 0) return undefined;
  const writer = new ChunkWriter();
  for (const { time, level, source, message, details } of entries) {
    const fields = typeof details === 'object' && details !== null && !Array.isArray(details) ? details : { details };
    const own = Object.entries(fields).filter(([name]) => !OURS.includes(name));
    // The level stands first: it is looked for at the beginning of a line.
    const text = JSON.stringify({ level, source, message, ...Object.fromEntries(own) });
    addItem(writer, { time, stream: level === 'error' ? 'stderr' : 'stdout', text });
  }
  return writer.take();
}

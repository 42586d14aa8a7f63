import { makeAutoObservable, observableRef } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { MergedLines } from '#shared/lines/merged-lines.ts';
import type { LogFeed, LogSummary } from '#renderer/stores/log-feed.ts';
import type { LogsStore } from '#renderer/stores/logs-store.ts';
import { SharedOpening } from '#renderer/stores/shared-opening.ts';

/** Lines of all sources together; each source holds its own number besides. */
const MAX_LINES = 100_000;

export interface MergedSource {
  readonly container: string;
  readonly feed: LogFeed;
  /** Its number in the merged lines, and so its colour. */
  readonly number: number;
}

/**
 * The logs of several containers in one order. A source that was ticked once stays connected while the screen is open:
 * ticking it off and on again only takes its lines out and in.
 */
export class LogsMergedStore {
  readonly lines = new MergedLines(MAX_LINES);
  readonly arrived = new Emitter<void>();
  sources: readonly MergedSource[] = [];
  /** Ids of the containers whose lines are shown. */
  ticked: readonly string[] = [];
  cleared: { seq: number; at: number } | null = null;
  readonly #logs: LogsStore;
  readonly #clock: Clock;
  readonly #openings = new Map<MergedSource, Disposable>();
  readonly #opening: SharedOpening;

  constructor(logs: LogsStore, clock: Clock) {
    this.#logs = logs;
    this.#clock = clock;
    this.#opening = new SharedOpening(() => {
      for (const source of this.sources) this.#connect(source);
      const store = new DisposableStore();
      store.add({ dispose: () => this.#disconnect() });
      return store;
    });
    this.lines.moved.on(({ where }) => {
      if (this.cleared) this.setCleared({ ...this.cleared, seq: where(this.cleared.seq) });
    });
    makeAutoObservable(this, {
      lines: false,
      arrived: false,
      history: false,
      showCleared: false,
      sources: observableRef,
      ticked: observableRef,
      cleared: observableRef,
    });
  }

  /** Connected as long as somebody looks. */
  open(): Disposable {
    return this.#opening.use();
  }

  isTicked(container: string): boolean {
    return this.ticked.includes(container);
  }

  /** Shows the lines of these containers and of no others, in the order of ticking. */
  show(containers: readonly string[]): void {
    const before = new Set(this.ticked);
    const wanted = new Set(containers);
    this.ticked = [...this.ticked.filter((id) => wanted.has(id)), ...containers.filter((id) => !before.has(id))];
    for (const id of containers) if (!before.has(id)) this.#show(id);
    for (const source of this.sources) if (!wanted.has(source.container)) this.lines.show(source.number, false);
    this.arrived.fire();
  }

  toggle(container: string): void {
    this.show(this.isTicked(container) ? this.ticked.filter((id) => id !== container) : [...this.ticked, container]);
  }

  /** Which source a line is from. */
  sourceOf(seq: number): MergedSource | undefined {
    return this.sources[this.lines.source(seq)];
  }

  get shownSources(): readonly MergedSource[] {
    return this.sources.filter(({ container }) => this.isTicked(container));
  }

  get summary(): LogSummary {
    const sum = { size: 0, bytes: 0, stdout: 0, stderr: 0, linesPerSecond: 0 };
    for (const { feed } of this.shownSources)
      for (const name of ['size', 'bytes', 'stdout', 'stderr', 'linesPerSecond'] as const)
        sum[name] += feed.summary[name];
    return sum;
  }

  clear(): void {
    this.cleared = { seq: this.lines.next, at: this.#clock.now() };
  }
  readonly showCleared = (): void => this.setCleared(null);
  setCleared(cleared: LogsMergedStore['cleared']): void {
    this.cleared = cleared;
  }

  /** Earlier lines of all that are shown; holes of the one they are in. */
  readonly history = mergedHistory(this);

  #show(container: string): void {
    const known = this.sources.find((source) => source.container === container);
    if (known) return this.lines.show(known.number, true);
    const feed = this.#logs.feed(container);
    const source = { container, feed, number: this.lines.add(feed.lines) };
    this.sources = [...this.sources, source];
    if (this.#opening.isOpen) this.#connect(source);
  }

  #connect(source: MergedSource): void {
    const { feed, number } = source;
    const store = new DisposableStore();
    store.add(feed.lines.moved.on(() => this.lines.rebuild(number)));
    store.add(
      feed.arrived.on(() => {
        this.lines.update(number);
        this.arrived.fire();
      }),
    );
    store.add(feed.open());
    this.lines.update(number);
    this.#openings.set(source, store);
  }

  #disconnect(): void {
    for (const opened of this.#openings.values()) opened.dispose();
    this.#openings.clear();
  }
}

function mergedHistory(store: LogsMergedStore): MergedHistory {
  const all = (): readonly LogFeed['history'][] => store.shownSources.map(({ feed }) => feed.history);
  return {
    get state() {
      const states = all().map(({ state }) => state);
      if (states.includes('loading')) return 'loading';
      if (states.includes('more')) return 'more';
      return states.includes('start') ? 'start' : 'none';
    },
    get error() {
      return all().find(({ error }) => error !== null)?.error ?? null;
    },
    loadEarlier: () => {
      for (const history of all()) if (history.state === 'more') history.loadEarlier();
    },
    loadMissed: (seq) => store.sourceOf(seq)?.feed.history.loadMissed(store.lines.seqInSource(seq)),
    loadFrom: async (isoTime) => {
      await Promise.all(all().map((history) => history.loadFrom(isoTime)));
    },
  };
}

export interface MergedHistory {
  readonly state: LogFeed['history']['state'];
  readonly error: LogFeed['history']['error'];
  loadEarlier(): void;
  loadMissed(seq: number): void;
  loadFrom(isoTime: string): Promise<void>;
}

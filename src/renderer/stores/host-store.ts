import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import type { DiskUse, EngineInfo, HostMetrics, LogSizes, NetworkInterface } from '#shared/contract/host.ts';
import type { PrunePlan } from '#shared/contract/prune.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';
import type { EngineStore } from '#renderer/stores/engine-store.ts';
import { lookWhileOpen } from '#renderer/stores/look-while-open.ts';
import { SharedOpening } from '#renderer/stores/shared-opening.ts';
import { tellPruned } from '#renderer/stores/tell-pruned.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';

/** One moment of the machine, without what only the newest one shows. */
export interface HostPoint {
  /** Wall clock ms. */
  readonly at: number;
  readonly cpuPercent: number | null;
  readonly memoryUsedBytes: number | null;
  readonly networkRxRate: number | null;
  readonly networkTxRate: number | null;
}

/** An hour at the usual 5 s: the longest window of the Host screen. */
const MOST_POINTS = 720;
/** Measuring Docker's disk costs the engine much (performance 1), and it changes slowly. */
const DISK_MS = 300_000;

/** The machine that Quayside runs on, and what its engine tells of itself and of its disk. */
export class HostStore {
  latest: HostMetrics | undefined = undefined;
  /** Oldest first, a new array with each arrival. */
  recent: readonly HostPoint[] = [];
  error: Error | undefined = undefined;
  disk: DiskUse | undefined = undefined;
  isMeasuring = false;
  diskError: AppError | undefined = undefined;
  logs: LogSizes | undefined = undefined;
  logsError: AppError | undefined = undefined;
  info: EngineInfo | undefined = undefined;
  infoError: AppError | undefined = undefined;
  readonly #api: Api;
  readonly #toasts: ToastsStore;
  readonly #clock: Clock;
  readonly #engine: EngineStore;
  readonly #metrics: SharedOpening;
  readonly #docker: SharedOpening;

  constructor(api: Api, clock: Clock, visibility: Visibility, engine: EngineStore, toasts: ToastsStore) {
    this.#api = api;
    this.#toasts = toasts;
    this.#clock = clock;
    this.#engine = engine;
    this.#metrics = new SharedOpening(() => whileVisible(visibility, () => this.#subscribe()));
    this.#docker = new SharedOpening(() => whileVisible(visibility, () => this.#lookAtDocker()));
    makeAutoObservable(this, {
      latest: observableRef,
      recent: observableRef,
      error: observableRef,
      disk: observableRef,
      diskError: observableRef,
      logs: observableRef,
      logsError: observableRef,
      info: observableRef,
      infoError: observableRef,
    });
  }

  /** The figures of the machine and of Docker's disk, for as long as somebody can see them. */
  open(): Disposable {
    const store = new DisposableStore();
    store.add(this.#metrics.use());
    store.add(this.#docker.use());
    return store;
  }

  take(samples: readonly HostMetrics[]): void {
    const last = this.recent.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    // A subscription that is opened again brings its replay again.
    const fresh = samples.map(pointOf).filter(({ at }) => at > last);
    this.recent = [...this.recent, ...fresh].slice(-MOST_POINTS);
    this.latest = samples.at(-1) ?? this.latest;
    this.error = undefined;
  }

  setError(error: Error | undefined): void {
    this.error = error;
  }

  /** `again`: not what somebody else had measured within the minute. */
  async loadDisk(again = false): Promise<void> {
    runInAction(() => (this.isMeasuring = true));
    try {
      const disk = await this.#api.call('system.df', { again });
      runInAction(() => {
        this.disk = disk;
        this.diskError = undefined;
      });
    } catch (error) {
      runInAction(() => (this.diskError = error as AppError));
    } finally {
      runInAction(() => (this.isMeasuring = false));
    }
  }

  /** What logs take: only when somebody looks, for it goes through the files of every container. */
  async loadLogs(): Promise<void> {
    try {
      const logs = await this.#api.call('system.logSizes', {});
      runInAction(() => {
        this.logs = logs;
        this.logsError = undefined;
      });
    } catch (error) {
      runInAction(() => (this.logsError = error as AppError));
    }
  }

  async loadInfo(): Promise<void> {
    try {
      const info = await this.#api.call('system.info', {});
      runInAction(() => {
        this.info = info;
        this.infoError = undefined;
      });
    } catch (error) {
      runInAction(() => (this.infoError = error as AppError));
    }
  }

  planCache(): Promise<PrunePlan> {
    return this.#api.call('buildCache.prunePlan', {});
  }

  /** Removes what is ticked of a plan, and says what was skipped and why. Rejects where nothing could be done. */
  async pruneCache({ plan, items }: PrunePlan, ticked: ReadonlySet<string>): Promise<void> {
    const only = items.flatMap(({ id }) => (ticked.has(id) ? [id] : []));
    tellPruned(this.#toasts, 'piece', await this.#api.call('buildCache.prune', { plan, only }), items);
    void this.loadDisk(true);
  }

  #subscribe(): Disposable {
    return this.#api.subscribe(
      'host:metrics',
      {},
      {
        onItems: (samples) => this.take(samples),
        onStatus: ({ error }) => this.setError(error),
        onEnd: ({ error }) => this.setError(error),
      },
    );
  }

  #lookAtDocker(): Disposable {
    return lookWhileOpen(
      this.#clock,
      DISK_MS,
      // Another engine, or the same one back.
      () => [this.#engine.isConnected, this.#engine.status?.endpoint].join(' '),
      () => {
        if (!this.#engine.isConnected) return;
        void this.loadDisk();
        void this.loadInfo();
      },
    );
  }
}

/** Bridges and the containers' ends carry what the machine's own interfaces carry once more. */
const isOwn = ({ name }: NetworkInterface): boolean => !/^(docker|br-|veth|virbr|cni|flannel|podman)/.test(name);

function pointOf(metrics: HostMetrics): HostPoint {
  const own = metrics.networkInterfaces.filter(isOwn);
  const sum = (of: (one: NetworkInterface) => number | null): number | null =>
    own.reduce<number | null>((total, one) => {
      const value = of(one);
      return value === null ? total : (total ?? 0) + value;
    }, null);
  return {
    at: Date.parse(metrics.time),
    cpuPercent: metrics.cpuPercent,
    memoryUsedBytes: metrics.memoryUsedBytes,
    networkRxRate: sum(({ rxRate }) => rxRate),
    networkTxRate: sum(({ txRate }) => txRate),
  };
}

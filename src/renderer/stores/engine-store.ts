import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import type { EngineEntry, EngineStatus } from '#shared/contract/engines.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';

/** Whether Docker can be used, and the contexts one could change to. */
export class EngineStore {
  status: EngineStatus | undefined = undefined;
  entries: readonly EngineEntry[] = [];
  entriesError: string | undefined = undefined;
  isSelecting = false;
  /** What "Start Docker" would run; null where nothing is known. */
  startCommand: readonly string[] | null = null;
  isStarting = false;
  startError: string | undefined = undefined;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    makeAutoObservable(this, { status: observableRef, entries: observableRef, startCommand: observableRef });
  }

  get isConnected(): boolean {
    return this.status?.state === 'connected';
  }

  open(): Disposable {
    const store = new DisposableStore();
    store.add(
      this.#api.subscribe(
        'engine:status',
        {},
        {
          onWhole: (status) => this.setStatus(status),
          onItems: (items) => {
            const last = items.at(-1);
            if (last) this.setStatus(last);
          },
        },
      ),
    );
    return store;
  }

  setStatus(status: EngineStatus): void {
    this.status = status;
  }

  async loadEntries(): Promise<void> {
    try {
      const { engines, start } = await this.#api.call('engines.list', {});
      runInAction(() => {
        this.entries = engines;
        this.startCommand = start;
        this.entriesError = undefined;
      });
    } catch (error) {
      runInAction(() => (this.entriesError = (error as Error).message));
    }
  }

  async select(context: string): Promise<void> {
    this.isSelecting = true;
    try {
      await this.#api.call('engines.select', { context });
      await this.loadEntries();
    } catch (error) {
      runInAction(() => (this.entriesError = (error as Error).message));
    } finally {
      runInAction(() => (this.isSelecting = false));
    }
  }

  /** Starts Docker; that it answers again is told by its status. */
  async start(): Promise<void> {
    this.isStarting = true;
    this.startError = undefined;
    try {
      await this.#api.call('engines.start', {});
    } catch (error) {
      const { message, hint } = error as AppError;
      runInAction(() => (this.startError = hint === undefined ? message : `${message} ${hint}`));
    } finally {
      runInAction(() => (this.isStarting = false));
    }
  }
}

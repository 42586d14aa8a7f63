import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { KeptServiceInfo } from '#shared/contract/history.ts';
import type { Result } from '#shared/contract/index.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';
import { KeptLog } from '#renderer/stores/kept-log.ts';
import { LogSearch, type SearchAsk } from '#renderer/stores/log-search.ts';

/** What is kept of all logs, the search over it, and the way to read one service's. */
export class HistoryStore {
  /** Null until it was asked for. */
  kept: Result<'logs.kept'> | null = null;
  error: AppError | null = null;
  /** The last search stays, so that Back comes to its hits again. */
  search: LogSearch | null = null;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    makeAutoObservable(this, { kept: observableRef, error: observableRef, search: observableRef, keptLog: false });
  }

  /** Asks again what is kept; what was known stays until the answer. */
  async load(): Promise<void> {
    try {
      const kept = await this.#api.call('logs.kept', {});
      runInAction(() => {
        this.kept = kept;
        this.error = null;
      });
    } catch (thrown) {
      const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));
      runInAction(() => (this.error = error));
    }
  }

  /** Searches, unless this is what the last search looked for. */
  find(ask: SearchAsk): void {
    const held = this.search;
    if (held && held.status !== 'failed' && JSON.stringify(held.ask) === JSON.stringify(ask)) return;
    this.again(ask);
  }

  again(ask: SearchAsk): void {
    this.search?.dispose();
    // A service may have come since: its hits open in what is kept of it.
    void this.load();
    this.search = new LogSearch(ask, this.#api);
  }

  /** The service whose container, now or before, this is. */
  serviceOf(container: string): KeptServiceInfo | undefined {
    return this.kept?.services.find(({ generations }) => generations.some((one) => one.container === container));
  }

  keptLog(service: KeptServiceInfo): KeptLog {
    return new KeptLog(service, this.#api);
  }

  /** Drops what is kept of a service. Rejects with the reason. */
  async forget(service: KeptServiceInfo): Promise<void> {
    await this.#api.call('logs.forget', { service: service.service });
    await this.load();
  }
}

/** "shop / web", or the container's own name. */
export const serviceName = ({ stack, name }: Pick<KeptServiceInfo, 'stack' | 'name'>): string =>
  stack === '' ? name : `${stack} / ${name}`;

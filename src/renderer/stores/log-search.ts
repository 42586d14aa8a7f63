import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import type { SearchHit } from '#shared/contract/history.ts';
import type { Item } from '#shared/contract/index.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';

/** What is looked for in everything kept. `names` and `stacks` empty: in all; times RFC 3339. */
export interface SearchAsk {
  readonly text: string;
  readonly isPattern: boolean;
  readonly matchCase: boolean;
  /** Names of containers. */
  readonly names: readonly string[];
  readonly stacks: readonly string[];
  readonly since: string | undefined;
  readonly limit: number;
}

/** One search: what it found so far, newest first, and how far it is. */
export class LogSearch implements Disposable {
  readonly ask: SearchAsk;
  status: 'running' | 'done' | 'cancelled' | 'failed' = 'running';
  hits: readonly SearchHit[] = [];
  /** 0 to 1. */
  progress = 0;
  error: { readonly message: string; readonly hint?: string | undefined } | null = null;
  readonly #api: Api;
  #job: string | undefined;
  #watching: Disposable | undefined;

  constructor(ask: SearchAsk, api: Api) {
    this.ask = ask;
    this.#api = api;
    makeAutoObservable(this, { ask: false, hits: observableRef, error: observableRef });
    void this.#start();
  }

  /** There may be older ones: the search ended at as many as were asked for. */
  get isCut(): boolean {
    return this.hits.length >= this.ask.limit;
  }

  /** What was found stays. */
  async cancel(): Promise<void> {
    if (this.status !== 'running') return;
    this.status = 'cancelled';
    if (this.#job !== undefined) await this.#api.call('jobs.cancel', { job: this.#job }).catch(() => undefined);
  }

  dispose(): void {
    void this.cancel();
    this.#watching?.dispose();
  }

  async #start(): Promise<void> {
    const { text, isPattern, matchCase, names, stacks, since, limit } = this.ask;
    try {
      const started = await this.#api.call('logs.search', {
        ...(isPattern ? { pattern: text } : { text }),
        matchCase,
        ...(names.length > 0 && { containers: [...names] }),
        ...(stacks.length > 0 && { stacks: [...stacks] }),
        ...(since !== undefined && { since }),
        limit,
      });
      if (!('job' in started)) return;
      this.#job = started.job;
      // It was given up while it was being started.
      if (this.status !== 'running') return void (await this.#api.call('jobs.cancel', { job: started.job }));
      this.#watching = this.#api.subscribe(
        'search:progress',
        { job: started.job },
        { onItems: (items) => this.take(items), onEnd: ({ error }) => this.end(error) },
      );
    } catch (thrown) {
      runInAction(() => this.end(thrown instanceof AppError ? thrown : new AppError('internal', String(thrown))));
    }
  }

  take(items: readonly Item<'search:progress'>[]): void {
    const found = items.flatMap(({ hits }) => hits);
    // Chunks come newest first, but those of several containers overlap.
    if (found.length > 0) this.hits = [...this.hits, ...found].sort((a, b) => compare(b.time, a.time));
    for (const { progress, status, error } of items) {
      this.progress = progress;
      if (this.status !== 'running') continue;
      if (error) this.error = error;
      if (status !== 'queued') this.status = status;
    }
  }

  end(error: AppError | undefined): void {
    if (this.status !== 'running') return;
    this.error = error ?? null;
    this.status = error ? 'failed' : 'done';
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

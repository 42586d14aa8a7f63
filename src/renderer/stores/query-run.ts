import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import type { QueryResultItem, StatementPosition } from '#shared/contract/db-queries.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';

export type QueryStart = () => Promise<{ query: string }>;

/** One statement that was run: its rows as they come, and how it ended. */
export class QueryRun implements Disposable {
  readonly statement: string;
  readonly writes: boolean;
  status: 'running' | 'done' | 'failed' | 'cancelled' = 'running';
  columns: readonly string[] = [];
  rows: readonly (readonly (string | null)[])[] = [];
  isTruncated = false;
  durationMs = 0;
  /** How many rows stand on earlier pages. */
  offset = 0;
  message: string | null = null;
  error: { readonly message: string; readonly hint?: string | undefined } | null = null;
  position: StatementPosition | null = null;
  query: string | null = null;
  readonly #api: Api;
  #watching: Disposable | undefined;
  #ending: Promise<void> = Promise.resolve();

  constructor(api: Api, of: { readonly statement: string; readonly writes: boolean }, start: QueryStart) {
    this.#api = api;
    this.statement = of.statement;
    this.writes = of.writes;
    makeAutoObservable(this, {
      statement: false,
      writes: false,
      columns: observableRef,
      rows: observableRef,
      error: observableRef,
      position: observableRef,
    });
    void this.#begin(start);
  }

  /** Ends the statement inside the database; the rows that came stay. */
  cancel(): Promise<void> {
    if (this.status !== 'running') return this.#ending;
    this.status = 'cancelled';
    // Its end is told by the stream; one that has ended on the way needs none.
    if (this.query !== null)
      this.#ending = this.#api.call('jobs.cancel', { job: this.query }).then(
        () => undefined,
        () => undefined,
      );
    return this.#ending;
  }

  /** Settles when a statement that was cancelled is gone from the database: it is noted only then. */
  whenGone(): Promise<void> {
    return this.#ending;
  }

  dispose(): void {
    void this.cancel();
    this.#watching?.dispose();
  }

  async #begin(start: QueryStart): Promise<void> {
    try {
      const { query } = await start();
      runInAction(() => (this.query = query));
      // It was given up while it was being started.
      if (this.status !== 'running') return void (await this.#api.call('jobs.cancel', { job: query }));
      this.#watching = this.#api.subscribe(
        'db:query:result',
        { query },
        { onItems: (items) => this.take(items), onEnd: ({ error }) => this.end(error) },
      );
    } catch (thrown) {
      this.end(thrown instanceof AppError ? thrown : new AppError('internal', String(thrown)));
    }
  }

  take(items: readonly QueryResultItem[]): void {
    const rows = items.flatMap((item) => item.rows);
    if (rows.length > 0) this.rows = [...this.rows, ...rows];
    for (const item of items) {
      if (item.columns) this.columns = item.columns.map(({ name }) => name);
      this.durationMs = item.durationMs;
      this.isTruncated = item.truncated;
      this.offset = item.offset ?? 0;
      if (item.message !== undefined) this.message = item.message;
      if (item.error) this.error = item.error;
      if (item.position) this.position = item.position;
      if (item.status !== 'queued' && this.status === 'running') this.status = item.status;
    }
  }

  end(error: AppError | undefined): void {
    if (this.status !== 'running') return;
    this.error = error ?? null;
    this.status = error ? 'failed' : 'done';
  }
}

import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { DatabaseInfo, PastStatement } from '#shared/contract/db-queries.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';
import { QueryRun } from '#renderer/stores/query-run.ts';

/** The query tab of one container: what is written there, what was run last, and what is known of its database. */
export class QueryDesk {
  readonly container: string;
  statement = '';
  /** Chosen here; null: as the container's own settings say. */
  database: string | null = null;
  /** The same for the user. */
  user: string | null = null;
  /** The next statement may change data; taken back once it was run. */
  isWriting = false;
  info: DatabaseInfo | null = null;
  error: AppError | null = null;
  run: QueryRun | null = null;
  past: readonly PastStatement[] | null = null;
  readonly #api: Api;

  constructor(api: Api, container: string) {
    this.#api = api;
    this.container = container;
    makeAutoObservable(this, {
      container: false,
      info: observableRef,
      error: observableRef,
      run: observableRef,
      past: observableRef,
    });
  }

  write(text: string): void {
    this.statement = text;
  }

  choose(database: string): void {
    this.database = database;
  }

  /** '' takes it back. */
  askAs(user: string): void {
    this.user = user === '' ? null : user;
  }

  allowWrite(isWriting: boolean): void {
    this.isWriting = isWriting;
  }

  /** Asks which database there is; what was known stays until the answer. */
  async describe(): Promise<void> {
    try {
      const info = await this.#api.call('db.describe', { container: this.container });
      runInAction(() => {
        this.info = info;
        this.error = null;
      });
    } catch (thrown) {
      runInAction(() => (this.error = appError(thrown)));
    }
  }

  start(): void {
    const { container, statement, isWriting: writes } = this;
    const database = this.database ?? this.info?.database ?? undefined;
    const user = this.user?.trim() ?? '';
    const params = {
      container,
      statement,
      ...(database !== undefined && { database }),
      ...(user !== '' && { user }),
    };
    this.#begin({ statement, writes }, () => this.#api.call(writes ? 'db.write' : 'db.query', params));
    this.isWriting = false;
  }

  /** The page after the one that is shown. */
  next(): void {
    const { run } = this;
    const query = run?.query ?? null;
    if (!run || query === null) return;
    this.#begin(run, () => this.#api.call('db.next', { query }));
  }

  async loadPast(): Promise<void> {
    try {
      await this.run?.whenGone();
      const { statements } = await this.#api.call('db.history', { container: this.container });
      runInAction(() => (this.past = statements));
    } catch (thrown) {
      runInAction(() => {
        this.past = [];
        this.error = appError(thrown);
      });
    }
  }

  #begin(of: { statement: string; writes: boolean }, start: () => Promise<{ query: string }>): void {
    this.run?.dispose();
    this.run = new QueryRun(this.#api, of, start);
  }
}

/** What stands in the query tabs outlives them, so that a look at another tab loses nothing. */
export class QueriesStore {
  readonly #api: Api;
  readonly #desks = new Map<string, QueryDesk>();

  constructor(api: Api) {
    this.#api = api;
  }

  desk(container: string): QueryDesk {
    const known = this.#desks.get(container);
    if (known) return known;
    const desk = new QueryDesk(this.#api, container);
    this.#desks.set(container, desk);
    return desk;
  }
}

const appError = (thrown: unknown): AppError =>
  thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));

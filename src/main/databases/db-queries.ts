import type { Engine } from '#main/engine/engine.ts';
import { forgetOldest } from '#main/jobs/forget-oldest.ts';
import type { JobContext, Jobs } from '#main/jobs/jobs.ts';
import type { Clock } from '#shared/base/clock.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { DatabaseInfo, PastStatement, QueryResultItem } from '#shared/contract/db-queries.ts';
import { type Role, rank } from '#shared/contract/define.ts';
import { databaseName } from '#shared/format/known-database.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Adapter, Asked, Failure } from '#main/databases/adapter.ts';
import { type ClientOutcome, newNullMark, runClient } from '#main/databases/client-run.ts';
import { type DatabaseTarget, databaseTarget, nameOf } from '#main/databases/database-target.ts';
import { PageRows } from '#main/databases/page-rows.ts';
import { failureOf, refusalOf, withoutData } from '#main/databases/query-failure.ts';
import type { QueryHistory } from '#main/databases/query-history.ts';

/** As every job's progress: 10 min after the end. */
const KEPT_MS = 600_000;
/** Each holds up to a megabyte of rows. */
const MOST_KEPT = 50;
/** Each is a process inside of a container. */
const MAX_RUNNING = 4;

export interface QueryRequest {
  readonly engine: string;
  readonly container: string;
  readonly database?: string | undefined;
  readonly user?: string | undefined;
  readonly statement: string;
  readonly limit: number;
  readonly writes: boolean;
}

export interface QueryUser {
  readonly user: string;
  readonly role: Role;
  /** There where it is limited to some containers: then nobody else's is its business, whatever its role. */
  readonly scope?: object;
}

export interface DbQueriesDeps {
  /** Throws `engine_unavailable` while not connected. */
  engineOf(name: string): Engine;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly history: QueryHistory;
}

interface Query {
  readonly request: QueryRequest;
  readonly offset: number;
  readonly user: string;
  readonly items: QueryResultItem[];
  readonly added: Emitter<QueryResultItem | undefined>;
  isOver: boolean;
}

/** Queries by the clients inside of containers: each a job, its rows a stream for the one who asked. */
export class DbQueries {
  readonly #deps: DbQueriesDeps;
  readonly #queries = new Map<string, Query>();

  constructor(deps: DbQueriesDeps) {
    this.#deps = deps;
  }

  async describe(engine: string, container: string, signal: AbortSignal): Promise<DatabaseInfo> {
    const target = await databaseTarget(this.#deps.engineOf(engine), container, signal);
    const { adapter, access } = target;
    const about = { kind: adapter.kind, knownBy: target.knownBy, user: access.user, database: access.database };
    try {
      const client = firstLine(await this.#outputOf(target, adapter.version, signal));
      const databases = adapter.names(await this.#outputOf(target, adapter.list(access), signal));
      const only = adapter.kind === 'sqlite' && databases.length === 1 ? databases[0] : undefined;
      return { ...about, client, databases, database: access.database ?? only ?? null };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      return { ...about, client: null, databases: [], error: thrown.toShape() };
    }
  }

  /** Gives the query, which is a job. Throws for what is not run at all. */
  start(request: QueryRequest, user: string, signal: AbortSignal): Promise<string> {
    return this.#start(request, 0, user, signal);
  }

  /** The page after that of a query that was cut. */
  async next(query: string, caller: QueryUser, signal: AbortSignal): Promise<string> {
    this.checkOwner(query, caller);
    const { request, offset, items } = this.#of(query);
    const last = items.at(-1);
    if (!last?.truncated || last.status !== 'done' || request.writes)
      throw new AppError('conflict', 'This query has no more rows.', { field: 'query' });
    return this.#start(request, offset + last.rowCount, caller.user, signal);
  }

  /** Statements and rows are somebody's data: their starter's, and an admin's. */
  checkOwner(query: string, caller: QueryUser): void {
    if (this.#of(query).user !== caller.user && (caller.scope || rank(caller.role) < rank('admin')))
      throw new AppError('forbidden', 'This query belongs to somebody else.', { field: 'query' });
  }

  async history(engine: string, container: string, caller: QueryUser, signal: AbortSignal): Promise<PastStatement[]> {
    const at = this.#deps.engineOf(engine);
    const past = await this.#deps.history.list(historyKey(at, nameOf(await at.inspect(container, signal))));
    return past.filter(({ startedBy }) => startedBy === caller.user || rank(caller.role) >= rank('admin'));
  }

  /** What a query gave so far; `onItem` gets what comes, undefined at its end. */
  watch(query: string): {
    items: readonly QueryResultItem[];
    isOver: boolean;
    added: Emitter<QueryResultItem | undefined>;
  } {
    return this.#of(query);
  }

  async #start(request: QueryRequest, offset: number, user: string, signal: AbortSignal): Promise<string> {
    const target = await databaseTarget(this.#deps.engineOf(request.engine), request.container, signal);
    const { adapter, access } = target;
    adapter.check(request.statement, request.writes);
    const asked: Asked = {
      statement: request.statement,
      user: request.user ?? access.user,
      database: request.database ?? access.database,
      writes: request.writes,
      offset,
      limit: request.limit,
      nullMark: newNullMark(),
    };
    checkDatabase(adapter, asked.database);
    const running = [...this.#queries.values()].filter((one) => one.user === user && !one.isOver).length;
    if (running >= MAX_RUNNING)
      throw new AppError('too_many', `${MAX_RUNNING} queries run already, the most for one user.`, {
        hint: 'Wait for one, or cancel it.',
      });
    const query: Query = { request, offset, user, items: [], added: new Emitter(), isOver: false };
    const { jobs, clock } = this.#deps;
    // No statement in these: everybody sees the list of jobs.
    const job = jobs.start(
      {
        kind: 'query',
        title: `${request.writes ? 'Write' : 'Query'} in ${target.name} (${databaseName(adapter.kind)})`,
        startedBy: user,
        command: `docker exec -it ${target.name} ${adapter.version.clients[0] ?? ''}`,
      },
      async (context) => {
        // The caller knows its name by then.
        await Promise.resolve();
        try {
          await this.#run(query, target, asked, context);
        } finally {
          query.isOver = true;
          query.added.fire(undefined);
          clock.after(KEPT_MS, () => this.#queries.delete(context.job));
        }
      },
    );
    this.#queries.set(job, query);
    forgetOldest(this.#queries, MOST_KEPT);
    return job;
  }

  async #run(query: Query, target: DatabaseTarget, asked: Asked, context: JobContext): Promise<void> {
    const { clock } = this.#deps;
    const { adapter } = target;
    const began = clock.monotonic();
    const reader = adapter.reader(asked);
    const tell = (more: Partial<QueryResultItem>): void => {
      const item: QueryResultItem = {
        query: context.job,
        rows: [],
        rowCount: page.count,
        truncated: page.isTruncated,
        durationMs: Math.round(clock.monotonic() - began),
        status: 'running',
        ...(query.offset > 0 && { offset: query.offset }),
        ...more,
      };
      query.items.push(item);
      query.added.fire(item);
    };
    let areColumnsTold = false;
    const columns = (): Partial<QueryResultItem> => {
      if (areColumnsTold || !reader.columns) return {};
      areColumnsTold = true;
      return { columns: reader.columns.map((name) => ({ name })) };
    };
    let given = 0;
    const page = new PageRows({ limit: asked.limit, skip: adapter.canSkip ? 0 : asked.offset }, (rows) => {
      given += rows.length;
      tell({ rows, rowCount: given, ...columns() });
    });
    tell({});
    let failure: AppError | undefined;
    let toldToAll: AppError | undefined;
    let position: Failure['position'];
    let outcome: ClientOutcome | undefined;
    try {
      outcome = await runClient(
        { engine: target.engine, container: target.id, clock },
        adapter.call(asked, target.access),
        (text) => {
          page.add(reader.push(text));
          // What is being changed is let end, whatever it still prints.
          return page.isFull && !asked.writes ? 'enough' : 'more';
        },
        context.signal,
      );
      if (!outcome.ended) page.add(reader.end());
      page.flush();
      ({ failure, position } = failureOf(adapter, asked, outcome));
      toldToAll = failure && withoutData(failure, adapter);
    } catch (thrown) {
      failure = thrown instanceof AppError ? thrown : undefined;
      if (!failure) throw thrown;
    } finally {
      const status = context.signal.aborted ? 'cancelled' : failure || !outcome ? 'failed' : 'done';
      const message = reader.message;
      tell({
        ...columns(),
        status,
        ...(status === 'done' && message !== undefined && { message }),
        ...(status === 'failed' && failure && { error: failure.toShape() }),
        ...(status === 'failed' && position && { position }),
      });
      await this.#deps.history.add(historyKey(target.engine, target.name), {
        time: new Date(clock.now()).toISOString(),
        statement: asked.statement,
        database: asked.database,
        user: asked.user,
        startedBy: query.user,
        writes: asked.writes,
        status,
        rowCount: page.count,
        durationMs: query.items.at(-1)?.durationMs ?? 0,
      });
    }
    if (failure && !context.signal.aborted) throw toldToAll ?? failure;
  }

  /** What a small run of a client prints. Throws what it complained of. */
  async #outputOf(target: DatabaseTarget, call: Adapter['version'], signal: AbortSignal): Promise<string> {
    const { adapter } = target;
    const outcome = await runClient(
      { engine: target.engine, container: target.id, clock: this.#deps.clock },
      call,
      () => 'more',
      signal,
    );
    // `find` complains of each folder that is shut, and finds the rest.
    if (outcome.exitCode === 0 || (call.clients[0] === 'find' && outcome.exitCode !== null)) return outcome.output;
    const told = adapter.failure(outcome.stderr, '', outcome.output);
    const refusal = refusalOf(told, adapter, target.access.user);
    if (refusal) throw refusal;
    const { message, hint } = told;
    throw new AppError('conflict', `${databaseName(adapter.kind)} does not answer: ${message}`, {
      ...(hint !== undefined && { hint }),
    });
  }

  #of(id: string): Query {
    const query = this.#queries.get(id);
    if (!query)
      throw new AppError('not_found', 'There is no such query.', {
        field: 'query',
        hint: 'Its rows are kept for 10 min.',
      });
    return query;
  }
}

function checkDatabase({ kind }: Adapter, database: string | null): void {
  const fault = (message: string): AppError => new AppError('bad_request', message, { field: 'database' });
  if (kind === 'sqlite' && database === null) throw fault('Name the file of the database inside the container.');
  // Anything else may be an address with options of its own.
  if (kind === 'sqlite' && !database?.startsWith('/'))
    throw fault('The file of a database is named by its whole path inside the container.');
  if (kind === 'redis' && database !== null && !/^\d{1,5}$/.test(database))
    throw fault('A database of Redis is named by its number.');
}

/** A container that was made anew keeps its name. */
const historyKey = (engine: Engine, name: string): string => `${engine.endpoint} ${name}`;
const firstLine = (text: string): string => (text.trim().split('\n')[0] ?? '').trim().slice(0, 200);

import { DbQueries } from '#main/databases/db-queries.ts';
import { QueryHistory } from '#main/databases/query-history.ts';
import { DockerEngine } from '#main/engine/docker-engine.ts';
import { parseEndpoint } from '#main/engine/endpoint.ts';
import { Jobs } from '#main/jobs/jobs.ts';
import { systemClock } from '#shared/base/clock.ts';
import type { QueryResultItem } from '#shared/contract/db-queries.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { startDatabase, type TestDatabase } from '../database-images.ts';
import { TestContainers } from './containers-of-test.ts';

export interface AskedOf {
  kind: TestDatabase;
  writes?: boolean;
  limit?: number;
  database?: string;
  user?: string;
}
export interface QueryAnswer {
  id: string;
  columns: string[];
  rows: (string | null)[][];
  last: QueryResultItem;
}

/** Real databases in containers of the test's own, and the queries over them. */
export class TestQueries {
  readonly containers = new TestContainers();
  readonly ids = new Map<TestDatabase, string>();
  readonly jobs = new Jobs(systemClock, (thrown) =>
    thrown instanceof AppError ? thrown : new AppError('internal', String(thrown)),
  );
  readonly signal = new AbortController().signal;
  readonly user = { user: 'mara', role: 'operator' } as const;
  readonly queries: DbQueries;
  readonly #engine: DockerEngine;

  constructor() {
    const endpoint = parseEndpoint(this.containers.host, undefined);
    if (endpoint.kind === 'unsupported') throw new Error(endpoint.why);
    this.#engine = new DockerEngine(endpoint, systemClock);
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    this.queries = new DbQueries({
      engineOf: () => this.#engine,
      jobs: this.jobs,
      clock: systemClock,
      history: new QueryHistory('', log),
    });
  }

  async begin(kinds: readonly TestDatabase[]): Promise<void> {
    await this.#engine.ping(this.signal);
    const { host, label } = this.containers;
    const docker = (...args: string[]): Promise<string> => this.containers.docker(...args);
    const started = kinds.map((kind) => startDatabase(host, kind, docker, '--label', label));
    for (const [index, kind] of kinds.entries()) this.ids.set(kind, await (started[index] ?? Promise.resolve('')));
  }

  async end(): Promise<void> {
    await this.jobs.dispose();
    this.#engine.dispose();
    await this.containers.removeAll();
  }

  readonly start = (
    statement: string,
    { kind, writes = false, limit = 500, database, user }: AskedOf,
  ): Promise<string> => {
    const container = this.ids.get(kind) ?? '';
    const request = { engine: 'default', container, statement, writes, limit, database, user };
    return this.queries.start(request, this.user.user, this.signal);
  };

  readonly ended = async (id: string): Promise<QueryAnswer> => {
    const { items, isOver, added } = this.queries.watch(id);
    if (!isOver) await new Promise<void>((resolve) => added.on((item) => item ?? resolve()));
    const last = items.at(-1);
    if (!last) throw new Error('nothing came');
    const columns = items.flatMap((item) => item.columns ?? []).map(({ name }) => name);
    return { id, columns, rows: items.flatMap(({ rows }) => rows), last };
  };

  readonly run = async (statement: string, given: AskedOf): Promise<QueryAnswer> =>
    this.ended(await this.start(statement, given));

  /** What runs inside beside the database itself. */
  readonly clients = async (kind: TestDatabase): Promise<string> =>
    (await this.containers.docker('exec', this.ids.get(kind) ?? '', 'ps', '-o', 'args'))
      .split('\n')
      .filter((line) => /^(timeout|psql|mariadb |sqlite3|redis-cli|\S+\/psql)/.test(line))
      .join('\n');
}

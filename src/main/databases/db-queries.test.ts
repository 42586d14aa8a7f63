import { describe, expect, it } from 'vitest';
import { DbQueries } from '#main/databases/db-queries.ts';
import { QueryHistory } from '#main/databases/query-history.ts';
import { SimulatedEngine } from '#main/engine/simulated/simulated-engine.ts';
import { Jobs } from '#main/jobs/jobs.ts';
import type { QueryResultItem } from '#shared/contract/db-queries.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { systemClock } from '#shared/base/clock.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const signal = new AbortController().signal;
const MARA = { user: 'mara', role: 'operator' } as const;

function open() {
  const engine = new SimulatedEngine({ clock: systemClock });
  const jobs = new Jobs(systemClock, (thrown) =>
    thrown instanceof AppError ? thrown : new AppError('internal', String(thrown)),
  );
  const queries = new DbQueries({
    engineOf: () => engine,
    jobs,
    clock: systemClock,
    history: new QueryHistory('', log),
  });
  const ended = async (id: string): Promise<readonly QueryResultItem[]> => {
    const { items, isOver, added } = queries.watch(id);
    if (!isOver) await new Promise<void>((resolve) => added.on((item) => item ?? resolve()));
    return items;
  };
  const start = (statement: string, user = 'mara'): Promise<string> =>
    queries.start({ engine: 'default', container: 'shop-db-1', statement, writes: false, limit: 500 }, user, signal);
  return { jobs, queries, start, ended };
}

describe('queries on the simulated engine', () => {
  it('answer from made tables, in pages, and say that they are simulated', async () => {
    const { queries, start, ended } = open();
    expect(await queries.describe('default', 'shop-db-1', signal)).toMatchObject({
      kind: 'postgresql',
      client: 'psql (PostgreSQL) 17.2, simulated',
      databases: ['postgres', 'shop'],
      user: 'shop',
    });
    const first = await start('select id, note from orders');
    const items = await ended(first);
    expect(items[0]).toMatchObject({ status: 'running', rows: [] });
    expect(items.at(-1)).toMatchObject({ status: 'done', rowCount: 500, truncated: true });
    expect(items.flatMap(({ rows }) => rows).slice(0, 2)).toEqual([
      ['1', ''],
      ['2', null],
    ]);
    const next = await ended(await queries.next(first, MARA, signal));
    expect(next.flatMap(({ rows }) => rows)[0]?.[0]).toBe('501');
  });

  it('tell where something is wrong', async () => {
    const { start, ended } = open();
    const last = (await ended(await start('select id,\n  nope from orders'))).at(-1);
    expect(last).toMatchObject({
      status: 'failed',
      position: { line: 2, column: 3 },
      error: { message: 'column "nope" does not exist' },
    });
    expect(last?.error?.hint).toBe('At line 2, column 3.');
  });

  it('end when they are cancelled', async () => {
    const { jobs, start, ended } = open();
    const id = await start('select pg_sleep(8)');
    await jobs.cancel(id);
    expect((await ended(id)).at(-1)?.status).toBe('cancelled');
  });

  it('are four at a time for one user', async () => {
    const { jobs, start } = open();
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push(await start('select pg_sleep(8)'));
    await expect(start('select 1')).rejects.toMatchObject({ code: 'too_many' });
    ids.push(await start('select 1', 'theo'));
    await Promise.all(ids.map((id) => jobs.cancel(id)));
  });

  it('are refused where there is no database', async () => {
    const { queries } = open();
    await expect(queries.describe('default', 'shop-web-1', signal)).rejects.toMatchObject({ code: 'not_found' });
  });
});

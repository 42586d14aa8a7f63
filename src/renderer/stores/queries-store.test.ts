import { describe, expect, it } from 'vitest';
import { FakeApi } from '#testing/fake-api.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { QueriesStore } from '#renderer/stores/queries-store.ts';

const QUERY = '0123456789abcdef';
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const item = { query: QUERY, rows: [], rowCount: 0, truncated: false, durationMs: 1, status: 'running' as const };

describe('the query tab', () => {
  it('shows rows as they come, and how it ended', async () => {
    const api = new FakeApi();
    api.handlers.set('db.query', () => ({ query: QUERY }));
    const desk = new QueriesStore(api).desk('a');
    desk.write('select 1');
    desk.start();
    await settled();
    const watcher = api.watcher('db:query:result', { query: QUERY });
    watcher.onItems?.([{ ...item, columns: [{ name: 'a' }], rows: [['1'], [null]], rowCount: 2 }], 0);
    expect(desk.run).toMatchObject({ status: 'running', columns: ['a'], rows: [['1'], [null]] });
    watcher.onItems?.([{ ...item, rows: [['3']], rowCount: 3, truncated: true, durationMs: 40, status: 'done' }], 1);
    expect(desk.run).toMatchObject({ status: 'done', rows: [['1'], [null], ['3']], isTruncated: true, durationMs: 40 });
  });

  it('may write once, and is read only again', async () => {
    const api = new FakeApi();
    for (const name of ['db.query', 'db.write'] as const) api.handlers.set(name, () => ({ query: QUERY }));
    const desk = new QueriesStore(api).desk('a');
    desk.write('delete from t');
    desk.allowWrite(true);
    desk.start();
    await settled();
    desk.start();
    await settled();
    const run = api.calls.map(({ command }) => command).filter((command) => command.startsWith('db.'));
    expect(run).toEqual(['db.write', 'db.query']);
  });

  it('keeps what was written when it is refused, and when another tab is shown', async () => {
    const api = new FakeApi();
    api.handlers.set('db.query', () => {
      throw new AppError('bad_request', 'One statement at a time.', { field: 'statement' });
    });
    const store = new QueriesStore(api);
    const desk = store.desk('a');
    desk.write('select 1; select 2');
    desk.start();
    await settled();
    expect(store.desk('a')).toMatchObject({ statement: 'select 1; select 2' });
    expect(desk.run).toMatchObject({ status: 'failed', error: { message: 'One statement at a time.' } });
  });

  it('cancels what runs', async () => {
    const api = new FakeApi();
    api.handlers.set('db.query', () => ({ query: QUERY }));
    api.handlers.set('jobs.cancel', () => ({}));
    const desk = new QueriesStore(api).desk('a');
    desk.write('select pg_sleep(9)');
    desk.start();
    await settled();
    await desk.run?.cancel();
    expect(api.calls.at(-1)).toEqual({ command: 'jobs.cancel', params: { job: QUERY } });
    expect(desk.run?.status).toBe('cancelled');
  });
});

import { expect, test } from 'vitest';
import type { AppLogEntry } from '#shared/contract/app-log.ts';
import { AppLogStore } from '#renderer/stores/app-log-store.ts';
import { SessionStore } from '#renderer/stores/session-store.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { FakeClock, settle } from '#testing/fake-clock.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const entry = (seconds: number, more: Partial<AppLogEntry> = {}): AppLogEntry => ({
  time: new Date(NOW + seconds * 1000).toISOString(),
  level: 'info',
  source: 'core',
  message: `at ${seconds}`,
  ...more,
});

function fixture() {
  const api = new FakeApi();
  const store = new AppLogStore(api, new FakeClock(NOW));
  const session = new SessionStore(api);
  const opened = store.open(session);
  const text = (): string[] => {
    const out: string[] = [];
    for (let seq = store.lines.first; seq < store.lines.next; seq++)
      out.push(new TextDecoder().decode(store.lines.lineBytes(seq)));
    return out;
  };
  return { api, store, session, opened, text };
}

test('an entry is a JSON line that begins with its level, and details may not take its own names', () => {
  const { api, store, text } = fixture();
  const details = { level: 'x', message: 'y', port: 5432 };
  api.watcher('app:logs', {}).onItems?.([entry(0, { details }), entry(1, { details: ['a'], level: 'error' })], 0);
  expect(text()).toEqual([
    '{"level":"info","source":"core","message":"at 0","port":5432}',
    '{"level":"error","source":"core","message":"at 1","details":["a"]}',
  ]);
  expect([...store.sources]).toEqual(['core']);
  expect(store.newErrors).toBe(1);
});

test('errors are no news while somebody looks, and a new run begins anew', () => {
  const { api, store } = fixture();
  api.handlers.set('appLogs.kept', () => ({ days: 14, maxBytes: 1, bytes: 2, folder: 'f', problem: null }));
  const watcher = api.watcher('app:logs', {});
  watcher.onItems?.([entry(0, { level: 'error' })], 0);
  const looking = store.look();
  expect(store.newErrors).toBe(0);
  watcher.onItems?.([entry(1, { level: 'error' })], 1);
  expect(store.newErrors).toBe(0);
  looking.dispose();
  watcher.onItems?.([entry(2, { level: 'error' })], 2);
  expect(store.newErrors).toBe(1);
  watcher.onEpoch?.('another', 0);
  expect([store.newErrors, store.lines.size]).toEqual([0, 0]);
});

test('earlier entries are offered where there are some', async () => {
  for (const [items, state] of [
    [[], 'start'],
    [[entry(-5)], 'more'],
  ] as const) {
    const { api, store } = fixture();
    api.handlers.set('appLogs.kept', () => ({ days: 14, maxBytes: 1, bytes: 2, folder: 'f', problem: null }));
    const asked: unknown[] = [];
    api.handlers.set('appLogs.query', (params) => {
      asked.push(params);
      return { items: [...items] };
    });
    const looking = store.look();
    api.watcher('app:logs', {}).onItems?.([entry(0)], 0);
    await settle();
    expect([store.historyState, asked]).toEqual([state, [{ until: '2026-11-21T10:00:00.000000000Z', limit: 1 }]]);
    looking.dispose();
  }
});

test('earlier entries come before those held, until there are none', async () => {
  const { api, store, text } = fixture();
  api.handlers.set('appLogs.query', ({ until }) => {
    expect(until).toBe('2026-11-21T10:00:00.000000000Z');
    return { items: [entry(-20), entry(-10, { source: 'engine' })] };
  });
  api.watcher('app:logs', {}).onItems?.([entry(0)], 0);
  store.history.loadEarlier();
  await settle();
  expect(text().map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['at -20', 'at -10', 'at 0']);
  expect(store.history.state).toBe('start');
  expect([...store.sources].sort()).toEqual(['core', 'engine']);
});

test('is not asked for where the role does not read it', () => {
  const { api, session, opened } = fixture();
  api.hello = { user: { name: 'vera', role: 'viewer' }, version: '0', commands: [] };
  session.update('connected', api.hello);
  expect(api.open.size).toBe(0);
  opened.dispose();
});

import { expect, test, vi } from 'vitest';
import { StatsKeeper } from '#main/channels/stats-keeper.ts';
import type { EventRow, StatsRow } from '#main/history/stats-rows.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { settle } from '#testing/fake-clock.ts';
import { hubFixture } from '#testing/hub-fixture.ts';
import { sampleItems } from '#testing/samples.ts';

const WEB = 'a'.repeat(64);

function fixture(change: Partial<Settings> = {}) {
  const { hub, clock, source } = hubFixture();
  let value: Settings = { ...DEFAULT_SETTINGS, ...change };
  const listeners = new Set<(settings: Settings) => void>();
  const settings = {
    get: () => value,
    set: (more: Partial<Settings>) => {
      value = { ...value, ...more };
      for (const listener of listeners) listener(value);
      return value;
    },
    onChange: (listener: (settings: Settings) => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  const stored = new Map<string, StatsRow>();
  const events: EventRow[] = [];
  const state = { isFull: false, cleared: 0 };
  const history = {
    putStats: (rows: readonly StatsRow[], told: readonly EventRow[]) => {
      if (state.isFull) return Promise.reject(new Error('disk full'));
      events.push(...told);
      for (const row of rows) stored.set(`${row.container} ${row.at}`, row);
      return Promise.resolve();
    },
    stats: (container: string) =>
      state.isFull
        ? Promise.reject(new Error('disk full'))
        : Promise.resolve({
            rows: [...stored.values()].filter((row) => row.container === container),
            events: events.filter((row) => row.container === container),
          }),
    clearStats: () => Promise.resolve(void (state.cleared += 1)),
  };
  const warn = vi.fn<(message: string) => void>();
  const keeper = new StatsKeeper({ hub, history, settings, clock, log: { warn } });
  keeper.start();
  const start = clock.now();
  const add = (second: number, more: Partial<StatsSample> = {}): void =>
    keeper.add({
      ...sampleItems['docker:stats'],
      container: WEB,
      time: new Date(start + second * 1000).toISOString(),
      ...more,
    });
  return { keeper, clock, settings, source, stored, events, state, warn, add, start };
}

test('half-minutes by the clock, written as they pass, the one that is not over as far as it is', async () => {
  const { keeper, clock, stored, add, start } = fixture();
  for (let i = 0; i < 45; i++) add(i);
  // The sweep brings one that the stream of its own has brought.
  add(44, { cpuPercent: 99 });
  await clock.advance(30_000);
  expect([...stored.values()].map(({ at, count }) => [(at - start) / 1000, count])).toEqual([
    [0, 30],
    [30, 15],
  ]);
  add(45);
  const { points, samples } = await keeper.read(WEB, 0, start + 1e9);
  expect(points.map(({ count }) => count)).toEqual([30, 16]);
  expect(samples).toHaveLength(46);
  await keeper.close();
  await clock.advance(600_000);
  expect(clock.pending).toBe(0);
});

test('a store that takes nothing is said once, what waits is shown all the same and written when it can be', async () => {
  const { keeper, clock, stored, state, warn, add, start } = fixture();
  state.isFull = true;
  for (let i = 0; i < 65; i++) add(i);
  await clock.advance(65_000);
  expect(warn).toHaveBeenCalledTimes(1);
  expect((await keeper.read(WEB, 0, start + 1e9)).points).toHaveLength(2);
  state.isFull = false;
  add(66);
  await clock.advance(30_000);
  expect(stored.size).toBe(3);
  await keeper.close();
});

test('asks the engine for nothing by itself, unless the setting says so; off forgets', async () => {
  const { keeper, clock, settings, source, stored, state, add } = fixture();
  add(0);
  await clock.advance(60_000);
  expect(source.openings).toHaveLength(0);
  settings.set({ keepStatsAlways: true });
  await settle();
  expect(source.openings.map(({ params }) => params)).toEqual([{ engine: 'default', all: true }]);
  source.current.sink.ready();
  await settle();
  settings.set({ keepStatsAlways: false });
  await clock.advance(10_000);
  expect(source.current.signal.aborted).toBe(true);
  settings.set({ keepStats: false });
  const before = stored.size;
  add(100);
  await clock.advance(60_000);
  expect([state.cleared, stored.size]).toEqual([1, before]);
  await keeper.close();
});

test('what Docker told waits for the figures, is there when asked for, and no label of it is kept', async () => {
  const { keeper, clock, settings, state, events, add, start } = fixture();
  const tell = (action: string, second: number, type = 'container'): void =>
    keeper.event({
      time: new Date(start + second * 1000).toISOString(),
      type,
      action,
      id: WEB,
      name: 'web',
      attributes: { exitCode: '3', 'com.example.secret': 'x' },
    });
  tell('die', 1);
  tell('exec_start: sh', 2);
  tell('connect', 3, 'network');
  tell('health_status: unhealthy', 4);
  await clock.advance(120_000);
  // Nothing was measured: the store is not opened for two of them.
  expect(events).toEqual([]);
  state.isFull = true;
  const told = async (): Promise<string[]> =>
    (await keeper.read(WEB, start, start + 1e6)).events.map(
      ({ action, attributes }) => action + JSON.stringify(attributes),
    );
  const both = ['die{"exitCode":"3"}', 'health_status: unhealthy{"exitCode":"3"}'];
  expect(await told()).toEqual(both);
  state.isFull = false;
  expect(await told()).toEqual(both);
  expect(events).toHaveLength(2);
  tell('start', 5);
  add(6);
  await clock.advance(60_000);
  expect(events).toHaveLength(3);
  settings.set({ keepStats: false });
  tell('die', 90);
  await keeper.close();
  expect(events).toHaveLength(3);
});

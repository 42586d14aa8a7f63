import { expect, test } from 'vitest';
import type { Container } from '#shared/contract/containers.ts';
import type { DockerEvent } from '#shared/contract/events.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { machineFigures } from '#renderer/stores/machine-figures.ts';
import { createStores, openStores } from '#renderer/stores/stores.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { FakeClock } from '#testing/fake-clock.ts';
import { sampleItems } from '#testing/samples.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const GIB = 2 ** 30;
const iso = (ms: number): string => new Date(ms).toISOString();
const id = (letter: string): string => letter.repeat(64);

const sample = (container: string, at: number, more: Partial<StatsSample> = {}): StatsSample => ({
  ...sampleItems['docker:stats'],
  container,
  time: iso(at),
  cpuPercent: 50,
  cpuCores: 4,
  memoryBytes: GIB,
  memoryLimitBytes: 8 * GIB + 4096,
  memoryPercent: 12,
  networkRxRate: 1000,
  networkTxRate: null,
  ...more,
});

const container = (letter: string, more: Partial<Container> = {}): Container => ({
  id: id(letter),
  name: `box-${letter}`,
  image: 'busybox',
  imageId: 'sha256:0',
  command: 'sh',
  createdAt: iso(NOW - 3_600_000),
  startedAt: iso(NOW - 3_000_000),
  state: 'running',
  status: 'Up',
  restartCount: 0,
  ports: [],
  networks: [],
  mounts: [],
  labels: {},
  tty: false,
  ...more,
});

test('totals add what is known, and forget what no longer reports', () => {
  const figures = machineFigures([
    sample(id('a'), NOW - 100_000),
    sample(id('b'), NOW - 10_000, { memoryLimitBytes: GIB }),
    sample(id('c'), NOW, { cpuPercent: null, memoryLimitBytes: 0 }),
  ]);
  expect(figures).toMatchObject({ cpuPercent: 50, memoryBytes: 2 * GIB, networkRxRate: 2000, networkTxRate: null });
  expect(figures).toMatchObject({ cores: 4, at: NOW });
  // Every container that reports now has a limit that somebody set, so nothing tells the host's memory.
  expect(figures?.hostMemoryBytes).toBeNull();
  expect(machineFigures([sample(id('a'), NOW)])?.hostMemoryBytes).toBe(8 * GIB + 4096);
  expect(figures?.history).toHaveLength(60);
  expect(figures?.history.at(-20)?.memoryBytes).toBe(GIB);
  expect(figures?.history[0]?.memoryBytes).toBeNull();
  expect(machineFigures([])).toBeUndefined();
});

function setUp(containers: Container[], events: DockerEvent[] = []) {
  const api = new FakeApi();
  const clock = new FakeClock(NOW);
  const stores = createStores(api, clock);
  const opened = openStores(stores);
  api.handlers.set('settings.set', (params) => ({ ...stores.settings.value, ...params }));
  api.watcher('containers', {}).onWhole?.({ containers });
  api.watcher('docker:events', {}).onItems?.(events, 0);
  return { api, clock, stores, opened };
}
const said = (stores: ReturnType<typeof createStores>): string[] =>
  stores.attention.all.map((one) => `${one.container.name} ${one.words}`);

test('what needs attention, worst first, with its reason', () => {
  const loop = [1, 2, 3].flatMap((minutes): DockerEvent[] => {
    const at = (action: string, ms: number): DockerEvent => ({
      time: iso(ms),
      type: 'container',
      action,
      id: id('a'),
      name: 'box-a',
      attributes: {},
    });
    return [at('die', NOW - minutes * 60_000), at('start', NOW - minutes * 60_000 + 1000)];
  });
  const { stores, opened } = setUp(
    [
      container('a', { exitCode: 1 }),
      container('b', { health: 'unhealthy' }),
      container('c', { state: 'exited', exitCode: 3, finishedAt: iso(NOW - 60_000) }),
      container('d', { state: 'exited', exitCode: 3, finishedAt: iso(NOW - 25 * 3_600_000) }),
      container('e', { state: 'exited', exitCode: 0, finishedAt: iso(NOW - 60_000) }),
      container('f', { state: 'exited', exitCode: 137, outOfMemory: true, finishedAt: iso(NOW - 120_000) }),
      container('9'),
    ],
    loop.toSorted((a, b) => a.time.localeCompare(b.time)),
  );
  expect(said(stores)).toEqual([
    'box-a restarted 3 times in 10 minutes. Last exit: code 1',
    'box-b is unhealthy: its health check fails',
    'box-c exited with code 3',
    'box-f was killed because it ran out of memory',
  ]);
  opened.dispose();
});

test('memory near its limit counts after 30 s', () => {
  const { stores, opened } = setUp([container('a')]);
  const full = { memoryPercent: 94, memoryBytes: 482 * 2 ** 20, memoryLimitBytes: 512 * 2 ** 20 };
  stores.stats.takeSweep([
    sample(id('a'), NOW - 45_000),
    sample(id('a'), NOW - 30_000, full),
    sample(id('a'), NOW - 15_000, full),
  ]);
  expect(said(stores)).toEqual([]);
  stores.stats.takeSweep([sample(id('a'), NOW, full)]);
  expect(said(stores)).toEqual(['box-a uses 482\u202fMiB of 512\u202fMiB memory, 94\u202f% of its limit']);
  expect(stores.list.counts['attention']).toBe(1);
  stores.stats.takeSweep([sample(id('a'), NOW + 15_000)]);
  expect(said(stores)).toEqual([]);
  opened.dispose();
});

test('the tab of the list holds what Overview lists: restarts and all, without what was dismissed', async () => {
  const loop = (letter: string): DockerEvent[] =>
    [3, 2, 1].flatMap((minutes) =>
      ['die', 'start'].map((action) => ({
        time: iso(NOW - minutes * 60_000),
        type: 'container' as const,
        action,
        id: id(letter),
        name: `box-${letter}`,
        attributes: {},
      })),
    );
  const { clock, stores, opened } = setUp(
    [container('a'), container('b', { health: 'unhealthy' }), container('c')],
    loop('a'),
  );
  stores.list.setTab('attention');
  const shown = (): string[] => stores.list.shown.map(({ name }) => name);
  expect(shown()).toEqual(['box-a', 'box-b']);
  expect(stores.list.counts['attention']).toBe(2);
  stores.attention.dismiss(stores.attention.all.filter(({ reason }) => reason === 'unhealthy'));
  await clock.advance(0);
  expect(shown()).toEqual(['box-a']);
  // Ten minutes on nothing restarts any more; who looks is told without an event.
  const looking = stores.attention.open();
  await clock.advance(600_000);
  expect(shown()).toEqual([]);
  looking.dispose();
  opened.dispose();
});

test('what is dismissed comes back only when it happens anew', async () => {
  const failed = container('a', { state: 'exited', exitCode: 1, finishedAt: iso(NOW - 60_000) });
  const { api, clock, stores, opened } = setUp([failed]);
  stores.attention.dismiss(stores.attention.all);
  await clock.advance(0);
  expect(said(stores)).toEqual([]);
  api.watcher('containers', {}).onItems?.([{ upsert: [{ ...failed, restartCount: 1 }] }], 0);
  expect(said(stores)).toEqual([]);
  api.watcher('containers', {}).onItems?.([{ upsert: [{ ...failed, finishedAt: iso(NOW) }] }], 1);
  expect(said(stores)).toEqual(['box-a exited with code 1']);
  opened.dispose();
});

test('connection changes are spoken, what holds at the start is not', async () => {
  const { api, clock, stores, opened } = setUp([]);
  const status = sampleItems['engine:status'];
  const say = (state: typeof status.state): void => api.watcher('engine:status', {}).onWhole?.({ ...status, state });
  say('connected');
  expect(stores.announcer.words).toBe('');
  say('connecting');
  say('unavailable');
  expect(stores.announcer.words).toBe('Docker is not reachable.');
  say('connected');
  await clock.advance(3000);
  expect(stores.announcer.words).toBe('Docker is connected.');
  opened.dispose();
});

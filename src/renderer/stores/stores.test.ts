import { autorun, configure } from 'mobx';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { ChunkWriter } from '#shared/lines/chunk.ts';
import { NOTE } from '#shared/lines/chunk.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { groupWords } from '#renderer/stores/container-list-store.ts';
import { createStores, openStores, type Stores } from '#renderer/stores/stores.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { FakeClock } from '#testing/fake-clock.ts';

configure({ enforceActions: 'observed' });

const container = (name: string, more: Partial<Container> = {}): Container => ({
  id: name.padEnd(64, '0'),
  name,
  image: 'busybox',
  imageId: 'sha256:1',
  command: 'sh',
  createdAt: '2026-11-21T09:00:00Z',
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
const A = container('a').id;

const sample = (second: number, more: Partial<StatsSample> = {}): StatsSample => ({
  container: A,
  time: new Date(Date.parse('2026-11-21T10:00:00Z') + second * 1000).toISOString(),
  cpuPercent: second,
  cpuCores: 4,
  cpuThrottledPercent: null,
  memoryBytes: 1,
  memoryLimitBytes: null,
  memoryPercent: null,
  memoryCacheBytes: null,
  networkRxBytes: null,
  networkTxBytes: null,
  networkRxRate: null,
  networkTxRate: null,
  blockReadBytes: null,
  blockWriteBytes: null,
  blockReadRate: null,
  blockWriteRate: null,
  pids: null,
  ...more,
});

const encoder = new TextEncoder();
const packed = (...lines: string[]): Uint8Array => packedAt(1000, ...lines);
function packedAt(ms: number, ...lines: string[]): Uint8Array {
  const writer = new ChunkWriter();
  const ns = BigInt(ms) * 1_000_000n;
  for (const line of lines) writer.add(Number(ns >> 32n), Number(ns & 0xffff_ffffn), 0, encoder.encode(line));
  return writer.take();
}

let api: FakeApi;
let clock: FakeClock;
let stores: Stores;

beforeEach(() => {
  api = new FakeApi();
  clock = new FakeClock();
  stores = createStores(api, clock);
});

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('openStores', () => {
  it('watches the cheap state and leaves nothing behind', () => {
    const opened = openStores(stores);
    expect([...api.open.keys()].sort()).toEqual([
      'alert:notices {}',
      'app:logs {}',
      'app:update {}',
      'containers {}',
      'docker:events {}',
      'engine:status {}',
      'incidents {}',
      'jobs {}',
      'presence {}',
      'protected {}',
      'remote:access {}',
      'settings {}',
    ]);
    opened.dispose();
    opened.dispose();
    expect(api.open.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('allows what the hello names, and nothing before it', () => {
    api.hello = undefined;
    api.state = 'connecting';
    const opened = openStores(stores);
    expect(stores.session.can('containers.stop')).toBe(false);
    api.hello = { user: { name: 'x', role: 'viewer' }, version: '1', commands: ['containers.list'] };
    api.setState('connected');
    expect([stores.session.can('containers.list'), stores.session.can('containers.stop')]).toEqual([true, false]);
    opened.dispose();
  });
});

describe('ContainersStore and the list', () => {
  let opened: Disposable;
  beforeEach(() => {
    opened = stores.containers.open();
    api.watcher('containers', {}).onWhole?.({
      containers: [
        container('web-10', { stack: 'shop', service: 'web' }),
        container('web-2', {
          stack: 'shop',
          service: 'web',
          state: 'exited',
          exitCode: 1,
          finishedAt: '2026-11-21T09:59:00Z',
        }),
        container('lone', { image: 'redis:7', ports: [{ containerPort: 6379, hostPort: 6380, protocol: 'tcp' }] }),
        container('db', { stack: 'backend', service: 'db', labels: { tier: 'data' } }),
      ],
    });
  });

  const names = (): string[] =>
    stores.list.rows.map((row) =>
      row.kind === 'group' ? `[${row.group.key}]` : row.kind === 'item' ? row.item.name : '!',
    );

  it('groups by project in a stable order, those without one last', () => {
    expect(names()).toEqual(['[backend]', 'db', '[shop]', 'web-2', 'web-10', '[]', 'lone']);
    expect(stores.list.groups.map((group) => groupWords(group, true))).toEqual([
      '1 service · 1 running',
      '1 service · 1 running, 1 failed',
      '1 container · 1 running',
    ]);
    opened.dispose();
  });

  it('follows changes, and keeps the last state of what was removed', () => {
    api.watcher('containers', {}).onItems?.([{ upsert: [container('new')] }, { remove: [container('db').id] }], 0);
    expect(names()).toEqual(['[shop]', 'web-2', 'web-10', '[]', 'lone', 'new']);
    expect(stores.containers.find(container('db').id)?.name).toBe('db');
    expect(stores.containers.removed.has(container('db').id)).toBe(true);
  });

  it.each([
    ['web', ['[shop]', 'web-2', 'web-10']],
    ['redis', ['lone']],
    ['6380', ['lone']],
    ['tier=data', ['[backend]', 'db']],
    ['shop web-2', ['[shop]', 'web-2']],
    ['nothing', []],
  ])('filter %j', (filter, expected) => {
    stores.list.setFilter(filter);
    expect(names()).toEqual(expected);
  });

  it('has tabs with counts, and folds', () => {
    expect(stores.list.counts).toEqual({ all: 4, running: 3, stopped: 1, attention: 1 });
    stores.list.setTab('stopped');
    expect(names()).toEqual(['[shop]', 'web-2']);
    stores.list.setTab('all');
    stores.list.fold('shop', true);
    expect(names()).toEqual(['[backend]', 'db', '[shop]', '[]', 'lone']);
  });

  it('does not draw the list anew for figures', () => {
    let runs = 0;
    const stop = autorun(() => {
      void stores.list.rows;
      runs += 1;
    });
    const stats = stores.stats.open(A);
    api.watcher('docker:stats', { container: A }).onItems?.([sample(1)], 0);
    expect(runs).toBe(1);
    stop();
    stats.dispose();
  });
});

describe('StatsStore', () => {
  it('shares one subscription, drops it while nobody sees it, and takes each sample once', () => {
    const first = stores.stats.open(A);
    const second = stores.stats.open(A);
    expect(api.subscribed).toHaveLength(1);
    const series = stores.stats.series(A);
    api.watcher('docker:stats', { container: A }).onItems?.([sample(1), sample(2)], 0);
    stores.visibility.set(false);
    expect(api.open.size).toBe(0);
    stores.visibility.set(true);
    api.watcher('docker:stats', { container: A }).onItems?.([sample(1), sample(2), sample(3)], 0);
    expect(series.recent.map((one) => one.cpuPercent)).toEqual([1, 2, 3]);
    first.dispose();
    expect(api.open.size).toBe(1);
    second.dispose();
    expect(api.open.size).toBe(0);
  });

  it('holds five minutes, and a line of two minutes with one point each 2 s for a row', () => {
    const opened = stores.stats.open(A);
    const watcher = api.watcher('docker:stats', { container: A });
    const series = stores.stats.series(A);
    for (let i = 0; i < 400; i++) watcher.onItems?.([sample(i)], i);
    expect(series.recent.map((one) => one.cpuPercent)).toEqual(Array.from({ length: 300 }, (_, i) => 100 + i));
    series.show(0);
    expect(series.shownRecent.map((one) => one.cpuPercent)).toEqual(Array.from({ length: 60 }, (_, i) => 281 + i * 2));
    opened.dispose();
  });

  it('asks for all that is held when a chart opens, and takes what came before into its place', () => {
    const row = stores.stats.open(A);
    api.watcher('docker:stats', { container: A }).onItems?.([sample(200), sample(201)], 0);
    const chart = stores.stats.openLong(A);
    expect(api.subscribed).toHaveLength(2);
    expect(api.open.size).toBe(1);
    const earlier = [150, 151, 200, 201, 202].map((second) => sample(second));
    api.watcher('docker:stats', { container: A }).onItems?.(earlier, 0);
    expect(stores.stats.series(A).recent.map((one) => one.cpuPercent)).toEqual([150, 151, 200, 201, 202]);
    expect(stores.stats.series(A).latest?.cpuPercent).toBe(202);
    row.dispose();
    chart.dispose();
    expect(api.open.size).toBe(0);
  });

  it('watches the rows in view, shows them every 2 s, and dims what is old', async () => {
    const list = stores.stats.openList();
    stores.stats.watchRows(new Set([A]));
    const watcher = api.watcher('docker:stats', { container: A });
    const series = stores.stats.series(A);
    watcher.onItems?.([sample(1)], 0);
    watcher.onItems?.([sample(2)], 1);
    expect([series.latest?.cpuPercent, series.shown?.cpuPercent]).toEqual([2, 1]);
    await clock.advance(2000);
    expect([series.shown?.cpuPercent, series.isStale]).toEqual([2, false]);
    await clock.advance(6000);
    expect(series.isStale).toBe(true);
    stores.stats.watchRows(new Set(['other']));
    expect([...api.open.keys()]).toEqual(['docker:stats {"all":true}', 'docker:stats {"container":"other"}']);
    list.dispose();
    expect(api.open.size).toBe(0);
    expect(clock.pending).toBe(0);
  });
});

describe('LogFeed', () => {
  const open = (): { feed: ReturnType<Stores['logs']['feed']>; opened: Disposable } => {
    const feed = stores.logs.feed(A);
    return { feed, opened: feed.open() };
  };
  const held = (feed: ReturnType<Stores['logs']['feed']>): string[] =>
    Array.from({ length: feed.lines.size }, (_, i) => feed.lines.raw(feed.lines.first + i));
  const watcher = () => api.watcher('logs:stream', { container: A });

  it('shares one subscription and repeats nothing after looking away and back', () => {
    const { feed, opened } = open();
    const other = feed.open();
    expect(api.subscribed).toHaveLength(1);
    watcher().onEpoch?.('e', 0);
    watcher().onPacked?.(packed('0', '1', '2'), 0, 3);
    stores.visibility.set(false);
    expect(api.open.size).toBe(0);
    stores.visibility.set(true);
    watcher().onEpoch?.('e', 1);
    watcher().onPacked?.(packed('1', '2', '3'), 1, 3);
    watcher().onPacked?.(packed('4'), 4, 1);
    expect(held(feed)).toEqual(['0', '1', '2', '3', '4']);
    expect(feed.lines.number(feed.lines.next - 1)).toBe(5);
    opened.dispose();
    other.dispose();
    expect(api.open.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('says how many lines came while nobody looked and are gone', () => {
    const { feed, opened } = open();
    watcher().onEpoch?.('e', 0);
    watcher().onPacked?.(packed('0'), 0, 1);
    opened.dispose();
    const again = feed.open();
    watcher().onEpoch?.('e', 100);
    watcher().onPacked?.(packed('100'), 100, 1);
    expect(feed.lines.flag(feed.lines.first + 1)).toBe(NOTE);
    expect(held(feed)).toEqual(['0', '{"dropped":99,"why":"away"}', '100']);
    expect(feed.lines.number(feed.lines.next - 1)).toBe(101);
    again.dispose();
  });

  it('marks a gap with its number, and starts anew in a new epoch', () => {
    const { feed, opened } = open();
    watcher().onEpoch?.('e', 0);
    watcher().onPacked?.(packed('0'), 0, 1);
    watcher().onGap?.({ dropped: 7, next: 8 });
    watcher().onPacked?.(packed('8'), 8, 1);
    expect(held(feed)).toEqual(['0', '{"dropped":7}', '8']);
    watcher().onEpoch?.('f', 0);
    watcher().onPacked?.(packed('new 0'), 0, 1);
    expect(held(feed)).toEqual(['new 0']);
    expect(feed.lines.number(feed.lines.first)).toBe(1);
    opened.dispose();
  });

  it('tells its state and how fast it goes', async () => {
    const { feed, opened } = open();
    expect(feed.state.is).toBe('connecting');
    watcher().onStatus?.({ status: 'live' });
    watcher().onEpoch?.('e', 0);
    // What was written before anybody looked is no speed.
    watcher().onPacked?.(packed('old', 'older'), 0, 2);
    await clock.advance(200);
    expect(feed.summary).toMatchObject({ size: 2, stdout: 2, linesPerSecond: 0 });
    watcher().onPacked?.(packedAt(clock.now(), 'a', 'b'), 2, 2);
    await clock.advance(1000);
    expect(feed.summary).toMatchObject({ size: 4, stdout: 4, linesPerSecond: 2 });
    expect(feed.state.is).toBe('live');
    watcher().onEnd?.({ reason: 'removed' });
    expect(feed.state).toEqual({ is: 'ended', reason: 'removed' });
    opened.dispose();
  });

  it('keeps the last few logs and gives up older ones that nobody has open', () => {
    const first = stores.logs.feed('1');
    const opened = first.open();
    for (let i = 2; i < 12; i++) stores.logs.feed(String(i));
    expect(stores.logs.feed('1')).toBe(first);
    const third = stores.logs.feed('3');
    expect(third.lines.size).toBe(0);
    opened.dispose();
  });
});

describe('ActsStore', () => {
  it('runs one act a container, says what runs, and keeps the reason of a failure until dismissed', async () => {
    let fail: (error: Error) => void = () => {};
    api.handlers.set('containers.stop', () => new Promise((_, reject) => (fail = reject)));
    const running = stores.acts.run('stop', A, 'web');
    void stores.acts.run('stop', A, 'web');
    await tick();
    expect(api.calls).toHaveLength(1);
    expect(stores.acts.runningWords(A)).toBe('Stopping…');
    fail(new AppError('conflict', 'It is busy.', { hint: 'Wait.' }));
    await running;
    expect(stores.acts.runningWords(A)).toBeUndefined();
    expect(stores.acts.failures.get(A)).toEqual({
      verb: 'stop',
      title: "Couldn't stop web.",
      reason: 'It is busy. Wait.',
    });
    stores.acts.dismiss(A);
    expect(stores.acts.failures.size).toBe(0);
  });
});

describe('SettingsStore', () => {
  it('shows a change at once and takes it back when it is refused', async () => {
    const setting = stores.settings.set({ theme: 'dark' });
    expect(stores.settings.value.theme).toBe('dark');
    await setting;
    expect(stores.settings.value.theme).toBe('system');
    expect(stores.settings.error).toContain('no fake');
  });
});

describe('TerminalsStore', () => {
  const session = (name: string, number: number, status: 'running' | 'ended' = 'running') => ({
    session: name,
    container: A,
    number,
    command: ['sh'],
    user: '',
    startedBy: 'local',
    startedAt: '2026-11-21T10:00:00Z',
    status,
  });

  it('comes back to what runs, and opens one only when there is none', async () => {
    let sessions = [session('aaaaaaaa', 1, 'ended'), session('bbbbbbbb', 2)];
    api.handlers.set('terminal.list', () => ({ sessions }));
    api.handlers.set('terminal.open', () => {
      sessions = [session('cccccccc', 1)];
      return { session: 'cccccccc' };
    });
    expect(await stores.terminals.ensure(A, { columns: 80, rows: 24 })).toBe('bbbbbbbb');
    sessions = [];
    expect(await stores.terminals.ensure(A, { columns: 80, rows: 24 })).toBe('cccccccc');
    expect(stores.terminals.chosen.get(A)).toBe('cccccccc');
  });

  it('says why none can be opened', async () => {
    api.handlers.set('terminal.list', () => ({ sessions: [] }));
    api.handlers.set('terminal.open', () => {
      throw new AppError('conflict', 'No shell.', { reason: 'no_shell' });
    });
    expect(await stores.terminals.ensure(A, { columns: 80, rows: 24 })).toBeNull();
    expect(stores.terminals.error?.reason).toBe('no_shell');
  });

  it('keeps output for a pane that is not there yet, and knows the past from the present', () => {
    const link = stores.terminals.attach('aaaaaaaa');
    const watcher = api.watcher('terminal:output', { session: 'aaaaaaaa' });
    watcher.onItems?.([{ data: 'old ' }, { data: 'older' }], 5);
    watcher.onItems?.([{ data: 'now' }], 7);
    const heard: string[] = [];
    link.listen({
      output: (data, isReplay) => heard.push(`${isReplay ? 'replay' : 'live'} ${data}`),
      ended: (code) => heard.push(`ended ${code}`),
    });
    watcher.onEnd?.({ reason: 'closed', exitCode: 0 });
    expect(heard).toEqual(['replay old ', 'replay older', 'live now', 'ended 0']);
    link.dispose();
    expect(api.open.size).toBe(0);
  });
});

import { totalmem } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import { cgroupTree } from '#main/engine/cgroup/cgroup-tree.ts';
import { disagreement } from '#main/engine/cgroup/agreement.ts';
import { ContainerFiles } from '#main/engine/cgroup/container-files.ts';
import { StatsFiles } from '#main/engine/cgroup/stats-files.ts';
import type { RawStats } from '#main/engine/engine-json.ts';
import { toStatsSample } from '#main/engine/stats-arithmetic.ts';
import { FakeClock } from '#testing/fake-clock.ts';
import { ID, writtenTree } from '#testing/cgroup-trees.ts';

const MIB = 2 ** 20;
const ALL = { hasNetworks: true, hasBlocks: true, cores: 2 };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const made: { dispose(): void }[] = [];
const written = (version: 1 | 2) => {
  const tree = writtenTree(version);
  made.push(tree);
  return tree;
};
afterEach(() => made.splice(0).forEach((one) => one.dispose()));

/** What the engine tells of the written container, a moment before the files are read. */
const told = (clock: FakeClock, more: Partial<RawStats> = {}): RawStats => ({
  read: new Date(clock.now() - 400).toISOString(),
  preread: '0001-01-01T00:00:00Z',
  cpu_stats: {
    cpu_usage: { total_usage: 1_749_452_686 },
    system_cpu_usage: 74_294_200_000_000,
    online_cpus: 2,
    throttling_data: { periods: 39, throttled_periods: 31 },
  },
  memory_stats: { usage: 9 * MIB, limit: 64 * MIB, stats: { inactive_file: 5 * MIB } },
  networks: { eth0: { rx_bytes: 1042, tx_bytes: 730 }, eth1: { rx_bytes: 58, tx_bytes: 70 } },
  blkio_stats: {
    io_service_bytes_recursive: [
      { op: 'read', value: 7_341_056 },
      { op: 'write', value: 4096 },
    ],
  },
  pids_stats: { current: 2 },
  ...more,
});

const V1_MOUNTS = `24 23 0:21 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
25 24 0:22 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
26 24 0:23 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
27 24 0:24 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw`;

test('the trees of a machine: version 1 where it counts memory, else version 2 where it has controllers, else none', () => {
  const both = '/sys/fs/cgroup/cpu,cpuacct';
  expect(cgroupTree(V1_MOUNTS)).toEqual({
    version: 1,
    roots: { cpu: both, cpuacct: both, memory: '/sys/fs/cgroup/memory' },
  });
  const v2 = '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate';
  expect(cgroupTree(v2, () => true)).toEqual({ version: 2, root: '/sys/fs/cgroup' });
  expect(cgroupTree(v2, () => false)).toBeUndefined();
  expect(cgroupTree('22 1 8:1 / / rw - ext4 /dev/sda1 rw')).toBeUndefined();
  expect(cgroupTree('')).toBeUndefined();
});

test.each([1, 2] as const)('a sample from the files of version %s is what the engine would tell', (version) => {
  const { tree, proc, set } = written(version);
  const files = ContainerFiles.open(tree, ID, ALL, proc);
  if (!files) throw new Error('no files');
  const first = files.read(1_795_246_300_000, 5000);
  expect(first.memory_stats?.limit).toBe(version === 2 ? 64 * MIB : totalmem());
  if (version === 2)
    set(`system.slice/docker-${ID}.scope/cpu.stat`, 'usage_usec 2266315\nnr_periods 49\nnr_throttled 36\n');
  else {
    set(`cpuacct/docker/${ID}/cpuacct.usage`, '2266315651\n');
    set(`cpu/docker/${ID}/cpu.stat`, 'nr_periods 49\nnr_throttled 36\n');
  }
  set('proc/6598/net/dev', 'a\nb\n  lo: 9 0 0 0 0 0 0 0 9 0\neth0: 3100 1 0 0 0 0 0 0 1800 1 0\n');
  expect(toStatsSample(ID, files.read(1_795_246_301_000, 6000), first)).toMatchObject({
    // Half a second of one core in a second.
    cpuPercent: expect.closeTo(50, 5) as number,
    cpuCores: 2,
    cpuThrottledPercent: 50,
    memoryBytes: 4 * MIB,
    memoryCacheBytes: 7 * MIB,
    networkRxBytes: 3100,
    networkRxRate: 2000,
    networkTxRate: 1000,
    blockReadBytes: 7_341_056,
    blockWriteBytes: 4096,
    pids: 2,
  });
  files.close();
  expect(() => files.read(0, 0)).toThrow('not as it should be');
});

test('a container without a group, or without a process in it, has no files', () => {
  const { tree, proc, set } = written(2);
  expect(ContainerFiles.open(tree, 'f'.repeat(64), ALL, proc)).toBeUndefined();
  expect(ContainerFiles.open(tree, '../../etc', ALL, proc)).toBeUndefined();
  set(`system.slice/docker-${ID}.scope/cgroup.procs`, '');
  expect(ContainerFiles.open(tree, ID, ALL, proc)).toBeUndefined();
});

test('files are believed once they agree, in all that the engine tells', () => {
  const clock = new FakeClock();
  const { tree, proc } = written(2);
  const files = new StatsFiles({ clock, log: quiet, tree, proc });
  expect(files.mayServe({ endpoint: 'unix:///var/run/docker.sock', isSimulated: false })).toBe(true);
  expect(files.mayServe({ endpoint: 'tcp://10.0.0.5:2376', isSimulated: false })).toBe(false);
  expect(files.mayServe({ endpoint: 'simulated', isSimulated: true })).toBe(false);
  expect(files.isUsed(ID)).toBe(false);
  const reading = files.agree(ID, told(clock));
  expect(files.isUsed(ID)).toBe(true);
  reading?.close();
  reading?.close();
  expect(files.isUsed(ID)).toBe(false);
});

test.each<[string, (clock: FakeClock) => Partial<RawStats>]>([
  ['time', (clock) => ({ read: new Date(clock.now() - 60_000).toISOString() })],
  ['time', (clock) => ({ read: new Date(clock.now() + 60_000).toISOString() })],
  ['cpu', () => ({ cpu_stats: { cpu_usage: { total_usage: 9_000_000_000 }, online_cpus: 2 } })],
  ['cpu', () => ({ cpu_stats: { cpu_usage: { total_usage: 10 }, online_cpus: 2 } })],
  ['memory', () => ({ memory_stats: { usage: 90 * MIB, limit: 64 * MIB, stats: { inactive_file: 5 * MIB } } })],
  ['page cache', () => ({ memory_stats: { usage: 9 * MIB, limit: 64 * MIB, stats: {} } })],
  ['memory limit', () => ({ memory_stats: { usage: 9 * MIB, limit: 999 * MIB, stats: { inactive_file: 5 * MIB } } })],
  ['processes', () => ({ pids_stats: { current: 40 } })],
  ['network', () => ({ networks: { eth0: { rx_bytes: 5000, tx_bytes: 1 } } })],
  ['disk', () => ({ blkio_stats: { io_service_bytes_recursive: [{ op: 'Read', value: 9e9 }] } })],
])('they do not agree where the %s differs', (what, more) => {
  const clock = new FakeClock();
  const { tree, proc } = written(2);
  const files = new StatsFiles({ clock, log: quiet, tree, proc });
  const engine = told(clock, more(clock));
  expect(files.agree(ID, engine)).toBeUndefined();
  expect(files.isUsed(ID)).toBe(false);
  const open = ContainerFiles.open(tree, ID, ALL, proc);
  expect(open && disagreement(engine, open.read(clock.now(), 0), clock.now())).toBe(what);
  open?.close();
});

test.each<[string, (tree: ReturnType<typeof writtenTree>, clock: FakeClock) => unknown]>([
  ['processor time that falls', ({ set }) => set(`system.slice/docker-${ID}.scope/cpu.stat`, 'usage_usec 5\n')],
  ['traffic that falls', ({ set }) => set('proc/6598/net/dev', 'a\nb\neth0: 1 0 0 0 0 0 0 0 1 0\n')],
  ['a file that says something else', ({ set }) => set(`system.slice/docker-${ID}.scope/memory.current`, 'max\n')],
])('%s is a doubt, and ends it for good', async (_what, change) => {
  const clock = new FakeClock();
  const tree = written(2);
  const files = new StatsFiles({ clock, log: quiet, tree: tree.tree, proc: tree.proc });
  const reading = files.agree(ID, told(clock));
  await clock.advance(1000);
  expect(reading?.next()).toBeDefined();
  change(tree, clock);
  expect(reading?.next()).toBeUndefined();
  expect(files.isUsed(ID)).toBe(false);
  expect(reading?.next()).toBeUndefined();
});

test('a clock that is set makes a doubt, not a rate', async () => {
  const clock = new FakeClock();
  let ahead = 0;
  const set = { now: () => clock.now() + ahead, monotonic: () => clock.monotonic(), after: clock.after.bind(clock) };
  const { tree, proc } = written(2);
  const reading = new StatsFiles({ clock: set, log: quiet, tree, proc }).agree(ID, told(clock));
  await clock.advance(1000);
  expect(reading?.next()).toBeDefined();
  ahead = 3_600_000;
  expect(reading?.next()).toBeUndefined();
});

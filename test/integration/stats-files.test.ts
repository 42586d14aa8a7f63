// Statistics from the kernel's own files, beside what the engine tells of the same containers.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ownCgroupTree, foldersOf } from '#main/engine/cgroup/cgroup-tree.ts';
import type { Result } from '#shared/contract/index.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { BuiltProgram, type RunningProgram } from './built-program.ts';
import { TestContainers } from './containers-of-test.ts';

const MIB = 2 ** 20;
const containers = new TestContainers();
const built = new BuiltProgram(containers.host, {});
let program: RunningProgram;

beforeAll(async () => {
  program = await built.start();
  await vi.waitUntil(async () => (await program.poll<{ items: unknown[] }>('containers')).items.length > 0, 10_000);
});
afterAll(async () => {
  built.dispose();
  await containers.removeAll();
});

const samplesOf = async (container: string): Promise<StatsSample[]> =>
  (await program.poll<{ items: StatsSample[] }>('docker:stats', { container })).items;
const sourceOf = async (container: string): Promise<string> =>
  (await program.call<Result<'containers.statsSource'>>('containers.statsSource', { container })).source;
/** Of a sample in the engine's own time: nine digits, of which the last are never all 0; ours has three. */
const isOurs = ({ time }: StatsSample): boolean => time.endsWith('000000Z');

test('the files take over, agree with the engine, and give way to it when the container is started anew', async () => {
  const id = await containers.run(
    'dd if=/dev/zero of=/dev/shm/x bs=1M count=20; while :; do :; done',
    '--memory=64m',
    '--cpus=0.5',
  );
  // A machine whose control groups are not to be seen here has nothing to agree: then the engine tells all.
  const tree = ownCgroupTree();
  if (!tree || !foldersOf(tree, id)) {
    expect((await samplesOf(id)).every((one) => !isOurs(one))).toBe(true);
    return;
  }
  await expect.poll(async () => (await samplesOf(id)).filter(isOurs).length).toBeGreaterThan(5);
  expect(await sourceOf(id)).toBe('kernel');
  const ours = (await samplesOf(id)).filter(isOurs);
  const { sample: theirs } = await program.call<Result<'containers.stats'>>('containers.stats', { container: id });
  const last = ours.at(-1);
  expect(last?.memoryLimitBytes).toBe(64 * MIB);
  expect(Math.abs((last?.memoryBytes ?? 0) - (theirs?.memoryBytes ?? 0))).toBeLessThan(4 * MIB);
  expect(last?.memoryBytes).toBeGreaterThan(20 * MIB);
  expect(last?.cpuCores).toBe(theirs?.cpuCores);
  expect(last?.networkRxBytes).toBeGreaterThan(0);
  expect(Math.abs((last?.networkRxBytes ?? 0) - (theirs?.networkRxBytes ?? 0))).toBeLessThan(10_000);
  expect(last?.pids).toBe(theirs?.pids);
  // Half a core at most, over seconds in which the machine may have had less to give.
  const mean = ours.reduce((sum, { cpuPercent }) => sum + (cpuPercent ?? 0), 0) / ours.length;
  expect(mean).toBeGreaterThan(2);
  expect(mean).toBeLessThan(60);
  expect(Math.max(...ours.map(({ cpuThrottledPercent }) => cpuThrottledPercent ?? 0))).toBeGreaterThan(0);

  const before = ours.at(-1)?.time ?? '';
  await containers.docker('restart', '-t', '0', id);
  await expect
    .poll(async () => {
      const since = (await samplesOf(id)).filter(({ time }) => time > before);
      return [since.some((one) => !isOurs(one)), since.some(isOurs)];
    })
    .toEqual([true, true]);
  expect((await samplesOf(id)).every(({ cpuPercent }) => cpuPercent === null || cpuPercent <= 200)).toBe(true);
});

test('without a network of its own a container has no network figures, whoever tells them', async () => {
  const id = await containers.run('exec sleep 1000', '--network=none');
  await expect.poll(async () => (await samplesOf(id)).length).toBeGreaterThan(4);
  const rates = (await samplesOf(id)).flatMap((one) => [one.networkRxBytes, one.networkTxRate]);
  expect(new Set(rates)).toEqual(new Set([null]));
});

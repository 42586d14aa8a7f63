import { expect, test, vi } from 'vitest';
import { diskUses } from '#main/engine/disk-uses.ts';
import type { Engine } from '#main/engine/engine.ts';
import { isRemote } from '#main/engine/engine-info.ts';
import { diskShares, parseSystemDf, parseSystemInfo } from '#main/engine/system-json.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const df = parseSystemDf(
  {
    LayersSize: 1000,
    Images: [
      { Size: 600, SharedSize: 200, Containers: 2 },
      { Size: 500, SharedSize: 0, Containers: 0 },
      { Size: 300, SharedSize: -1, Containers: 1 },
    ],
    Containers: [{ SizeRw: 10, State: 'running' }, { SizeRw: 30, State: 'exited' }, { State: 'created' }],
    Volumes: [{ UsageData: { Size: 70, RefCount: 0 } }, { UsageData: { Size: -1, RefCount: -1 } }, {}],
    BuildCache: null,
  },
  'system df',
);

test('the sums are those of `docker system df`', () => {
  expect(diskShares(df)).toEqual({
    images: { count: 3, bytes: 1000, reclaimableBytes: 600 },
    containers: { count: 3, bytes: 40, reclaimableBytes: 30 },
    volumes: { count: 3, bytes: 70, reclaimableBytes: 70 },
    buildCache: { count: 0, bytes: 0, reclaimableBytes: 0 },
  });
});

test('an engine that leaves things out is read all the same', () => {
  expect(parseSystemInfo({ Name: 'pi', NCPU: 4 }, 'info')).toMatchObject({ Name: 'pi', NCPU: 4, Driver: '' });
});

test.each([
  ['unix:///var/run/docker.sock', false],
  ['npipe:////./pipe/docker_engine', false],
  ['simulated', false],
  ['tcp://127.0.0.1:2375', false],
  ['tcp://localhost:2375', false],
  ['tcp://10.0.4.7:2376', true],
  ['tcp://localhost.example:2376', true],
  ['ssh://pi@harbor-01', true],
])('%s is remote: %s', (endpoint, expected) => {
  expect(isRemote(endpoint)).toBe(expected);
});

test('the disk is measured once a minute for all who ask, and at once again after a failure', async () => {
  const clock = new FakeClock();
  const diskUse = vi.fn<() => Promise<typeof df>>(() => Promise.resolve(df));
  const engine = { diskUse } as unknown as Engine;
  const ask = diskUses(() => engine, clock);
  const [one, two] = await Promise.all([ask('default'), ask('default')]);
  expect(one).toBe(two);
  expect(one).toMatchObject({ bytes: 1110, reclaimableBytes: 700 });
  await clock.advance(59_000);
  await ask('default');
  expect(diskUse).toHaveBeenCalledTimes(1);
  await clock.advance(2000);
  diskUse.mockRejectedValueOnce(new Error('gone'));
  await expect(ask('default')).rejects.toThrow('gone');
  await ask('default');
  expect(diskUse).toHaveBeenCalledTimes(3);
});

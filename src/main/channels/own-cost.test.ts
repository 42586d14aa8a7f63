import { expect, test } from 'vitest';
import { ownCostSource } from '#main/channels/own-cost.ts';
import type { StreamInfo } from '#main/hub/hub.ts';
import type { Sink } from '#main/hub/source.ts';
import type { OwnCost } from '#shared/contract/own-cost.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const stream = (channel: string, more: Partial<StreamInfo> = {}): StreamInfo => ({
  channel,
  params: {},
  subscribers: 2,
  state: 'live',
  bytes: 0,
  hasUpstream: true,
  isDerived: false,
  ...more,
});

test('it is measured every 5 s, every 30 s on battery, and not at all once nobody watches', async () => {
  const clock = new FakeClock();
  const told: OwnCost[] = [];
  let isOnBattery = false;
  let looks = 0;
  const source = ownCostSource({
    clock,
    processes: () => {
      looks += 1;
      return [{ pid: 1, kind: 'main', cpuSeconds: clock.monotonic() / 10_000, memoryBytes: 1000 }];
    },
    streams: () => [
      stream('logs:stream'),
      stream('logs:stream', { subscribers: 1 }),
      stream('containers'),
      stream('docker:events', { isDerived: true }),
      stream('docker:stats', { hasUpstream: false }),
    ],
    isOnBattery: () => isOnBattery,
  });
  const abort = new AbortController();
  const sink = { ready: () => undefined, push: (items: readonly OwnCost[]) => told.push(...items) };
  const running = source.open({}, sink as unknown as Sink<OwnCost>, { signal: abort.signal, last: undefined });
  await clock.advance(11_000);
  expect(told).toHaveLength(3);
  expect(told.at(-1)).toMatchObject({
    memoryBytes: 1000,
    intervalMs: 5000,
    streams: [{ channel: 'logs:stream', open: 2, watchers: 3 }],
  });
  expect(told.at(-1)?.cpuPercent).toBeCloseTo(10);
  isOnBattery = true;
  await clock.advance(5000);
  expect(told.at(-1)?.intervalMs).toBe(30_000);
  await clock.advance(29_000);
  expect(told).toHaveLength(4);
  abort.abort();
  await running;
  const before = looks;
  await clock.advance(100_000);
  expect(looks).toBe(before);
  expect(clock.pending).toBe(0);
});

import { expect, test } from 'vitest';
import type { HostMetrics } from '#shared/contract/host.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { createStores } from '#renderer/stores/stores.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { FakeClock, settle } from '#testing/fake-clock.ts';
import { sampleHost, sampleItems } from '#testing/samples.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const at = (seconds: number, more: Partial<HostMetrics> = {}): HostMetrics => ({
  ...sampleHost,
  time: new Date(NOW + seconds * 1000).toISOString(),
  ...more,
});

function fixture() {
  const api = new FakeApi();
  const clock = new FakeClock(NOW);
  const stores = createStores(api, clock);
  return { api, clock, stores, host: stores.host };
}

test('one subscription however many look, none while nobody can see the window', () => {
  const { api, stores, host } = fixture();
  const first = host.open();
  const second = host.open();
  expect(api.subscribed).toEqual(['host:metrics {}']);
  stores.visibility.set(false);
  expect(api.open.size).toBe(0);
  stores.visibility.set(true);
  expect([...api.open.keys()]).toEqual(['host:metrics {}']);
  first.dispose();
  expect(api.open.size).toBe(1);
  second.dispose();
  expect(api.open.size).toBe(0);
});

test('points come once, an hour of them at most, and bridges do not count twice', () => {
  const { api, host } = fixture();
  const opened = host.open();
  const { onItems } = api.watcher('host:metrics', {});
  const one = { addresses: [], rxBytes: 1, txBytes: 1, txRate: null };
  const networkInterfaces = [
    { ...one, name: 'eth0', rxRate: 10 },
    { ...one, name: 'wlan0', rxRate: 5 },
    { ...one, name: 'docker0', rxRate: 1000 },
    { ...one, name: 'br-12ab', rxRate: 1000 },
  ];
  onItems?.([at(0, { networkInterfaces }), at(5)], 0);
  onItems?.([at(0), at(5), at(10)], 0);
  expect(host.recent.map((point) => (point.at - NOW) / 1000)).toEqual([0, 5, 10]);
  expect(host.recent[0]).toMatchObject({ networkRxRate: 15, networkTxRate: null });
  onItems?.(
    Array.from({ length: 1000 }, (_, i) => at(15 + i * 5)),
    0,
  );
  expect(host.recent).toHaveLength(720);
  expect(host.latest?.time).toBe(host.recent.at(-1) && new Date(host.recent.at(-1)?.at ?? 0).toISOString());
  opened.dispose();
});

test('Docker’s disk is asked for when the engine is there, again when it comes back, and what failed is said', async () => {
  const { api, clock, stores, host } = fixture();
  const status = sampleItems['engine:status'];
  let isFull = true;
  api.handlers.set('system.info', () => ({ name: 'desk' }));
  api.handlers.set('system.df', () => {
    if (isFull) throw new AppError('engine_error', 'no space left on device');
    return { bytes: 5 };
  });
  const opened = host.open();
  await settle();
  expect(api.calls).toEqual([]);
  stores.engine.setStatus(status);
  await settle();
  expect(host.diskError?.message).toBe('no space left on device');
  expect(host.info?.name).toBe('desk');
  isFull = false;
  stores.engine.setStatus({ ...status, state: 'unavailable' });
  stores.engine.setStatus(status);
  await settle();
  expect([host.disk?.bytes, host.diskError]).toEqual([5, undefined]);
  const before = api.calls.length;
  await clock.advance(290_000);
  expect(api.calls.length).toBe(before);
  await clock.advance(10_000);
  expect(api.calls.length).toBe(before + 2);
  opened.dispose();
});

import { expect, test, vi } from 'vitest';
import { hostSource, METRICS_INTERVAL_MS, metricsIntervalMs } from '#main/channels/host.ts';
import { SystemHost } from '#main/host/host.ts';
import type { HostMetrics } from '#shared/contract/host.ts';
import type { Sink } from '#main/hub/source.ts';
import { toDisposable } from '#shared/base/disposable.ts';
import { FakeClock, settle } from '#testing/fake-clock.ts';
import { sampleHost } from '#testing/samples.ts';

function watched(intervalMs: number) {
  const clock = new FakeClock();
  let taken = 0;
  let open = 0;
  const host = {
    watch: () => {
      open += 1;
      return {
        sample: () => Promise.resolve({ ...sampleHost, cpuPercent: ++taken }),
        dispose: () => Promise.resolve(void (open -= 1)),
      };
    },
  };
  const source = hostSource({ host, clock, intervalMs });
  return { clock, source, open: () => open, taken: () => taken };
}

test('a sample a second after somebody came, then one each interval, and none once nobody watches', async () => {
  const { clock, source, open, taken } = watched(5000);
  expect([open(), taken()]).toEqual([0, 0]);
  const items: HostMetrics[] = [];
  const sink: Sink<HostMetrics> = {
    ready: () => undefined,
    push: (more) => void items.push(...more),
    pushPacked: () => undefined,
    state: () => undefined,
    stopped: () => undefined,
    resumeFrom: () => undefined,
    onPause: () => toDisposable(() => undefined),
  };
  const stop = new AbortController();
  const done = source.open({ engine: 'default' }, sink, { signal: stop.signal, last: undefined });
  await clock.advance(1000);
  expect(items).toHaveLength(1);
  await clock.advance(10_000);
  expect(items.map(({ cpuPercent }) => cpuPercent)).toEqual([1, 2, 3]);
  stop.abort();
  await done;
  await clock.advance(60_000);
  expect([open(), taken()]).toEqual([0, 3]);
});

test('the pace is what QUAYSIDE_METRICS_INTERVAL says; what is no such number is said', () => {
  const warn = vi.fn<(message: string) => void>();
  expect(metricsIntervalMs('1000', warn)).toBe(1000);
  expect(metricsIntervalMs(undefined, warn)).toBe(METRICS_INTERVAL_MS);
  expect(metricsIntervalMs('', warn)).toBe(METRICS_INTERVAL_MS);
  expect(warn).not.toHaveBeenCalled();
  for (const bad of ['fast', '0', '-5', '1.5', '99999999999']) expect(metricsIntervalMs(bad, warn)).toBe(5000);
  expect(warn).toHaveBeenCalledTimes(5);
  expect(warn.mock.calls[0]?.[0]).toContain('"fast"');
});

test('figures of a machine from its files: rates between two samples, none where counters fell', async () => {
  const clock = new FakeClock();
  const files = new Map([
    ['/proc/stat', 'cpu 100 0 0 100\ncpu0 100 0 0 100\n'],
    ['/proc/meminfo', 'MemTotal: 1000 kB\nMemAvailable: 250 kB\n'],
    ['/proc/net/dev', '\n\neth9: 1000 0 0 0 0 0 0 0 500 0\n'],
  ]);
  const failed = vi.fn<(error: Error) => void>();
  const watch = new SystemHost({ clock, failed, read: (path) => files.get(path) }).watch();
  files.set('/proc/stat', 'cpu 150 0 0 250\ncpu0 150 0 0 250\n');
  files.set('/proc/net/dev', '\n\neth9: 5000 0 0 0 0 0 0 0 400 0\n');
  await clock.advance(2000);
  const metrics = await watch.sample();
  await settle();
  expect(metrics).toMatchObject({ cpuPercent: 25, cpuCores: 1, cores: [25], memoryPercent: 75, topProcesses: [] });
  expect(metrics.networkInterfaces.find(({ name }) => name === 'eth9')).toMatchObject({ rxRate: 2000, txRate: null });
  expect(metrics.cpuTemperature).toBeNull();
});

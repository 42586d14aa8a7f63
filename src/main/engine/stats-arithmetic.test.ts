import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawStats } from '#main/engine/engine-json.ts';
import { parseStats } from '#main/engine/engine-json.ts';
import { statsMeter, toStatsSample } from '#main/engine/stats-arithmetic.ts';

const ZERO = '0001-01-01T00:00:00Z';

/** As API 1.41 on cgroup v1 writes it; `at` in seconds after 10:00:00. */
function raw(at: number, more: Record<string, unknown> = {}, counters: { cpu?: number; rx?: number } = {}): RawStats {
  const second = (value: number): string => `2026-11-21T10:00:${String(value).padStart(2, '0')}.5Z`;
  return parseStats(
    {
      read: second(at),
      preread: ZERO,
      cpu_stats: {
        cpu_usage: { total_usage: counters.cpu ?? at * 500_000_000, percpu_usage: [1, 1] },
        system_cpu_usage: at * 2_000_000_000,
        online_cpus: 2,
        throttling_data: { periods: at * 10, throttled_periods: at * 3 },
      },
      precpu_stats: { cpu_usage: { total_usage: 0 }, throttling_data: { periods: 0, throttled_periods: 0 } },
      memory_stats: {
        usage: 216_000_000,
        limit: 1_000_000_000,
        stats: { total_inactive_file: 16_000_000, inactive_file: 1, total_cache: 209_000_000 },
      },
      networks: {
        eth0: { rx_bytes: counters.rx ?? at * 1000, tx_bytes: at * 100 },
        eth1: { rx_bytes: at, tx_bytes: 0 },
      },
      blkio_stats: {
        io_service_bytes_recursive: [
          { op: 'Read', value: at * 4096 },
          { op: 'Write', value: 0 },
          { op: 'Total', value: 1 },
        ],
      },
      pids_stats: { current: 3 },
      ...more,
    },
    'stats',
  );
}

describe('stats arithmetic', () => {
  it('knows no CPU and no rates from a first sample', () => {
    const sample = toStatsSample('c', raw(1), null);
    expect(sample).toMatchObject({
      cpuPercent: null,
      cpuThrottledPercent: null,
      networkRxRate: null,
      blockReadRate: null,
    });
    expect(sample).toMatchObject({ time: '2026-11-21T10:00:01.500000000Z', cpuCores: 2, memoryBytes: 200_000_000 });
    expect(sample).toMatchObject({ memoryPercent: 20, memoryCacheBytes: 209_000_000, networkRxBytes: 1001, pids: 3 });
  });

  it('prints CPU as docker stats does, from the base within the sample', () => {
    const now = raw(3, { preread: '2026-11-21T10:00:02.5Z', precpu_stats: raw(2).cpu_stats });
    // 0.5 s of 2 s of processor time on 2 cores: half a core.
    expect(toStatsSample('c', now, null)).toMatchObject({ cpuPercent: 50, cpuThrottledPercent: 30 });
  });

  it("takes rates from the samples' own times", () => {
    const sample = toStatsSample('c', raw(9), raw(1));
    expect(sample).toMatchObject({ networkRxRate: 1001, networkTxRate: 100, blockReadRate: 4096, blockWriteRate: 0 });
    expect(sample).toMatchObject({ cpuPercent: 50 });
  });

  it('begins anew where counters fell', () => {
    expect(toStatsSample('c', raw(3, {}, { rx: 5 }), raw(2))).toMatchObject({
      networkRxRate: null,
      networkTxRate: 100,
    });
    const restarted = toStatsSample('c', raw(3, {}, { cpu: 10 }), raw(2));
    expect(restarted).toMatchObject({ cpuPercent: null, networkRxRate: null, networkTxRate: null });
  });

  it('takes an empty sample for none, and the next one for a first', () => {
    const meter = statsMeter('c');
    expect(meter(raw(1))).not.toBeNull();
    expect(
      meter(parseStats({ read: ZERO, preread: ZERO, cpu_stats: { cpu_usage: {} }, memory_stats: {} }, 'stats')),
    ).toBeNull();
    expect(meter(raw(3))).toMatchObject({ cpuPercent: null, networkRxRate: null });
    expect(meter(raw(4))).toMatchObject({ cpuPercent: 50, networkRxRate: 1001 });
  });

  it('takes a time without memory and processor figures for none', () => {
    expect(toStatsSample('c', raw(1, { memory_stats: {} }, { cpu: 0 }), null)).toBeNull();
    expect(toStatsSample('c', raw(1, { memory_stats: {} }), null)).toMatchObject({
      memoryBytes: null,
      memoryPercent: null,
    });
  });

  it('reads memory of cgroup v2', () => {
    const memory = { usage: 100, limit: 200, stats: { inactive_file: 40, file: 50 } };
    expect(toStatsSample('c', raw(1, { memory_stats: memory }), null)).toMatchObject({
      memoryBytes: 60,
      memoryPercent: 30,
      memoryCacheBytes: 50,
    });
    const odd = { usage: 100, stats: { inactive_file: 400 } };
    expect(toStatsSample('c', raw(1, { memory_stats: odd }), null)).toMatchObject({
      memoryBytes: 100,
      memoryLimitBytes: null,
      memoryPercent: null,
    });
  });

  it('gives null where the engine gives nothing', () => {
    const bare = { networks: undefined, blkio_stats: { io_service_bytes_recursive: null }, pids_stats: {} };
    expect(toStatsSample('c', raw(2, bare), raw(1, bare))).toMatchObject({
      networkRxBytes: null,
      networkRxRate: null,
      blockReadBytes: null,
      blockReadRate: null,
      pids: null,
    });
  });

  it('reads cgroup v2 block figures and times with an offset', () => {
    const blkio = {
      io_service_bytes_recursive: [
        { op: 'read', value: 7 },
        { op: 'write', value: 8 },
      ],
    };
    const sample = toStatsSample('c', raw(1, { blkio_stats: blkio, read: '2026-11-21T11:00:01.25+01:00' }), null);
    expect(sample).toMatchObject({ blockReadBytes: 7, blockWriteBytes: 8, time: '2026-11-21T10:00:01.250000000Z' });
  });

  it('never shows a negative, an endless or an impossible figure', () => {
    const number = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constant(0));
    const part = fc.record({
      at: fc.integer({ min: 0, max: 59 }),
      cpu: number,
      system: fc.option(number, { nil: undefined }),
      cores: fc.integer({ min: 0, max: 8 }),
      usage: number,
      limit: number,
      inactive: number,
      rx: number,
    });
    const build = (p: {
      at: number;
      cpu: number;
      system?: number | undefined;
      cores: number;
      usage: number;
      limit: number;
      inactive: number;
      rx: number;
    }) =>
      raw(p.at, {
        cpu_stats: { cpu_usage: { total_usage: p.cpu }, system_cpu_usage: p.system, online_cpus: p.cores },
        memory_stats: { usage: p.usage, limit: p.limit, stats: { inactive_file: p.inactive } },
        networks: { eth0: { rx_bytes: p.rx, tx_bytes: 0 } },
      });
    fc.assert(
      fc.property(part, part, (one, two) => {
        const sample = toStatsSample('c', build(two), build(one));
        for (const [name, value] of Object.entries(sample ?? {})) {
          if (typeof value !== 'number') continue;
          expect(Number.isFinite(value) && value >= 0, `${name} = ${value}`).toBe(true);
        }
        if (sample?.cpuPercent) expect(sample.cpuPercent).toBeLessThanOrEqual((sample.cpuCores ?? 0) * 100);
        if (sample?.memoryPercent) expect(sample.memoryPercent).toBeLessThanOrEqual(100);
      }),
    );
  });
});

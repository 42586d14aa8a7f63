import type { Result } from '#shared/contract/index.ts';
import { KEPT_FIGURES, type KeptFigures } from '#shared/contract/stats-history.ts';
import type { StatsSample } from '#shared/contract/stats.ts';

const MIB = 2 ** 20;
const HOST_BYTES = 16_720_130_048;
/** Figures that follow the time alone, so that the same moment gives the same picture. */
export function statsSample(id: string, at: number): StatsSample {
  const seed = Number.parseInt(id.slice(0, 2), 16);
  const wave = (speed: number, low: number, high: number): number =>
    low + (high - low) * (0.5 + 0.35 * Math.sin(at / speed / 1000 + seed) + 0.15 * Math.sin((at * 7) / speed / 1000));
  const limit = seed === 3 ? 512 * MIB : HOST_BYTES;
  const used = seed === 3 ? wave(40, 470, 490) * MIB : wave(40, 20 * seed, 24 * seed) * MIB;
  return {
    container: id,
    time: new Date(at).toISOString(),
    cpuPercent: Math.max(0, wave(6, 0, 50 / seed)),
    cpuCores: 8,
    cpuThrottledPercent: null,
    memoryBytes: used,
    memoryLimitBytes: limit,
    memoryPercent: (used / limit) * 100,
    memoryCacheBytes: used / 4,
    networkRxBytes: 0,
    networkTxBytes: 0,
    networkRxRate: wave(9, 0, 1.6e6 / seed),
    networkTxRate: wave(5, 0, 0.9e6 / seed),
    blockReadBytes: null,
    blockWriteBytes: null,
    blockReadRate: seed === 2 ? null : wave(7, 0, 4e5),
    blockWriteRate: seed === 2 ? null : wave(4, 0, 1.4e6),
    pids: 12,
  };
}

/** Half-minutes of the last hour, but for ten minutes in which nobody measured. */
export function sampleStatsHistory(id: string, now: number): Result<'containers.statsHistory'> {
  const points = Array.from({ length: 120 }, (_, i) => now - (120 - i) * 30_000)
    .filter((at) => at < now - 2_400_000 || at > now - 1_800_000)
    .map((at) => {
      const samples = Array.from({ length: 10 }, (_, i) => statsSample(id, at + i * 3000));
      const part = (pick: (...values: number[]) => number): KeptFigures =>
        Object.fromEntries(
          KEPT_FIGURES.map((name) => {
            const values = samples.map((sample) => sample[name]).filter((value) => value !== null);
            return [name, values.length === 0 ? null : pick(...values)];
          }),
        ) as KeptFigures;
      const mean = (...values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      const time = new Date(at).toISOString();
      return { time, seconds: 30, count: 30, min: part(Math.min), mean: part(mean), max: part(Math.max) };
    });
  return { points, samples: [], events: [] };
}

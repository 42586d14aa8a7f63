import { KEPT_FIGURES, type KeptFigures, type StatsPoint } from '#shared/contract/stats-history.ts';
import type { StatsSample } from '#shared/contract/stats.ts';

/** Half a minute of one container as it lies in the store: times in ms since 1970, NaN for what was not known. */
export interface StatsRow {
  readonly container: string;
  /** Of its first sample, and of its last. */
  readonly at: number;
  readonly last: number;
  readonly count: number;
  /** Min, mean and max of each figure, one after the other. */
  readonly summary: Float32Array;
  /** Each sample: its time and its figures. Null where they did not come about each second. */
  readonly samples: Float64Array | null;
}

/** What Docker told of a container, as JSON; `at` in ms since 1970. */
export interface EventRow {
  readonly container: string;
  readonly at: number;
  readonly event: string;
}

const WIDTH = KEPT_FIGURES.length + 1;
/** Further apart on average is no curve of seconds: the slow sweep gives one in 15 s. */
const DENSE_MS = 5000;

/** At least one sample, in the order of their times. */
export function rowOf(samples: readonly StatsSample[]): StatsRow {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last) throw new RangeError('a row needs a sample');
  const summary = new Float32Array(KEPT_FIGURES.length * 3).fill(Number.NaN);
  for (const [i, name] of KEPT_FIGURES.entries()) {
    const values = samples.map((sample) => sample[name]).filter((value) => value !== null);
    if (values.length === 0) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    summary.set([Math.min(...values), mean, Math.max(...values)], i * 3);
  }
  const fine =
    samples.length < 2 || Date.parse(last.time) - Date.parse(first.time) > (samples.length - 1) * DENSE_MS
      ? null
      : Float64Array.from(
          samples.flatMap((sample) => [
            Date.parse(sample.time),
            ...KEPT_FIGURES.map((name) => sample[name] ?? Number.NaN),
          ]),
        );
  return {
    container: first.container,
    at: Date.parse(first.time),
    last: Date.parse(last.time),
    count: samples.length,
    summary,
    samples: fine,
  };
}

const orNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
const iso = (ms: number): string => new Date(ms).toISOString();

export function pointOf({ at, last, count, summary }: StatsRow): StatsPoint {
  const part = (offset: number): KeptFigures =>
    Object.fromEntries(KEPT_FIGURES.map((name, i) => [name, orNull(summary[i * 3 + offset])])) as KeptFigures;
  return { time: iso(at), seconds: (last - at) / 1000, count, min: part(0), mean: part(1), max: part(2) };
}

export function samplesOf({ container, samples }: StatsRow): StatsSample[] {
  if (!samples) return [];
  return Array.from({ length: samples.length / WIDTH }, (_, row) => {
    const figures = Object.fromEntries(
      KEPT_FIGURES.map((name, i) => [name, orNull(samples[row * WIDTH + i + 1])]),
    ) as KeptFigures;
    return {
      container,
      time: iso(samples[row * WIDTH] ?? 0),
      networkRxBytes: null,
      networkTxBytes: null,
      blockReadBytes: null,
      blockWriteBytes: null,
      ...figures,
    };
  });
}

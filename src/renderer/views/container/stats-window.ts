import type { DockerEvent } from '#shared/contract/events.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { memory } from '#shared/format/bytes.ts';
import { shortTime } from '#shared/format/clock-time.ts';
import { plural, words } from '#shared/format/quantity.ts';
import type { StatsRow } from '#renderer/stores/stats-rows.ts';
import { aligned, type ChartData, GAP_SECONDS } from '#renderer/charts/aligned.ts';
import type { ChartMark } from '#renderer/charts/chart-drawing.ts';
import type { TimeRange } from '#renderer/charts/time-chart.tsx';

export const WINDOWS = [60, 300, 900, 3600] as const;
export type WindowSeconds = (typeof WINDOWS)[number];

/** Between two values that are no neighbours any more, in seconds: the pace is not measured across it. */
const PAUSE_SECONDS = 5;
/** A start this close to its first value is the same thing. */
const START_SECONDS = 30;

export const secondsOf = (sample: StatsSample): number => Date.parse(sample.time) / 1000;

/** "60 seconds", "5 minutes". */
export const windowWords = (seconds: number): string =>
  seconds === 60 ? '60 seconds' : seconds === 3600 ? 'hour' : `${Math.round(seconds / 60)} minutes`;

/** "1 min", "1 h": of the window's buttons. */
export const windowLabel = (seconds: number): string => (seconds === 3600 ? '1 h' : `${seconds / 60} min`);

/** Longer than this before a row is a hole: some seconds, or so much more than the rows stand for. */
const gapBefore = (row: StatsRow, before: StatsRow): number =>
  row.span === undefined && before.span === undefined ? GAP_SECONDS : (row.span ?? before.span ?? 0) * 1.6;

/** Columns for a chart, with the holes there are. */
export const columnsOf = (
  rows: readonly StatsRow[],
  ...valuesOf: readonly ((row: StatsRow) => number | null)[]
): ChartData => aligned(rows, secondsOf, valuesOf, gapBefore);

/** The rows of the window that ends with the newest. */
export function inWindow<T extends StatsSample>(samples: readonly T[], seconds: number): readonly T[] {
  const last = samples.at(-1);
  if (!last) return samples;
  // Half a second of slack: the first of 60 is 59 and some seconds old, or a little more.
  const from = secondsOf(last) - seconds - 0.5;
  return samples.filter((sample) => secondsOf(sample) > from).slice(-seconds);
}

/** The true pace, measured: an engine that is slower than a second says so. */
export function paceWords(rows: readonly StatsRow[]): string {
  const samples = rows.filter(({ span }) => span === undefined);
  const steps = samples.slice(1).map((sample, i) => secondsOf(sample) - secondsOf(samples[i] ?? sample));
  const near = steps.filter((step) => step < PAUSE_SECONDS).sort((a, b) => a - b);
  const pace = near[Math.floor(near.length / 2)];
  const coarse = rows.filter(({ span }) => span !== undefined).at(-1);
  const before =
    coarse?.span === undefined
      ? ''
      : `; before ${shortTime(secondsOf(coarse) * 1000 + coarse.span * 500)} each is ${coarse.span} s with its least and most`;
  if (pace === undefined || near.length < 2)
    return before === '' ? 'Waiting for the first values' : plural(rows.length, 'point') + before;
  const points = plural(samples.length, 'point');
  const each = pace < 1.25 ? 'one each second' : `Docker sends a value every ${pace.toFixed(1)} s`;
  return `${points}, ${each}${before}`;
}

/** What Docker tells of a container that belongs on its charts, in the charts' short words. */
function eventWords({ action, attributes }: DockerEvent): string | undefined {
  if (action === 'die') return `exited ${attributes['exitCode'] ?? ''}`.trim();
  if (action === 'health_status: unhealthy') return 'unhealthy';
  const words: Readonly<Record<string, string>> = {
    start: 'started',
    oom: 'out of memory',
    pause: 'paused',
    unpause: 'resumed',
  };
  return words[action];
}

/** What happened in the window: starts, stops and what else Docker told, and each change of the memory limit. */
export function marksOf(
  samples: readonly StatsSample[],
  startedAt: string | undefined,
  events: readonly DockerEvent[] = [],
): readonly ChartMark[] {
  const marks: ChartMark[] = events.flatMap((event): ChartMark[] => {
    const words = eventWords(event);
    return words === undefined ? [] : [{ time: Date.parse(event.time) / 1000, words }];
  });
  const isTold = (time: number): boolean =>
    marks.some((mark) => mark.words === 'started' && Math.abs(mark.time - time) < 2);
  const first = samples[0];
  if (first && startedAt !== undefined) {
    const time = Date.parse(startedAt) / 1000;
    if (time > secondsOf(first) - START_SECONDS && !isTold(time)) marks.push({ time, words: 'started' });
  }
  for (const [i, sample] of samples.entries()) {
    const before = samples[i - 1]?.memoryLimitBytes;
    const limit = sample.memoryLimitBytes;
    if (before != null && limit !== null && limit !== before)
      marks.push({ time: secondsOf(sample), words: `limit ${words(memory(limit))}` });
  }
  return marks.toSorted((a, b) => a.time - b.time);
}

/** Both ends within what there is, and never less than two seconds. */
export function clampRange({ from, to }: TimeRange, whole: TimeRange): TimeRange {
  const start = Math.max(whole.from, Math.min(from, to));
  const end = Math.min(whole.to, Math.max(from, to));
  return end - start >= 2 ? { from: start, to: end } : { from: Math.max(whole.from, end - 2), to: end };
}

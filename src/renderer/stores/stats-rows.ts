import type { DockerEvent } from '#shared/contract/events.ts';
import { type KeptFigures, POINT_SECONDS, type StatsPoint } from '#shared/contract/stats-history.ts';
import type { StatsSample } from '#shared/contract/stats.ts';

/** A point of a chart: a sample, or what many of them come to, with how far they went. */
export interface StatsRow extends StatsSample {
  /** How long a time the row stands for, in seconds; absent for a sample. */
  readonly span?: number;
  readonly low?: KeptFigures;
  readonly high?: KeptFigures;
}

export interface KeptStats {
  readonly points: readonly StatsPoint[];
  readonly samples: readonly StatsSample[];
  /** What Docker told of the container in that time. */
  readonly events: readonly DockerEvent[];
}

/** What is kept of Docker's events and what came since, each once. */
export function eventsOf(kept: KeptStats | undefined, recent: readonly DockerEvent[]): readonly DockerEvent[] {
  if (!kept || kept.events.length === 0) return recent;
  const keyOf = ({ time, action }: DockerEvent): string => `${time} ${action}`;
  const known = new Set(recent.map(keyOf));
  return [...kept.events.filter((event) => !known.has(keyOf(event))), ...recent];
}

/** What is kept and what came since as one row after the other: single samples where there are any, else points. */
export function statsRows(kept: KeptStats | undefined, recent: readonly StatsSample[]): readonly StatsRow[] {
  if (!kept) return recent;
  const first = recent[0]?.time;
  const samples = [...kept.samples.filter(({ time }) => first === undefined || time < first), ...recent];
  const times = samples.map(({ time }) => Date.parse(time));
  const rows: StatsRow[] = [];
  let next = 0;
  const takeUntil = (ms: number): boolean => {
    const from = next;
    while (next < samples.length && (times[next] ?? 0) < ms) rows.push(samples[next++] as StatsSample);
    return next > from;
  };
  for (const point of kept.points) {
    const at = Date.parse(point.time);
    takeUntil(at);
    // The single samples of its time are drawn instead.
    if (!takeUntil(at + point.seconds * 1000 + 1)) rows.push(rowOf(point, at));
  }
  takeUntil(Number.POSITIVE_INFINITY);
  return rows;
}

const rowOf = ({ seconds, min, mean, max }: StatsPoint, at: number): StatsRow => ({
  container: '',
  // In the middle of the time that it stands for.
  time: new Date(at + seconds * 500).toISOString(),
  networkRxBytes: null,
  networkTxBytes: null,
  blockReadBytes: null,
  blockWriteBytes: null,
  ...mean,
  span: POINT_SECONDS,
  low: min,
  high: max,
});

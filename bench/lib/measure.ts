import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Kernel ticks are 10 ms on every Linux that Docker runs on. */
const TICK_MS = 10;

/** CPU of a process in ms, user and system, from /proc; 0 once it is gone. */
export function cpuMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/**
 * Runs ours and the comparator in turns, so that the neighbours' load falls on both, and gives the medians.
 * One round before the first is thrown away: it warms caches and compilers.
 */
export async function inTurns<K extends string>(
  rounds: number,
  works: Record<K, () => Promise<number>>,
): Promise<Record<K, { median: number; all: number[] }>> {
  const names = Object.keys(works) as K[];
  const all = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const value = await works[name]();
      if (round >= 0) all[name].push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, { median: median(all[name]), all: all[name] }])) as Record<
    K,
    { median: number; all: number[] }
  >;
}

import type { StatsSample } from '#shared/contract/stats.ts';

/** What the running containers use together. Null: no value is known. */
export interface Totals {
  /** 100 = one core. */
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
  readonly networkRxRate: number | null;
  readonly networkTxRate: number | null;
}

export interface MachineFigures extends Totals {
  /** Cores online. */
  readonly cores: number | null;
  /** The host's memory, where a container without a limit tells it. */
  readonly hostMemoryBytes: number | null;
  /** Wall clock ms of the newest sample. */
  readonly at: number;
  /** The last 5 min, one point each 5 s, the newest last. */
  readonly history: readonly Totals[];
}

const STEP_MS = 5000;
const POINTS = 60;
/** A sweep takes 15 s; a value older than this belongs to a container that no longer runs. */
const HOLDS_MS = 22_000;
const MIB = 2 ** 20;

/** Totals of the sweep's samples (in the order of arrival), or undefined when there are none. */
export function machineFigures(samples: readonly StatsSample[]): MachineFigures | undefined {
  const sorted = samples.map((sample) => ({ sample, at: Date.parse(sample.time) })).sort((a, b) => a.at - b.at);
  const newest = sorted.at(-1);
  if (!newest) return undefined;
  const end = Math.ceil(newest.at / STEP_MS) * STEP_MS;
  const held = new Map<string, { sample: StatsSample; at: number }>();
  const history: Totals[] = [];
  let next = 0;
  for (let point = POINTS - 1; point >= 0; point--) {
    const until = end - point * STEP_MS;
    for (let one = sorted[next]; one && one.at <= until; one = sorted[next]) {
      held.set(one.sample.container, one);
      next += 1;
    }
    for (const [id, { at }] of held) if (at <= until - HOLDS_MS) held.delete(id);
    history.push(totalsOf([...held.values()].map(({ sample }) => sample)));
  }
  const now = [...held.values()].map(({ sample }) => sample);
  const limits = now.map(({ memoryLimitBytes }) => memoryLimitBytes ?? 0);
  // Limits that people set are whole MiB; what the kernel leaves of a host's memory is not.
  const hosts = limits.filter((limit) => limit > 0 && limit % MIB !== 0);
  return {
    ...totalsOf(now),
    cores: now.reduce<number | null>(
      (most, { cpuCores }) => (cpuCores === null ? most : Math.max(most ?? 0, cpuCores)),
      null,
    ),
    hostMemoryBytes: hosts.length === 0 ? null : Math.max(...hosts),
    at: newest.at,
    history,
  };
}

function totalsOf(samples: readonly StatsSample[]): Totals {
  const sum = (of: (sample: StatsSample) => number | null): number | null =>
    samples.reduce<number | null>((total, sample) => {
      const value = of(sample);
      return value === null ? total : (total ?? 0) + value;
    }, null);
  return {
    cpuPercent: sum((sample) => sample.cpuPercent),
    memoryBytes: sum((sample) => sample.memoryBytes),
    networkRxRate: sum((sample) => sample.networkRxRate),
    networkTxRate: sum((sample) => sample.networkTxRate),
  };
}

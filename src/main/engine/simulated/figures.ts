import type { RawStats } from '#main/engine/engine-json.ts';
import type { Blueprint } from '#main/engine/simulated/project.ts';

/** Cores of the simulated host. */
const CORES = 4;
const HOST_MEMORY = 8 * 1024 * 1024 * 1024;
const NONE = '0001-01-01T00:00:00Z';
/** The host ran for a day when the simulation began. */
const UP_SECONDS = 86_400;

/** What a sample is made from: `seconds` the container has really run (not paused), in this run. */
export interface Moment {
  readonly at: number;
  readonly seconds: number;
}

/**
 * The sum from 0 to `seconds` of a load that swings round `base` by `swing`: two waves that never meet in step look
 * like weather, and a closed form needs no timer while nobody looks. It never falls, as a counter must not.
 */
function total(seconds: number, base: number, swing: number, phase: number): number {
  const wave = (period: number): number => {
    const speed = (2 * Math.PI) / period;
    return seconds + (Math.cos(phase) - Math.cos(speed * seconds + phase)) / speed;
  };
  return base * seconds + (swing / 2) * 0.5 * (wave(37) + wave(101));
}

function cpuAt(
  blueprint: Blueprint,
  moment: Moment,
  startedAtMs: number,
  phase: number,
): NonNullable<RawStats['cpu_stats']> {
  const [base, swing] = blueprint.cores;
  const periods = Math.floor(moment.seconds * 10);
  return {
    cpu_usage: { total_usage: Math.round(total(moment.seconds, base, swing, phase) * 1e9), percpu_usage: null },
    system_cpu_usage: Math.round((UP_SECONDS + (moment.at - startedAtMs) / 1000) * CORES * 1e9),
    online_cpus: CORES,
    throttling_data: {
      periods: blueprint.memoryLimitBytes ? periods : 0,
      throttled_periods: blueprint.memoryLimitBytes ? Math.floor(periods / 50) : 0,
    },
  };
}

/** A sample with the one before as its base; `previous` null: the first of a stream. */
export function sampleOf(
  blueprint: Blueprint,
  moment: Moment,
  previous: Moment | null,
  startedAtMs: number,
  phase: number,
): RawStats {
  const [rx, tx] = blueprint.network;
  const inactive = Math.round(blueprint.memoryBytes * 0.2);
  const swing = 0.05 * Math.sin(moment.seconds / 23 + phase) + 0.02 * Math.sin(moment.seconds / 3 + phase);
  return {
    read: new Date(moment.at).toISOString(),
    preread: previous ? new Date(previous.at).toISOString() : NONE,
    cpu_stats: cpuAt(blueprint, moment, startedAtMs, phase),
    precpu_stats: previous ? cpuAt(blueprint, previous, startedAtMs, phase) : { cpu_usage: { total_usage: 0 } },
    memory_stats: {
      usage: Math.round(blueprint.memoryBytes * (1 + swing)) + inactive,
      limit: blueprint.memoryLimitBytes ?? HOST_MEMORY,
      stats: { inactive_file: inactive, file: inactive * 2 },
    },
    networks: {
      eth0: {
        rx_bytes: Math.round(total(moment.seconds, rx / 2, rx, phase)),
        tx_bytes: Math.round(total(moment.seconds, tx / 2, tx, phase + 1)),
      },
    },
    blkio_stats: {
      io_service_bytes_recursive: blueprint.volume
        ? [
            { op: 'read', value: 4096 * Math.round(total(moment.seconds, 1, 4, phase)) },
            { op: 'write', value: 4096 * Math.round(total(moment.seconds, 3, 12, phase + 2)) },
          ]
        : [],
    },
    pids_stats: { current: 1 + (blueprint.name.length % 7) },
  };
}

/** What an engine sends once a second for what does not run. */
export const emptySample = (): RawStats => ({
  read: NONE,
  preread: NONE,
  cpu_stats: { cpu_usage: { total_usage: 0 } },
  precpu_stats: undefined,
  memory_stats: {},
  networks: undefined,
  blkio_stats: undefined,
  pids_stats: {},
});

import type { RawStats } from '#main/engine/engine-json.ts';

/** The engine's sample may be older by its round (2 s) and the way here; older than this it is another time, or clock. */
const OLDEST_MS = 3000;
/** What may pass between the two counts, besides the time that is known. */
const SLACK_MS = 100;
const MEMORY_SLACK = 8 * 1024 * 1024;
const TRAFFIC_SLACK = 16 * 1024 * 1024;

/**
 * Whether the files tell of the same container what the engine just told: the counters a little further, the rest about the
 * same. Undefined when they agree, else which did not, for the log.
 */
export function disagreement(engine: RawStats, files: RawStats, nowMs: number): string | undefined {
  const ageMs = nowMs - Date.parse(engine.read);
  if (!(ageMs > -SLACK_MS && ageMs < OLDEST_MS)) return 'time';
  const cores = files.cpu_stats?.online_cpus ?? 0;
  const cpu = (files.cpu_stats?.cpu_usage.total_usage ?? 0) - (engine.cpu_stats?.cpu_usage.total_usage ?? Number.NaN);
  if (!(cpu >= 0 && cpu <= (ageMs + SLACK_MS) * 1e6 * cores)) return 'cpu';
  const told = engine.cpu_stats?.throttling_data?.periods ?? 0;
  if ((files.cpu_stats?.throttling_data?.periods ?? 0) < told) return 'throttling';
  const memory = engine.memory_stats;
  if (!near(memory?.usage, files.memory_stats?.usage, MEMORY_SLACK)) return 'memory';
  if (!near(inactive(engine), inactive(files), MEMORY_SLACK)) return 'page cache';
  // Engine and kernel round the whole of the machine's memory differently.
  if (!near(memory?.limit, files.memory_stats?.limit, MEMORY_SLACK)) return 'memory limit';
  if (!near(engine.pids_stats?.current, files.pids_stats?.current, 8)) return 'processes';
  return trafficDiffers(engine, files) ? 'network' : blocksDiffer(engine, files) ? 'disk' : undefined;
}

const inactive = ({ memory_stats: memory }: RawStats): number | undefined =>
  memory?.stats?.total_inactive_file ?? memory?.stats?.inactive_file;

/** About the same, or both unknown. */
function near(one: number | undefined, other: number | undefined, slack: number): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Math.abs(one - other) <= Math.max(slack, one / 10);
}

function trafficDiffers({ networks: told }: RawStats, { networks: read }: RawStats): boolean {
  if (!told) return false;
  const sum = (of: NonNullable<RawStats['networks']>, way: 'rx_bytes' | 'tx_bytes'): number =>
    Object.values(of).reduce((total, one) => total + one[way], 0);
  return (['rx_bytes', 'tx_bytes'] as const).some((way) => {
    const more = sum(read ?? {}, way) - sum(told, way);
    return !(more >= 0 && more <= Math.max(TRAFFIC_SLACK, sum(told, way) / 10));
  });
}

function blocksDiffer(engine: RawStats, files: RawStats): boolean {
  const told = engine.blkio_stats?.io_service_bytes_recursive;
  if (!told || told.length === 0) return false;
  const read = files.blkio_stats?.io_service_bytes_recursive ?? [];
  const sum = (of: readonly { op: string; value: number }[], op: string): number =>
    of.filter((one) => one.op.toLowerCase() === op).reduce((total, one) => total + one.value, 0);
  return ['read', 'write'].some((op) => {
    const more = sum(read, op) - sum(told, op);
    return !(more >= 0 && more <= Math.max(TRAFFIC_SLACK, sum(told, op) / 10));
  });
}

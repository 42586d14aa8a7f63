import type { RawStats } from '#main/engine/engine-json.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { formatNanos, millisOf, nanosOf } from '#shared/lines/time.ts';

type RawCpu = NonNullable<RawStats['cpu_stats']>;

/** When a sample was read: for showing, and in ms for arithmetic. */
interface ReadAt {
  readonly text: string;
  readonly ms: number;
}

/** Docker writes Go's RFC 3339: 0 to 9 digits of a second, and on some hosts an offset instead of Z. Year 1 = never. */
function readAt(text: string): ReadAt | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const ms = match ? Date.parse(`${match[1]}${match[3]}`) : Number.NaN;
  if (!match || !(ms > 0)) return null;
  const { hi, lo } = nanosOf(ms / 1000, Number((match[2] ?? '').padEnd(9, '0')));
  return { text: formatNanos(hi, lo), ms: millisOf(hi, lo) };
}

/** What a rate is made from: totals in bytes since the container started, null where the engine has none. */
interface Totals {
  readonly rx: number | null;
  readonly tx: number | null;
  readonly read: number | null;
  readonly write: number | null;
}

function totalsOf(raw: RawStats): Totals {
  // No `networks` at all for host, none and container:X: unknown, which is not 0.
  const networks = raw.networks ? Object.values(raw.networks) : null;
  // Empty or null where the kernel's cgroup gives no block figures.
  const blocks = raw.blkio_stats?.io_service_bytes_recursive;
  const sum = (op: string): number | null =>
    blocks && blocks.length > 0
      ? blocks.filter((entry) => entry.op.toLowerCase() === op).reduce((total, entry) => total + entry.value, 0)
      : null;
  return {
    rx: networks ? networks.reduce((total, network) => total + network.rx_bytes, 0) : null,
    tx: networks ? networks.reduce((total, network) => total + network.tx_bytes, 0) : null,
    read: sum('read'),
    write: sum('write'),
  };
}

/** Bytes per second between two totals; null where either is missing or the counter fell (another run began). */
function rate(now: number | null, before: number | null, seconds: number): number | null {
  return now === null || before === null || seconds <= 0 || now < before ? null : (now - before) / seconds;
}

const coresOf = (cpu: RawCpu): number | null => cpu.online_cpus || cpu.cpu_usage.percpu_usage?.length || null;

/**
 * As the docker CLI: share of the host's processor time x cores, 100 = one core. The CLI takes the base out of the
 * sample (`precpu_stats`); the first sample of a stream has none, and counts since boot would be nonsense: null.
 */
function cpuPercent(cpu: RawCpu, before: RawCpu | null): number | null {
  const cores = coresOf(cpu);
  if (!before || cores === null) return null;
  const used = cpu.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const passed = (cpu.system_cpu_usage ?? Number.NaN) - (before.system_cpu_usage ?? Number.NaN);
  if (!(passed > 0) || used < 0) return null;
  // The two counters are not read in the same instant: for a moment the quotient may exceed what there is.
  return Math.min((used / passed) * cores * 100, cores * 100);
}

/** Share of the scheduler's periods in which the CPU limit held the container back, 0 where there is no limit. */
function throttledPercent(cpu: RawCpu, before: RawCpu | null): number | null {
  const now = cpu.throttling_data;
  const then = before?.throttling_data;
  if (!now || !then) return null;
  const periods = now.periods - then.periods;
  const throttled = now.throttled_periods - then.throttled_periods;
  if (periods < 0 || throttled < 0) return null;
  return periods === 0 ? 0 : Math.min((throttled / periods) * 100, 100);
}

interface Memory {
  readonly bytes: number | null;
  readonly limitBytes: number | null;
  readonly percent: number | null;
  readonly cacheBytes: number | null;
}

/** Used memory without the page cache that the kernel gives back at once, as the CLI subtracts it. */
function memoryOf(raw: RawStats): Memory {
  const usage = raw.memory_stats?.usage;
  const limit = raw.memory_stats?.limit;
  const details = raw.memory_stats?.stats ?? {};
  if (usage === undefined) return { bytes: null, limitBytes: null, percent: null, cacheBytes: null };
  // cgroup v1 has `total_*`, v2 has the plain names; v1 has both, so v1 is asked first.
  const inactive = details.total_inactive_file ?? details.inactive_file ?? 0;
  const bytes = inactive < usage ? usage - inactive : usage;
  const limitBytes = limit !== undefined && limit > 0 ? limit : null;
  return {
    bytes,
    limitBytes,
    percent: limitBytes === null ? null : Math.min((bytes / limitBytes) * 100, 100),
    cacheBytes: details.total_cache ?? details.cache ?? details.file ?? null,
  };
}

/** What the CPU figures are measured against: the sample's own base, else the sample before. */
function cpuBase(raw: RawStats, previous: RawStats | null): RawCpu | null {
  const own = raw.precpu_stats;
  if (own && readAt(raw.preread) && own.system_cpu_usage !== undefined) return own;
  return previous?.cpu_stats ?? null;
}

/** Whether another run of the container began in between: its processor time starts again at 0. */
const isOtherRun = (raw: RawStats, previous: RawStats): boolean =>
  (raw.cpu_stats?.cpu_usage.total_usage ?? 0) < (previous.cpu_stats?.cpu_usage.total_usage ?? 0);

/**
 * One sample from Docker's JSON. Null = no sample: a container that does not run still gives one a second, with a
 * `read` of year 1 and nothing in it, which is not "0 %". `previous` is the sample before of the same container (any
 * age; rates use the samples' own times) or null. Sizes bytes, rates bytes per second; unknown is null.
 */
export function toStatsSample(container: string, raw: RawStats, previous: RawStats | null): StatsSample | null {
  const time = readAt(raw.read);
  const cpu = raw.cpu_stats;
  if (!time || !cpu) return null;
  const memory = memoryOf(raw);
  // Without memory figures it counts only where something runs: kernels without the memory controller (the
  // Raspberry Pi's default) give `{}` for running containers too.
  if (memory.bytes === null && !(cpu.cpu_usage.total_usage > 0)) return null;
  const base = previous && !isOtherRun(raw, previous) ? previous : null;
  const before = base && readAt(base.read);
  const seconds = before ? (time.ms - before.ms) / 1000 : 0;
  const totals = totalsOf(raw);
  const last = base ? totalsOf(base) : { rx: null, tx: null, read: null, write: null };
  const cpuBefore = cpuBase(raw, base);
  return {
    container,
    time: time.text,
    cpuPercent: cpuPercent(cpu, cpuBefore),
    cpuCores: coresOf(cpu),
    cpuThrottledPercent: throttledPercent(cpu, cpuBefore),
    memoryBytes: memory.bytes,
    memoryLimitBytes: memory.limitBytes,
    memoryPercent: memory.percent,
    memoryCacheBytes: memory.cacheBytes,
    networkRxBytes: totals.rx,
    networkTxBytes: totals.tx,
    networkRxRate: rate(totals.rx, last.rx, seconds),
    networkTxRate: rate(totals.tx, last.tx, seconds),
    blockReadBytes: totals.read,
    blockWriteBytes: totals.write,
    blockReadRate: rate(totals.read, last.read, seconds),
    blockWriteRate: rate(totals.write, last.write, seconds),
    pids: raw.pids_stats?.current ?? null,
  };
}

/** Samples of one container one after the other; each empty one makes the next begin anew. */
export function statsMeter(container: string): (raw: RawStats) => StatsSample | null {
  let previous: RawStats | null = null;
  return (raw) => {
    const sample = toStatsSample(container, raw, previous);
    previous = sample ? raw : null;
    return sample;
  };
}

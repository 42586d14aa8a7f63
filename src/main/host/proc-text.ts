// What the kernel writes under /proc, as figures.

/** Time since the machine began, in ticks; `idle` is waiting, for a disk too. */
export interface CpuTicks {
  readonly busy: number;
  readonly idle: number;
}

/** `/proc/stat`: the whole first, then each core that is online. */
export function parseStat(text: string): { all: CpuTicks; cores: readonly CpuTicks[] } | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith('cpu'));
  const ticks = lines.map((line): CpuTicks => {
    // user nice system idle iowait irq softirq steal; guest time is part of user already.
    const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = line
      .trim()
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return { busy: user + nice + system + irq + soft + steal, idle: idle + wait };
  });
  const [all, ...cores] = ticks;
  return all && { all, cores };
}

/** Share of the time between two looks that was not idle, 0 to 100; null where the counters did not move on. */
export function busyPercent(before: CpuTicks | undefined, now: CpuTicks | undefined): number | null {
  if (!before || !now) return null;
  const busy = now.busy - before.busy;
  const all = busy + now.idle - before.idle;
  // A core that came back online begins anew, and the kernel's idle counter is known to step back a little.
  return all > 0 && busy >= 0 ? Math.min(100, (busy / all) * 100) : null;
}

export interface MemoryFigures {
  readonly usedBytes: number;
  readonly totalBytes: number;
  readonly swapUsedBytes: number;
  readonly swapTotalBytes: number;
}

/** `/proc/meminfo`; undefined where it does not say what is available (kernels before 3.14). */
export function parseMeminfo(text: string): MemoryFigures | undefined {
  const of = new Map(
    text.split('\n').map((line): [string, number] => {
      const [name = '', value = ''] = line.split(':');
      return [name, Number.parseInt(value, 10) * 1024];
    }),
  );
  const total = of.get('MemTotal');
  const available = of.get('MemAvailable');
  if (total === undefined || available === undefined) return undefined;
  const swapTotal = of.get('SwapTotal') ?? 0;
  return {
    usedBytes: total - available,
    totalBytes: total,
    swapUsedBytes: swapTotal - (of.get('SwapFree') ?? swapTotal),
    swapTotalBytes: swapTotal,
  };
}

export interface InterfaceCounters {
  readonly rxBytes: number;
  readonly txBytes: number;
}

/** `/proc/net/dev`, by name; without loopback and the containers' ends of their bridges, of which there are hundreds. */
export function parseNetDev(text: string): ReadonlyMap<string, InterfaceCounters> {
  const found = new Map<string, InterfaceCounters>();
  for (const line of text.split('\n').slice(2)) {
    const colon = line.lastIndexOf(':');
    const name = line.slice(0, colon).trim();
    if (colon < 0 || name === 'lo' || name.startsWith('veth')) continue;
    const values = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    found.set(name, { rxBytes: values[0] ?? 0, txBytes: values[8] ?? 0 });
  }
  return found;
}

/** `/proc/<pid>/stat`. `cpuMs` since its start; the name may hold anything, brackets and spaces too. */
export function parseProcessStat(
  text: string,
): { name: string; cpuMs: number; startTicks: string; pages: number } | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const rest = text.slice(close + 2).split(' ');
  // A tick is 10 ms on every Linux there is: the kernel's USER_HZ is fixed at 100.
  const cpuMs = (Number(rest[11]) + Number(rest[12])) * 10;
  const pages = Number(rest[21]);
  if (!Number.isFinite(cpuMs) || !Number.isFinite(pages)) return undefined;
  return { name: text.slice(open + 1, close), cpuMs, startTicks: rest[19] ?? '', pages };
}

/** The container that a process runs in, from `/proc/<pid>/cgroup` (v1 and v2, cgroupfs and systemd). */
export const containerIn = (cgroup: string): string | null =>
  /(?:\/docker\/|\/docker-|libpod-)([0-9a-f]{64})/.exec(cgroup)?.[1] ?? null;

/** What a Raspberry Pi tells of its power: bit 0 now, bit 16 since it began; bits 1 to 3 slowed down. */
export function parseThrottled(text: string | undefined): {
  underVoltage: boolean | null;
  underVoltageSinceBoot: boolean | null;
  throttled: boolean | null;
} {
  const hex = /(?:0x)?([0-9a-f]+)\s*$/i.exec((text ?? '').trim())?.[1];
  if (hex === undefined) return { underVoltage: null, underVoltageSinceBoot: null, throttled: null };
  const bits = Number.parseInt(hex, 16);
  return {
    underVoltage: (bits & 0x1) !== 0,
    underVoltageSinceBoot: (bits & 0x10000) !== 0,
    throttled: (bits & 0xe) !== 0,
  };
}

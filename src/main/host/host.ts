import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Clock } from '#shared/base/clock.ts';
import type { HostMetrics, NetworkInterface } from '#shared/contract/host.ts';
import { ROOT, storageOf } from '#main/host/disk-shares.ts';
import { HostFacts, NO_FACTS } from '#main/host/host-facts.ts';
import {
  busyPercent,
  type CpuTicks,
  type InterfaceCounters,
  parseMeminfo,
  parseNetDev,
  parseStat,
} from '#main/host/proc-text.ts';

/** The machine, while somebody looks at it. */
export interface HostWatch {
  /** What the machine does since the last call; rates are null in the first. */
  sample(): Promise<HostMetrics>;
  dispose(): Promise<void>;
}

/** Where figures of a machine come from. */
export interface Host {
  watch(): HostWatch;
}

export interface SystemHostOptions {
  readonly clock: Clock;
  /** Starts the thread of `host-worker`; without it there are no processes, disks and temperatures. */
  readonly startWorker?: (() => Worker) | undefined;
  readonly failed: (error: Error) => void;
  /** Default: this machine's files. */
  readonly read?: (path: string) => string | undefined;
}

function readSystemFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // another system, or not ours to read
  }
}

/** This machine: hot figures from /proc and the OS (0.3 ms a sample), the rest from the worker. */
export class SystemHost implements Host {
  readonly #options: SystemHostOptions;

  constructor(options: SystemHostOptions) {
    this.#options = options;
  }

  watch(): HostWatch {
    const { startWorker, clock, failed } = this.#options;
    return new SystemWatch(this.#options, startWorker && new HostFacts(startWorker(), clock, failed));
  }
}

interface Counters {
  readonly atMs: number;
  readonly all: CpuTicks | undefined;
  readonly cores: readonly CpuTicks[];
  readonly network: ReadonlyMap<string, InterfaceCounters>;
}

class SystemWatch implements HostWatch {
  readonly #clock: Clock;
  readonly #read: (path: string) => string | undefined;
  readonly #worker: HostFacts | undefined;
  #before: Counters;

  constructor({ clock, read = readSystemFile }: SystemHostOptions, worker: HostFacts | undefined) {
    this.#clock = clock;
    this.#read = read;
    this.#worker = worker;
    this.#before = this.#count();
  }

  async sample(): Promise<HostMetrics> {
    const before = this.#before;
    const now = this.#count();
    this.#before = now;
    const memory = this.#memory();
    const storage = await storageOf(ROOT).catch(() => NO_STORAGE);
    const { fileSystems, topProcesses, topMemoryProcesses, ...facts } = (await this.#worker?.look()) ?? NO_FACTS;
    return {
      time: new Date(this.#clock.now()).toISOString(),
      hostname: os.hostname(),
      uptimeSeconds: Math.round(os.uptime()),
      cpuPercent: busyPercent(before.all, now.all),
      cpuCores: now.cores.length,
      cores: now.cores.map((core, at) => busyPercent(before.cores[at], core)),
      // Windows has no such figure, and says 0.
      load: process.platform === 'win32' ? null : (os.loadavg() as [number, number, number]),
      ...memory,
      ...storage,
      ...facts,
      fileSystems: [...fileSystems],
      topProcesses: [...topProcesses],
      topMemoryProcesses: [...topMemoryProcesses],
      networkInterfaces: interfacesOf(before, now),
    };
  }

  async dispose(): Promise<void> {
    await this.#worker?.dispose();
  }

  #count(): Counters {
    const stat = parseStat(this.#read('/proc/stat') ?? '');
    const cores = stat?.cores ?? os.cpus().map(ticksOf);
    return {
      atMs: this.#clock.monotonic(),
      all: stat?.all ?? cores.reduce((a, b) => ({ busy: a.busy + b.busy, idle: a.idle + b.idle })),
      cores,
      network: parseNetDev(this.#read('/proc/net/dev') ?? ''),
    };
  }

  #memory(): Pick<
    HostMetrics,
    'memoryUsedBytes' | 'memoryTotalBytes' | 'memoryPercent' | 'swapUsedBytes' | 'swapTotalBytes'
  > {
    const told = parseMeminfo(this.#read('/proc/meminfo') ?? '');
    const total = told?.totalBytes ?? os.totalmem();
    const used = told?.usedBytes ?? total - os.freemem();
    return {
      memoryUsedBytes: used,
      memoryTotalBytes: total,
      memoryPercent: (used / total) * 100,
      swapUsedBytes: told?.swapUsedBytes ?? null,
      swapTotalBytes: told?.swapTotalBytes ?? null,
    };
  }
}

const NO_STORAGE = { storageUsedBytes: null, storageTotalBytes: null, storagePercent: null };

const ticksOf = ({ times }: os.CpuInfo): CpuTicks => ({
  busy: times.user + times.nice + times.sys + times.irq,
  idle: times.idle,
});

/** Those that have an address or have carried something. */
function interfacesOf(before: Counters, now: Counters): NetworkInterface[] {
  const addresses = os.networkInterfaces();
  const names = new Set([...now.network.keys(), ...Object.keys(addresses)]);
  const seconds = (now.atMs - before.atMs) / 1000;
  const rateOf = (was: number | undefined, is: number | undefined): number | null =>
    was === undefined || is === undefined || is < was || seconds <= 0 ? null : (is - was) / seconds;
  return [...names].flatMap((name): NetworkInterface[] => {
    const own = (addresses[name] ?? []).filter(({ internal }) => !internal).map(({ address }) => address);
    const counters = now.network.get(name);
    if (own.length === 0 && !counters?.rxBytes && !counters?.txBytes) return [];
    const was = before.network.get(name);
    return [
      {
        name,
        addresses: own,
        rxBytes: counters?.rxBytes ?? null,
        txBytes: counters?.txBytes ?? null,
        rxRate: rateOf(was?.rxBytes, counters?.rxBytes),
        txRate: rateOf(was?.txBytes, counters?.txBytes),
      },
    ];
  });
}

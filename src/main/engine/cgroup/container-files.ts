import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { blocksIn, fieldIn, numberIn, trafficIn } from '#main/engine/cgroup/cgroup-text.ts';
import { type CgroupTree, foldersOf } from '#main/engine/cgroup/cgroup-tree.ts';
import type { RawStats } from '#main/engine/engine-json.ts';

/** A limit changes when somebody updates the container: once in so many samples it is read anew. */
const LIMIT_EVERY = 10;
/** No file of these is longer: memory.stat has some 1,500 bytes, net/dev 120 for each interface. */
const buffer = Buffer.alloc(65_536);

/** What of an engine's sample says which files have something to tell. */
export interface Wanted {
  readonly hasNetworks: boolean;
  readonly hasBlocks: boolean;
  readonly cores: number;
}

/**
 * The files in which the kernel counts a container, held open: a sample is six short reads (25 µs of processor time here),
 * and no request of the engine. A file that goes throws, and so does reading after `close`.
 */
export class ContainerFiles {
  readonly #version: 1 | 2;
  readonly #wanted: Wanted;
  readonly #open = new Map<string, number>();
  readonly #limitFile: string;
  #limit = 0;
  #samples = 0;

  /** Throws as Node does where a file cannot be opened; `undefined` where the container has no group in the usual places. */
  static open(tree: CgroupTree, id: string, wanted: Wanted, proc = '/proc'): ContainerFiles | undefined {
    const folders = foldersOf(tree, id);
    if (!folders?.memory || !folders.cpu) return undefined;
    const pid = readFileSync(join(folders.memory, 'cgroup.procs'), 'utf8').split('\n', 1)[0];
    // One that does not run has no process: its counters are those of the run before.
    if (!pid) return undefined;
    const is2 = tree.version === 2;
    const files: Record<string, string | undefined> = {
      cpu: is2 ? undefined : folders.cpuacct && join(folders.cpuacct, 'cpuacct.usage'),
      periods: join(folders.cpu, 'cpu.stat'),
      usage: join(folders.memory, is2 ? 'memory.current' : 'memory.usage_in_bytes'),
      memory: join(folders.memory, 'memory.stat'),
      pids: folders.pids && join(folders.pids, 'pids.current'),
      network: wanted.hasNetworks ? join(proc, pid, 'net/dev') : undefined,
      blocks:
        wanted.hasBlocks && folders.blkio
          ? join(folders.blkio, is2 ? 'io.stat' : 'blkio.throttle.io_service_bytes_recursive')
          : undefined,
    };
    return new ContainerFiles(
      tree.version,
      wanted,
      files,
      join(folders.memory, is2 ? 'memory.max' : 'memory.limit_in_bytes'),
    );
  }

  private constructor(
    version: 1 | 2,
    wanted: Wanted,
    files: Readonly<Record<string, string | undefined>>,
    limitFile: string,
  ) {
    this.#version = version;
    this.#wanted = wanted;
    this.#limitFile = limitFile;
    try {
      for (const [name, file] of Object.entries(files))
        if (file !== undefined) this.#open.set(name, openSync(file, 'r'));
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  /** What the engine would tell now; `cpu_stats.system_cpu_usage` is this machine's time on all cores. Throws as Node does. */
  read(nowMs: number, monotonicMs: number): RawStats {
    const is2 = this.#version === 2;
    const periods = this.#text('periods') ?? '';
    const memory = this.#text('memory') ?? '';
    const used = is2 ? (fieldIn(periods, 'usage_usec') ?? Number.NaN) * 1000 : numberIn(this.#text('cpu') ?? '');
    const usage = numberIn(this.#text('usage') ?? '');
    if (used === null || Number.isNaN(used) || usage === null)
      throw new Error('a file of a control group is not as it should be');
    const network = this.#text('network');
    const blocks = this.#text('blocks');
    const pids = numberIn(this.#text('pids') ?? '');
    const cpu = {
      cpu_usage: { total_usage: used },
      system_cpu_usage: monotonicMs * 1e6 * this.#wanted.cores,
      online_cpus: this.#wanted.cores,
      throttling_data: {
        periods: fieldIn(periods, 'nr_periods') ?? 0,
        throttled_periods: fieldIn(periods, 'nr_throttled') ?? 0,
      },
    };
    return {
      read: new Date(nowMs).toISOString(),
      preread: '',
      cpu_stats: cpu,
      memory_stats: { usage, limit: this.#limitNow(), stats: memoryStats(memory) },
      ...(network !== undefined && { networks: trafficIn(network) }),
      ...(blocks !== undefined && { blkio_stats: { io_service_bytes_recursive: blocksIn(blocks, this.#version) } }),
      ...(pids !== null && { pids_stats: { current: pids } }),
    };
  }

  close(): void {
    for (const file of this.#open.values()) closeSync(file);
    this.#open.clear();
  }

  #text(name: string): string | undefined {
    const file = this.#open.get(name);
    if (file === undefined) return undefined;
    // From the beginning each time: the kernel writes such a file when it is read.
    return buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0));
  }

  /** Without a limit of its own, or above what the machine has, it is the machine's memory, as the engine tells it. */
  #limitNow(): number {
    if (this.#samples++ % LIMIT_EVERY === 0)
      this.#limit = Math.min(numberIn(readFileSync(this.#limitFile, 'utf8')) ?? Infinity, totalmem());
    return this.#limit;
  }
}

const MEMORY_FIELDS = ['total_inactive_file', 'inactive_file', 'total_cache', 'cache', 'file'] as const;

function memoryStats(text: string): Partial<Record<(typeof MEMORY_FIELDS)[number], number>> {
  const found: Partial<Record<(typeof MEMORY_FIELDS)[number], number>> = {};
  for (const name of MEMORY_FIELDS) {
    const value = fieldIn(text, name);
    if (value !== null) found[name] = value;
  }
  return found;
}

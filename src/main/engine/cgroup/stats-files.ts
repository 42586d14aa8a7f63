import { readFileSync } from 'node:fs';
import { disagreement } from '#main/engine/cgroup/agreement.ts';
import { type CgroupTree, ownCgroupTree } from '#main/engine/cgroup/cgroup-tree.ts';
import { ContainerFiles } from '#main/engine/cgroup/container-files.ts';
import type { RawStats } from '#main/engine/engine-json.ts';
import type { Engine, Log } from '#main/engine/engine.ts';
import type { Clock } from '#shared/base/clock.ts';

/** Containers read at once; each holds six or seven files open, and half of what the program may open is for others. */
const MOST_OPEN = 400;
const FILES_EACH = 7;
/** A clock that was set would make a rate of it. */
const CLOCK_STEP_MS = 250;

/** One container's figures from the kernel's files, for as long as nothing about them is in doubt. */
export interface FileReading {
  /** What they said when they agreed: the base of the first rates. */
  readonly first: RawStats;
  /** Undefined when they can be trusted no longer; it is closed then. */
  next(): RawStats | undefined;
  close(): void;
}

export interface StatsFilesOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Default: this machine's. */
  readonly tree?: CgroupTree | undefined;
  readonly proc?: string;
}

/**
 * Statistics without the engine: where it runs on this Linux machine the kernel's own files tell the same, truly each second
 * and at a twentieth of what a sample costs the engine. They are believed once they agreed with a sample of the engine, and
 * given up at the first doubt.
 */
export class StatsFiles {
  readonly #options: StatsFilesOptions;
  readonly #tree: CgroupTree | undefined;
  /** Readings that are open, by container. */
  readonly #used = new Map<string, number>();
  #open = 0;
  readonly #mostOpen: number;

  constructor(options: StatsFilesOptions) {
    this.#options = options;
    this.#tree = 'tree' in options ? options.tree : ownCgroupTree();
    this.#mostOpen = Math.min(MOST_OPEN, Math.floor(filesAllowed() / 2 / FILES_EACH));
  }

  /** Whether an engine may run on this machine, by where it is reached. */
  mayServe({ endpoint, isSimulated }: Pick<Engine, 'endpoint' | 'isSimulated'>): boolean {
    return this.#tree !== undefined && !isSimulated && endpoint.startsWith('unix:');
  }

  /** Whether a container's figures come from files now. */
  isUsed(container: string): boolean {
    return this.#used.has(container);
  }

  /** The files of a container, where they agree with what the engine just told of it. */
  agree(container: string, told: RawStats): FileReading | undefined {
    const { clock, log, proc } = this.#options;
    if (!this.#tree || this.#open >= this.#mostOpen) return undefined;
    const cores = told.cpu_stats?.online_cpus || told.cpu_stats?.cpu_usage.percpu_usage?.length || 0;
    const wanted = {
      hasNetworks: told.networks != null,
      hasBlocks: (told.blkio_stats?.io_service_bytes_recursive?.length ?? 0) > 0,
      cores,
    };
    let files: ContainerFiles | undefined;
    try {
      files = ContainerFiles.open(this.#tree, container, wanted, proc);
      if (!files || cores === 0) return undefined;
      const first = files.read(clock.now(), clock.monotonic());
      const differs = disagreement(told, first, clock.now());
      if (differs === undefined) return this.#reading(container, files, first);
      log.debug('files of a container do not agree with its engine', { container: container.slice(0, 12), differs });
    } catch (thrown) {
      log.debug('files of a container cannot be read', { container: container.slice(0, 12), thrown });
    }
    files?.close();
    return undefined;
  }

  #reading(container: string, files: ContainerFiles, first: RawStats): FileReading {
    const { clock } = this.#options;
    let last = first;
    let offset = clock.now() - clock.monotonic();
    let isClosed = false;
    this.#open += 1;
    this.#used.set(container, (this.#used.get(container) ?? 0) + 1);
    const close = (): void => {
      if (isClosed) return;
      isClosed = true;
      files.close();
      this.#open -= 1;
      const left = (this.#used.get(container) ?? 1) - 1;
      if (left === 0) this.#used.delete(container);
      else this.#used.set(container, left);
    };
    return {
      first,
      next: () => {
        if (isClosed) return undefined;
        try {
          const [now, monotonic] = [clock.now(), clock.monotonic()];
          const next = files.read(now, monotonic);
          const isSteady = Math.abs(now - monotonic - offset) < CLOCK_STEP_MS;
          offset = now - monotonic;
          if (isSteady && !hasFallen(next, last)) {
            last = next;
            return next;
          }
        } catch {
          // The container stopped, or was removed: the engine says which.
        }
        close();
        return undefined;
      },
      close,
    };
  }
}

/** Files that this program may have open at once. */
function filesAllowed(): number {
  try {
    return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 1024);
  } catch {
    return 1024;
  }
}

/** Counters that fall are those of another run, or of another container. */
function hasFallen(now: RawStats, before: RawStats): boolean {
  const cpu = ({ cpu_stats: one }: RawStats): number => one?.cpu_usage.total_usage ?? 0;
  const traffic = ({ networks }: RawStats): number =>
    Object.values(networks ?? {}).reduce((sum, { rx_bytes: rx, tx_bytes: tx }) => sum + rx + tx, 0);
  return cpu(now) < cpu(before) || traffic(now) < traffic(before);
}

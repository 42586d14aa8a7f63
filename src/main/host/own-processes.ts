import { readFileSync } from 'node:fs';
import type { OwnProcess } from '#shared/contract/own-cost.ts';

/** A process as the system counts it. */
export interface ProcessFigures {
  readonly pid: number;
  readonly kind: OwnProcess['kind'];
  /** Since its start. */
  readonly cpuSeconds: number;
  /** What it holds, what it shares with others included. */
  readonly memoryBytes: number;
}

/** For a program that is one process: threads are counted with it. */
export function thisProcess(): ProcessFigures[] {
  const { user, system } = process.cpuUsage();
  return [
    { pid: process.pid, kind: 'main', cpuSeconds: (user + system) / 1e6, memoryBytes: process.memoryUsage.rss() },
  ];
}

/** Of Linux on x86 and on almost all ARM machines; one with larger pages would show less of it as shared. */
const PAGE_BYTES = 4096;

/** What a process shares with others, in bytes; 0 where the system does not tell. */
export function sharedBytes(pid: number, read = (path: string): string => readFileSync(path, 'utf8')): number {
  try {
    return Number(read(`/proc/${pid}/statm`).split(' ')[2]) * PAGE_BYTES || 0;
  } catch {
    return 0;
  }
}

/** Turns what processes have used since their start into what they use now. */
export class OwnMeter {
  readonly #shared: (pid: number) => number;
  #before = new Map<number, number>();
  #atMs: number | undefined;

  constructor(shared = sharedBytes) {
    this.#shared = shared;
  }

  /** @param nowMs monotonic */
  measure(
    figures: readonly ProcessFigures[],
    nowMs: number,
  ): { cpuPercent: number | null; memoryBytes: number; processes: OwnProcess[] } {
    const seconds = this.#atMs === undefined ? 0 : (nowMs - this.#atMs) / 1000;
    const processes: OwnProcess[] = [];
    let most = 0;
    for (const { pid, kind, cpuSeconds, memoryBytes } of figures) {
      const before = this.#before.get(pid);
      // A process's own pages alone: a browser's processes map the same files, and the sum would be twice what there is.
      const shared = figures.length > 1 ? Math.min(memoryBytes, this.#shared(pid)) : 0;
      most = Math.max(most, shared);
      const cpuPercent =
        before === undefined || seconds <= 0 ? null : Math.max(0, ((cpuSeconds - before) / seconds) * 100);
      processes.push({ kind, cpuPercent, memoryBytes: memoryBytes - shared });
    }
    if (most > 0) processes.push({ kind: 'shared', cpuPercent: null, memoryBytes: most });
    this.#before = new Map(figures.map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));
    this.#atMs = nowMs;
    const known = processes.flatMap(({ cpuPercent }) => cpuPercent ?? []);
    return {
      cpuPercent: known.length === 0 ? null : known.reduce((a, b) => a + b, 0),
      memoryBytes: processes.reduce((sum, one) => sum + one.memoryBytes, 0),
      processes,
    };
  }
}

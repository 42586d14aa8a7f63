import { cpus } from 'node:os';
import { app } from 'electron/main';
import type { ComposeOptions } from '#main/compose.ts';

type Figures = ReturnType<NonNullable<ComposeOptions['ownProcesses']>>[number];

const KINDS: Record<string, Figures['kind']> = { Browser: 'main', Tab: 'window', GPU: 'graphics' };

/** The processes of the desktop app. */
export function appProcesses(): NonNullable<ComposeOptions['ownProcesses']> {
  // Where Electron has no count since the start, it is added up of its shares of all cores between two looks.
  const added = new Map<number, number>();
  let atMs = performance.now();
  return () => {
    const seconds = (performance.now() - atMs) / 1000;
    atMs = performance.now();
    return app.getAppMetrics().map(({ pid, type, cpu, memory }) => {
      const used = (added.get(pid) ?? 0) + (cpu.percentCPUUsage / 100) * cpus().length * seconds;
      added.set(pid, used);
      return {
        pid,
        kind: KINDS[type] ?? 'helper',
        cpuSeconds: cpu.cumulativeCPUUsage ?? used,
        memoryBytes: memory.workingSetSize * 1024,
      };
    });
  };
}

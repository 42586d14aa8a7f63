import { channel, command } from '#shared/contract/define.ts';
import { containerId, containerRef, engineName, time } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

/** What the engine does not give is null. */
const figure = z.number().nullable();

export const statsSample = z.object({
  container: containerId,
  time,
  /** As `docker stats` prints it: 100 = one core. */
  cpuPercent: figure,
  /** Cores online. */
  cpuCores: figure,
  cpuThrottledPercent: figure,
  memoryBytes: figure,
  memoryLimitBytes: figure,
  memoryPercent: figure,
  memoryCacheBytes: figure,
  networkRxBytes: figure,
  networkTxBytes: figure,
  networkRxRate: figure,
  networkTxRate: figure,
  blockReadBytes: figure,
  blockWriteBytes: figure,
  blockReadRate: figure,
  blockWriteRate: figure,
  pids: figure,
});
export type StatsSample = z.infer<typeof statsSample>;

export const statsChannels = {
  'docker:stats': channel({
    kind: 'series',
    role: 'viewer',
    params: z.union([
      z.object({ engine: engineName, container: containerRef }).strict(),
      z.object({ engine: engineName, all: z.literal(true) }).strict(),
    ]),
    view: z.object({ points: z.number().int().min(0).max(300).default(60) }).strict(),
    item: statsSample,
    lingerMs: 3000,
    keepMs: 300_000,
    replay: 300,
    isOpenToScope: true,
    summary: "One container at the engine's pace, or a sweep over all running ones in 15 s.",
  }),
};

export const statsCommands = {
  'containers.stats': command({
    role: 'viewer',
    params: z.object({ engine: engineName, container: containerRef }).strict(),
    result: z.object({ sample: statsSample.nullable() }),
    summary: 'One sample; null while the container does not run.',
  }),
  'containers.statsSource': command({
    role: 'viewer',
    params: z.object({ engine: engineName, container: containerRef }).strict(),
    result: z.object({ source: z.enum(['engine', 'kernel']) }),
    summary: "Where a container's statistics come from now: the engine, or the kernel's own files on this machine.",
  }),
};

import { command } from '#shared/contract/define.ts';
import { containerRef, engineName, time } from '#shared/contract/common.ts';
import { dockerEvent } from '#shared/contract/events.ts';
import { statsSample, type StatsSample } from '#shared/contract/stats.ts';
import { z } from '#shared/contract/zod.ts';

/** What of a sample is kept; counters are not, their rates are. */
export const KEPT_FIGURES = [
  'cpuPercent',
  'cpuCores',
  'cpuThrottledPercent',
  'memoryBytes',
  'memoryLimitBytes',
  'memoryPercent',
  'memoryCacheBytes',
  'networkRxRate',
  'networkTxRate',
  'blockReadRate',
  'blockWriteRate',
  'pids',
] as const satisfies readonly (keyof StatsSample)[];
export type KeptFigure = (typeof KEPT_FIGURES)[number];

/** A point is of half a minute by the clock, or of as much of it as was measured. */
export const POINT_SECONDS = 30;

const figures = z.object(
  Object.fromEntries(KEPT_FIGURES.map((name) => [name, z.number().nullable()])) as Record<
    KeptFigure,
    z.ZodNullable<z.ZodNumber>
  >,
);
export type KeptFigures = z.infer<typeof figures>;

/** What `count` samples from `time` to `seconds` later come to; null where there was no value. */
export const statsPoint = z.object({
  time,
  seconds: z.number(),
  count: z.number(),
  min: figures,
  mean: figures,
  max: figures,
});
export type StatsPoint = z.infer<typeof statsPoint>;

const moment = z.iso.datetime({ offset: true, error: 'A time looks like 2026-11-21T07:30:30Z.' });

export const statsHistoryCommands = {
  'containers.statsHistory': command({
    role: 'viewer',
    params: z
      .object({ engine: engineName, container: containerRef, since: moment.optional(), until: moment.optional() })
      .strict(),
    result: z.object({ points: z.array(statsPoint), samples: z.array(statsSample), events: z.array(dockerEvent) }),
    summary:
      'What is kept of a container: each sample of the last 10 min where there was one a second, points of 30 s of the last 24 h, and what Docker told of its life in that time (of the attributes the exit code).',
  }),
};

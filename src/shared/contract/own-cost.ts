import { nothing, time } from '#shared/contract/common.ts';
import { channel } from '#shared/contract/define.ts';
import { z } from '#shared/contract/zod.ts';

/** One of Quayside's processes, or (`shared`) the memory that several of them hold together and that is counted once. */
export const ownProcess = z.object({
  kind: z.enum(['main', 'window', 'graphics', 'helper', 'shared']),
  /** 100 = one core; null until it was looked at twice. */
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number(),
});
export type OwnProcess = z.infer<typeof ownProcess>;

/** What Quayside itself takes of the machine it runs on. */
export const ownCost = z.object({
  time,
  /** Since the sample before; 100 = one core. */
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number(),
  processes: z.array(ownProcess),
  /** Streams that are open to the engine, by channel. */
  streams: z.array(z.object({ channel: z.string(), open: z.number().int(), watchers: z.number().int() })),
  /** So far apart are samples now: on battery they come more rarely. */
  intervalMs: z.number(),
});
export type OwnCost = z.infer<typeof ownCost>;

export const ownCostChannels = {
  'own:cost': channel({
    kind: 'series',
    role: 'viewer',
    params: nothing,
    item: ownCost,
    lingerMs: 3000,
    keepMs: 60_000,
    replay: 60,
    summary: 'What Quayside itself takes of its machine, every 5 s while somebody watches, every 30 s on battery.',
  }),
};

import { engineName, time } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

// A prune in two steps, the same for all that can be pruned: a plan to be read, then exactly what it held.

/** `bytes` of an item is what only it holds; of the plan what goes at least, for what several of them share goes as well. */
export const pruneItem = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number(),
  lastUsedAt: time.optional(),
  /** Why it may go. */
  reason: z.string(),
});
export type PruneItem = z.infer<typeof pruneItem>;
export const prunePlan = z.object({ plan: z.string(), items: z.array(pruneItem), bytes: z.number() });
export type PrunePlan = z.infer<typeof prunePlan>;

/** `only`: these of the plan, by their ids. */
export const pruneParams = z
  .object({
    engine: engineName,
    plan: z.string().max(40),
    only: z.array(z.string().max(600)).max(20_000).optional(),
  })
  .strict();
export const pruneResult = z.object({
  removed: z.array(z.string()),
  bytes: z.number(),
  skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
});
export type PruneResult = z.infer<typeof pruneResult>;

/** `protocol`: prune 120 s. */
export const PRUNE_TIMEOUT_MS = 120_000;
/** Sizes are summed up by the engine, which walks over its whole disk for it. */
export const SIZES_TIMEOUT_MS = 60_000;

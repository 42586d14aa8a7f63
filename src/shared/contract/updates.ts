import { empty, nothing } from '#shared/contract/common.ts';
import { channel, command } from '#shared/contract/define.ts';
import { z } from '#shared/contract/zod.ts';

/** A newer Quayside: where it stands between being known and being installed. */
export const updateState = z.union([
  z.object({ state: z.literal('none') }),
  z.object({ state: z.enum(['available', 'loading', 'ready']), version: z.string() }),
  z.object({ state: z.literal('failed'), version: z.string(), message: z.string() }),
]);
export type UpdateState = z.infer<typeof updateState>;

export const updateChannels = {
  'app:update': channel({
    kind: 'state',
    role: 'local',
    params: nothing,
    item: updateState,
    summary: 'Whether there is a newer Quayside; always none where a package manager brings them.',
  }),
};

export const updateCommands = {
  'update.load': command({
    role: 'local',
    params: nothing,
    result: empty,
    acts: true,
    timeoutMs: 3_600_000,
    summary: 'Loads the newer Quayside, which is installed when the program ends.',
  }),
};

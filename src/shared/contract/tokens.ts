import { empty, nothing, time } from '#shared/contract/common.ts';
import { ASKED_TIMEOUT_MS, command } from '#shared/contract/define.ts';
import { moment, networkRole } from '#shared/contract/pairing.ts';
import { userName } from '#shared/contract/users.ts';
import { z } from '#shared/contract/zod.ts';

export const lastingToken = z.object({
  id: z.string(),
  name: z.string(),
  role: networkRole,
  createdAt: time,
  lastUsedAt: time,
  endsAt: time.optional(),
});
export type LastingToken = z.infer<typeof lastingToken>;

export const tokenCommands = {
  'tokens.create': command({
    role: 'admin',
    params: z.object({ name: userName, role: networkRole, endsAt: moment.optional() }).strict(),
    result: z.object({ id: z.string(), token: z.string() }),
    acts: true,
    timeoutMs: ASKED_TIMEOUT_MS,
    summary: 'A token for scripts and Prometheus that lasts until it is revoked or ends. It is shown this once.',
  }),
  'tokens.list': command({
    role: 'admin',
    params: nothing,
    result: z.object({ tokens: z.array(lastingToken) }),
    summary: 'The lasting tokens, without what is secret of them.',
  }),
  'tokens.revoke': command({
    role: 'admin',
    params: z.object({ id: z.string().min(1).max(40) }).strict(),
    result: empty,
    acts: true,
    summary: 'Ends a token and what it has open.',
  }),
};

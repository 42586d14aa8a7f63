import { nothing, time } from '#shared/contract/common.ts';
import { command } from '#shared/contract/define.ts';
import { moment } from '#shared/contract/pairing.ts';
import { z } from '#shared/contract/zod.ts';

export const auditEntry = z.object({
  /** User or device; an address where nobody is known yet; "Quayside" for what it does itself. */
  actor: z.string(),
  role: z.string().optional(),
  door: z.enum(['window', 'network', 'program']),
  address: z.string().optional(),
  signIn: z.string().optional(),
  /** A command, or `auth.login`, `auth.pair`, `auth.refresh`, `auth.logout`, `subscribe`, `terminal.ended`, … */
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string(), name: z.string().optional() }).optional(),
  /** Params without secrets, and what else explains it. */
  details: z.record(z.string(), z.unknown()).optional(),
  result: z.enum(['ok', 'denied', 'error']),
  code: z.string().optional(),
  durationMs: z.number().optional(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditRecord = z.object({
  v: z.literal(1),
  seq: z.number().int().min(1),
  time,
  ...auditEntry.shape,
  /** Which key signed it, by its first letters. */
  key: z.string(),
  prev: z.string(),
  hash: z.string(),
});
export type AuditRecord = z.infer<typeof auditRecord>;

const filter = {
  since: moment.optional(),
  until: moment.optional(),
  who: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
};

export const auditCommands = {
  'audit.query': command({
    role: 'admin',
    params: z.object({ ...filter, limit: z.number().int().min(1).max(1000).default(200) }).strict(),
    result: z.object({ records: z.array(auditRecord) }),
    summary: 'The newest records that match, newest first; `who` and `action` match by their beginning.',
  }),
  'audit.export': command({
    role: 'admin',
    params: z.object(filter).strict(),
    result: z.object({ url: z.string() }),
    acts: true,
    summary: 'All records that match as JSON lines, oldest first: an address that is good once, for 60 s.',
  }),
  'audit.verify': command({
    role: 'admin',
    params: nothing,
    result: z.object({ ok: z.boolean(), records: z.number(), firstBad: z.number().optional(), otherKey: z.number() }),
    timeoutMs: 60_000,
    summary:
      'Checks the chain of records: `firstBad` is the first that was changed, left out or cut off; `otherKey` counts those of a lost key.',
  }),
};

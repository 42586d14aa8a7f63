import type { AuditEntry } from '#shared/contract/audit.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Caller } from '#main/commands/handler.ts';

/** Where it is noted who did what. */
export interface Auditor {
  /** Settles when the record is on the disk; throws `audit_unavailable`. */
  note(entry: AuditEntry): Promise<void>;
  /** Throws `audit_unavailable` while nothing can be noted. */
  check(): Promise<void>;
}

/** For cores without a home: bench and tests. */
export const noAuditor: Auditor = { note: () => Promise.resolve(), check: () => Promise.resolve() };

export function entryFor(
  caller: Caller,
  action: string,
  result: AuditEntry['result'],
  more: Pick<AuditEntry, 'target' | 'details' | 'code' | 'durationMs'> = {},
): AuditEntry {
  return {
    actor: caller.user,
    role: caller.role,
    door: caller.remote ? 'network' : 'window',
    ...(caller.remote && { address: caller.remote.address, signIn: caller.remote.signIn }),
    action,
    ...more,
    result,
  };
}

/** Only refusals for want of rights: a wrong param is nobody's attempt at anything. */
export const isRefusal = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code === 'forbidden';

import type { Clock } from '#shared/base/clock.ts';
import type { Link } from '#shared/protocol/link.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { Auth } from '#main/security/auth.ts';
import type { Caller } from '#main/session/session.ts';
import type { Session, SessionRules } from '#main/session/session.ts';

/** What the door stands on; `compose` builds it. */
export interface LanDeps {
  readonly clock: Clock;
  readonly version: string;
  readonly auth: Auth;
  /** The built page: a folder. */
  readonly pages: string;
  openSession(link: Link, caller: Caller, rules: SessionRules): Session;
  engine(): { state: string; version?: string | undefined; error?: { message: string } | undefined };
  toError(thrown: unknown): AppError;
  warn(message: string, details?: unknown): void;
}

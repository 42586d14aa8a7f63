import type { Clock } from '#shared/base/clock.ts';
import type { RemoteLimits } from '#shared/contract/settings.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { Auth } from '#main/security/auth.ts';
import type { Dispatch } from '#main/session/dispatch.ts';
import type { Presence } from '#main/session/presence.ts';
import type { Sessions } from '#main/session/sessions.ts';
import type { Transfers } from '#main/session/transfers.ts';

/** What the door stands on; `compose` builds it. */
export interface LanDeps {
  readonly clock: Clock;
  readonly version: string;
  readonly auth: Auth;
  /** The built page: a folder. */
  readonly pages: string;
  readonly sessions: Sessions;
  readonly presence: Presence;
  readonly transfers: Transfers;
  readonly dispatch: Dispatch;
  limits(): RemoteLimits;
  /** As Prometheus reads it. */
  metrics(): string;
  engine(): { state: string; version?: string | undefined; error?: { message: string } | undefined };
  toError(thrown: unknown): AppError;
  warn(message: string, details?: unknown): void;
}

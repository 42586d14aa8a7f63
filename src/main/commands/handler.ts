import type { Call, CommandName, Result } from '#shared/contract/index.ts';
import type { Role } from '#shared/contract/define.ts';
import type { Scope } from '#shared/contract/pairing.ts';

/** Who calls, as the session knows it. The window is `{user: 'local', role: 'local'}`. */
export interface Caller {
  /** The user; terminal sessions belong to it. */
  readonly user: string;
  readonly role: Role;
  /** The window, or the token of this start used from this computer: an admin who is local has every right. */
  readonly isLocal: boolean;
  /** What came over the network also has: where from, and the sign-in it acts under. */
  readonly remote?: Remote;
  /** Limits what it may see and do; everything where it is absent. */
  readonly scope?: Scope;
}

export interface Remote {
  readonly address: string;
  readonly signIn: string;
  readonly agent: string;
}

export interface CallContext {
  readonly caller: Caller;
  /** Aborts at the command's time-out and when the caller goes away. */
  readonly signal: AbortSignal;
}

/** A handler for each command, complete by type. Rights and params are checked before it is called. */
export type Handlers = { [C in CommandName]: (params: Call<C>, context: CallContext) => Promise<Result<C>> };

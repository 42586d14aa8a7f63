import type { Call, CommandName, Result } from '#shared/contract/index.ts';
import type { Role } from '#shared/contract/define.ts';

/** Who calls, as the session knows it. The window is `{id: 'local', role: 'local'}`. */
export interface Caller {
  /** The user; terminal sessions belong to it. */
  readonly user: string;
  readonly role: Role;
  readonly isLocal: boolean;
}

export interface CallContext {
  readonly caller: Caller;
  /** Aborts at the command's time-out and when the caller goes away. */
  readonly signal: AbortSignal;
}

/** A handler for each command, complete by type. Rights and params are checked before it is called. */
export type Handlers = { [C in CommandName]: (params: Call<C>, context: CallContext) => Promise<Result<C>> };

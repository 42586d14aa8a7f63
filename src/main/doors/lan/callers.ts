import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { AppError } from '#shared/protocol/errors.ts';
import type { From, Identity } from '#main/security/auth.ts';
import type { Caller } from '#main/session/session.ts';
import type { LanDeps } from '#main/doors/lan/lan-deps.ts';
import { isFromHere, plainAddress } from '#main/doors/lan/origins.ts';

/** What a request of ours carries. */
export interface LanEnv {
  Bindings: HttpBindings;
  Variables: { caller: Caller };
}
export type LanContext = Context<LanEnv>;

const MAX_AGENT = 200;

/** Who a request speaks for. The token of this start is local only from this computer itself. */
export function callerOf(identity: Identity, request: IncomingMessage): Caller {
  return {
    user: identity.user,
    role: identity.role,
    isLocal: identity.isStartToken && isFromHere(request),
    remote: {
      address: plainAddress(request.socket.remoteAddress),
      signIn: identity.signIn,
      agent: agentOf(request),
    },
    ...(identity.scope && { scope: identity.scope }),
  };
}

/** The token of `Authorization: Bearer TOKEN`. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer ([\w.~+/=-]{1,8192})$/i.exec(header ?? '')?.[1];
}

/** The caller of a request; throws `unauthorized` or `expired`. */
export async function signedIn(deps: LanDeps, context: LanContext): Promise<Caller> {
  const token = bearerOf(context.req.header('authorization'));
  if (token === undefined)
    throw new AppError('unauthorized', 'This needs a sign-in.', { hint: 'Send "Authorization: Bearer TOKEN".' });
  const { incoming } = context.env;
  return callerOf(await deps.auth.identify(token, fromOf(incoming)), incoming);
}

/** Where a request comes from, for limits and the audit log. */
export const fromOf = (request: IncomingMessage): From => ({
  address: plainAddress(request.socket.remoteAddress),
  agent: agentOf(request),
});

const agentOf = (request: IncomingMessage): string => (request.headers['user-agent'] ?? '').slice(0, MAX_AGENT);

import type { IncomingMessage } from 'node:http';
import type { Identity } from '#main/security/auth.ts';
import type { Caller } from '#main/session/session.ts';
import { isFromHere, plainAddress } from '#main/doors/lan/origins.ts';

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
      agent: (request.headers['user-agent'] ?? '').slice(0, MAX_AGENT),
    },
    ...(identity.scope && { scope: identity.scope }),
  };
}

/** The token of `Authorization: Bearer TOKEN`. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer ([\w.~+/=-]{1,8192})$/i.exec(header ?? '')?.[1];
}

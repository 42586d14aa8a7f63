import { io } from 'socket.io-client';
import { AppError, type ErrorShape } from '#shared/protocol/errors.ts';
import type { Link } from '#shared/protocol/link.ts';
import { SocketClientLink } from '#shared/protocol/socket-link.ts';

export type Transport = 'websocket' | 'polling';

export interface DialEvents {
  opened(link: Link, transport: Transport): void;
  /** Polling that became a WebSocket. */
  transport(transport: Transport): void;
  /** Before a forced end: why. */
  revoked(reason: string): void;
  /** It could not be opened: with what the server said, or that it said nothing. */
  refused(error: AppError): void;
  closed(): void;
}

export interface Dialed {
  /** A fresh access token for the open socket. */
  renew(token: string): Promise<void>;
  close(): void;
}

/** One try to connect; who tries again, and when, decides the caller. */
export type Dial = (token: string, events: DialEvents) => Dialed;

const ANSWER_MS = 10_000;

/** Socket.io to the server that this page came from. */
export const dialServer: Dial = (token, events) => {
  const socket = io({
    auth: { token },
    reconnection: false,
    forceNew: true,
    transports: ['websocket', 'polling'],
    // Some proxies let no WebSocket through.
    tryAllTransports: true,
    timeout: ANSWER_MS,
  });
  const engine = socket.io.engine;
  const current = (): Transport => (engine.transport.name === 'websocket' ? 'websocket' : 'polling');
  socket.on('connect', () => {
    // Made here and not later: the server's first message is right behind.
    events.opened(new SocketClientLink(socket), current());
    engine.on('upgrade', () => events.transport(current()));
  });
  socket.on('revoked', ({ reason }: { reason: string }) => events.revoked(reason));
  socket.on('disconnect', () => events.closed());
  socket.on('connect_error', (thrown: Error & { data?: ErrorShape }) => {
    socket.disconnect();
    events.refused(
      thrown.data
        ? AppError.fromShape(thrown.data)
        : new AppError('timeout', "Quayside doesn't answer.", { cause: thrown }),
    );
  });
  return {
    renew: async (fresh) => {
      const answer = (await socket.timeout(ANSWER_MS).emitWithAck('renew', { token: fresh })) as
        | { ok: true }
        | { ok: false; error: ErrorShape };
      if (!answer.ok) throw AppError.fromShape(answer.error);
    },
    close: () => void socket.disconnect(),
  };
};

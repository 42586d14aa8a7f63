import { io } from 'socket.io-client';
import { systemClock } from '#shared/base/clock.ts';
import type { Link } from '#shared/protocol/link.ts';
import type { BrowserSignIn } from '#renderer/transport/browser-sign-in.ts';
import { SocketConnection } from '#renderer/transport/socket-connection.ts';

/** Hands over a link for each connection of a browser to the server that its page came from. */
export function onViewerLink(
  signIn: BrowserSignIn,
  take: (link: Link) => void,
  onSignedOut: () => void,
): SocketConnection {
  const connection = new SocketConnection({
    clock: systemClock,
    signIn,
    open: (token) => io({ auth: { token }, transports: ['websocket', 'polling'], reconnection: false, forceNew: true }),
    onLink: take,
    onSignedOut,
  });
  connection.connect();
  return connection;
}

import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Disposable } from '#shared/base/disposable.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { SocketServerLink } from '#shared/protocol/socket-link.ts';
import type { Identity } from '#main/security/auth.ts';
import { callerOf, fromOf } from '#main/doors/lan/callers.ts';
import type { LanDeps } from '#main/doors/lan/lan-deps.ts';
import { foreignness } from '#main/doors/lan/origins.ts';
import { countSent, EncodedBatches, socketOutlet } from '#main/doors/lan/socket-outlet.ts';

/** `protocol`, Limits: a message is at most 64 KiB; a longer one closes its connection. */
export const MAX_MESSAGE_BYTES = 65_536;
const HEARTBEAT_MS = 30_000;
const HEARTBEAT_ANSWER_MS = 10_000;
/** Between the connection and its sign-in. */
const CONNECT_MS = 5000;
/** A socket outlives its access token by so much, for a `renew` that is on its way. */
const RENEW_GRACE_MS = 30_000;
const MAX_TIMER_MS = 2_000_000_000;

export interface SocketDoorOptions {
  readonly deps: LanDeps;
  readonly hosts: ReadonlySet<string>;
  readonly isTls: boolean;
}

/** The Socket.io half of the door: only signs in and wraps each socket as a link. */
export class SocketDoor {
  readonly #io: Server;
  readonly #deps: LanDeps;
  readonly #batches = new EncodedBatches();

  constructor(server: HttpServer, { deps, hosts, isTls }: SocketDoorOptions) {
    this.#deps = deps;
    this.#io = new Server(server, {
      path: '/socket.io',
      serveClient: false,
      transports: ['websocket', 'polling'],
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      httpCompression: false,
      connectTimeout: CONNECT_MS,
      pingInterval: HEARTBEAT_MS,
      pingTimeout: HEARTBEAT_ANSWER_MS,
    });
    // Before the handshake, and with 400: `allowRequest` would answer 403.
    this.#io.engine.use((request: Parameters<typeof foreignness>[0], _answer: unknown, next: (why?: Error) => void) => {
      const foreign = foreignness(request, hosts, isTls);
      next(foreign === undefined ? undefined : new Error(foreign));
    });
    this.#io.use((socket, next) => {
      this.#identify(socket).then(
        () => next(),
        (thrown: unknown) => {
          const error = deps.toError(thrown).toShape();
          next(Object.assign(new Error(error.message), { data: error }));
        },
      );
    });
    this.#io.on('connection', (socket) => this.#open(socket));
  }

  get count(): number {
    return this.#io.of('/').sockets.size;
  }

  /** Tells every viewer and ends the connections; does not wait for the clients. */
  close(): void {
    this.#deps.sessions.close('server_stopping', (caller) => caller.remote !== undefined);
    this.#io.disconnectSockets(true);
    this.#io.engine.close();
  }

  async #identify(socket: Socket): Promise<void> {
    const token: unknown = socket.handshake.auth['token'];
    if (typeof token !== 'string' || token === '')
      throw new AppError('unauthorized', 'This needs a sign-in.', { hint: 'Connect with auth: {token}.' });
    const identity = await this.#deps.auth.identify(token, fromOf(socket.request));
    const most = this.#deps.limits().connectionsPerUser;
    if (this.#deps.presence.socketsOf(identity.user) >= most)
      throw new AppError('too_many', `${most} connections are open, the most for one user.`, {
        hint: 'Close another window or tab.',
      });
    socket.data = identity;
  }

  #open(socket: Socket): void {
    const { auth, clock, limits, sessions, warn } = this.#deps;
    // Socket.io ends the process on an 'error' that nobody listens to (CVE-2024-38355).
    socket.on('error', (thrown) => warn('a socket failed', { thrown }));
    const identity = socket.data as Identity;
    const link = new SocketServerLink(socket, socketOutlet(socket, this.#batches));
    let expiry: Disposable | undefined;
    const expireAt = ({ expiresAt, endsAt }: Identity): void => {
      expiry?.dispose();
      const at = Math.min(endsAt ?? Number.POSITIVE_INFINITY, (expiresAt ?? Number.POSITIVE_INFINITY) + RENEW_GRACE_MS);
      // A timer holds 24 days at most; who has longer is looked at again then.
      const waitMs = Math.min(at - clock.now(), MAX_TIMER_MS);
      if (Number.isFinite(at))
        expiry = clock.after(waitMs, () => (clock.now() >= at ? session.revoke('expired') : expireAt(identity)));
    };
    const { connectionsPerUser: _, streamsPerConnection: streams, signInTries: __, ...rates } = limits();
    const session = sessions.open(link, {
      caller: callerOf(identity, socket.request),
      traffic: countSent(socket),
      transport: socket.conn.transport.name === 'polling' ? 'polling' : 'websocket',
      rules: {
        limits: { ...rates, streams },
        renew: async (token) => {
          const renewed = await auth.identify(token, fromOf(socket.request));
          if (renewed.signIn !== identity.signIn)
            throw new AppError('forbidden', 'This token is of another sign-in.', { hint: 'Connect anew with it.' });
          expireAt(renewed);
        },
      },
    });
    expireAt(identity);
    link.onClose(() => expiry?.dispose());
    socket.conn.on('heartbeat', () => session.seen());
  }
}

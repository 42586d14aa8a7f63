import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { AppError } from '#shared/protocol/errors.ts';
import { SocketServerLink } from '#shared/protocol/socket-link.ts';
import type { Identity } from '#main/security/auth.ts';
import { callerOf } from '#main/doors/lan/callers.ts';
import type { LanDeps } from '#main/doors/lan/lan-deps.ts';
import { foreignness } from '#main/doors/lan/origins.ts';
import { BatchGroup, socketOutlet } from '#main/doors/lan/socket-outlet.ts';

/** `protocol`, Limits: a message is at most 64 KiB; a longer one closes its connection. */
export const MAX_MESSAGE_BYTES = 65_536;
const HEARTBEAT_MS = 30_000;
const HEARTBEAT_ANSWER_MS = 10_000;
/** Between the connection and its sign-in. */
const CONNECT_MS = 5000;

export interface SocketDoorOptions {
  readonly deps: LanDeps;
  readonly hosts: ReadonlySet<string>;
  readonly isTls: boolean;
}

/** The Socket.io half of the door: only signs in and wraps each socket as a link. */
export class SocketDoor {
  readonly #io: Server;
  readonly #deps: LanDeps;
  readonly #group: BatchGroup;

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
    this.#group = new BatchGroup(this.#io);
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

  /** Ends every connection; does not wait for the clients. */
  close(): void {
    this.#io.disconnectSockets(true);
    this.#io.engine.close();
  }

  async #identify(socket: Socket): Promise<void> {
    const token: unknown = socket.handshake.auth['token'];
    if (typeof token !== 'string' || token === '')
      throw new AppError('unauthorized', 'This needs a sign-in.', { hint: 'Connect with auth: {token}.' });
    socket.data = await this.#deps.auth.identify(token);
  }

  #open(socket: Socket): void {
    // Socket.io ends the process on an 'error' that nobody listens to (CVE-2024-38355).
    socket.on('error', (thrown) => this.#deps.warn('a socket failed', { thrown }));
    const identity = socket.data as Identity;
    const link = new SocketServerLink(socket, socketOutlet(socket, this.#group));
    this.#deps.openSession(link, callerOf(identity, socket.request), {});
  }
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import { AppError } from '#shared/protocol/errors.ts';
import { createHttpApp } from '#main/doors/lan/http-app.ts';
import type { LanDeps } from '#main/doors/lan/lan-deps.ts';
import { allowedHosts, ownAddresses } from '#main/doors/lan/origins.ts';
import { Polls } from '#main/doors/lan/polls.ts';
import { SocketDoor } from '#main/doors/lan/socket-door.ts';
import { readPages } from '#main/doors/lan/static-pages.ts';

export interface LanDoorOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
}

/** Half-open and idle peers: a slow header ends early, an upload may take its time. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 3_600_000;
const MAX_CONNECTIONS = 256;

/** The second door: the page, the API and Socket.io on one port. */
export class LanDoor {
  /** `http://HOST:PORT`, as somebody on this computer or network opens it. */
  readonly url: string;
  readonly #server: Server;
  readonly #sockets: SocketDoor;
  readonly #polls: Polls;

  private constructor(server: Server, sockets: SocketDoor, polls: Polls, url: string) {
    this.#server = server;
    this.#sockets = sockets;
    this.#polls = polls;
    this.url = url;
  }

  /** Throws `conflict` with reason `taken` for a port in use, `bad_request` for an address that is not this computer's. */
  static async open(deps: LanDeps, { host, port, tls }: LanDoorOptions): Promise<LanDoor> {
    const hosts = allowedHosts(host);
    const isTls = tls !== undefined;
    const polls = new Polls(deps);
    const app = createHttpApp({ deps, pages: readPages(deps.pages), hosts, isTls, polls });
    const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
    const listener = (request: IncomingMessage, response: ServerResponse): void => void answer(request, response);
    const server = tls ? createTlsServer({ ...tls, minVersion: 'TLSv1.2' }, listener) : createServer(listener);
    server.headersTimeout = HEADERS_MS;
    server.requestTimeout = REQUEST_MS;
    server.maxConnections = MAX_CONNECTIONS;
    const sockets = new SocketDoor(server, { deps, hosts, isTls });
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (thrown) {
      sockets.close();
      throw listenError(thrown, host, port);
    }
    server.on('error', (thrown) => deps.warn('the server failed', { thrown }));
    const address = server.address();
    const bound = typeof address === 'object' && address ? address.port : port;
    return new LanDoor(server, sockets, polls, `${isTls ? 'https' : 'http'}://${shownHost(host)}:${bound}`);
  }

  /** Settles when the port is free again. */
  async close(): Promise<void> {
    this.#polls.dispose();
    this.#sockets.close();
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** An address that can be opened: of a port on all addresses the first that is not this computer's alone. */
function shownHost(host: string): string {
  const own = ownAddresses().find((address) => !address.includes(':') && !address.startsWith('127.'));
  const shown = host === '0.0.0.0' || host === '::' ? (own ?? '127.0.0.1') : host;
  return shown.includes(':') ? `[${shown}]` : shown;
}

function listenError(thrown: unknown, host: string, port: number): unknown {
  switch ((thrown as { code?: string }).code) {
    case 'EADDRINUSE':
      return new AppError('conflict', `Port ${port} is used by another program. Choose another one.`, {
        reason: 'taken',
        field: 'port',
      });
    case 'EACCES':
      return new AppError('forbidden', `Port ${port} may not be opened by this user. Choose one above 1023.`, {
        field: 'port',
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new AppError('bad_request', `${host} is not an address of this computer.`, { field: 'host' });
    default:
      return thrown;
  }
}

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly json: { kind: string; reason?: string; text: string; container?: { id: string; name: string } | null };
}

/** A receiver of webhooks on this computer: `/fail-once`, `/redirect` and `/hang` behave as they are called. */
export class WebhookServer {
  readonly received: Received[] = [];
  readonly #server: Server;
  readonly #failed = new Set<string>();

  private constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const path = request.url ?? '';
        const body = Buffer.concat(parts).toString('utf8');
        this.received.push({ path, headers: request.headers, body, json: JSON.parse(body) as Received['json'] });
        if (path.startsWith('/hang')) return;
        const isFirst = path.startsWith('/fail-once') && !this.#failed.has(path);
        this.#failed.add(path);
        if (path === '/redirect') response.writeHead(302, { location: '/elsewhere' }).end();
        else response.writeHead(isFirst ? 500 : 200).end(isFirst ? 'not now' : 'thanks');
      });
    });
  }

  static async start(): Promise<WebhookServer> {
    const made = new WebhookServer();
    made.#server.listen(0, '127.0.0.1');
    await once(made.#server, 'listening');
    return made;
  }

  url(path: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  at(path: string): Received[] {
    return this.received.filter((one) => one.path === path);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

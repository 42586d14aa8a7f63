import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Server, type Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import { EncodedBatches, socketOutlet } from '#main/doors/lan/socket-outlet.ts';
import { SocketClientLink, SocketServerLink } from '#shared/protocol/socket-link.ts';
import { describeLink } from '#testing/describe-link.ts';

async function serve() {
  const http = createServer();
  const server = new Server(http, { perMessageDeflate: false });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const batches = new EncodedBatches();
  const connect = async (transports: string[]) => {
    const arrived = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const client = io(`http://127.0.0.1:${port}`, { transports, reconnection: false, forceNew: true });
    const socket = await arrived;
    await new Promise<void>((resolve) => (client.connected ? resolve() : client.once('connect', resolve)));
    return { client, socket, link: new SocketServerLink(socket, socketOutlet(socket, batches)) };
  };
  return { connect, close: () => new Promise<void>((resolve) => void server.close(() => resolve())) };
}

for (const transport of ['websocket', 'polling']) {
  describeLink(`Socket.io over ${transport}`, async () => {
    const server = await serve();
    const { client, link } = await server.connect([transport]);
    // Long polling can take something only while a request of the client waits.
    if (!link.ready()) await new Promise<void>((resolve) => void link.onReady(resolve));
    return {
      server: link,
      client: new SocketClientLink(client),
      close: async () => {
        client.disconnect();
        await server.close();
      },
    };
  });
}

describe('batches over Socket.io', () => {
  /** How often the item was turned into JSON for so many watchers. */
  async function encodingsFor(watchers: number): Promise<number> {
    const server = await serve();
    const peers = [];
    for (let i = 0; i < watchers; i++) peers.push(await server.connect(['websocket']));
    let encodings = 0;
    const items = [{ toJSON: () => ({ text: `a line, ${++encodings}` }) }];
    const heard = peers.map(
      ({ client }) =>
        new Promise<string[]>((resolve) => {
          const events: string[] = [];
          client.onAny((event: string) => {
            events.push(event);
            if (events.length === 3) resolve(events);
          });
        }),
    );
    for (const { link } of peers) link.send({ e: 'status', p: { status: 'live' } });
    for (const { link } of peers) link.send({ e: 'logs:stream', p: { stream: 's1', items } });
    for (const { link } of peers) link.send({ e: 'gap', p: { dropped: 1 } });
    for (const events of await Promise.all(heard)) expect(events).toEqual(['status', 'logs:stream', 'gap']);
    for (const { client } of peers) client.disconnect();
    await server.close();
    return encodings;
  }

  it('are encoded once for all who watch, and nothing overtakes them', async () => {
    const forOne = await encodingsFor(1);
    expect(forOne).toBeGreaterThan(0);
    expect(await encodingsFor(5)).toBe(forOne);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type { Link, Message } from '#shared/protocol/link.ts';

export interface LinkPair {
  server: Link;
  client: Link;
  close(): Promise<void>;
}

/** What every carrier has to keep: order, forms, a close that is heard once, silence after it. */
export function describeLink(name: string, connect: () => Promise<LinkPair>): void {
  describe(`${name} as a link`, () => {
    const open: LinkPair[] = [];
    const pair = async (): Promise<LinkPair> => {
      const made = await connect();
      open.push(made);
      return made;
    };
    afterEach(async () => {
      for (const made of open.splice(0)) await made.close();
    });
    const collect = (link: Link, count: number): Promise<Message[]> =>
      new Promise((resolve) => {
        const got: Message[] = [];
        const listening = link.onMessage((message) => {
          got.push(message);
          if (got.length < count) return;
          listening.dispose();
          resolve(got);
        });
      });

    it('keeps the order of many messages, both ways', async () => {
      const { server, client } = await pair();
      const up = collect(server, 1000);
      const down = collect(client, 1000);
      for (let i = 0; i < 1000; i++) {
        client.send({ e: 'up', p: i, i: i + 1 });
        server.send({ e: 'down', p: i });
      }
      expect((await up).map((message) => ('e' in message ? message.p : -1))).toEqual(
        Array.from({ length: 1000 }, (_, i) => i),
      );
      expect((await down).map((message) => ('e' in message ? message.p : -1))).toEqual(
        Array.from({ length: 1000 }, (_, i) => i),
      );
    });

    it('carries answers and their numbers', async () => {
      const { server, client } = await pair();
      const asked = collect(server, 1);
      client.send({ e: 'ping', p: null, i: 41 });
      const [question] = await asked;
      // A carrier with numbers of its own (Socket.io) may give the server another one; the asker gets its own back.
      const number = (question as { i: number }).i;
      expect(question).toMatchObject({ e: 'ping', i: expect.any(Number) });
      const answered = collect(client, 1);
      server.send({ a: number, p: { ok: true, time: 'now' } });
      expect((await answered)[0]).toEqual({ a: 41, p: { ok: true, time: 'now' } });
    });

    it('carries bytes as bytes, and text of every kind', async () => {
      const { server, client } = await pair();
      const got = collect(client, 2);
      const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256);
      const text = 'é 漢字 \u{1F680} \u0000 "\\ </script>';
      server.send({ e: 'logs:stream', p: { packed: bytes } });
      server.send({ e: 'logs:stream', p: { items: [text] } });
      const [first, second] = await got;
      const packed = (first as { p: { packed: Uint8Array } }).p.packed;
      expect(new Uint8Array(packed)).toEqual(bytes);
      expect((second as { p: { items: string[] } }).p.items).toEqual([text]);
    });

    it.each(['client', 'server'] as const)(
      'tells both ends once when the %s closes, and drops what is sent later',
      async (side) => {
        const made = await pair();
        let closes = 0;
        const heard = Promise.all(
          [made.server, made.client].map(
            (link) =>
              new Promise<void>((resolve) => {
                link.onClose(() => {
                  closes += 1;
                  resolve();
                });
              }),
          ),
        );
        made[side].close();
        await heard;
        made[side].close();
        made.server.send({ e: 'late', p: 0 });
        made.client.send({ e: 'late', p: 0 });
        expect(closes).toBe(2);
        let told = 0;
        made.client.onClose(() => (told += 1));
        expect(told).toBe(1);
      },
    );

    it('stops telling a listener that was disposed', async () => {
      const { server, client } = await pair();
      let count = 0;
      const listening = client.onMessage(() => (count += 1));
      const first = collect(client, 1);
      server.send({ e: 'one', p: 0 });
      await first;
      listening.dispose();
      const second = collect(client, 1);
      server.send({ e: 'two', p: 0 });
      await second;
      expect(count).toBe(1);
    });

    it('says what credit its watchers have', async () => {
      const { server } = await pair();
      const { credit } = server;
      expect('bytes' in credit ? credit.bytes : credit.messages).toBeGreaterThan(0);
      expect(server.ready()).toBe(true);
    });
  });
}

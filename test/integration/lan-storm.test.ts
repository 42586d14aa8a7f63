import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#shared/base/clock.ts';
import { Client } from '#shared/client/client.ts';
import { channels, isChannel } from '#shared/contract/index.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { ERROR_CODES } from '#shared/protocol/errors.ts';
import { SocketClientLink } from '#shared/protocol/socket-link.ts';
import { seeded } from '#testing/random.ts';
import { TestContainers } from './containers-of-test.ts';
import { type LanServer, startLanServer, type TestSocket } from './lan-server.ts';

const remoteLimits = {
  ...DEFAULT_SETTINGS.remoteLimits,
  connectionsPerUser: 100,
  messagesPerSecond: 10_000,
  messageBurst: 10_000,
};
let server: LanServer;
let viewer: string;

beforeAll(async () => {
  server = await startLanServer({ settings: { remoteLimits } });
  viewer = server.tokenOf('viewer');
});
afterAll(() => server.close());

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heapMb = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 1_048_576;
};

/** Waits until it is so; the reason to fail is the last value seen. */
async function until<T>(look: () => T, isRight: (value: T) => boolean, ms: number): Promise<void> {
  const end = performance.now() + ms;
  for (;;) {
    const value = look();
    if (isRight(value)) return;
    if (performance.now() > end) throw new Error(`still ${JSON.stringify(value)} after ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Sources that run because somebody watches. */
const openFor = (one: LanServer) => (): string[] =>
  one.core.hub
    .inspect()
    .filter(({ channel, hasUpstream }) => hasUpstream && isChannel(channel) && channels[channel].lingerMs !== 'always')
    .map(({ channel }) => channel);

describe('messages of nonsense', () => {
  const random = seeded(7420);
  const { pick, below } = random;
  const values: readonly (() => unknown)[] = [
    () => null,
    () => random.next() * 1e18,
    () => -1,
    () => 'x'.repeat(below(2000)),
    () => '../../etc/passwd',
    () => 's1\u0000\u202e',
    () => [],
    () => [[[[[[{}]]]]]],
    () => ({ __proto__: null, constructor: { prototype: 1 } }),
    () => JSON.parse('{"__proto__":{"role":"admin"}}') as unknown,
    () => ({ container: { $ne: 1 } }),
    () => true,
    () => new Uint8Array(20),
  ];
  const value = (): unknown => pick(values)();
  const events = [
    'subscribe',
    'unsubscribe',
    'ack',
    'call',
    'input',
    'renew',
    'ping',
    'toString',
    '__proto__',
    'connected',
    '',
    'x'.repeat(300),
  ];
  const fields = [
    'channel',
    'params',
    'view',
    'since',
    'flow',
    'packed',
    'stream',
    'seq',
    'command',
    'data',
    'token',
    'nonsense',
  ];
  const payload = (): unknown =>
    random.next() < 0.3 ? value() : Object.fromEntries(Array.from({ length: below(6) }, () => [pick(fields), value()]));

  it('10,000 of them are each answered by a code or end their connection alone, and leave nothing', async () => {
    const healthy = await server.connect(server.tokenOf('viewer', 'healthy'));
    await healthy.ask('subscribe', { channel: 'containers' });
    let peer: TestSocket | undefined;
    let answered = 0;
    let closed = 0;
    let isWarm = false;
    let before = 0;
    for (let sent = 0; sent < 10_000; ) {
      if (!isWarm && sent > 1000) {
        isWarm = true;
        before = heapMb();
      }
      if (!peer?.socket.connected) peer = await server.connect(viewer);
      const { socket } = peer;
      const batch = Array.from({ length: 40 }, () => [pick(events), payload()] as const);
      const answers = await Promise.all(
        batch.map(
          ([event, given]) =>
            new Promise<unknown>((resolve) => {
              const drop = (): void => resolve('closed');
              socket.once('disconnect', drop);
              socket.emit(event, given, (answer: unknown) => {
                socket.off('disconnect', drop);
                resolve(answer);
              });
            }),
        ),
      );
      for (const answer of answers) {
        sent += 1;
        if (answer === 'closed') closed += 1;
        else {
          answered += 1;
          const { ok, error } = answer as { ok: boolean; error?: { code: string; message: string } };
          if (!ok) {
            expect(ERROR_CODES).toContain(error?.code);
            expect(error?.code).not.toBe('internal');
          }
        }
      }
    }
    peer?.socket.disconnect();
    expect(answered).toBeGreaterThan(3000);
    expect(closed).toBeGreaterThan(0);
    expect(await healthy.ask('ping')).toMatchObject({ ok: true });
    expect(healthy.socket.connected).toBe(true);
    await until(
      () => server.core.hub.inspect().filter(({ subscribers }) => subscribers > 1).length,
      (count) => count === 0,
      5000,
    );
    expect(heapMb() - before).toBeLessThan(5);
    healthy.socket.disconnect();
  }, 120_000);

  it('packets that cannot be read, and those over 64 KiB, end their connection only', async () => {
    const healthy = await server.connect(server.tokenOf('viewer', 'calm'));
    const open = async (): Promise<string> => {
      const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
      return (JSON.parse((await answer.text()).slice(1)) as { sid: string }).sid;
    };
    const post = async (sid: string, body: string): Promise<number> =>
      (
        await fetch(`${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'text/plain' },
        })
      ).status;
    for (const body of [
      '42["subscribe"',
      '4',
      '49',
      '4{}',
      '459999999999-["x",{"_placeholder":true,"num":9}]',
      '\u001e\u001e\u001e',
      'zzzz',
      '42[1]',
    ])
      await post(await open(), body);
    await post(await open(), `42["ping","${'x'.repeat(70_000)}"]`).catch(() => 413);
    const big = await server.connect(viewer);
    big.socket.emit('ping', 'x'.repeat(70_000));
    await big.heard('disconnect');
    expect(await healthy.ask('ping')).toMatchObject({ ok: true });
    const flood = await server.connect(viewer);
    for (let i = 0; i < 60; i++) flood.socket.emit('nonsense', i);
    expect(await flood.heard('closing')).toEqual({ reason: 'too_many' });
    await flood.heard('disconnect');
    expect((await server.request('/healthz')).status).toBe(200);
    healthy.socket.disconnect();
  });
});

it('50 viewers that come and go in storms leave no source open and nobody here', async () => {
  const random = seeded(50);
  const names = ['shop-api-1', 'shop-web-1', 'shop-worker-1'];
  const life = async (): Promise<void> => {
    for (let round = 0; round < 6; round++) {
      const peer = await server.connect(viewer);
      const params = { container: random.pick(names) };
      const asked = ['logs:stream', 'docker:stats'].map((channel) =>
        peer.ask('subscribe', { channel, params }).catch(() => undefined),
      );
      if (random.next() < 0.6) await Promise.all(asked);
      if (random.next() < 0.3) await peer.ask('unsubscribe', { stream: 's1' }).catch(() => undefined);
      peer.socket.disconnect();
      await Promise.all(asked);
    }
  };
  await Promise.all(Array.from({ length: 50 }, life));
  // The linger of a log is 5 s.
  await until(openFor(server), (open) => open.length === 0, 8000);
  await until(
    () => server.core.hub.inspect().reduce((sum, { subscribers }) => sum + subscribers, 0),
    (count) => count === 0,
    2000,
  );
  const { body } = await server.request('/api/v1/connections', { token: server.startToken });
  expect(body['totals']).toMatchObject({ connections: 0, subscriptions: 0, upstreams: 0 });
}, 120_000);

describe('beside a viewer that stands still', () => {
  const containers = new TestContainers();
  afterAll(() => containers.removeAll());
  // 30 MB: more than a stream holds for those who are behind.
  const LINES = 30_000;
  const WRITER = `x=$(printf '%01000d' 7); awk -v x="$x" 'BEGIN { for (i = 0; i < ${LINES}; i++) print x }'`;

  it('20 others lose nothing, its own buffer stays small, and it is told what it missed', async () => {
    const real = await startLanServer({ dockerHost: containers.host, settings: { remoteLimits } });
    try {
      const token = real.tokenOf('viewer', 'many');
      const container = await containers.create(WRITER);
      const stalled = await real.connect(token);
      const answer = await stalled.ask('subscribe', {
        channel: 'logs:stream',
        params: { container },
        view: { tail: 0 },
      });
      expect(answer.ok).toBe(true);
      const engine = stalled.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } };
      engine.ws.pause();
      let watching = 0;
      const finished = Array.from({ length: 20 }, async () => {
        const { socket } = await real.connect(token);
        socket.offAny();
        const client = new Client({ clock: systemClock });
        const lines = await new Promise<{ count: number; lost: number }>((resolve) => {
          const seen = { count: 0, lost: 0 };
          client.attach(new SocketClientLink(socket));
          client.subscribe(
            'logs:stream',
            { container },
            {
              onItems: (items) => {
                for (const item of items) if ('stream' in item) seen.count += 1;
                if (seen.count + seen.lost >= LINES) resolve(seen);
              },
              onGap: ({ dropped }) => (seen.lost += dropped ?? 0),
              onStatus: ({ status }) => {
                if (status === 'stopped') watching += 1;
              },
            },
            { view: { tail: 10_000 } },
          );
        });
        client.dispose();
        return lines;
      });
      // Whoever comes after the first lines is given the newest 1,000 of them.
      await until(
        () => watching,
        (count) => count >= 20,
        30_000,
      );
      await containers.docker('start', container);
      for (const { count, lost } of await Promise.all(finished)) expect([count, lost]).toEqual([LINES, 0]);
      const held = real.core.hub.inspect().find(({ channel }) => channel === 'logs:stream');
      expect(held?.bytes).toBeLessThanOrEqual(24 * 1024 * 1024);
      engine.ws.resume();
      const counted = (): number => {
        let next = Number(answer['next']);
        for (const [event, data] of stalled.events) {
          if (event === 'gap') expect(Number(data['next'])).toBe(next + Number(data['dropped']));
          else if (event === 'logs:stream') expect(data['from']).toBe(next);
          if (event === 'gap' || event === 'logs:stream') next = Number(data['next']);
        }
        return next;
      };
      await until(counted, (next) => next >= LINES, 20_000);
      expect(stalled.events.some(([event]) => event === 'gap')).toBe(true);
    } finally {
      await real.close();
    }
  }, 120_000);
});

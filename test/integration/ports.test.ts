// Who has which port: containers that run and that wait, and whatever else listens on this computer.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, it } from 'vitest';
import type { TakenPort } from '#shared/contract/ports.ts';
import { TestContainers } from './containers-of-test.ts';
import { type LanServer, startLanServer } from './lan-server.ts';

const containers = new TestContainers();
let at: LanServer;

beforeAll(async () => {
  at = await startLanServer({ dockerHost: containers.host });
});
afterEach(() => containers.removeAll());
afterAll(() => at?.close());

async function listening(host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
const list = async (token: string): Promise<TakenPort[]> =>
  ((await at.call('ports.list', {}, token)).body['result'] as { ports: TakenPort[] }).ports;
const check = async (ports: object[], more: object = {}) =>
  (await at.call('ports.check', { ports, ...more }, at.startToken)).body['result'] as {
    results: { port: number; takenBy?: TakenPort['owner']; free: number | null }[];
  };

/** Some that the tests' other containers do not publish. */
const some = (): number => 20_000 + Math.floor(Math.random() * 10_000);

it('a port belongs to a container, to one that waits, or to a process', async () => {
  const [one, two] = [some(), some() + 10_001];
  const running = await containers.run('sleep 1000', '-p', `127.0.0.1:${one}:80`);
  const waiting = await containers.create('true', '-p', `${two}:5432/udp`);
  const own = await listening();
  const of = async (port: number) => (await list(at.startToken)).filter((taken) => taken.port === port);
  await expect
    .poll(() => of(one))
    .toMatchObject([
      {
        protocol: 'tcp',
        address: '127.0.0.1',
        owner: { kind: 'container', id: running, isRunning: true },
        containerPort: 80,
      },
    ]);
  await expect
    .poll(() => of(two))
    .toMatchObject([
      { protocol: 'udp', owner: { kind: 'container', id: waiting, isRunning: false }, containerPort: 5432 },
    ]);
  expect(await of(own)).toMatchObject([
    { protocol: 'tcp', address: '127.0.0.1', owner: { kind: 'process', pid: process.pid } },
  ]);
  // Who looks on is not told what runs on the computer beside containers.
  const seen = (await list(at.tokenOf('viewer'))).find(({ port }) => port === own);
  expect(seen?.owner).toEqual({ kind: 'unknown' });

  const { results } = await check([{ port: own }, { port: two, protocol: 'udp' }, { port: two }]);
  expect(results[0]).toMatchObject({ takenBy: { kind: 'process' } });
  expect(results[1]).toMatchObject({ takenBy: { kind: 'container', id: waiting, isRunning: false } });
  expect(results[2]?.takenBy).toBeUndefined();
  const free = results[0]?.free ?? 0;
  expect(free).toBeGreaterThan(1023);
  expect((await check([{ port: free }])).results[0]?.takenBy).toBeUndefined();
  const again = await check([{ port: two, protocol: 'udp' }], { except: waiting });
  expect(again.results[0]?.takenBy).toBeUndefined();
});

it('what listens on one address leaves the others free', async () => {
  const port = await listening();
  const [there, elsewhere] = (
    await check([
      { port, address: '127.0.0.1' },
      { port, address: '192.0.2.7' },
    ])
  ).results;
  expect([there?.takenBy?.kind, elsewhere?.takenBy]).toEqual(['process', undefined]);
});

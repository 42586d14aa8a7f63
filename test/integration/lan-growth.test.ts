// Nothing grows: after a round of everything that comes and goes all is as it was after the round before.
import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { TestContainers } from './containers-of-test.ts';
import { type LanServer, startLanServer } from './lan-server.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** As many rounds by hand: `QUAYSIDE_ROUNDS=50`. */
const ROUNDS = Number(process.env['QUAYSIDE_ROUNDS'] ?? 2);
const CHANNELS = [
  'containers',
  'jobs',
  'stacks',
  'service:status',
  'docker:events',
  'engine:status',
  'host:metrics',
  'own:cost',
];
const containers = new TestContainers();
let at: LanServer;
let watched = '';

beforeAll(async () => {
  at = await startLanServer({
    dockerHost: containers.host,
    keeps: true,
    settings: {
      remoteAllowActs: true,
      remoteLimits: {
        ...DEFAULT_SETTINGS.remoteLimits,
        messagesPerSecond: 10_000,
        messageBurst: 10_000,
        connectionsPerUser: 1000,
      },
    },
  });
  watched = await containers.run(
    'while :; do echo a; sleep 0.1; done',
    '--label',
    'quayside.database.file=/x.db',
    '--label',
    'quayside.database=sqlite',
  );
});
afterAll(async () => {
  await at.close();
  await containers.removeAll();
});

async function join(token: string): Promise<void> {
  const peer = await at.connect(token);
  for (const channel of CHANNELS) await peer.ask('subscribe', { channel, params: {} });
  await peer.ask('subscribe', { channel: 'logs:stream', params: { container: watched } });
  await peer.ask('subscribe', { channel: 'docker:stats', params: { container: watched } });
  await peer.ask('call', { command: 'containers.inspect', params: { container: watched } });
  peer.socket.disconnect();
  // What it heard is the test's own.
  peer.socket.offAny();
  peer.events.length = 0;
}

async function round(number: number): Promise<void> {
  const token = at.startToken;
  const call = async (command: string, params: object): Promise<Record<string, unknown>> =>
    ((await at.call(command, params, token)).body['result'] ?? {}) as Record<string, unknown>;
  await Promise.all(Array.from({ length: 10 }, () => join(token)));
  for (let index = 0; index < 4; index++) {
    const id = await containers.create('true');
    await call('containers.start', { container: id });
    await call('containers.exec', { container: watched, command: ['true'] });
    await call('logs.export', { container: id });
    await call('db.query', { container: watched, statement: 'select 1' });
    await call('containers.remove', { container: id, force: true });
  }
  await call('stacks.set', { name: 'grows', compose: `services:\n  web:\n    image: a:${number}\n` });
  for (let index = 0; index < 5; index++) {
    await call('stacks.plan', { name: 'grows' });
    await call('images.prunePlan', {});
    await at.request('/api/v1/poll/containers', { token });
  }
  const { session } = await call('terminal.open', { container: watched, columns: 80, rows: 24 });
  await call('terminal.close', { session });
}

interface Held {
  files: number;
  resources: number;
  timers: number;
  streams: number;
  heapMb: number;
}
/** Once what lingers is gone. */
async function held(): Promise<Held> {
  const open = (): number => at.core.hub.inspect().filter(({ subscribers }) => subscribers > 0).length;
  await expect.poll(open, { timeout: 40_000 }).toBeLessThanOrEqual(1);
  collect();
  return {
    files: readdirSync('/proc/self/fd').length,
    // Timers of what is kept for a while (a device that left, a query's rows, a ticket) end by themselves.
    resources: process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout').length,
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
    streams: at.core.hub.inspect().length,
    heapMb: process.memoryUsage().heapUsed / 1_048_576,
  };
}

test('no file, socket, timer, stream or memory is left of a round', async () => {
  await round(0);
  const before = await held();
  for (let number = 1; number <= ROUNDS; number++) await round(number);
  await expect.poll(async () => (await held()).files, { timeout: 15_000 }).toBeLessThanOrEqual(before.files + 2);
  const after = await held();
  if (process.env['QUAYSIDE_ROUNDS']) process.stdout.write(`${JSON.stringify({ before, after })}\n`);
  expect(after.streams).toBeLessThanOrEqual(before.streams);
  expect(after.resources).toBeLessThanOrEqual(before.resources + 2);
  expect(after.timers - before.timers).toBeLessThan(40 * ROUNDS);
  expect(after.heapMb - before.heapMb).toBeLessThan(10);
}, 600_000);

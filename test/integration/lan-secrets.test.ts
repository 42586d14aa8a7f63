// What is secret stays where it was said: after every act there is with a mark in all that is secret, also those that fail, the
// marks are looked for in all that is kept, logged and told.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChannelName } from '#shared/contract/index.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { TEST_IMAGE } from '../engine.ts';
import { TestContainers } from './containers-of-test.ts';
import { type LanServer, startLanServer, type TestSocket } from './lan-server.ts';

const RUN = randomBytes(4).toString('hex');
/** Secret to everybody but who may reveal it, whatever it is called by. */
const hush = (what: string): string => `zhush-${what}-${RUN}`;
/** Not secret-like, but a value or an argument: not for viewers. */
const plain = (what: string): string => `zplain-${what}-${RUN}`;
const HUSH = new RegExp(`zhush-[a-z0-9]+-${RUN}`, 'g');
const PLAIN = new RegExp(`zplain-[a-z0-9]+-${RUN}`, 'g');
const marksIn = (text: string): string[] => [...new Set([...(text.match(HUSH) ?? []), ...(text.match(PLAIN) ?? [])])];

const containers = new TestContainers();
const [label = '', labelValue = ''] = containers.label.split('=');
let at: LanServer;
let admin = '';
const peers: Partial<Record<'viewer' | 'operator', TestSocket>> = {};

const call = async (command: string, params: Record<string, unknown>): Promise<Record<string, unknown>> => {
  const { body } = await at.call(command, params, admin);
  return (body['result'] ?? {}) as Record<string, unknown>;
};
const jobOver = async (job: unknown): Promise<void> => {
  if (typeof job !== 'string') return;
  await expect
    .poll(async () => (await call('jobs.get', { job }))['job'], { timeout: 20_000 })
    .toMatchObject({ endedAt: expect.any(String) });
};

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
        signInTries: 50,
      },
    },
  });
  admin = at.tokenOf('admin');
  const watched: ChannelName[] = [
    'containers',
    'docker:events',
    'jobs',
    'stacks',
    'service:status',
    'deploy:progress',
    'pull:progress',
    'build:progress',
    'incidents',
    'alert:notices',
    'engine:status',
    'host:metrics',
    'protected',
  ];
  for (const role of ['viewer', 'operator'] as const) {
    const peer = await at.connect(at.tokenOf(role));
    peers[role] = peer;
    for (const channel of watched)
      if (!(await peer.ask('subscribe', { channel, params: {} })).ok)
        throw new Error(`${role} may not watch ${channel}`);
  }
}, 30_000);
afterAll(async () => {
  await containers.removeAll();
  for (const kind of ['volume', 'network']) {
    const names = await containers.docker(kind, 'ls', '-q', '--filter', `label=${containers.label}`);
    if (names !== '') await containers.docker(kind, 'rm', ...names.split('\n'));
  }
  await containers.docker('network', 'rm', `hush-${RUN}_default`);
  await at.close();
});

const SECRETS = {
  env: {
    WORD: plain('env'),
    SHOP_PASSWORD: hush('env'),
    URL: `postgres://shop:${hush('url')}@db/shop`,
  },
  labels: { [label]: labelValue, 'api.token': hush('label') },
  command: ['sh', '-c', 'sleep 1000', 'sh', '--password', hush('arg'), `--token=${hush('flag')}`, plain('arg')],
  healthCheck: { test: ['CMD', 'true', plain('health'), '--password', hush('health')], intervalSeconds: 1 },
};

async function makeContainers(): Promise<string> {
  const spec = { image: TEST_IMAGE, name: `hush-${RUN}`, start: true, stopSeconds: 0, ...SECRETS };
  const { id } = await call('containers.create', spec);
  // Refused by the engine, each in its own way.
  await call('containers.create', spec);
  await call('containers.create', { ...spec, name: `hush2-${RUN}`, image: 'zz/not-there:1' });
  await call('containers.create', { ...spec, name: `hush3-${RUN}`, command: ['nosuch-program', hush('program')] });
  await call('containers.create', { ...spec, name: `hush4-${RUN}`, networks: ['not-there'] });
  const clone = await call('containers.clone', {
    container: id,
    name: `hush5-${RUN}`,
    changes: { env: { SHOP_PASSWORD: hush('clone') } },
  });
  await jobOver(
    (await call('containers.recreate', { container: id, changes: { env: { MORE_TOKEN: hush('again') } } }))['job'],
  );
  await jobOver(
    (
      await call('containers.recreate', {
        container: `hush-${RUN}`,
        changes: { command: ['nosuch-broken', plain('broken')] },
      })
    )['job'],
  );
  await call('containers.rename', { container: clone['id'], name: `hush6-${RUN}` });
  await call('containers.remove', { container: clone['id'], force: true });
  const { removed } = (await call('containers.removed', {})) as { removed: { removed: string; name: string }[] };
  const mine = removed.find(({ name }) => name === `hush6-${RUN}`);
  await call('containers.createAgain', { removed: mine?.removed, start: false });
  return `hush-${RUN}`;
}

async function runInside(container: string): Promise<void> {
  const said = { command: ['sh', '-c', `echo ${hush('exec')}`, hush('execarg')], env: { A_TOKEN: hush('execenv') } };
  await call('containers.exec', { container, ...said });
  await call('containers.exec', { container, command: ['nosuch', hush('execmissing')] });
  await call('containers.exec', { container, command: ['sleep', '5', hush('execlate')], timeoutMs: 100 });
  await call('terminal.open', { container, command: ['sh', '-c', `echo ${hush('terminal')}`], columns: 80, rows: 24 });
  await call('containers.reveal', { container, name: 'SHOP_PASSWORD' });
  await call('containers.reveal', { container, name: hush('name') });
  await call('db.query', { container, statement: `alter user a password '${hush('db')}'` });
  await call('containers.logs', { container });
}

async function signIns(): Promise<void> {
  await call('users.create', { name: `u-${RUN}`, password: hush('password'), role: 'viewer' });
  await call('users.create', { name: `u-${RUN}`, password: hush('short'), role: 'nobody' });
  await at.post('/api/v1/auth/login', { username: `u-${RUN}`, password: hush('wrong') });
  await at.post('/api/v1/auth/login', { username: `u-${RUN}`, password: hush('password') });
  await at.post('/api/v1/auth/pair', { code: hush('code'), deviceName: 'x' });
  await at.post('/api/v1/auth/refresh', { refreshToken: hush('refresh') });
  await at.request('/api/v1/openapi.json', { token: hush('token') });
  await at.request(`/api/v1/transfer/${hush('ticket')}`, { token: admin });
  await at.request(`/api/v1/poll/containers?token=${hush('query')}`, { token: admin });
}

async function buildImage(): Promise<void> {
  const archive = pack();
  const dockerfile = `FROM ${TEST_IMAGE}\nLABEL hush=${RUN}\nARG A_TOKEN\nRUN echo got $A_TOKEN; export B_SECRET=${hush('dockerfile')}; exit 3\n`;
  archive.entry({ name: 'Dockerfile' }, dockerfile);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const part of archive) chunks.push(part as Buffer);
  const { job, url } = await call('images.build', {
    upload: true,
    tag: `hush-${RUN}`,
    args: { A_TOKEN: hush('buildarg') },
  });
  await at.request(String(url), { method: 'PUT', body: Buffer.concat(chunks), token: admin });
  await jobOver(job);
  // What a failed build leaves is built upon an image that other tests ask about.
  const left = (await containers.docker('images', '-aq', '--no-trunc', '-f', `label=hush=${RUN}`)).split('\n');
  const parents = await containers.docker('inspect', '-f', '{{.Parent}}', ...left);
  const last = left.find((id) => !parents.includes(id));
  if (last !== undefined) await containers.docker('rmi', last); // and with it those that it was built upon
  await jobOver((await call('images.pull', { reference: 'localhost:1/zz/x:1' }))['job']);
}

async function stacks(): Promise<void> {
  const name = `hush-${RUN}`;
  const compose = [
    'services:',
    '  web:',
    `    image: ${TEST_IMAGE}`,
    `    command: ["sleep", "1000", "--password", "${hush('stackarg')}"]`,
    '    environment:',
    '      WORD: ${WORD}',
    `      SHOP_PASSWORD: ${hush('stackenv')}`,
    `    labels: { ${label}: "${labelValue}" }`,
    '    stop_grace_period: 1s',
    '    secrets: [one]',
    'secrets:',
    '  one: { file: ./one.txt }',
    '',
  ].join('\n');
  const set = { name, compose, env: { WORD: hush('dotenv') }, files: { 'one.txt': hush('file') } };
  await call('stacks.set', set);
  await call('stacks.check', { name, compose: 'services:\n  web:\n    ports: ["${WORD}"]\n' });
  await jobOver((await call('stacks.apply', { name, plan: (await call('stacks.plan', { name }))['plan'] }))['job']);
  await call('stacks.set', { ...set, compose: compose.replace('sleep', 'nosuch-stack') });
  await jobOver((await call('stacks.apply', { name, plan: (await call('stacks.plan', { name }))['plan'] }))['job']);
  await call('stacks.set', { ...set, compose: compose.replace('    image', '    networks: ["${WORD}"]\n    image') });
  await call('stacks.plan', { name });
}

async function others(): Promise<void> {
  await call('volumes.create', {
    name: `hush-${RUN}`,
    options: { type: 'nfs', o: `addr=192.0.2.1,password=${hush('volume')}`, device: `:/${plain('device')}` },
    labels: { 'a.secret': hush('volumelabel'), [label]: labelValue },
  });
  await call('networks.create', {
    name: `hush-${RUN}`,
    labels: { 'a.secret': hush('netlabel') },
    driver: plain('driver'),
  });
  const rule = {
    name: 'r',
    isOn: true,
    when: { kind: 'event', event: 'oom' },
    containers: { by: 'all' },
    quietMinutes: 1,
    isShown: false,
  };
  const webhook = { url: `https://192.0.2.1/${hush('webhook')}`, secret: hush('hooksecret'), allowsLocal: true };
  await call('alerts.set', { ...rule, webhook });
  await call('alerts.test', { webhook: { ...webhook, url: `http://127.0.0.1:1/${hush('hooktest')}` } });
}

/** Everything that somebody of this role can ask. */
async function askAll(role: 'viewer' | 'operator', container: string): Promise<string[]> {
  const token = at.tokenOf(role, `asks-${role}`);
  const told: string[] = [];
  const ask = async (command: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
    const { body } = await at.call(command, params, token);
    told.push(`${command} ${JSON.stringify(body)}`);
    return (body['result'] ?? {}) as Record<string, unknown>;
  };
  const { jobs } = (await ask('jobs.list')) as { jobs: { job: string }[] };
  for (const { job } of jobs) await ask('jobs.get', { job });
  for (const command of [
    'containers.list',
    'stacks.list',
    'images.list',
    'volumes.list',
    'networks.list',
    'ports.list',
    'images.prunePlan',
    'containers.prunePlan',
    'volumes.prunePlan',
    'networks.prunePlan',
  ])
    await ask(command);
  for (const command of ['containers.inspect', 'containers.top', 'containers.statsHistory'])
    await ask(command, { container });
  for (const command of ['stacks.get', 'stacks.plan', 'stacks.removePlan']) await ask(command, { name: `hush-${RUN}` });
  for (const version of [1, 2, 3]) await ask('stacks.version', { name: `hush-${RUN}`, version });
  await ask('volumes.inspect', { volume: `hush-${RUN}` });
  await ask('networks.inspect', { network: `hush-${RUN}` });
  for (const path of [
    '/metrics',
    '/api/v1/openapi.json',
    '/api/v1/connections',
    '/api/v1/poll/jobs',
    '/api/v1/poll/docker:events?engine=default',
  ])
    told.push(`${path} ${JSON.stringify((await at.request(path, { token })).body)}`);
  told.push(...(peers[role]?.events.map(([name, payload]) => `${name} ${JSON.stringify(payload)}`) ?? []));
  return told;
}

const found = (told: readonly string[], isMeant: (mark: string) => boolean): string[] =>
  told.flatMap((text) =>
    marksIn(text)
      .filter(isMeant)
      .map(
        (mark) =>
          `${mark} in ${text.slice(0, text.indexOf(' '))}: …${text.slice(Math.max(0, text.indexOf(mark) - 100), text.indexOf(mark) + 40)}`,
      ),
  );

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test('nothing secret is told, logged or kept', async () => {
  const container = await makeContainers();
  await runInside(container);
  await signIns();
  await buildImage();
  await stacks();
  await others();

  expect.soft(found(await askAll('viewer', container), () => true)).toEqual([]);
  expect.soft(found(await askAll('operator', container), (mark) => mark.startsWith('zhush'))).toEqual([]);
  // An admin reads what was done, and by that no secret.
  const records = [await call('audit.query', { limit: 1000 }), await call('appLogs.query', { limit: 1000 })];
  expect
    .soft(
      found(
        records.map((one) => ` ${JSON.stringify(one)}`),
        () => true,
      ),
    )
    .toEqual([]);
  expect
    .soft(
      found(
        at.logged.map((one) => ` ${one}`),
        () => true,
      ),
    )
    .toEqual([]);

  expect
    .soft(found([` ${JSON.stringify(await call('jobs.list', {}))}`], (mark) => mark.startsWith('zhush')))
    .toEqual([]);

  await at.core.dispose();
  // Files that containers are given are to be read by whoever runs in them; nobody else gets into the folder above.
  expect(modeOf(at.home)).toBe('700');
  // Kept as they are, because they are needed as they are: for this user of the computer alone.
  const NEEDED = /^store\/(stacks|containers)\//;
  for (const file of readdirSync(at.home, { recursive: true, encoding: 'utf8' })) {
    const path = join(at.home, file);
    if (!statSync(path).isFile()) continue;
    const marks = marksIn(readFileSync(path, 'utf8'));
    if (marks.length === 0) continue;
    expect.soft([file, marks.length > 0 && !NEEDED.test(file) ? marks : []]).toEqual([file, []]);
    if (!/\/files\//.test(file)) expect.soft([file, modeOf(path)]).toEqual([file, '600']);
  }
}, 120_000);

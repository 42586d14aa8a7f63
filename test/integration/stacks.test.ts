// Stacks end to end on a real engine: targets, plans, applies with their roll-back, drift, and what other tools see of it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '#shared/protocol/errors.ts';
import { startEngine, TEST_IMAGE, type TestEngine } from '../engine.ts';
import { startStackProgram, type StackProgram } from './stack-program.ts';

let engine: TestEngine;
let home: string;
let program: StackProgram;

beforeAll(async () => {
  engine = await startEngine();
  home = mkdtempSync(join(tmpdir(), 'qs-stacks-'));
  program = await startStackProgram(engine.host, home);
}, 90_000);
afterAll(async () => {
  await program?.close();
  await engine?.stop();
  if (home) rmSync(home, { recursive: true, force: true });
});

const service = (script: string, more = ''): string =>
  `    image: ${TEST_IMAGE}\n    init: true\n    command: ["sh", "-c", ${JSON.stringify(script)}]\n    stop_grace_period: 1s\n${more}`;
const RUN = 'while :; do sleep 0.2; done';
const names = async (stack: string): Promise<string[]> => {
  const { stdout } = await engine.docker(
    'ps',
    '--format',
    '{{.Names}}',
    '--filter',
    `label=com.docker.compose.project=${stack}`,
  );
  return stdout.split('\n').filter(Boolean).sort();
};
const idOf = async (name: string): Promise<string> =>
  (await engine.docker('inspect', '-f', '{{.Id}}', name)).stdout.trim();

test('a target is planned, applied, seen by the docker CLI, and plans nothing afterwards', async () => {
  const { client, set, plan, apply } = program;
  const compose = `services:
  db:
${service('touch /data/x; ' + RUN, '    volumes: ["data:/data"]\n    healthcheck: {test: "test -f /data/x", interval: 1s, retries: 5}\n')}
  web:
${service(RUN, '    environment: {LEVEL: "${LEVEL}"}\n    scale: 2\n    depends_on: {db: {condition: service_healthy}}\n    secrets: [word]\n')}
  migrate:
${service('exit 0', '    depends_on: [db]\n')}
volumes:
  data:
secrets:
  word:
    file: ./word.txt
`;
  expect(await set('shop', compose, { env: { LEVEL: 'warn' }, files: { 'word.txt': 'hush' } })).toMatchObject({
    problems: [],
  });
  const before = await plan('shop');
  expect(before.actions.map(({ action, name }) => `${action} ${name}`)).toEqual([
    'create shop-db-1',
    'create shop-web-1',
    'create shop-web-2',
    'create shop-migrate-1',
  ]);
  expect(before.resources.map(({ kind, name, action }) => `${action} ${kind} ${name}`)).toEqual([
    'create network shop_default',
    'create volume shop_data',
    `unchanged image ${TEST_IMAGE}`,
  ]);
  expect(await names('shop')).toEqual([]);
  const lines = await apply('shop', before.plan);
  expect(lines.at(-1)).toMatchObject({ status: 'done', message: 'Created 4.', progress: 1 });
  expect(lines.map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      'Creating the network shop_default.',
      'Creating shop-web-2.',
      'web waits for db: it has to be healthy.',
    ]),
  );
  // The one that ends by itself may just do so.
  await expect.poll(() => names('shop')).toEqual(['shop-db-1', 'shop-web-1', 'shop-web-2']);
  expect((await engine.docker('exec', 'shop-web-1', 'sh', '-c', 'cat /run/secrets/word; echo $LEVEL')).stdout).toBe(
    'hushwarn\n',
  );
  expect((await plan('shop')).isEmpty).toBe(true);
  const { stack, services, history, target } = await client.call('stacks.get', { name: 'shop' });
  expect(stack).toMatchObject({ source: 'both', running: 3, isUnfinished: false, errors: 0, job: null });
  expect(stack.lastAppliedAt).not.toBeNull();
  expect(services.map((one) => [one.service, one.status.status, one.status.running, one.status.wanted])).toEqual([
    ['db', 'running', 1, 1],
    ['web', 'running', 2, 2],
    ['migrate', 'stopped', 0, 0],
  ]);
  expect(history).toMatchObject([{ entry: 1, version: 1, result: 'done', summary: 'Created 4.', by: 'local' }]);
  expect(target).toMatchObject({ version: 1, isMasked: false, env: 'LEVEL=warn\n' });
});

test('a change makes anew what it concerns, says why, and leaves the rest alone', async () => {
  const { set, plan, apply, client } = program;
  const web = (level: string, scale: number): string =>
    `services:\n  web:\n${service(RUN, `    environment: {LEVEL: "${level}"}\n    scale: ${scale}\n`)}  db:\n${service(RUN)}`;
  await set('change', web('info', 1));
  await apply('change', (await plan('change')).plan);
  const [db, old] = [await idOf('change-db-1'), await idOf('change-web-1')];
  await set('change', web('debug', 2));
  const next = await plan('change');
  expect(next.actions.map(({ action, name }) => `${action} ${name}`)).toEqual([
    'recreate change-web-1',
    'create change-web-2',
    'unchanged change-db-1',
  ]);
  expect(next.actions[0]).toMatchObject({
    reason: 'environment LEVEL changed.',
    changes: [{ key: 'environment LEVEL' }],
  });
  await apply('change', next.plan);
  expect(await idOf('change-db-1')).toBe(db);
  expect(await idOf('change-web-1')).not.toBe(old);
  // Fewer again, and a service that is gone.
  await set('change', `services:\n  web:\n${service(RUN, '    environment: {LEVEL: "debug"}\n')}`);
  const less = await plan('change');
  expect(less.actions.map(({ action, name }) => `${action} ${name}`).sort()).toEqual([
    'remove change-db-1',
    'remove change-web-2',
    'unchanged change-web-1',
  ]);
  await apply('change', less.plan);
  expect(await names('change')).toEqual(['change-web-1']);
  // And back to the first version.
  const { version } = await client.call('stacks.return', { name: 'change', version: 1 });
  expect(version).toBe(4);
  await apply('change', (await plan('change')).plan);
  expect(await names('change')).toEqual(['change-db-1', 'change-web-1']);
});

test('a service that fails its health check comes back as it was, and the apply fails with the reason', async () => {
  const { set, plan, apply, client } = program;
  const web = (test: string): string =>
    `services:\n  web:\n${service(RUN, `    healthcheck: {test: "${test}", interval: 1s, timeout: 2s, retries: 2}\n`)}`;
  await set('sick', web('true'));
  await apply('sick', (await plan('sick')).plan);
  const old = await idOf('sick-web-1');
  await set('sick', web('echo broken; exit 1'));
  const lines = await apply('sick', (await plan('sick')).plan);
  expect(lines.at(-1)).toMatchObject({ status: 'failed' });
  expect(lines.at(-1)?.error?.message).toContain('not healthy');
  expect(await idOf('sick-web-1')).toBe(old);
  expect(await names('sick')).toEqual(['sick-web-1']);
  const { stack, history } = await client.call('stacks.get', { name: 'sick' });
  expect(stack).toMatchObject({ isUnfinished: true, running: 1 });
  expect(history[0]).toMatchObject({ result: 'failed', version: 2 });
});

test('a plan that no longer fits is refused, and so is a second apply at once', async () => {
  const { set, plan, client } = program;
  await set('twice', `services:\n  web:\n${service(RUN)}  slow:\n${service(RUN, '    depends_on: [web]\n')}`);
  const first = await plan('twice');
  await set('twice', `services:\n  web:\n${service(RUN)}`);
  await expect(client.call('stacks.apply', { name: 'twice', plan: first.plan })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'plan_stale',
  });
  const second = await plan('twice');
  await engine.docker(
    'create',
    '--name',
    'twice-web-1',
    '--label',
    'com.docker.compose.project=twice',
    '--label',
    'com.docker.compose.service=web',
    TEST_IMAGE,
    'true',
  );
  await expect(client.call('stacks.apply', { name: 'twice', plan: second.plan })).rejects.toMatchObject({
    reason: 'plan_stale',
  });
  await engine.docker('rm', 'twice-web-1');
  const [good, other] = [await plan('twice'), await plan('twice')];
  const both = await Promise.allSettled([
    client.call('stacks.apply', { name: 'twice', plan: good.plan }),
    client.call('stacks.apply', { name: 'twice', plan: other.plan }),
  ]);
  const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as AppError] : []));
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ code: 'conflict', reason: 'taken' });
  const started = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.job] : []));
  await program.ended(started[0] ?? '');
  expect(await names('twice')).toEqual(['twice-web-1']);
  expect((await plan('twice')).isEmpty).toBe(true);
});

test('a project of another tool is found, and taken over without making anything anew', async () => {
  const { client, set, plan, apply } = program;
  const labels = (name: string, number = 1): string[] =>
    [
      'com.docker.compose.project=found',
      `com.docker.compose.service=${name}`,
      `com.docker.compose.container-number=${number}`,
      'com.docker.compose.oneoff=False',
      'com.docker.compose.config-hash=0123',
    ].flatMap((label) => ['--label', label]);
  await engine.docker('network', 'create', '--label', 'com.docker.compose.project=found', 'found_default');
  const run = ['run', '-d', '--init', '--network', 'found_default', '--stop-timeout', '1'];
  await engine.docker(
    ...run,
    '--name',
    'found-web-1',
    '--network-alias',
    'web',
    '-e',
    'A=1',
    '-m',
    '64m',
    '-v',
    'found_data:/data',
    ...labels('web'),
    TEST_IMAGE,
    'sh',
    '-c',
    RUN,
  );
  await expect
    .poll(async () => (await client.call('stacks.list', {})).stacks.find(({ name }) => name === 'found'))
    .toMatchObject({ source: 'labels', running: 1, wanted: 1, drift: null });
  const written = await client.call('stacks.found', { name: 'found' });
  expect(written.from).toBe('containers');
  const compose = `services:\n  web:\n${service(RUN, '    environment: {A: "1"}\n    mem_limit: 64m\n    volumes: ["data:/data"]\n')}volumes:\n  data:\n`;
  await set('found', compose);
  const [id, next] = [await idOf('found-web-1'), await plan('found')];
  expect(next.actions).toMatchObject([{ action: 'unchanged', name: 'found-web-1' }]);
  await apply('found', next.plan);
  expect(await idOf('found-web-1')).toBe(id);
  // What was written from what runs means the same.
  await set('found', written.compose);
  expect((await plan('found')).actions).toMatchObject([{ action: 'unchanged', name: 'found-web-1' }]);
});

test('drift is seen within 5 s, with the status of each service by events', async () => {
  const { set, plan, apply, client } = program;
  await set('drift', `services:\n  web:\n${service(RUN, '    mem_limit: 64m\n')}`);
  await apply('drift', (await plan('drift')).plan);
  const drift = async () => (await client.call('stacks.get', { name: 'drift' })).stack.drift;
  await expect.poll(drift, { timeout: 5000 }).toEqual({ differs: false, reasons: [] });
  const seen: unknown[] = [];
  const listening = client.subscribe('service:status', { stack: 'drift' }, { onItems: (items) => seen.push(...items) });
  await engine.docker('update', '--memory', '80m', '--memory-swap', '160m', 'drift-web-1');
  await expect.poll(drift, { timeout: 5000 }).toMatchObject({
    differs: true,
    reasons: ['drift-web-1: mem_limit: 64m becomes... '].map(() => expect.stringContaining('mem_limit')),
  });
  await engine.docker('update', '--memory', '64m', '--memory-swap', '128m', 'drift-web-1');
  await expect.poll(drift, { timeout: 5000 }).toMatchObject({ differs: false });
  await engine.docker('stop', 'drift-web-1');
  await expect.poll(drift, { timeout: 5000 }).toMatchObject({ differs: true });
  await expect
    .poll(() => seen.at(-1), { timeout: 5000 })
    .toMatchObject({ stack: 'drift', service: 'web', status: 'stopped', running: 0, wanted: 1 });
  await engine.docker('rm', 'drift-web-1');
  await expect
    .poll(drift, { timeout: 5000 })
    .toMatchObject({ differs: true, reasons: ['drift-web-1: It is not there yet.'] });
  await apply('drift', (await plan('drift')).plan);
  await expect.poll(drift, { timeout: 5000 }).toEqual({ differs: false, reasons: [] });
  await expect.poll(() => seen.at(-1), { timeout: 5000 }).toMatchObject({ status: 'running', running: 1 });
  listening.dispose();
});

test('conditions: what has to end first is waited for, and what fails stops those that wait', async () => {
  const { set, plan, apply } = program;
  const stack = (code: number): string => `services:
  seed:
${service(`sleep 1; exit ${code}`)}
  web:
${service(RUN, '    depends_on: {seed: {condition: service_completed_successfully}}\n')}`;
  await set('order', stack(3));
  const failed = await apply('order', (await plan('order')).plan);
  expect(failed.at(-1)).toMatchObject({ status: 'failed' });
  expect(failed.at(-1)?.error?.message).toBe('seed ended with exit code 3, and others wait for its success.');
  expect(await names('order')).toEqual([]);
  await set('order', stack(0));
  const done = await apply('order', (await plan('order')).plan);
  expect(done.at(-1)).toMatchObject({ status: 'done' });
  expect(await names('order')).toEqual(['order-web-1']);
});

test('a port that is taken, an image that is not there and a target with errors are told in a sentence', async () => {
  const { set, plan, apply, client } = program;
  await engine.docker('run', '-d', '--name', 'qs-port', '-p', '18099:80', TEST_IMAGE, 'sh', '-c', RUN);
  await set('taken', `services:\n  web:\n${service(RUN, '    ports: ["18099:80"]\n')}`);
  const lines = await apply('taken', (await plan('taken')).plan);
  expect(lines.at(-1)?.error).toMatchObject({ code: 'conflict' });
  expect(lines.at(-1)?.error?.message).toContain('18099');
  await set('noimage', 'services:\n  web:\n    image: 127.0.0.1:1/nothing:1\n');
  const pulled = await apply('noimage', (await plan('noimage')).plan);
  expect(pulled.at(-1)).toMatchObject({ status: 'failed' });
  const { problems } = await set('wrong', 'services:\n  web:\n    imgae: x\n');
  expect(problems).toMatchObject([
    { line: 2, severity: 'error' },
    { line: 3, column: 5, message: 'There is no key "imgae" here. "image" is one.' },
  ]);
  await expect(client.call('stacks.plan', { name: 'wrong' })).rejects.toMatchObject({
    code: 'bad_request',
    field: 'compose',
  });
  // A target that cannot be read says nothing of how many containers there should be.
  await set('noimage', 'services: [');
  await engine.docker(
    'run',
    '-d',
    '--name',
    'noimage-web-1',
    '--label',
    'com.docker.compose.project=noimage',
    '--label',
    'com.docker.compose.service=web',
    TEST_IMAGE,
    'sh',
    '-c',
    RUN,
  );
  await expect
    .poll(async () => (await client.call('stacks.get', { name: 'noimage' })).stack)
    .toMatchObject({ running: 1, wanted: 1, drift: null, source: 'both' });
  expect((await client.call('stacks.get', { name: 'noimage' })).stack.errors).toBeGreaterThan(0);
  await engine.docker('rm', '-f', 'noimage-web-1');
  await expect(client.call('stacks.plan', { name: 'nothing' })).rejects.toMatchObject({ code: 'not_found' });
  await engine.docker('rm', '-f', 'qs-port');
});

test('start, stop, restart, and a removal that takes volumes only where it names them', async () => {
  const { set, plan, apply, client } = program;
  await set('acts', `services:\n  web:\n${service(RUN, '    volumes: ["data:/data"]\n')}volumes:\n  data:\n`);
  await apply('acts', (await plan('acts')).plan);
  const listed = async (): Promise<number> => (await client.call('stacks.get', { name: 'acts' })).stack.running;
  await expect.poll(listed).toBe(1);
  expect((await client.call('stacks.stop', { name: 'acts' })).containers).toHaveLength(1);
  expect(await names('acts')).toEqual([]);
  await expect.poll(listed).toBe(0);
  expect((await client.call('stacks.start', { name: 'acts' })).failed).toEqual([]);
  expect(await names('acts')).toEqual(['acts-web-1']);
  await expect.poll(listed).toBe(1);
  expect((await client.call('stacks.restart', { name: 'acts', services: ['web'] })).containers).toHaveLength(1);
  const first = await client.call('stacks.removePlan', { name: 'acts' });
  expect(first.items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'container acts-web-1',
    'network acts_default',
    'volume acts_data',
    'target acts',
  ]);
  const removed = await client.call('stacks.remove', { name: 'acts', plan: first.plan });
  expect(removed.skipped).toEqual([]);
  expect(removed.removed).toHaveLength(3);
  expect((await engine.docker('volume', 'ls', '-q')).stdout).toContain('acts_data');
  await expect
    .poll(async () => (await client.call('stacks.list', {})).stacks.map(({ name }) => name))
    .not.toContain('acts');
});

test('an apply is stopped on request, and another program on the same home finds targets and history', async () => {
  const { set, plan, client } = program;
  await set(
    'stopped',
    `services:\n  a:\n${service('sleep 1000')}  b:\n${service(RUN, '    depends_on: {a: {condition: service_completed_successfully}}\n')}`,
  );
  const { job } = await client.call('stacks.apply', { name: 'stopped', plan: (await plan('stopped')).plan });
  await expect.poll(() => names('stopped')).toEqual(['stopped-a-1']);
  await client.call('jobs.cancel', { job });
  expect((await client.call('stacks.get', { name: 'stopped' })).history[0]).toMatchObject({
    result: 'cancelled',
    summary: 'Created 1.',
  });
  expect(await names('stopped')).toEqual(['stopped-a-1']);
  await program.close();
  program = await startStackProgram(engine.host, home);
  const { stack, target } = await program.client.call('stacks.get', { name: 'stopped' });
  expect(stack).toMatchObject({ source: 'both', isUnfinished: true });
  expect(target?.version).toBe(1);
});

test('build: an image that is not there is built from its folder before its service runs', async () => {
  const { set, plan, apply } = program;
  await set(
    'built',
    'services:\n  app:\n    build: {context: ./app, args: {WORD: hello}}\n    command: ["sh", "-c", "cat /word; while :; do sleep 0.2; done"]\n    stop_grace_period: 1s\n',
    { files: { 'app/Dockerfile': `FROM ${TEST_IMAGE}\nARG WORD\nRUN echo "$WORD" > /word\n` } },
  );
  const next = await plan('built');
  expect(next.resources).toMatchObject([{ kind: 'network' }, { kind: 'image', name: 'built-app', action: 'build' }]);
  const lines = await apply('built', next.plan);
  expect(lines.at(-1)).toMatchObject({ status: 'done' });
  expect((await engine.docker('logs', 'built-app-1')).stdout).toBe('hello\n');
  expect((await plan('built')).isEmpty).toBe(true);
});

test('a project is seen through the files that its labels name', async () => {
  const folder = join(home, 'elsewhere');
  rmSync(folder, { recursive: true, force: true });
  const { client } = program;
  const { mkdirSync } = await import('node:fs');
  mkdirSync(folder);
  writeFileSync(join(folder, 'compose.yaml'), 'services:\n  web:\n    image: x\n');
  writeFileSync(join(folder, '.env'), 'A=1\n');
  await engine.docker(
    'run',
    '-d',
    '--name',
    'filed-web-1',
    '--label',
    'com.docker.compose.project=filed',
    '--label',
    'com.docker.compose.service=web',
    '--label',
    `com.docker.compose.project.working_dir=${folder}`,
    '--label',
    `com.docker.compose.project.config_files=${folder}/compose.yaml`,
    TEST_IMAGE,
    'sh',
    '-c',
    RUN,
  );
  await expect
    .poll(async () => (await client.call('stacks.list', {})).stacks.map(({ name }) => name))
    .toContain('filed');
  expect(await client.call('stacks.found', { name: 'filed' })).toEqual({
    compose: readFileSync(join(folder, 'compose.yaml'), 'utf8'),
    env: 'A=1\n',
    files: {},
    folder,
    from: 'files',
  });
});

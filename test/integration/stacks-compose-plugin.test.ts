// The compose plugin of the docker CLI in place of our own apply: started by the CLI itself, on a real engine.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine, TEST_IMAGE, type TestEngine } from '../engine.ts';
import { startStackProgram, type StackProgram } from './stack-program.ts';

let engine: TestEngine;
let home: string;
let program: StackProgram;
let plugin: string;
let record: string;

const PLUGIN = new URL('../compose-plugin.mjs', import.meta.url).pathname;
const install = (): void =>
  writeFileSync(plugin, `#!/bin/sh\nexec "${process.execPath}" "${PLUGIN}" "${record}" "$@"\n`, { mode: 0o755 });

beforeAll(async () => {
  engine = await startEngine();
  home = mkdtempSync(join(tmpdir(), 'qs-compose-'));
  record = join(home, 'record.jsonl');
  plugin = join(home, 'docker/cli-plugins/docker-compose');
  mkdirSync(join(home, 'docker/cli-plugins'), { recursive: true });
  install();
  program = await startStackProgram(engine.host, home, {
    DOCKER_CONFIG: join(home, 'docker'),
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    // Ours, and no compose file's.
    LEVEL: 'of the program',
  });
}, 90_000);
afterAll(async () => {
  await program?.close();
  await engine?.stop();
  if (home) rmSync(home, { recursive: true, force: true });
});

const RUN = '    command: ["sh", "-c", "while :; do sleep 0.2; done"]\n    init: true\n    stop_grace_period: 1s\n';
const web = (more = ''): string => `services:\n  web:\n    image: ${TEST_IMAGE}\n${RUN}${more}`;
const lastRun = (): { args: string[]; env: Record<string, string>; pids: number[] } =>
  JSON.parse(readFileSync(record, 'utf8').trim().split('\n').at(-1) ?? '') as ReturnType<typeof lastRun>;
const state = async (stack: string): Promise<string> =>
  (
    await engine.docker(
      'ps',
      '-a',
      '--filter',
      `label=com.docker.compose.project=${stack}`,
      '--format',
      '{{.Names}} {{.State}}',
    )
  ).stdout.trim();
const failure = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

test('it is offered by its version, applies the target, and a plan finds nothing to do afterwards', async () => {
  const { client, set, plan, apply } = program;
  expect(await client.call('stacks.appliers', {})).toEqual({ compose: { version: '2.99.0' } });
  const compose = `${web('    environment: {LEVEL: "${LEVEL}"}\n    depends_on: {db: {condition: service_healthy}}\n')}  db:
    image: ${TEST_IMAGE}
${RUN}    healthcheck: {test: "test -f /tmp/ready || touch /tmp/ready", interval: 1s, retries: 5}
    volumes: ["data:/data", "./word.txt:/word.txt:ro"]
volumes: {data: {}}
`;
  await set('plug', compose, { env: { LEVEL: 'of the target' }, files: { 'word.txt': 'hush' } });
  const lines = await apply('plug', (await plan('plug')).plan, 'compose');
  expect(lines.at(-1)).toMatchObject({ status: 'done', message: 'Created 2.' });
  expect(lines.map(({ stage, message, service }) => [stage, message, service])).toEqual(
    expect.arrayContaining([
      ['plan', 'docker compose 2.99.0 finds out what to do.', undefined],
      ['network', 'Creating the network plug_default.', undefined],
      ['volume', 'Creating the volume plug_data.', undefined],
      ['create', 'Creating plug_db_1.', 'db'],
    ]),
  );
  const { stdout } = await engine.docker('exec', 'plug_web_1', 'sh', '-c', 'echo $LEVEL');
  expect(stdout).toBe('of the target\n');
  expect((await engine.docker('exec', 'plug_db_1', 'cat', '/word.txt')).stdout).toBe('hush');
  const { args, env } = lastRun();
  const folder = args[args.indexOf('--project-directory') + 1] ?? '';
  expect(args).toEqual([
    ...['--ansi', 'never', '--progress', 'json', '--project-name', 'plug', '--project-directory', folder],
    ...['--file', join(folder, 'compose.yaml'), '--env-file', join(folder, '.env')],
    ...['up', '--detach', '--no-color', '--remove-orphans'],
  ]);
  expect(env['DOCKER_HOST']).toBe(engine.host);
  expect(env['LEVEL']).toBeUndefined();
  // Made by another hand and as the target says all the same.
  expect((await plan('plug')).isEmpty).toBe(true);
  const { history, appliesWith } = await client.call('stacks.get', { name: 'plug' });
  expect(history).toMatchObject([{ result: 'done', summary: 'Created 2.', appliedWith: 'docker compose 2.99.0' }]);
  expect(appliesWith).toBe('compose');
});

test('what it changes is told, and what it made is taken on by our own apply', async () => {
  const { client, set, plan, apply } = program;
  await set('both', web());
  await apply('both', (await plan('both')).plan, 'compose');
  await set('both', web('    environment: {A: "1"}\n'));
  const lines = await apply('both', (await plan('both')).plan, 'compose');
  expect(lines.at(-1)?.message).toBe('Recreated 1.');
  await set('both', web('    environment: {A: "2"}\n'));
  await apply('both', (await plan('both')).plan);
  expect((await engine.docker('exec', 'both-web-1', 'sh', '-c', 'echo $A')).stdout).toBe('2\n');
  const { history, appliesWith } = await client.call('stacks.get', { name: 'both' });
  expect(history.map(({ appliedWith }) => appliedWith ?? 'us')).toEqual([
    'us',
    'docker compose 2.99.0',
    'docker compose 2.99.0',
  ]);
  expect(appliesWith).toBe('quayside');
});

test('its failures are told in words, without what variables hold', async () => {
  const { client, set, plan } = program;
  await engine.docker('run', '-d', '--name', 'plug-holder', '-p', '18099:80', TEST_IMAGE, 'sleep', '600');
  const applied = async (name: string, compose: string, env = {}): Promise<unknown> => {
    await set(name, compose, { env });
    const { job } = await client.call('stacks.apply', { name, plan: (await plan(name)).plan, with: 'compose' });
    await failure(program.ended(job));
    return (await client.call('jobs.get', { job })).job.error;
  };
  expect(await applied('port', web('    ports: ["18099:80"]\n'))).toMatchObject({
    code: 'conflict',
    message: 'Port 18099 is already used on this machine.',
  });
  expect(
    await applied('sick', web('    healthcheck: {test: "exit 1", interval: 1s, timeout: 1s, retries: 1}\n')),
  ).toMatchObject({ code: 'conflict', message: expect.stringContaining('web is not healthy') as string });
  expect(await applied('user', web('    user: "${SECRET}"\n'), { SECRET: 'hush-hush' })).toMatchObject({
    message: 'The image has no user or group "•••".',
  });
  // There is no way back: what it did stays, and the history says what.
  expect(await state('sick')).toBe('sick_web_1 running');
  const { history } = await client.call('stacks.get', { name: 'sick' });
  expect(history[0]).toMatchObject({ result: 'failed', summary: 'Created 1.' });
});

test('stopped, it ends with everything that it started', async () => {
  const { client, set, plan } = program;
  const slow = `${web('    depends_on: {db: {condition: service_healthy}}\n')}  db:
    image: ${TEST_IMAGE}
${RUN}    healthcheck: {test: "exit 1", interval: 60s, retries: 50}
`;
  await set('slow', slow);
  const { job } = await client.call('stacks.apply', { name: 'slow', plan: (await plan('slow')).plan, with: 'compose' });
  await expect.poll(() => state('slow'), { timeout: 20_000 }).toContain('slow_db_1 running');
  await client.call('jobs.cancel', { job });
  expect((await client.call('jobs.get', { job })).job.status).toBe('cancelled');
  const isAlive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  await expect.poll(() => lastRun().pids.filter(isAlive)).toEqual([]);
  expect(await state('slow')).toBe('slow_db_1 running');
  const { history } = await client.call('stacks.get', { name: 'slow' });
  expect(history[0]).toMatchObject({ result: 'cancelled', summary: 'Created 1.' });
}, 40_000);

test('where it is gone by then nothing is done, and the same plan is applied by Quayside', async () => {
  const { client, set, plan, apply } = program;
  await set('gone', web());
  const made = await plan('gone');
  rmSync(plugin);
  try {
    expect(await client.call('stacks.appliers', {})).toEqual({ compose: null });
    expect(await failure(apply('gone', made.plan, 'compose'))).toMatchObject({
      code: 'conflict',
      message: 'docker compose is no longer installed here.',
    });
    expect((await apply('gone', made.plan)).at(-1)?.message).toBe('Created 1.');
  } finally {
    install();
  }
});

test('docker-compose of Debian sees a project that Quayside made', async () => {
  const { set, plan, apply } = program;
  await set('seen', web('    scale: 2\n'));
  await apply('seen', (await plan('seen')).plan);
  const file = join(home, 'seen.yaml');
  writeFileSync(file, web('    scale: 2\n'));
  const { stdout } = await promisify(execFile)(
    'docker-compose',
    ['-p', 'seen', '-f', file, 'ps', '--services', '--filter', 'status=running'],
    {
      env: { ...process.env, DOCKER_HOST: engine.host },
    },
  );
  expect(stdout.trim()).toBe('web');
  const listed = await promisify(execFile)('docker-compose', ['-p', 'seen', '-f', file, 'ps', '-q'], {
    env: { ...process.env, DOCKER_HOST: engine.host },
  });
  expect(listed.stdout.trim().split('\n')).toHaveLength(2);
});

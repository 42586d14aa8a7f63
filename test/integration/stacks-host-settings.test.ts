// Settings of compose that a container's spec has no words for, on a real engine: as they were asked for, and gone with their line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine, TEST_IMAGE, type TestEngine } from '../engine.ts';
import { startStackProgram, type StackProgram } from './stack-program.ts';

let engine: TestEngine;
let home: string;
let program: StackProgram;

beforeAll(async () => {
  engine = await startEngine();
  home = mkdtempSync(join(tmpdir(), 'qs-host-'));
  program = await startStackProgram(engine.host, home);
}, 90_000);
afterAll(async () => {
  await program?.close();
  await engine?.stop();
  if (home) rmSync(home, { recursive: true, force: true });
});

const service = (more = ''): string =>
  `    image: ${TEST_IMAGE}\n    command: ["sleep", "600"]\n    init: true\n    stop_grace_period: 0s\n${more}`;
const host = async (name: string, key: string): Promise<unknown> =>
  JSON.parse((await engine.docker('inspect', '-f', `{{json .HostConfig.${key}}}`, name)).stdout) as unknown;
const idOf = async (name: string): Promise<string> =>
  (await engine.docker('inspect', '-f', '{{.Id}}', name)).stdout.trim();

test('shared processes, weights and groups are as the file says, and are gone once their lines are', async () => {
  const { set, plan, apply } = program;
  const file = (app: string): string =>
    `services:\n  app:\n${service(app)}  tracer:\n${service('    pid: service:app\n')}`;
  await set('shared', file('    cpu_shares: 512\n    group_add: ["44"]\n    mem_limit: 64m\n    memswap_limit: -1\n'));
  await apply('shared', (await plan('shared')).plan);
  expect(await host('shared-app-1', 'CpuShares')).toBe(512);
  expect(await host('shared-app-1', 'GroupAdd')).toEqual(['44']);
  const first = await idOf('shared-app-1');
  expect(await host('shared-tracer-1', 'PidMode')).toBe(`container:${first}`);
  expect((await engine.docker('exec', 'shared-tracer-1', 'ps')).stdout.match(/sleep 600/g)?.length).toBeGreaterThan(1);
  expect((await plan('shared')).isEmpty).toBe(true);
  await set('shared', file(''));
  const less = await plan('shared');
  expect(less.actions.map(({ action, name, reason }) => `${action} ${name}: ${reason}`)).toEqual([
    expect.stringContaining('recreate shared-app-1') as string,
    'recreate shared-tracer-1: It shares the processes of app, which is made anew.',
  ]);
  expect(less.actions[0]?.changes).toEqual(
    expect.arrayContaining([
      { key: 'cpu_shares', from: '512', to: '' },
      { key: 'group_add', from: '44', to: '' },
    ]),
  );
  await apply('shared', less.plan);
  expect(await host('shared-app-1', 'CpuShares')).toBe(0);
  expect(await host('shared-tracer-1', 'PidMode')).toBe(`container:${await idOf('shared-app-1')}`);
  expect((await plan('shared')).isEmpty).toBe(true);
});

test('Docker chooses a port of a range for each container, and a link is a name in the network', async () => {
  const { set, plan, apply } = program;
  const file = `services:
  web:
${service('    scale: 2\n    ports: ["18200-18210:80"]\n    links: ["db:database"]\n')}  db:
${service()}`;
  await set('ranged', file);
  await apply('ranged', (await plan('ranged')).plan);
  const ports = await Promise.all(
    [1, 2].map(async (i) => (await engine.docker('port', `ranged-web-${i}`, '80')).stdout.split('\n')[0]),
  );
  expect(new Set(ports).size).toBe(2);
  for (const port of ports) expect(port).toMatch(/:182(0\d|10)$/);
  await engine.docker('exec', 'ranged-web-1', 'ping', '-c', '1', '-W', '5', 'database');
  expect((await plan('ranged')).isEmpty).toBe(true);
});

test('what the engine cannot give is one sentence', async () => {
  const { client, set, plan, ended } = program;
  const refused = async (name: string, more: string): Promise<unknown> => {
    await set(name, `services:\n  app:\n${service(more)}`);
    const { job } = await client.call('stacks.apply', { name, plan: (await plan(name)).plan });
    await ended(job).catch(() => undefined);
    return (await client.call('jobs.get', { job })).job.error?.message;
  };
  expect(await refused('cards', '    gpus: all\n')).toBe(
    'This engine has no driver for the graphics processors or other devices that are asked for.',
  );
  expect(await refused('runs', '    runtime: nowhere\n')).toBe('This engine has no runtime "nowhere".');
});

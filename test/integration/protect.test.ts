// What is protected is neither removed, nor made anew, nor emptied by any way there is, and each way says so beforehand.
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
  home = mkdtempSync(join(tmpdir(), 'qs-protect-'));
  program = await startStackProgram(engine.host, home);
}, 90_000);
afterAll(async () => {
  await program?.close();
  await engine?.stop();
  if (home) rmSync(home, { recursive: true, force: true });
});

const docker = async (...args: string[]): Promise<string> => (await engine.docker(...args)).stdout.trim();
const idOf = (name: string): Promise<string> => docker('inspect', '-f', '{{.Id}}', name);
const service = (level: string): string =>
  `    image: ${TEST_IMAGE}\n    init: true\n    command: ["sleep", "1000"]\n    stop_grace_period: 1s\n    environment: {LEVEL: "${level}"}\n`;
const compose = (level: string, more = ''): string =>
  `services:\n  db:\n${service(level)}    volumes: ["data:/data"]\n  web:\n${service(level)}    depends_on: [db]\n${more}volumes:\n  data:\n`;

test('an apply that would make anew or remove what is protected says so in its plan, and touches nothing at all', async () => {
  const { client, set, plan, apply } = program;
  await set('kept', compose('one', `  old:\n${service('one')}`));
  await apply('kept', (await plan('kept')).plan);
  const before = await Promise.all(['kept-db-1', 'kept-web-1', 'kept-old-1'].map(idOf));
  await client.call('containers.protect', { container: 'kept-web-1', on: true });
  await set('kept', compose('two'));
  const changed = await plan('kept');
  expect(changed.actions.map(({ name, action, isProtected = false }) => [name, action, isProtected])).toEqual([
    ['kept-db-1', 'recreate', false],
    ['kept-web-1', 'recreate', true],
    ['kept-old-1', 'remove', false],
  ]);
  expect(changed.actions[1]?.reason).toMatch(/It is protected, so this is refused\.$/);
  await expect(client.call('stacks.apply', { name: 'kept', plan: changed.plan })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'protected',
    message: 'The container kept-web-1 is protected.',
    hint: 'Take the protection off first.',
  });
  // The other service, which nobody protects, was not made anew either.
  expect(await Promise.all(['kept-db-1', 'kept-web-1', 'kept-old-1'].map(idOf))).toEqual(before);

  await client.call('containers.protect', { container: 'kept-web-1', on: false });
  await client.call('containers.protect', { container: 'kept-old-1', on: true });
  const orphan = await client.call('stacks.plan', { name: 'kept', removeOrphans: true });
  expect(orphan.actions.find(({ name }) => name === 'kept-old-1')).toMatchObject({
    action: 'remove',
    isProtected: true,
  });
  await expect(client.call('stacks.apply', { name: 'kept', plan: orphan.plan })).rejects.toMatchObject({
    reason: 'protected',
    message: 'The container kept-old-1 is protected.',
  });
  await client.call('containers.protect', { container: 'kept-old-1', on: false });
  await apply('kept', (await client.call('stacks.plan', { name: 'kept', removeOrphans: true })).plan);
  expect(await docker('ps', '-a', '--format', '{{.Names}}', '--filter', 'name=kept-old')).toBe('');
});

test('a stack that is removed keeps what is protected of it, running, and its plan said so', async () => {
  const { client, set, plan, apply } = program;
  await set('gone', compose('one'));
  await apply('gone', (await plan('gone')).plan);
  const db = await idOf('gone-db-1');
  await client.call('containers.protect', { container: 'gone-db-1', on: true });
  await client.call('volumes.protect', { volume: 'gone_data', on: true });
  const removal = await client.call('stacks.removePlan', { name: 'gone' });
  const stays = removal.items.filter(({ reason }) => reason === 'It is protected, and stays.').map(({ name }) => name);
  expect(stays).toEqual(['gone-db-1', 'gone_data']);
  const only = removal.items.filter(({ kind }) => kind !== 'target').map(({ id }) => id);
  const { skipped } = await client.call('stacks.remove', { name: 'gone', plan: removal.plan, only });
  expect(skipped).toEqual(
    expect.arrayContaining([
      { id: db, reason: 'The container gone-db-1 is protected.' },
      { id: 'gone_data', reason: 'The volume gone_data is protected.' },
    ]),
  );
  expect(await docker('inspect', '-f', '{{.State.Running}}', 'gone-db-1')).toBe('true');
  await expect(idOf('gone-web-1')).rejects.toThrow('No such object');
  expect(await docker('volume', 'ls', '-q', '--filter', 'name=gone_data')).toBe('gone_data');
});

test('no volume that is protected goes with its container, by a prune, or is written over', async () => {
  const { client } = program;
  await docker('create', '--name', 'holder', '-v', '/data', TEST_IMAGE, 'true');
  const volume = await docker('inspect', '-f', '{{(index .Mounts 0).Name}}', 'holder');
  await client.call('volumes.protect', { volume, on: true });
  const refused = { code: 'conflict', reason: 'protected', hint: 'Take the protection off first.' };
  await expect(client.call('containers.remove', { container: 'holder', volumes: true })).rejects.toMatchObject({
    ...refused,
    message: `The volume ${volume} is protected.`,
  });
  await client.call('containers.remove', { container: 'holder' });
  expect(await docker('volume', 'ls', '-q', '--filter', `name=${volume}`)).toBe(volume);
  const { items } = await client.call('volumes.prunePlan', { filters: { which: 'anonymous' } });
  expect(items.map(({ id }) => id)).not.toContain(volume);
  for (const into of ['replace', 'merge'] as const)
    await expect(client.call('volumes.restore', { volume, into })).rejects.toMatchObject(refused);
});

test('a network that a protected container is in is not pruned, though the container does not run', async () => {
  const { client } = program;
  await docker('network', 'create', 'qs-p-net');
  await docker('create', '--name', 'member', '--network', 'qs-p-net', TEST_IMAGE, 'true');
  await client.call('containers.protect', { container: 'member', on: true });
  await expect
    .poll(async () => (await client.call('networks.prunePlan', {})).items.map(({ name }) => name))
    .not.toContain('qs-p-net');
  const error = await client.call('networks.remove', { network: 'qs-p-net' }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'conflict',
    reason: 'protected',
    message: 'The container member is in this network and protected.',
  });
  await docker('rm', 'member');
  await expect
    .poll(async () => (await client.call('containers.list', {})).containers.some(({ name }) => name === 'member'))
    .toBe(false);
  await client.call('networks.remove', { network: 'qs-p-net' });
});

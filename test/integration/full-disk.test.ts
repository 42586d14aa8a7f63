// Docker's disk is full: every act that needs room is refused in one sentence, leaves nothing half done, and works again
// as soon as a prune has made room.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storageOf } from '#main/host/disk-shares.ts';
import type { Client } from '#shared/client/client.ts';
import { type RestartableEngine, startRestartableEngine, TEST_IMAGE } from '../engine.ts';
import { type LocalProgram, startLocalProgram } from './local-program.ts';
import { type Registries, startRegistries } from './registry.ts';

const MB = 1e6;
const FULL = {
  code: 'engine_error',
  message: "Docker's disk is full.",
  hint: 'Remove what is not used, then try again.',
};

let engine: RestartableEngine;
let registries: Registries;
let program: LocalProgram;
let client: Client;
let home: string;
/** What the person at this computer chooses when asked. */
let chosen: string;

beforeAll(async () => {
  engine = await startRestartableEngine({ diskMiB: 128 });
  registries = await startRegistries(engine);
  home = mkdtempSync(join(tmpdir(), 'qs-full-'));
  program = await startLocalProgram(engine.host, { askWhichFile: () => Promise.resolve(chosen) });
  client = program.client;
}, 90_000);
afterAll(async () => {
  await program?.end();
  registries?.remove();
  await engine?.stop();
  if (home) rmSync(home, { recursive: true, force: true });
});

const docker = async (...args: string[]): Promise<string> => (await engine.docker(...args)).stdout.trim();
const over = async (job: string | null) => {
  if (job === null) throw new Error('no job was begun');
  await expect
    .poll(async () => (await client.call('jobs.get', { job })).job.endedAt, { timeout: 60_000 })
    .toBeDefined();
  return (await client.call('jobs.get', { job })).job;
};
const percent = async (): Promise<number> =>
  (await storageOf((await client.call('system.info', {})).rootDir)).storagePercent ?? 0;

test('nothing that needs room is half done while there is none, and all of it works after a prune', async () => {
  // Made while there is room: an image to pull and to load, a context to build, a volume to restore, 20 MB each.
  const pulled = `${registries.open}/quayside-test/big:1`;
  await docker('run', '--name', 'maker', TEST_IMAGE, 'sh', '-c', 'head -c 20000000 /dev/urandom > /big');
  await docker('commit', 'maker', pulled);
  await docker('push', pulled);
  const saved = join(home, 'image.tar');
  await docker('save', '-o', saved, pulled);
  await docker('rmi', pulled);
  const context = mkdtempSync(join(home, 'context-'));
  writeFileSync(join(context, 'big'), randomBytes(20 * MB));
  writeFileSync(join(context, 'Dockerfile'), `FROM ${TEST_IMAGE}\nCOPY big /big\n`);
  await docker('volume', 'create', 'filled');
  const backup = join(home, 'volume.tar');
  await docker(
    'run',
    '--name',
    'user',
    '-v',
    'filled:/data',
    TEST_IMAGE,
    'sh',
    '-c',
    'head -c 20000000 /dev/urandom > /data/x',
  );
  const { stdout: tar } = await engine.docker(
    'run',
    '--rm',
    '-v',
    'filled:/data',
    TEST_IMAGE,
    'sh',
    '-c',
    'tar -C /data -c x | base64',
  );
  writeFileSync(backup, Buffer.from(tar, 'base64'));
  await docker('rm', 'user');

  // A container that writes until it cannot.
  await docker('run', '--name', 'filler', TEST_IMAGE, 'sh', '-c', 'cat /dev/urandom > /all; true');
  expect(await percent()).toBeGreaterThan(97);

  const pull = async () => (await client.call('images.pull', { reference: pulled })).job;
  const build = async () => (await client.call('images.build', { context, tag: 'quayside-test/built:1' })).job;
  const load = async () => {
    chosen = saved;
    return (await client.call('images.load', {})).job;
  };
  const restore = async (volume: string) => {
    chosen = backup;
    return (await client.call('volumes.restore', { volume, into: 'new' })).job;
  };
  for (const [what, start] of Object.entries({ pull, build, load, restore: () => restore('again') })) {
    const { status, error } = await over(await start());
    expect([what, status, error]).toMatchObject([what, 'failed', FULL]);
  }
  await expect(
    client.call('containers.commit', { container: 'maker', reference: 'quayside-test/no:1' }),
  ).rejects.toMatchObject(FULL);
  const { images } = await client.call('images.list', {});
  expect(images.flatMap(({ tags }) => tags)).toEqual([TEST_IMAGE]);
  expect((await client.call('volumes.list', {})).volumes.map(({ name }) => name)).toEqual(['filled']);
  // Its directories may still find room, its files not: made whole, or refused and not there.
  const made = await client.call('containers.create', { name: 'late', image: TEST_IMAGE, command: ['true'] }).then(
    () => 'made',
    (thrown: unknown) => thrown,
  );
  const isThere = (await docker('ps', '-aq', '--filter', 'name=late')) !== '';
  expect(made).toEqual(isThere ? 'made' : expect.objectContaining(FULL));

  const { plan, items } = await client.call('containers.prunePlan', {});
  const filler = items.find(({ name }) => name === 'filler');
  expect(filler?.bytes).toBeGreaterThan(20 * MB);
  const { removed } = await client.call('containers.prune', { plan, only: [filler?.id ?? ''] });
  expect(removed).toEqual([filler?.id]);
  expect(await percent()).toBeLessThan(97);
  expect((await over(await pull())).status).toBe('done');
  await docker('rmi', pulled);
  expect((await over(await build())).status).toBe('done');
  await docker('rmi', 'quayside-test/built:1');
  expect((await over(await restore('again'))).status).toBe('done');
  expect(await docker('run', '--rm', '-v', 'again:/data', TEST_IMAGE, 'stat', '-c', '%s', '/data/x')).toBe('20000000');
}, 180_000);

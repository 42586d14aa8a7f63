// Docker ends, or somebody else removes the thing, in the very middle of an act: one sentence with what to do, nothing half
// done unsaid, and afterwards what is there is shown.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import { type AppError } from '#shared/protocol/errors.ts';
import { FaultProxy } from '#testing/fault-proxy.ts';
import { type RestartableEngine, startRestartableEngine, TEST_IMAGE } from '../engine.ts';
import { type LocalProgram, startLocalProgram } from './local-program.ts';
import { type Registries, startRegistries } from './registry.ts';

let engine: RestartableEngine;
let proxy: FaultProxy;
let registries: Registries;
let program: LocalProgram;
let client: Client;
let saveTo: string | undefined;
let count = 0;

const RUNS = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.2; done'];

beforeAll(async () => {
  engine = await startRestartableEngine();
  registries = await startRegistries(engine);
}, 90_000);
afterAll(async () => {
  registries?.remove();
  await engine?.stop();
});
beforeEach(async () => {
  proxy = await FaultProxy.start(engine.socketPath);
  program = await startLocalProgram(proxy.host, { askWhereToSave: () => Promise.resolve(saveTo) });
  client = program.client;
});
afterEach(async () => {
  await program.end();
  await proxy.close();
  const { stdout } = await engine.docker('ps', '-aq');
  if (stdout.trim() !== '') await engine.docker('rm', '-f', '-v', ...stdout.trim().split('\n'));
});

const unique = (): string => `qs-w-${(count += 1)}`;
const docker = async (...args: string[]): Promise<string> => (await engine.docker(...args)).stdout.trim();
const run = (name: string, ...options: string[]): Promise<string> =>
  docker('run', '-d', '--name', name, ...options, TEST_IMAGE, ...RUNS);
const refused = (act: Promise<unknown>): Promise<AppError> =>
  act.then(
    () => Promise.reject(new Error('it was not refused')),
    (thrown: AppError) => thrown,
  );
const shown = async (): Promise<string[]> =>
  (await client.call('containers.list', {})).containers.map(({ name, state }) => `${name} ${state}`).sort();
const there = async (): Promise<string[]> =>
  (await docker('ps', '-a', '--format', '{{.Names}} {{.State}}')).split('\n').filter(Boolean).sort();
const over = async (job: string | null) => {
  if (job === null) throw new Error('no job was begun');
  await expect
    .poll(async () => (await client.call('jobs.get', { job })).job.endedAt, { timeout: 60_000 })
    .toBeDefined();
  return (await client.call('jobs.get', { job })).job;
};

/** Docker is killed when it has done what was asked and before it says so; resolves when it is dead. */
function killedAfter(matches: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    proxy.setFault({
      matches,
      onData: (_bytes, passing) => {
        proxy.setFault(undefined);
        engine.kill().then(() => {
          passing.cut();
          proxy.cutAll();
          resolve();
        }, reject);
      },
    });
  });
}

/** Docker is killed while what was asked is on its way to it. */
async function killedBefore(matches: RegExp, act: () => Promise<unknown>): Promise<AppError> {
  proxy.setFault({ matches, answer: '' });
  const refusal = refused(act());
  await expect.poll(() => proxy.matched).toBe(1);
  await engine.kill();
  proxy.setFault(undefined);
  proxy.cutAll();
  return refusal;
}

/** Docker is there again, and what the program shows is what there is. */
async function truthAfterwards(): Promise<void> {
  await engine.start();
  await program.core.engines.whenConnected('default', AbortSignal.timeout(30_000));
  await expect.poll(shown, { timeout: 20_000 }).toEqual(await there());
}

const BROKEN = {
  code: 'engine_unavailable',
  message: expect.stringMatching(/^The connection to Docker at .* broke \(.*\)\.$/),
  hint: 'It may have been done or not. Look at what is there once Docker answers again.',
};

describe('Docker ends in the middle', () => {
  test('of a container that is made: it may be there, and is shown if it is', async () => {
    const name = unique();
    const dead = killedAfter(/POST \S*\/containers\/create/);
    const error = await refused(
      client.call('containers.create', { name, image: TEST_IMAGE, command: RUNS, start: true }),
    );
    await dead;
    expect(error).toMatchObject(BROKEN);
    await truthAfterwards();
    expect(await shown()).toEqual([`${name} created`]);
  }, 60_000);

  test('of a container that is started: that it was made is said', async () => {
    const name = unique();
    const dead = killedAfter(/POST \S*\/start/);
    const error = await refused(
      client.call('containers.create', { name, image: TEST_IMAGE, command: RUNS, start: true }),
    );
    await dead;
    expect(error).toMatchObject({
      code: 'engine_unavailable',
      message: `Docker went away after ${name} was made and before it said that it runs.`,
      hint: 'It is there once Docker answers again. Start it then, or remove it.',
    });
    await truthAfterwards();
    expect(await shown()).toEqual([`${name} running`]);
  }, 60_000);

  test.each(['before', 'after'] as const)(
    'of a removal, %s it was done: what it was made from is kept if it went, and only then',
    async (when) => {
      const name = unique();
      await docker('create', '--name', name, '-e', 'MODE=kept', TEST_IMAGE, ...RUNS);
      const remove = () => client.call('containers.remove', { container: name });
      const matches = /DELETE \S*\/containers\//;
      const dead = when === 'after' ? killedAfter(matches) : undefined;
      const error = dead ? await refused(remove()) : await killedBefore(matches, remove);
      await dead;
      expect(error).toMatchObject(BROKEN);
      await truthAfterwards();
      const isThere = (await shown()).length > 0;
      expect(isThere).toBe(when === 'before');
      const { removed } = await client.call('containers.removed', {});
      expect(removed.map((one) => one.name)).toEqual(isThere ? [] : [name]);
      if (isThere) await client.call('containers.remove', { container: name });
      expect((await client.call('containers.removed', {})).removed).toHaveLength(1);
    },
    60_000,
  );

  test('of a change of name and of a commit', async () => {
    const name = unique();
    const id = await run(name);
    let dead = killedAfter(/POST \S*\/rename/);
    expect(await refused(client.call('containers.rename', { container: name, name: `${name}-b` }))).toMatchObject(
      BROKEN,
    );
    await dead;
    await truthAfterwards();
    expect(await shown()).toEqual([`${name}-b running`]);
    dead = killedAfter(/POST \S*\/commit/);
    const reference = `quayside-test/${name}:1`;
    expect(await refused(client.call('containers.commit', { container: id, reference }))).toMatchObject(BROKEN);
    await dead;
    await truthAfterwards();
    const images = (await client.call('images.list', {})).images.flatMap(({ tags }) => tags);
    expect(images.includes(reference)).toBe((await docker('images', '-q', reference)) !== '');
    // Activity tells of both, as acts of which nobody knows the end.
    const { jobs } = await client.call('jobs.list', {});
    expect(jobs.map(({ title, status }) => `${title} ${status}`)).toEqual([
      `Make an image of ${name}-b failed`,
      `Rename ${name} to ${name}-b failed`,
    ]);
  }, 90_000);

  test('before it began with anything: an act waits for nothing that is dead', async () => {
    const name = unique();
    await run(name);
    const error = await killedBefore(/POST \S*\/stop/, () => client.call('containers.stop', { container: name }));
    expect(error).toMatchObject(BROKEN);
    await truthAfterwards();
    expect(await shown()).toEqual([`${name} running`]);
  }, 60_000);

  test('of a pull: it says so, and what was fetched is no image', async () => {
    const reference = `${registries.faulty}/quayside-test/big:1`;
    const open = `${registries.open}/quayside-test/big:1`;
    const made = await run(unique());
    await docker('exec', made, 'sh', '-c', 'head -c 6000000 /dev/urandom > /big');
    await docker('commit', made, open);
    await docker('push', open);
    await docker('rmi', open);
    await registries.setFault('silent 1000000');
    onTestFinished(() => registries.setFault('pass'));
    const { job } = await client.call('images.pull', { reference });
    let isMoving = false;
    const watching = client.subscribe(
      'pull:progress',
      { job },
      { onItems: (items) => (isMoving ||= items.some(({ bytesDone }) => bytesDone > 0)) },
    );
    await expect.poll(() => isMoving, { timeout: 20_000 }).toBe(true);
    watching.dispose();
    await engine.kill();
    proxy.cutAll();
    expect(await over(job)).toMatchObject({
      status: 'failed',
      error: { code: 'engine_unavailable', hint: expect.stringContaining('Try again once Docker answers') },
    });
    await truthAfterwards();
    expect((await client.call('images.list', {})).images.flatMap(({ tags }) => tags)).not.toContain(reference);
  }, 90_000);

  test('of a prune: what had gone by then is told, and the rest by name', async () => {
    const all = [unique(), unique(), unique(), unique()];
    for (const name of all) await docker('create', '--name', name, TEST_IMAGE, ...RUNS);
    await expect.poll(shown).toHaveLength(4);
    const { plan, items } = await client.call('containers.prunePlan', {});
    const nameOf = (id: string): string => items.find((item) => item.id === id)?.name ?? id;
    let removals = 0;
    let dead: Promise<void> | undefined;
    proxy.setFault({
      matches: /DELETE \S*\/containers\//,
      onData: (bytes, passing) => {
        removals += 1;
        if (removals < 3) return passing.send(bytes);
        dead = engine.kill().then(() => {
          passing.cut();
          proxy.cutAll();
        });
      },
    });
    const { removed, skipped } = await client.call('containers.prune', { plan });
    await dead;
    expect(removed).toHaveLength(2);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'Docker went away while it was removed. Look whether it is there.',
      'Docker went away before its turn.',
    ]);
    proxy.setFault(undefined);
    await truthAfterwards();
    expect(await shown()).toEqual([`${nameOf(skipped[1]?.id ?? '')} created`]);
    const { removed: kept } = await client.call('containers.removed', {});
    expect(kept.map(({ name }) => name).sort()).toEqual([...removed, skipped[0]?.id ?? ''].map(nameOf).sort());
    const { jobs } = await client.call('jobs.list', {});
    const { output } = await client.call('jobs.get', { job: jobs[0]?.job ?? '' });
    expect(output[0]).toBe('Removed 2.');
    expect(output).toContain(`${nameOf(skipped[1]?.id ?? '')} stayed. Docker went away before its turn.`);
  }, 60_000);

  test('of the removal of a stack: what had gone by then is told, and the rest with what to look for', async () => {
    const stack = unique();
    const label = `com.docker.compose.project=${stack}`;
    await docker('network', 'create', '--label', label, `${stack}_net`);
    for (const one of ['a', 'b'])
      await docker(
        ...['create', '--name', `${stack}-${one}`, '--label', label, '--label', `com.docker.compose.service=${one}`],
        ...[TEST_IMAGE, ...RUNS],
      );
    await expect.poll(shown).toHaveLength(2);
    const { plan, items } = await client.call('stacks.removePlan', { name: stack });
    const dead = killedAfter(/DELETE \S*\/networks\//);
    const { removed, skipped } = await client.call('stacks.remove', { name: stack, plan });
    await dead;
    const idsOf = (kind: string): string[] => items.filter((item) => item.kind === kind).map(({ id }) => id);
    expect([...removed].sort()).toEqual(idsOf('container').sort());
    expect(skipped).toEqual(
      idsOf('network').map((id) => ({
        id,
        reason: 'Docker went away before it said that this is gone. Look whether it is.',
      })),
    );
    await truthAfterwards();
    expect(await shown()).toEqual([]);
    expect(await docker('network', 'ls', '-q', '--filter', `label=${label}`)).toBe('');
  }, 60_000);
});

describe('somebody else removes it in the middle', () => {
  const waiting = async (job: string, message: string): Promise<void> => {
    await expect
      .poll(async () => (await client.call('jobs.get', { job })).job.message, { timeout: 20_000 })
      .toBe(message);
  };
  const SLOW = { test: ['CMD', 'true'], startSeconds: 1, intervalSeconds: 3 };

  test('the new container of one that is made anew: the old one comes back', async () => {
    const name = unique();
    const id = await run(name);
    const { job } = await client.call('containers.recreate', { container: name, changes: { healthCheck: SLOW } });
    await waiting(job, 'Waiting until it is healthy');
    await docker('rm', '-f', name);
    expect((await over(job)).error).toEqual({
      code: 'conflict',
      reason: 'removed',
      message: `Somebody removed the new container in the middle. ${name} is back and runs as it was.`,
      hint: 'Try again.',
    });
    expect(await docker('inspect', '-f', '{{.Id}} {{.State.Running}}', name)).toBe(`${id} true`);
    await expect.poll(shown).toEqual(await there());
  }, 60_000);

  test('the old container before the new one has its place: nothing is left, and it says so', async () => {
    const name = unique();
    await run(name);
    let going: Promise<unknown> | undefined;
    proxy.setFault({
      matches: /POST \S*\/stop/,
      onData: (bytes, passing) => {
        going ??= docker('rm', '-f', name);
        void going.then(() => {
          passing.send(bytes);
          passing.cut();
        });
      },
      neverEnds: true,
    });
    const { job } = await client.call('containers.recreate', { container: name, changes: { env: { MODE: 'b' } } });
    expect((await over(job)).error).toEqual({
      code: 'conflict',
      reason: 'removed',
      message: `Somebody removed ${name} in the middle. The new container was taken away again.`,
      hint: 'Run a new one if it is still wanted.',
    });
    expect(await there()).toEqual([]);
    await expect.poll(shown).toEqual([]);
  }, 60_000);

  test('the old container while the new one turns out to be no good: the new one stays, for nothing else would', async () => {
    const name = unique();
    const id = await run(name);
    const ill = { test: ['CMD', 'false'], intervalSeconds: 2, retries: 1 };
    const { job } = await client.call('containers.recreate', { container: name, changes: { healthCheck: ill } });
    await waiting(job, 'Waiting until it is healthy');
    await docker('rm', '-f', id);
    const { error } = await over(job);
    expect(error?.message).toMatch(/^The new container is not healthy/);
    expect(error?.message).toContain(
      `Somebody removed ${name} in the middle. The new container has its place, and stays as it is.`,
    );
    expect(await there()).toEqual([`${name} running`]);
  }, 60_000);

  test('a container whose files are written to a file: no part of it is kept', async () => {
    const name = unique();
    await run(name);
    await docker('exec', name, 'sh', '-c', 'head -c 60000000 /dev/urandom > /big');
    const home = mkdtempSync(join(tmpdir(), 'qs-worst-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    saveTo = join(home, 'all.tar');
    let isGoing: Promise<unknown> | undefined;
    proxy.setFault({
      matches: /GET \S*\/export/,
      onData: (bytes, passing) => {
        if (passing.offset < 1_000_000) return passing.send(bytes);
        // What Docker does where a container is removed by force while its files are read.
        isGoing ??= docker('rm', '-f', name).then(() => passing.cut());
      },
    });
    const { job } = await client.call('containers.export', { container: name });
    const { status, error } = await over(job);
    await isGoing;
    expect(status).toBe('failed');
    expect(error).toMatchObject({
      code: 'not_found',
      reason: 'removed',
      message: 'The container was removed in the middle of it.',
      hint: expect.stringMatching(/\.$/),
    });
    expect(readdirSync(home)).toEqual([]);
    await expect.poll(shown).toEqual([]);
  }, 60_000);
});

// Volumes end to end: commands of the program on a real engine, with all that they refuse.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import { startEngine, TEST_IMAGE, type TestEngine } from '../engine.ts';
import { startLanServer } from './lan-server.ts';
import { localProgramOfTest } from './local-program.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine();
}, 90_000);
afterAll(() => engine?.stop());

const program = async (): Promise<Client> => (await localProgramOfTest(engine.host)).client;

const run = (volume: string, script: string) =>
  engine.docker('run', '--rm', '-v', `${volume}:/data`, TEST_IMAGE, 'sh', '-c', script);

test('a volume is made, listed with who mounts it and what it takes, and removed', async () => {
  const client = await program();
  expect(await client.call('volumes.create', { name: 'qs_shop', labels: { tier: 'data', api_token: 'x' } })).toEqual({
    name: 'qs_shop',
  });
  await run('qs_shop', 'head -c 3000000 /dev/zero > /data/bytes');
  const { stdout } = await engine.docker('create', '--name', 'qs-mounts', '-v', 'qs_shop:/data', TEST_IMAGE, 'true');
  const one = async (sizes: boolean) => {
    const { volumes, measuredAt } = await client.call('volumes.list', { sizes });
    return { ...volumes.find(({ name }) => name === 'qs_shop'), measuredAt };
  };
  // The list of containers is kept up by events.
  await expect.poll(async () => (await one(false)).containers).toEqual([stdout.trim()]);
  expect(await one(false)).toMatchObject({ sizeBytes: null, measuredAt: null, driver: 'local', isAnonymous: false });
  const measured = await one(true);
  expect(measured.sizeBytes).toBeGreaterThanOrEqual(3_000_000);
  expect(measured.sizeBytes).toBeLessThan(3_100_000);
  expect(Date.parse(measured.measuredAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  expect(measured.labels).toEqual({ tier: 'data', api_token: '••••••' });
  expect((await client.call('volumes.inspect', { volume: 'qs_shop' })).inspect).toMatchObject({ Name: 'qs_shop' });
  await expect(client.call('volumes.remove', { volume: 'qs_shop' })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'taken',
    message: `The container ${stdout.slice(0, 12)} uses this volume.`,
    hint: 'Remove the container first; stopping is not enough.',
  });
  await engine.docker('rm', 'qs-mounts');
  await client.call('volumes.remove', { volume: 'qs_shop' });
  expect((await client.call('volumes.list', {})).volumes.map(({ name }) => name)).not.toContain('qs_shop');
  await expect(client.call('volumes.remove', { volume: 'qs_shop' })).rejects.toMatchObject({ code: 'not_found' });
});

test('a name that is taken, or none, and a driver that is not there are refused with what to do', async () => {
  const client = await program();
  await client.call('volumes.create', { name: 'qs_taken' });
  await expect(client.call('volumes.create', { name: 'qs_taken' })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'taken',
    field: 'name',
  });
  for (const name of ['a', '-x', 'a b', '../x', 'ä', 'x'.repeat(256)])
    await expect(client.call('volumes.create', { name })).rejects.toMatchObject({ code: 'bad_request' });
  await expect(client.call('volumes.create', { name: 'qs_no', driver: 'qs-none' })).rejects.toMatchObject({
    code: 'bad_request',
    field: 'driver',
  });
  await expect(client.call('volumes.create', { name: 'qs_no', options: { nonsense: '1' } })).rejects.toMatchObject({
    code: 'bad_request',
    field: 'options',
  });
  await client.call('volumes.remove', { volume: 'qs_taken' });
});

test('a prune removes what its plan held and no more, an anonymous one only where it was asked for', async () => {
  const client = await program();
  for (const name of ['qs_goes', 'qs_used', 'qs_anew', 'qs_unticked']) await client.call('volumes.create', { name });
  const { name: anonymous } = await client.call('volumes.create', {});
  await run('qs_goes', 'head -c 2000000 /dev/zero > /data/bytes');
  const plan = await client.call('volumes.prunePlan', {});
  const names = plan.items.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['qs_goes', 'qs_used', 'qs_anew', 'qs_unticked']));
  expect(names).not.toContain(anonymous);
  expect(plan.items[0]).toMatchObject({ name: 'qs_goes', reason: 'No container mounts it.' });
  expect(plan.bytes).toBeGreaterThanOrEqual(2_000_000);
  await engine.docker('create', '--name', 'qs-late', '-v', 'qs_used:/data', TEST_IMAGE, 'true');
  await client.call('volumes.remove', { volume: 'qs_anew' });
  await client.call('volumes.create', { name: 'qs_late' });
  const result = await client.call('volumes.prune', { plan: plan.plan, only: ['qs_goes', 'qs_used', 'qs_anew'] });
  expect(result.removed).toEqual(['qs_goes']);
  expect(result.bytes).toBeGreaterThanOrEqual(2_000_000);
  expect(result.skipped).toEqual(
    expect.arrayContaining([
      { id: 'qs_used', reason: 'The container qs-late mounts it since.' },
      { id: 'qs_anew', reason: 'It was gone already.' },
    ]),
  );
  const left = (await client.call('volumes.list', {})).volumes.map(({ name }) => name);
  expect(left).toEqual(expect.arrayContaining(['qs_used', 'qs_unticked', 'qs_late', anonymous]));
  await expect(client.call('volumes.prune', { plan: plan.plan })).rejects.toMatchObject({ reason: 'plan_stale' });
  const second = await client.call('volumes.prunePlan', { filters: { which: 'anonymous' } });
  expect(second.items.map(({ name }) => name)).toEqual([anonymous]);
  expect((await client.call('volumes.prune', { plan: second.plan })).removed).toEqual([anonymous]);
  await engine.docker('rm', 'qs-late');
});

test('over the network a viewer looks, an admin makes, and removes once the owner allows it', async () => {
  const at = await startLanServer({ settings: { remoteAllowActs: false } });
  onTestFinished(() => at.close());
  const [viewer, operator, admin] = [at.tokenOf('viewer'), at.tokenOf('operator'), at.tokenOf('admin')];
  const status = async (command: string, params: unknown, token: string): Promise<number> =>
    (await at.call(command, params, token)).status;
  for (const look of ['volumes.list', 'volumes.prunePlan']) expect(await status(look, {}, viewer)).toBe(200);
  expect(await status('volumes.inspect', { volume: 'shop_db' }, viewer)).toBe(200);
  const options = { type: 'nfs', o: 'addr=10.0.0.1,username=shop,password=hush' };
  const create = ['volumes.create', { name: 'qs_share', options }] as const;
  for (const token of [viewer, operator]) expect(await status(...create, token)).toBe(403);
  expect(await status(...create, admin)).toBe(200);
  const seen = async (token: string): Promise<string> =>
    JSON.stringify((await at.call('volumes.inspect', { volume: 'qs_share' }, token)).body);
  expect(await seen(viewer)).not.toContain('10.0.0.1');
  expect(await seen(operator)).toContain('10.0.0.1');
  expect(await seen(operator)).not.toContain('hush');
  for (const [command, params] of [
    ['volumes.remove', { volume: 'qs_share' }],
    ['volumes.prune', { plan: 'x' }],
  ] as const)
    for (const token of [operator, admin]) expect(await status(command, params, token)).toBe(403);
  at.settings.set({ remoteAllowActs: true });
  expect(await status('volumes.remove', { volume: 'qs_share' }, operator)).toBe(403);
  expect(await status('volumes.remove', { volume: 'qs_share' }, admin)).toBe(200);
});

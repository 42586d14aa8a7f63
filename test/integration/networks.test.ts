// Networks end to end: commands of the program on a real engine, with all that they refuse.
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

async function container(name: string, ...options: string[]): Promise<string> {
  const { stdout } = await engine.docker('run', '-d', '--name', name, ...options, TEST_IMAGE, 'sleep', '600');
  onTestFinished(async () => void (await engine.docker('rm', '-f', name)));
  return stdout.trim();
}

const found = async (client: Client, name: string) =>
  (await client.call('networks.list', {})).networks.find((one) => one.name === name);

test('a network is made, its members have addresses and aliases, and it goes when they are out', async () => {
  const client = await program();
  const { id } = await client.call('networks.create', {
    name: 'qs_shop',
    isInternal: true,
    subnets: [{ subnet: '10.214.1.0/24', gateway: '10.214.1.1' }],
    labels: { tier: 'back', api_token: 'x' },
  });
  const [web, job] = [await container('qs-web'), await container('qs-job')];
  await engine.docker('stop', '-t', '0', 'qs-job');
  await client.call('networks.connect', { network: id, container: 'qs-web', aliases: ['www'], ipv4: '10.214.1.20' });
  await client.call('networks.connect', { network: id, container: 'qs-job' });
  // The list of containers is kept up by events.
  await expect.poll(async () => (await found(client, 'qs_shop'))?.containers.toSorted()).toEqual([web, job].toSorted());
  expect(await found(client, 'qs_shop')).toMatchObject({
    id,
    driver: 'bridge',
    isInternal: true,
    isPredefined: false,
    subnets: [{ subnet: '10.214.1.0/24', gateway: '10.214.1.1' }],
    labels: { tier: 'back', api_token: '••••••' },
  });
  const { members, inspect } = await client.call('networks.inspect', { network: 'qs_shop' });
  expect(inspect).toMatchObject({ Name: 'qs_shop' });
  expect(members).toEqual([
    { container: job, name: 'qs-job', aliases: [] },
    { container: web, name: 'qs-web', ipv4: '10.214.1.20', mac: expect.stringMatching(/^02:42:/), aliases: ['www'] },
  ]);
  await expect(client.call('networks.remove', { network: id })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'taken',
    message: 'qs-web is in this network and running.',
    hint: 'Disconnect or stop it first.',
  });
  await client.call('networks.disconnect', { network: id, container: 'qs-web' });
  await client.call('networks.remove', { network: id });
  expect(await found(client, 'qs_shop')).toBeUndefined();
  await expect(client.call('networks.remove', { network: id })).rejects.toMatchObject({ code: 'not_found' });
});

test('what Docker would take and regret is refused before, by its field', async () => {
  const client = await program();
  const create = (more: object) => client.call('networks.create', { name: 'qs_odd', ...more });
  for (const name of ['a b', '-x', '../x', 'ä', '', 'x'.repeat(129)])
    await expect(create({ name })).rejects.toMatchObject({ code: 'bad_request' });
  for (const subnet of [
    { subnet: 'nonsense' },
    { subnet: '10.0.0.0/40' },
    { subnet: '10.214.2.0/24', gateway: '10.9.0.1' },
    { subnet: '10.214.2.0/24', ipRange: '10.214.3.0/25' },
  ])
    await expect(create({ subnets: [subnet] })).rejects.toMatchObject({ code: 'bad_request' });
  const options = { 'com.docker.network.bridge.enable_icc': 'perhaps' };
  await expect(create({ options })).rejects.toMatchObject({ code: 'bad_request', field: 'options' });
  await client.call('networks.create', { name: 'qs_own', subnets: [{ subnet: '10.214.4.0/24' }] });
  await client.call('networks.create', { name: 'qs_given' });
  await container('qs-late');
  await engine.docker('stop', '-t', '0', 'qs-late');
  const connect = (network: string, more: object) =>
    client.call('networks.connect', { network, container: 'qs-late', ...more });
  // Docker itself says yes to it while the container does not run.
  await expect(connect('qs_own', { ipv4: '10.9.9.9' })).rejects.toMatchObject({
    code: 'bad_request',
    field: 'ipv4',
    message: '10.9.9.9 is in no subnet of qs_own.',
  });
  await expect(connect('bridge', { aliases: ['x'] })).rejects.toMatchObject({ code: 'bad_request', field: 'aliases' });
  const given = (await found(client, 'qs_given'))?.subnets[0]?.gateway?.replace(/\.1$/, '.9') ?? '';
  await expect(connect('qs_given', { ipv4: given })).rejects.toMatchObject({ code: 'bad_request', field: 'ipv4' });
  await container('qs-alone', '--network', 'none');
  await container('qs-hosted', '--network', 'host');
  for (const name of ['qs-alone', 'qs-hosted'])
    await expect(client.call('networks.connect', { network: 'qs_own', container: name })).rejects.toMatchObject({
      code: 'conflict',
      field: 'container',
    });
  for (const network of ['qs_own', 'qs_given']) await client.call('networks.remove', { network });
});

test('a prune takes what its plan held and no more; what a stopped container is in counts as in use', async () => {
  const client = await program();
  for (const name of ['qs_goes', 'qs_held', 'qs_late', 'qs_unticked', 'qs_gone'])
    await client.call('networks.create', { name });
  await engine.docker('create', '--name', 'qs-sleeper', '--network', 'qs_held', TEST_IMAGE, 'true');
  onTestFinished(async () => void (await engine.docker('rm', '-f', 'qs-sleeper', 'qs-joins')));
  await expect.poll(async () => (await found(client, 'qs_held'))?.containers.length).toBe(1);
  const plan = await client.call('networks.prunePlan', {});
  const idOf = (name: string): string => plan.items.find((item) => item.name === name)?.id ?? `no ${name}`;
  expect(plan.items.map(({ name }) => name)).toEqual(['qs_goes', 'qs_gone', 'qs_late', 'qs_unticked']);
  await engine.docker('create', '--name', 'qs-joins', '--network', 'qs_late', TEST_IMAGE, 'true');
  await client.call('networks.remove', { network: 'qs_gone' });
  await client.call('networks.create', { name: 'qs_later' });
  const result = await client.call('networks.prune', {
    plan: plan.plan,
    only: ['qs_goes', 'qs_late', 'qs_gone'].map(idOf),
  });
  expect(result.removed).toEqual([idOf('qs_goes')]);
  expect(result.skipped).toEqual(
    expect.arrayContaining([
      { id: idOf('qs_late'), reason: 'The container qs-joins is in it since.' },
      { id: idOf('qs_gone'), reason: 'It was gone already.' },
    ]),
  );
  const left = (await client.call('networks.list', {})).networks.map(({ name }) => name);
  expect(left).toEqual(expect.arrayContaining(['bridge', 'host', 'none', 'qs_held', 'qs_late', 'qs_unticked']));
  expect(left).not.toContain('qs_goes');
  await expect(client.call('networks.prune', { plan: plan.plan })).rejects.toMatchObject({ reason: 'plan_stale' });
});

test('over the network a viewer looks, an admin makes, and removes once the owner allows it', async () => {
  const at = await startLanServer({ settings: { remoteAllowActs: false } });
  onTestFinished(() => at.close());
  const [viewer, operator, admin] = [at.tokenOf('viewer'), at.tokenOf('operator'), at.tokenOf('admin')];
  const status = async (command: string, params: unknown, token: string): Promise<number> =>
    (await at.call(command, params, token)).status;
  for (const look of ['networks.list', 'networks.prunePlan']) expect(await status(look, {}, viewer)).toBe(200);
  expect(await status('networks.inspect', { network: 'shop_default' }, viewer)).toBe(200);
  const make = [
    ['networks.create', { name: 'qs_made' }],
    ['networks.connect', { network: 'qs_made', container: 'shop-api-1' }],
    ['networks.disconnect', { network: 'qs_made', container: 'shop-api-1' }],
  ] as const;
  for (const [command, params] of make) {
    for (const token of [viewer, operator]) expect(await status(command, params, token)).toBe(403);
    expect(await status(command, params, admin)).toBe(200);
  }
  const remove = { network: 'qs_made' };
  for (const token of [operator, admin]) {
    expect(await status('networks.remove', remove, token)).toBe(403);
    expect(await status('networks.prune', { plan: 'x' }, token)).toBe(403);
  }
  at.settings.set({ remoteAllowActs: true });
  expect(await status('networks.remove', remove, operator)).toBe(403);
  expect(await status('networks.remove', remove, admin)).toBe(200);
});

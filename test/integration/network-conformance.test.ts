// Networks: what both engines promise.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EngineNetworks, NewNetwork } from '#main/engine/engine-networks.ts';
import { parseEndpoints } from '#main/engine/network-json.ts';
import { realSubject, simulatedSubject, type Subject } from './engine-subjects.ts';

const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const PLAIN = {
  driver: 'bridge',
  isInternal: false,
  isAttachable: false,
  hasIpv6: false,
  subnets: [],
  options: {},
  labels: {},
} as const;
const NO_ALIASES = { aliases: [] } as const;

describe.each([
  ['DockerEngine', realSubject],
  ['SimulatedEngine', simulatedSubject],
])('the networks of %s', (_name, make) => {
  let subject: Subject;
  const made: string[] = [];
  const networks = (): EngineNetworks => subject.engine.networks;
  const unique = (): string => `qs-net-${process.pid}-${Math.random().toString(36).slice(2, 10)}`;
  /** A subnet that no other test on the same engine has. */
  let third = (process.pid % 60) * 4;
  const freeSubnet = (): string => `10.213.${third++ % 256}`;
  const create = async (wanted: Partial<NewNetwork> = {}): Promise<{ id: string; name: string }> => {
    const name = wanted.name ?? unique();
    const { id } = await networks().create({ ...PLAIN, ...wanted, name }, soon());
    made.push(id);
    return { id, name };
  };
  const endpoints = async (ref: string) => parseEndpoints(await subject.engine.inspect(ref, soon()), 'test');
  const listed = async (id: string) => (await networks().list(soon())).find((one) => one.Id === id);

  beforeAll(async () => {
    subject = await make();
  });
  afterEach(async () => {
    for (const id of made.splice(0)) {
      for (const ref of [subject.talker, subject.failed])
        await networks()
          .disconnect(id, ref, true, soon())
          .catch(() => undefined);
      await networks()
        .remove(id, soon())
        .catch(() => undefined);
    }
  });
  afterAll(() => subject?.dispose());

  it('are made as wished, listed, inspected and removed', async () => {
    const begin = freeSubnet();
    const subnet = { subnet: `${begin}.0/24`, gateway: `${begin}.9`, ipRange: `${begin}.128/25` };
    const { id, name } = await create({
      isInternal: true,
      isAttachable: true,
      subnets: [subnet],
      labels: { tier: 'data' },
      options: { 'com.docker.network.bridge.enable_icc': 'true' },
    });
    const expected = {
      Id: id,
      Name: name,
      Driver: 'bridge',
      Scope: 'local',
      Internal: true,
      Attachable: true,
      EnableIPv6: false,
      Labels: { tier: 'data' },
      Options: { 'com.docker.network.bridge.enable_icc': 'true' },
    };
    expect(await listed(id)).toMatchObject(expected);
    expect(await networks().inspect(name, soon())).toMatchObject(expected);
    const config = (await networks().inspect(id, soon())).IPAM?.Config[0];
    expect(config).toMatchObject({ Subnet: `${begin}.0/24`, Gateway: `${begin}.9`, IPRange: `${begin}.128/25` });
    await networks().remove(id, soon());
    expect(await listed(id)).toBeUndefined();
  });

  it('get a subnet where none was wished, and IPv6 with one', async () => {
    const plain = await create();
    expect((await listed(plain.id))?.IPAM?.Config[0]?.Subnet).toMatch(/^\d+\.\d+\.0\.0\/\d+$/);
    const both = await create({ hasIpv6: true, subnets: [{ subnet: `fd00:${process.pid.toString(16)}::/64` }] });
    const found = await networks().inspect(both.id, soon());
    expect(found.EnableIPv6).toBe(true);
    expect(found.IPAM?.Config.map(({ Subnet }) => Subnet)).toContain(`fd00:${process.pid.toString(16)}::/64`);
  });

  it('take a running container in, by an address and aliases, and let it out', async () => {
    const begin = freeSubnet();
    const { id, name } = await create({ subnets: [{ subnet: `${begin}.0/24` }] });
    await networks().connect(id, subject.talker, { aliases: ['web', 'www'], ipv4: `${begin}.77` }, soon());
    const endpoint = (await endpoints(subject.talker))[name];
    expect(endpoint).toMatchObject({ NetworkID: id, IPAddress: `${begin}.77` });
    expect(endpoint?.Aliases).toEqual(expect.arrayContaining(['web', 'www']));
    expect(Object.keys((await networks().inspect(id, soon())).Containers)).toHaveLength(1);
    await expect(networks().remove(id, soon())).rejects.toMatchObject({ code: 'conflict', reason: 'taken' });
    await networks().disconnect(id, subject.talker, false, soon());
    expect((await endpoints(subject.talker))[name]).toBeUndefined();
    await networks().remove(id, soon());
  });

  it('take a stopped container in, which has no address until it starts and does not hold the network', async () => {
    const { id, name } = await create();
    await networks().connect(id, subject.failed, { aliases: ['job'] }, soon());
    expect((await endpoints(subject.failed))[name]).toMatchObject({ IPAddress: '' });
    expect((await networks().inspect(id, soon())).Containers).toEqual({});
    await networks().disconnect(id, subject.failed, false, soon());
  });

  it('refuse what cannot be, each by its field', async () => {
    const begin = freeSubnet();
    const { id, name } = await create({ subnets: [{ subnet: `${begin}.0/24` }] });
    const wrong = (wanted: Partial<NewNetwork>) => create({ name: unique(), ...wanted });
    await expect(wrong({ name })).rejects.toMatchObject({ code: 'conflict', field: 'name', reason: 'taken' });
    await expect(wrong({ name: 'bridge' })).rejects.toMatchObject({ code: 'bad_request', field: 'name' });
    await expect(wrong({ driver: 'qs-no-such' })).rejects.toMatchObject({ code: 'bad_request', field: 'driver' });
    const overlap = { subnets: [{ subnet: `${begin}.0/25` }] };
    await expect(wrong(overlap)).rejects.toMatchObject({ code: 'conflict', field: 'subnet', reason: 'taken' });
    await expect(wrong({ hasIpv6: true })).rejects.toMatchObject({ code: 'bad_request', field: 'subnet' });
    await networks().connect(id, subject.talker, NO_ALIASES, soon());
    const again = networks().connect(id, subject.talker, NO_ALIASES, soon());
    await expect(again).rejects.toMatchObject({ code: 'conflict', field: 'container', reason: 'taken' });
    const out = networks().disconnect(id, subject.failed, false, soon());
    await expect(out).rejects.toMatchObject({ code: 'conflict', message: 'The container is not in this network.' });
  });

  it('of Docker itself stay, and take what they can', async () => {
    await expect(networks().remove('none', soon())).rejects.toMatchObject({
      code: 'conflict',
      message: 'This network belongs to Docker itself and stays.',
    });
    const toHost = networks().connect('host', subject.talker, NO_ALIASES, soon());
    await expect(toHost).rejects.toMatchObject({ code: 'conflict', field: 'container' });
    const toNone = networks().connect('none', subject.talker, NO_ALIASES, soon());
    await expect(toNone).rejects.toMatchObject({ code: 'conflict', field: 'container' });
  });

  it('that are not there are not found, nor containers that are gone', async () => {
    const none = { code: 'not_found', field: 'network', message: 'There is no network "qs-net-nobody".' };
    await expect(networks().inspect('qs-net-nobody', soon())).rejects.toMatchObject(none);
    await expect(networks().remove('qs-net-nobody', soon())).rejects.toMatchObject(none);
    await expect(networks().connect('qs-net-nobody', subject.talker, NO_ALIASES, soon())).rejects.toMatchObject(none);
    const { id } = await create();
    const gone = { code: 'not_found', field: 'container' };
    await expect(networks().connect(id, 'qs-nobody', NO_ALIASES, soon())).rejects.toMatchObject(gone);
    await expect(networks().disconnect(id, 'qs-nobody', false, soon())).rejects.toMatchObject(gone);
  });

  it.each(['../containers/json', 'a/b', 'x?force=1', '', '.', 'a b', '%2e%2e'])(
    'are never asked for as %j',
    async (ref) => {
      const refused = { code: 'bad_request', field: 'network' };
      await expect(networks().inspect(ref, soon())).rejects.toMatchObject(refused);
      await expect(networks().remove(ref, soon())).rejects.toMatchObject(refused);
      const container = networks().connect('bridge', ref, NO_ALIASES, soon());
      await expect(container).rejects.toMatchObject({ code: 'bad_request', field: 'container' });
    },
  );

  it('tell of it in events', async () => {
    const told = new Set<string>();
    const abort = new AbortController();
    const listening = subject.engine.events(
      undefined,
      ({ type, action, attributes }) => {
        if (type === 'network' && attributes['name']?.startsWith(`qs-net-${process.pid}-`)) told.add(action);
      },
      abort.signal,
    );
    // Until the stream stands, what is done may be missed.
    await expect
      .poll(async () => {
        const { id } = await create();
        await networks().connect(id, subject.talker, NO_ALIASES, soon());
        await networks().disconnect(id, subject.talker, false, soon());
        await networks().remove(id, soon());
        return [...told];
      })
      .toEqual(expect.arrayContaining(['create', 'connect', 'disconnect', 'destroy']));
    abort.abort();
    await listening;
  });
});

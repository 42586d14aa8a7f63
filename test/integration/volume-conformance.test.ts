// Volumes: what both engines promise.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EngineVolumes } from '#main/engine/engine-volumes.ts';
import { realSubject, simulatedSubject, type Subject } from './engine-subjects.ts';

const soon = (): AbortSignal => AbortSignal.timeout(15_000);
const PLAIN = { driver: 'local', options: {}, labels: {} } as const;

describe.each([
  ['DockerEngine', realSubject],
  ['SimulatedEngine', simulatedSubject],
])('the volumes of %s', (_name, make) => {
  let subject: Subject;
  const made: string[] = [];
  const volumes = (): EngineVolumes => subject.engine.volumes;
  const unique = (): string => `qs-vol-${process.pid}-${Math.random().toString(36).slice(2, 10)}`;
  const create = async (name?: string): Promise<string> => {
    const { Name } = await volumes().create({ ...PLAIN, name }, soon());
    made.push(Name);
    return Name;
  };
  const listed = async (name: string) => (await volumes().list(soon())).find((one) => one.Name === name);

  beforeAll(async () => {
    subject = await make();
  });
  afterEach(async () => {
    for (const name of made.splice(0))
      await volumes()
        .remove(name, soon())
        .catch(() => undefined);
  });
  afterAll(() => subject?.dispose());

  it('are made, listed, inspected and removed', async () => {
    const name = unique();
    const before = Math.floor(Date.now() / 1000) * 1000;
    await volumes().create({ ...PLAIN, name, labels: { tier: 'data' } }, soon());
    made.push(name);
    expect(await listed(name)).toMatchObject({ Driver: 'local', Scope: 'local', Labels: { tier: 'data' } });
    const found = await volumes().inspect(name, soon());
    expect(found.Mountpoint).toMatch(new RegExp(`/${name}/_data$`));
    expect(Date.parse(found.CreatedAt)).toBeGreaterThanOrEqual(before);
    await volumes().remove(name, soon());
    expect(await listed(name)).toBeUndefined();
  });

  it('without a name get one', async () => {
    const name = await create();
    expect(name).toMatch(/^[0-9a-f]{64}$/);
    expect(await listed(name)).toBeDefined();
  });

  it('are measured with the disk', async () => {
    const name = await create(unique());
    const { Volumes } = await subject.engine.diskUse(soon());
    expect(Volumes.find(({ Name }) => Name === name)?.UsageData).toMatchObject({ Size: 0, RefCount: 0 });
  });

  it('that are not there are not found', async () => {
    const notFound = {
      code: 'not_found',
      message: 'There is no volume "qs-vol-nobody".',
      field: 'volume',
    };
    await expect(volumes().inspect('qs-vol-nobody', soon())).rejects.toMatchObject(notFound);
    await expect(volumes().remove('qs-vol-nobody', soon())).rejects.toMatchObject(notFound);
  });

  it('of a driver that is not there are refused', async () => {
    const wanted = { ...PLAIN, name: unique(), driver: 'qs-no-such-driver' };
    // Docker looks for a plugin for 15 s.
    const later = AbortSignal.timeout(28_000);
    await expect(volumes().create(wanted, later)).rejects.toMatchObject({ code: 'bad_request', field: 'driver' });
  });

  it.each(['../containers/json', 'a/b', 'x?force=1', '', '.', 'a b', '%2e%2e'])(
    'are never asked for as %j',
    async (name) => {
      const refused = { code: 'bad_request', field: 'volume' };
      await expect(volumes().inspect(name, soon())).rejects.toMatchObject(refused);
      await expect(volumes().remove(name, soon())).rejects.toMatchObject(refused);
    },
  );

  it('tell of it in events', async () => {
    const name = unique();
    const told: string[] = [];
    const abort = new AbortController();
    const listening = subject.engine.events(
      undefined,
      (event) => void (event.type === 'volume' && event.id === name && told.push(event.action)),
      abort.signal,
    );
    // Until the stream stands, what is done may be missed.
    await expect
      .poll(async () => {
        await create(name);
        await volumes().remove(name, soon());
        return told;
      })
      .toEqual(expect.arrayContaining(['create', 'destroy']));
    abort.abort();
    await listening;
  });
});

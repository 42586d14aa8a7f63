// How containers are made, changed and removed: what both engines promise.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { containerSpec, type ContainerSpecIn } from '#shared/contract/container-spec.ts';
import { containerSpecOf } from '#shared/format/container-spec-of.ts';
import { dig } from '#shared/format/inspect-json.ts';
import { parseImageReference, isReferenceFault } from '#shared/base/image-reference.ts';
import { carriedOf } from '#main/engine/container-body.ts';
import { TEST_IMAGE } from '../engine.ts';
import { realSubject, simulatedSubject, type Subject } from './engine-subjects.ts';

const soon = (): AbortSignal => AbortSignal.timeout(25_000);
const RUNS = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.2; done'];
const LABELS = { 'quayside.test': 'container-conformance' };

describe.each([
  ['DockerEngine', realSubject, TEST_IMAGE],
  ['SimulatedEngine', simulatedSubject, 'alpine:3.20'],
])('the containers of %s', (_name, make, image) => {
  let subject: Subject;
  const made: string[] = [];
  const unique = (): string => `qs-made-${process.pid}-${Math.random().toString(36).slice(2, 10)}`;
  const create = async (spec: Omit<ContainerSpecIn, 'image'>, carried?: ReturnType<typeof carriedOf>) => {
    const wanted = containerSpec.parse({ image, command: RUNS, labels: LABELS, ...spec });
    const { id } = await subject.engine.containers.create(wanted, soon(), carried);
    made.push(id);
    return id;
  };
  const inspect = (ref: string) => subject.engine.inspect(ref, soon());
  const specOf = async (ref: string) => {
    const found = await inspect(ref);
    const brought = await subject.engine.images.inspect(found.Image, soon());
    return containerSpecOf(found, brought['Config']);
  };

  beforeAll(async () => {
    subject = await make();
  });
  afterEach(async () => {
    for (const id of made.splice(0))
      await subject.engine.containers.remove(id, { isForced: true, volumes: true }, soon()).catch(() => undefined);
  });
  afterAll(() => subject?.dispose());

  it('are made, started, and removed', async () => {
    const name = unique();
    const id = await create({ name, command: RUNS });
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect((await inspect(name)).State.Status).toBe('created');
    await subject.engine.start(id, soon());
    expect((await inspect(id)).State.Status).toBe('running');
    await expect(
      subject.engine.containers.remove(id, { isForced: false, volumes: false }, soon()),
    ).rejects.toMatchObject({ code: 'conflict', message: 'The container is running.', field: 'container' });
    await subject.engine.containers.remove(id, { isForced: true, volumes: false }, soon());
    await expect(inspect(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      subject.engine.containers.remove(id, { isForced: false, volumes: false }, soon()),
    ).rejects.toMatchObject({ code: 'not_found', reason: 'removed', field: 'container' });
  });

  it('give the spec back that they were made from', async () => {
    const name = unique();
    const wanted = containerSpec.parse({
      name,
      image,
      command: RUNS,
      env: { MODE: 'a b=c', EMPTY: '', DB_PASSWORD: 'x' },
      labels: { ...LABELS, note: 'a "b"' },
      ports: [
        { containerPort: 80, hostPort: 18_473, hostIp: '127.0.0.1' },
        { containerPort: 53, protocol: 'udp' },
      ],
      mounts: [
        { type: 'volume', source: `${name}-data`, destination: '/data', isReadOnly: true },
        { type: 'bind', source: '/tmp', destination: '/host' },
        { type: 'tmpfs', destination: '/fast', options: 'size=1048576' },
      ],
      memoryBytes: 64 * 2 ** 20,
      cpus: 0.5,
      pidsLimit: 100,
      restartPolicy: 'on-failure:3',
      healthCheck: { test: ['CMD-SHELL', 'true'], intervalSeconds: 0.5, retries: 2 },
      user: '1000',
      workingDir: '/data',
      hostname: 'shop',
      extraHosts: ['db:10.0.0.5'],
      dns: ['9.9.9.9'],
      stopSignal: 'SIGINT',
      stopSeconds: 3,
      hasInit: true,
      isReadOnly: true,
      hasTty: true,
      isInteractive: true,
      capAdd: ['NET_ADMIN'],
      capDrop: ['MKNOD'],
      logDriver: 'local',
      logOptions: { 'max-size': '5m' },
      sysctls: { 'net.ipv4.ip_forward': '0' },
      ulimits: [{ name: 'nofile', soft: 1024, hard: 2048 }],
      shmBytes: 2 ** 20,
    });
    const { id } = await subject.engine.containers.create(wanted, soon());
    made.push(id);
    const found = await specOf(id);
    const byTarget = (spec: typeof wanted) => ({
      ...spec,
      mounts: spec.mounts.toSorted((a, b) => (a.destination < b.destination ? -1 : 1)),
      ports: spec.ports.toSorted((a, b) => a.containerPort - b.containerPort),
      // Newer engines write CAP_ before them.
      capAdd: spec.capAdd.map((one) => one.replace(/^CAP_/, '')),
      capDrop: spec.capDrop.map((one) => one.replace(/^CAP_/, '')),
    });
    expect(byTarget(found)).toEqual(byTarget(wanted));
    // And again: a spec that was read back makes the same container.
    const again = await create({ ...found, name: `${name}-b` });
    expect(byTarget({ ...(await specOf(again)), name })).toEqual(byTarget(wanted));
    await subject.engine.containers.remove(id, { isForced: true, volumes: true }, soon());
    await subject.engine.containers.remove(again, { isForced: true, volumes: true }, soon());
    // A named volume stays where its container goes.
    await subject.engine.volumes.remove(`${name}-data`, soon());
  });

  it('without more than an image are as the image says', async () => {
    const found = await specOf(await create({ command: ['true'] }));
    expect(found).toEqual(
      containerSpec.parse({ image, command: ['true'], labels: LABELS, name: found.name, logDriver: 'json-file' }),
    );
    expect(found.name).toMatch(/^[a-z]+_[a-z]+\d*$/);
  });

  it('with a name that is taken, or of an image that is not there, are refused and leave nothing', async () => {
    const name = unique();
    await create({ name });
    await expect(create({ name })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'taken',
      field: 'name',
      message: `There is a container "${name}" already.`,
      hint: 'Choose another name, or remove that one.',
    });
    const missing = containerSpec.parse({ image: 'qs-no-such-image:1', command: RUNS, name: unique() });
    await expect(subject.engine.containers.create(missing, soon())).rejects.toMatchObject({
      code: 'not_found',
      field: 'image',
      message: 'There is no image "qs-no-such-image:1" here.',
    });
    await expect(inspect(missing.name ?? '')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('with a bind of what is not there are refused, unless it is to be made', async () => {
    const bind = { type: 'bind', source: `/tmp/${unique()}/no/such`, destination: '/x' } as const;
    await expect(create({ mounts: [bind] })).rejects.toMatchObject({
      code: 'bad_request',
      field: 'mounts',
      message: `There is no "${bind.source}" on the machine that Docker runs on.`,
    });
    await create({ mounts: [{ ...bind, createsSource: true }] });
    const twice = [
      { type: 'volume', destination: '/x' },
      { type: 'volume', destination: '/x' },
    ] as const;
    await expect(create({ mounts: [...twice] })).rejects.toMatchObject({ code: 'bad_request', field: 'mounts' });
  });

  it('take their anonymous volumes with them only when that is asked', async () => {
    const volumeOf = async (id: string): Promise<string> => {
      const [mount] = (await specOf(id)).mounts;
      return mount?.source ?? '';
    };
    const first = await create({ mounts: [{ type: 'volume', destination: '/data' }] });
    const stays = await volumeOf(first);
    expect(stays).toMatch(/^[0-9a-f]{64}$/);
    await subject.engine.containers.remove(first, { isForced: false, volumes: false }, soon());
    expect((await subject.engine.volumes.inspect(stays, soon())).Name).toBe(stays);
    await subject.engine.volumes.remove(stays, soon());
    const second = await create({ mounts: [{ type: 'volume', destination: '/data' }] });
    const goes = await volumeOf(second);
    await subject.engine.containers.remove(second, { isForced: false, volumes: true }, soon());
    await expect(subject.engine.volumes.inspect(goes, soon())).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are renamed, with what Docker refuses', async () => {
    const [name, other] = [unique(), unique()];
    const id = await create({ name });
    await create({ name: other });
    await subject.engine.containers.rename(name, `${name}-b`, soon());
    expect((await inspect(id)).Name).toBe(`/${name}-b`);
    await expect(subject.engine.containers.rename(id, other, soon())).rejects.toMatchObject({
      code: 'conflict',
      field: 'name',
      reason: 'taken',
    });
    await expect(subject.engine.containers.rename(id, 'a b', soon())).rejects.toMatchObject({
      code: 'bad_request',
      field: 'name',
    });
    await expect(subject.engine.containers.rename(unique(), unique(), soon())).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('are changed while they run', async () => {
    const id = await create({ command: RUNS, memoryBytes: 64 * 2 ** 20 });
    await subject.engine.start(id, soon());
    const startedAt = (await inspect(id)).State.StartedAt;
    const changes = { memoryBytes: 256 * 2 ** 20, cpus: 0.25, pidsLimit: 50, restartPolicy: 'unless-stopped' };
    await subject.engine.containers.update(id, changes, soon());
    expect(await specOf(id)).toMatchObject(changes);
    expect((await inspect(id)).State.StartedAt).toBe(startedAt);
    await subject.engine.containers.update(id, { restartPolicy: 'no' }, soon());
    expect(await specOf(id)).toMatchObject({ ...changes, restartPolicy: undefined });
  });

  it('become images and archives', async () => {
    const id = await create({ command: RUNS });
    const reference = parseImageReference(`${unique()}:one`);
    if (isReferenceFault(reference)) throw new Error(reference.fault);
    const image = await subject.engine.containers.commit(id, { reference, isPaused: true }, soon());
    const found = await subject.engine.images.inspect(`${reference.repository.replace('library/', '')}:one`, soon());
    expect(found.Id).toBe(image.id);
    await subject.engine.images.remove(image.id, { isForced: true }, soon());
    let bytes = 0;
    const stream = subject.engine.containers.export(id, (part) => (bytes += part.length), soon());
    expect(await stream.done).toEqual({ isComplete: true });
    expect(bytes).toBeGreaterThanOrEqual(1024);
    await expect(subject.engine.containers.export('qs-nobody', () => undefined, soon()).done).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(subject.engine.containers.commit('qs-nobody', { isPaused: false }, soon())).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('tell of it in events', async () => {
    const name = unique();
    const told: string[] = [];
    const abort = new AbortController();
    const listening = subject.engine.events(
      `${Math.floor(Date.now() / 1000)}.000000000`,
      (event) => void (event.attributes['name'] === name && told.push(event.action)),
      abort.signal,
    );
    const id = await create({ name });
    await subject.engine.containers.remove(id, { isForced: true, volumes: true }, soon());
    await expect.poll(() => told).toEqual(['create', 'destroy']);
    abort.abort();
    await listening;
  });

  it.each(['../images/json', 'a/b', 'x?force=1', '', '.', '%2e%2e'])('are never asked for as %j', async (ref) => {
    const refused = { code: 'bad_request', field: 'container' };
    const { containers } = subject.engine;
    await expect(containers.remove(ref, { isForced: true, volumes: true }, soon())).rejects.toMatchObject(refused);
    await expect(containers.rename(ref, 'qs-x', soon())).rejects.toMatchObject(refused);
    await expect(containers.update(ref, { cpus: 1 }, soon())).rejects.toMatchObject(refused);
    await expect(containers.commit(ref, { isPaused: false }, soon())).rejects.toMatchObject(refused);
  });

  it('keep what a spec has no words for', async () => {
    const id = await create({ name: unique() }, { config: { Domainname: 'lan' }, host: { OomScoreAdj: 200 } });
    const found = await inspect(id);
    if (subject.engine.isSimulated) return void expect(dig(carriedOf(found), 'host')).toBeDefined();
    expect(carriedOf(found)).toMatchObject({ config: { Domainname: 'lan' }, host: { OomScoreAdj: 200 } });
    const again = await inspect(await create({ name: unique() }, carriedOf(found)));
    expect(carriedOf(again)).toEqual(carriedOf(found));
  });
});

// Containers end to end: made, changed, made anew, removed and made again through the program's commands, with all that they refuse.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import { type RestartableEngine, startRestartableEngine, TEST_IMAGE } from '../engine.ts';
import { type LocalProgram, localProgramOfTest, storeWithoutLogs } from './local-program.ts';

let engine: RestartableEngine;

beforeAll(async () => {
  engine = await startRestartableEngine();
}, 90_000);
afterAll(() => engine?.stop());

const home = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'qs-containers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const program = (folder = home(), saved?: string): Promise<LocalProgram> =>
  localProgramOfTest(engine.host, {
    store: storeWithoutLogs(folder),
    ...(saved !== undefined && { askWhereToSave: () => Promise.resolve(saved) }),
  });

const RUNS = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.2; done'];
const WRITES = ['sh', '-c', 'trap "exit 0" TERM; echo kept > /data/file; while :; do sleep 0.2; done'];
let count = 0;
const unique = (): string => `qs-c-${(count += 1)}`;
const inspect = async (name: string) => JSON.parse((await engine.docker('inspect', name)).stdout)[0];
const names = async (): Promise<string[]> =>
  (await engine.docker('ps', '-a', '--format', '{{.Names}}')).stdout.trim().split('\n').filter(Boolean).sort();
const ended = async (client: Client, job: string) => {
  await expect
    .poll(async () => (await client.call('jobs.get', { job })).job.endedAt, { timeout: 60_000 })
    .toBeDefined();
  return client.call('jobs.get', { job });
};

test('a container is made and started; what does not start is not kept', async () => {
  const { client } = await program();
  const name = unique();
  const made = {
    name,
    image: TEST_IMAGE,
    command: RUNS,
    env: { MODE: 'x' },
    ports: [{ containerPort: 80, hostPort: 18_090 }],
  };
  const { id } = await client.call('containers.create', { ...made, start: true });
  expect(await inspect(name)).toMatchObject({ Id: id, State: { Running: true }, Config: { Cmd: RUNS } });
  await expect
    .poll(async () =>
      (await client.call('containers.list', {})).containers.some((one) => one.id === id && one.ports.length > 0),
    )
    .toBe(true);
  await expect(client.call('containers.create', { ...made, name: unique(), start: true })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'taken',
    field: 'ports',
    message: `Port 18090 is already used by ${name}.`,
    hint: `Choose another port, or stop ${name}.`,
  });
  await expect(
    client.call('containers.create', { name: unique(), image: TEST_IMAGE, command: ['qs-no-such'], start: true }),
  ).rejects.toMatchObject({
    code: 'bad_request',
    field: 'command',
    message: 'The image has no program "qs-no-such" that could be run.',
  });
  await expect(client.call('containers.create', { ...made, start: true })).rejects.toMatchObject({ field: 'name' });
  for (const bad of [
    { name: 'a b' },
    { memoryBytes: 1000 },
    { ports: [{ containerPort: 0 }] },
    { mounts: [{ type: 'bind', destination: '/x' }] },
    { restartPolicy: 'sometimes' },
    { env: { 'A=B': 'x' } },
    { env: { PASSWORD: '••••••' } },
  ])
    await expect(client.call('containers.create', { image: TEST_IMAGE, ...bad } as never)).rejects.toMatchObject({
      code: 'bad_request',
    });
  expect((await names()).filter((one) => one.startsWith('qs-c-'))).toEqual([name]);
  await engine.docker('rm', '-f', name);
});

test.each([
  [{ networks: ['qs-nowhere'] }, 'networks', 'There is no network "qs-nowhere".'],
  [{ user: 'qs-ghost' }, 'user', 'The image has no user or group "qs-ghost".'],
  [{ cpus: 4000 }, 'cpus', 'This machine gives from 0.01 to'],
  [{ logOptions: { 'qs-odd': '1' } }, 'logOptions', 'The log driver has no option "qs-odd".'],
  [{ logDriver: 'qs-none' }, 'logDriver', 'The log driver cannot be used: qs-none.'],
  [{ devices: ['/dev/qs-none'] }, 'devices', 'There is no device "/dev/qs-none" on the machine that Docker runs on.'],
  [
    { mounts: [{ type: 'bind', source: '/qs-none', destination: '/x' }] },
    'mounts',
    'There is no "/qs-none" on the machine',
  ],
  [{ networks: [{ name: 'bridge', aliases: ['x'] }] }, 'networks', 'The default network has no aliases.'],
  [{ networks: [{ name: 'bridge', ipv4: '172.17.0.99' }] }, 'networks', 'This network gives addresses itself.'],
  [{ image: 'qs-no-such:1' }, 'image', 'There is no image "qs-no-such:1" here.'],
])('what Docker refuses of %j is told under its field, and nothing stays', async (spec, field, message) => {
  const { client } = await program();
  const name = unique();
  const wanted = { name, image: TEST_IMAGE, command: RUNS, ...spec, start: true };
  const refusal = await client.call('containers.create', wanted as never).catch((thrown: unknown) => thrown);
  expect(refusal).toMatchObject({ field, message: expect.stringContaining(message), hint: expect.any(String) });
  expect(await names()).not.toContain(name);
});

test('renaming and live changes reach the engine, and an empty change is refused', async () => {
  const { client } = await program();
  const name = unique();
  const other = unique();
  await client.call('containers.create', { name, image: TEST_IMAGE, command: RUNS, start: true });
  const { State } = await inspect(name);
  await client.call('containers.update', { container: name, memoryBytes: 64 * 2 ** 20, restartPolicy: 'always' });
  expect(await inspect(name)).toMatchObject({
    State: { StartedAt: State.StartedAt },
    HostConfig: { Memory: 64 * 2 ** 20, RestartPolicy: { Name: 'always' } },
  });
  await expect(client.call('containers.update', { container: name })).rejects.toMatchObject({ code: 'bad_request' });
  await client.call('containers.rename', { container: name, name: other });
  expect((await inspect(other)).State.Running).toBe(true);
  await client.call('containers.remove', { container: other, force: true });
  const { jobs } = await client.call('jobs.list', {});
  expect(jobs.map(({ command, status, kind }) => `${kind} ${status}: ${command}`)).toEqual([
    `change done: docker rm --force ${other}`,
    `change done: docker rename ${name} ${other}`,
    `change done: docker update --memory 64m --restart always ${name}`,
    `change done: docker run --detach --name ${name} ${TEST_IMAGE} sh -c 'trap "exit 0" TERM; while :; do sleep 0.2; done'`,
  ]);
});

test('a container is made anew with what nobody said of it: its anonymous volume, aliases, secrets, and odd settings', async () => {
  const { client, as } = await program();
  const name = unique();
  await engine.docker('network', 'create', 'qs-net');
  const options = [
    '-v',
    '/data',
    '--network',
    'qs-net',
    '--network-alias',
    'shop',
    '-e',
    'DB_PASSWORD=hunter2',
    '-e',
    'MODE=a',
  ];
  await engine.docker(
    'run',
    '-d',
    '--name',
    name,
    ...options,
    '--oom-score-adj',
    '200',
    '--restart',
    'always',
    TEST_IMAGE,
    ...WRITES,
  );
  await expect.poll(async () => (await engine.docker('exec', name, 'ls', '/data')).stdout.trim()).toBe('file');
  const old = await inspect(name);
  const admin = as('admin');
  const { spec } = await admin.call('containers.spec', { container: name });
  expect(spec.env).toEqual({ DB_PASSWORD: '••••••', MODE: 'a' });
  await expect(
    admin.call('containers.recreate', { container: name, changes: { env: { DB_PASSWORD: '••••••' } } }),
  ).rejects.toMatchObject({ code: 'bad_request', field: 'env' });
  const { job } = await admin.call('containers.recreate', {
    container: name,
    changes: { env: { MODE: 'b', NEW: 'c' }, labels: { tier: 'web' }, memoryBytes: 64 * 2 ** 20 },
  });
  const { job: info, output } = await ended(client, job);
  expect(info).toMatchObject({ status: 'done', kind: 'recreate', title: `Recreate ${name}` });
  expect(info.command).not.toContain('hunter2');
  expect(output).toEqual([
    'Making the new container',
    `Stopping ${name}`,
    'Starting the new container',
    'Waiting 5 s: it has no health check',
    'Removing the old container',
    `${name} is the new container.`,
  ]);
  const now = await inspect(name);
  expect(now.Id).not.toBe(old.Id);
  expect(now.Config.Env).toEqual(expect.arrayContaining(['DB_PASSWORD=hunter2', 'MODE=b', 'NEW=c']));
  expect(now.Config.Labels).toMatchObject({ tier: 'web' });
  expect(now.HostConfig).toMatchObject({ OomScoreAdj: 200, Memory: 64 * 2 ** 20, RestartPolicy: { Name: 'always' } });
  expect(now.Mounts[0].Name).toBe(old.Mounts[0].Name);
  expect(now.NetworkSettings.Networks['qs-net'].Aliases).toContain('shop');
  expect(now.NetworkSettings.Networks['qs-net'].Aliases).not.toContain(old.Id.slice(0, 12));
  expect((await engine.docker('exec', name, 'cat', '/data/file')).stdout.trim()).toBe('kept');
  expect((await names()).filter((one) => one.startsWith(name))).toEqual([name]);
  // Twice in a row: the label of the first does no harm.
  const again = await client.call('containers.recreate', { container: name, changes: { env: { NEW: null } } });
  expect((await ended(client, again.job)).job.status).toBe('done');
  expect((await inspect(name)).Config.Env).not.toContain('NEW=c');
  await client.call('containers.remove', { container: name, force: true, volumes: true });
  expect((await engine.docker('volume', 'ls', '-q')).stdout).not.toContain(old.Mounts[0].Name);
  await engine.docker('network', 'rm', 'qs-net');
}, 60_000);

test.each([
  [
    'is not healthy',
    { healthCheck: { test: ['CMD-SHELL', 'echo no good; false'], intervalSeconds: 0.3, retries: 1 } },
    'The new container is not healthy: no good.',
  ],
  ['ends', { command: ['sh', '-c', 'exit 3'] }, 'The new container ended with exit code 3.'],
  ['does not start', { command: ['qs-no-such'] }, 'The image has no program "qs-no-such" that could be run.'],
])(
  'a new container that %s goes, and the old one is back and runs',
  async (_what, changes, message) => {
    const { client } = await program();
    const name = unique();
    await engine.docker(
      'run',
      '-d',
      '--name',
      name,
      '--restart',
      'unless-stopped',
      '-v',
      '/data',
      TEST_IMAGE,
      ...WRITES,
    );
    const old = await inspect(name);
    const { job } = await client.call('containers.recreate', { container: name, changes });
    const { job: info } = await ended(client, job);
    expect(info).toMatchObject({
      status: 'failed',
      error: { message: `${message} ${name} is back and runs as it was.` },
    });
    const back = await inspect(name);
    expect(back).toMatchObject({
      Id: old.Id,
      State: { Running: true },
      HostConfig: { RestartPolicy: { Name: 'unless-stopped' } },
      Mounts: [{ Name: old.Mounts[0].Name }],
    });
    expect((await names()).filter((one) => one.startsWith(name))).toEqual([name]);
    await engine.docker('rm', '-f', '-v', name);
  },
  60_000,
);

test('a container that does not run is made anew without being started; a cancel puts the old one back', async () => {
  const { client } = await program();
  const name = unique();
  await engine.docker('create', '--name', name, TEST_IMAGE, ...RUNS);
  const first = await client.call('containers.recreate', { container: name, changes: { name: `${name}-b` } });
  expect((await ended(client, first.job)).job.status).toBe('done');
  expect(await inspect(`${name}-b`)).toMatchObject({ State: { Status: 'created' } });
  await engine.docker('start', `${name}-b`);
  const { Id } = await inspect(`${name}-b`);
  const slow = { test: ['CMD', 'false'], startSeconds: 60, intervalSeconds: 30 };
  const second = await client.call('containers.recreate', { container: `${name}-b`, changes: { healthCheck: slow } });
  await expect
    .poll(async () => (await client.call('jobs.get', { job: second.job })).job.message, { timeout: 20_000 })
    .toBe('Waiting until it is healthy');
  await expect(client.call('containers.recreate', { container: Id, changes: {} })).rejects.toMatchObject({
    code: 'conflict',
  });
  await client.call('jobs.cancel', { job: second.job });
  expect((await client.call('jobs.get', { job: second.job })).job.status).toBe('cancelled');
  expect(await inspect(`${name}-b`)).toMatchObject({ Id, State: { Running: true } });
  await engine.docker('rm', '-f', `${name}-b`);
}, 60_000);

test('what was begun is ended after Quayside and Docker died in the middle', async () => {
  const folder = home();
  const first = await program(folder);
  const name = unique();
  await engine.docker('run', '-d', '--name', name, '--restart', 'always', TEST_IMAGE, ...RUNS);
  const { Id } = await inspect(name);
  const slow = { test: ['CMD', 'true'], startSeconds: 1, intervalSeconds: 8 };
  const { job } = await first.client.call('containers.recreate', { container: name, changes: { healthCheck: slow } });
  await expect
    .poll(async () => (await first.client.call('jobs.get', { job })).job.message, { timeout: 20_000 })
    .toBe('Waiting until it is healthy');
  await engine.kill();
  expect((await ended(first.client, job)).job).toMatchObject({
    status: 'failed',
    error: { code: 'engine_unavailable', hint: 'It is finished or put back as soon as Docker answers.' },
  });
  await first.end();
  await engine.start();
  const second = await program(folder);
  await expect
    .poll(
      async () => (await second.client.call('jobs.list', {})).jobs.map(({ title, status }) => `${title}: ${status}`),
      { timeout: 40_000 },
    )
    .toEqual([`Finish what was begun with ${name}: done`]);
  const now = await inspect(name);
  expect(now).toMatchObject({ State: { Running: true }, HostConfig: { RestartPolicy: { Name: 'always' } } });
  expect(now.Id).not.toBe(Id);
  expect((await names()).filter((one) => one.startsWith(name))).toEqual([name]);
  await engine.docker('rm', '-f', name);
}, 120_000);

test('a container like another has hidden values too, and its own anonymous volume', async () => {
  const { as } = await program();
  const name = unique();
  await engine.docker('run', '-d', '--name', name, '-v', '/data', '-e', 'API_TOKEN=s3cret', TEST_IMAGE, ...WRITES);
  const { id } = await as('admin').call('containers.clone', {
    container: name,
    name: `${name}-b`,
    changes: { env: { MODE: 'x' } },
    start: true,
  });
  const [old, now] = [await inspect(name), await inspect(id)];
  expect(now).toMatchObject({ Name: `/${name}-b`, State: { Running: true } });
  expect(now.Config.Env).toEqual(expect.arrayContaining(['API_TOKEN=s3cret', 'MODE=x']));
  expect(now.Mounts[0].Name).not.toBe(old.Mounts[0].Name);
  await engine.docker('rm', '-f', '-v', name, `${name}-b`);
});

test('what is removed can be made again for 7 days, from a file that only its owner reads', async () => {
  const folder = home();
  const first = await program(folder);
  const name = unique();
  await engine.docker(
    'run',
    '-d',
    '--name',
    name,
    '-e',
    'API_TOKEN=s3cret',
    '-v',
    `${name}-data:/data`,
    TEST_IMAGE,
    ...WRITES,
  );
  await expect(first.client.call('containers.remove', { container: name })).rejects.toMatchObject({
    code: 'conflict',
    message: 'The container is running.',
  });
  expect((await first.client.call('containers.removed', {})).removed).toEqual([]);
  await first.client.call('containers.remove', { container: name, force: true });
  await first.end();
  const file = join(folder, 'containers', 'removed.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { client } = await program(folder);
  const { removed } = await client.call('containers.removed', {});
  expect(removed).toMatchObject([{ name, image: TEST_IMAGE, removedBy: 'local', lostVolumes: false }]);
  expect(JSON.stringify(removed)).not.toContain('s3cret');
  const { id } = await client.call('containers.createAgain', { removed: removed[0]?.removed ?? '' });
  expect(await inspect(name)).toMatchObject({ Id: id, State: { Running: true }, Mounts: [{ Name: `${name}-data` }] });
  expect((await inspect(name)).Config.Env).toContain('API_TOKEN=s3cret');
  expect((await client.call('containers.removed', {})).removed).toEqual([]);
  await expect(client.call('containers.createAgain', { removed: 'nope' })).rejects.toMatchObject({ code: 'not_found' });
  expect(readFileSync(file, 'utf8')).toBe('[]');
  await engine.docker('rm', '-f', '-v', name);
  await engine.docker('volume', 'rm', `${name}-data`);
});

test('what is protected is not removed, pruned or made anew, and is still protected after a restart', async () => {
  const folder = home();
  const first = await program(folder);
  const name = unique();
  await engine.docker('run', '--name', name, '-v', `${name}-data:/data`, TEST_IMAGE, 'true');
  await first.client.call('containers.protect', { container: name, on: true });
  await first.client.call('volumes.protect', { volume: `${name}-data`, on: true });
  await first.end();
  const { client } = await program(folder);
  const refused = { code: 'conflict', reason: 'protected', message: `The container ${name} is protected.` };
  await expect(client.call('containers.remove', { container: name, force: true })).rejects.toMatchObject(refused);
  await expect(client.call('containers.recreate', { container: name, changes: {} })).rejects.toMatchObject(refused);
  const plan = await client.call('containers.prunePlan', {});
  expect(plan.items.map((one) => one.name)).not.toContain(name);
  await client.call('containers.protect', { container: name, on: false });
  await client.call('containers.remove', { container: name });
  await expect(client.call('volumes.remove', { volume: `${name}-data` })).rejects.toMatchObject({
    reason: 'protected',
  });
  await client.call('volumes.protect', { volume: `${name}-data`, on: false });
  await client.call('volumes.remove', { volume: `${name}-data` });
});

test('a prune removes exactly what its plan held, and skips what was started or protected since', async () => {
  const { client, as } = await program();
  const [gone, started, held, later] = [unique(), unique(), unique(), unique()];
  await engine.docker(
    'run',
    '-d',
    '--name',
    gone,
    TEST_IMAGE,
    'sh',
    '-c',
    'head -c 2000000 /dev/zero > /bytes; exit 4',
  );
  await engine.docker('wait', gone);
  await engine.docker('create', '--name', started, TEST_IMAGE, ...RUNS);
  await engine.docker('create', '--name', held, TEST_IMAGE, ...RUNS);
  const mine = [gone, started, held];
  await expect
    .poll(
      async () => (await client.call('containers.prunePlan', {})).items.filter((one) => mine.includes(one.name)).length,
    )
    .toBe(3);
  const plan = await as('viewer').call('containers.prunePlan', {});
  const item = plan.items.find((one) => one.name === gone);
  expect(item).toMatchObject({ reason: 'Ended with exit code 4.' });
  expect(item?.bytes).toBeGreaterThanOrEqual(2_000_000);
  await engine.docker('start', started);
  await engine.docker('create', '--name', later, TEST_IMAGE, ...RUNS);
  await client.call('containers.protect', { container: held, on: true });
  const only = plan.items.filter((one) => mine.includes(one.name)).map((one) => one.id);
  const result = await client.call('containers.prune', { plan: plan.plan, only });
  expect(result.removed).toEqual([item?.id]);
  expect(result.skipped.map(({ reason }) => reason).sort()).toEqual([
    'It was started since.',
    `The container ${held} is protected.`,
  ]);
  expect(await names()).toEqual(expect.arrayContaining([started, held, later]));
  await expect(client.call('containers.prune', { plan: plan.plan })).rejects.toMatchObject({ reason: 'plan_stale' });
  await engine.docker('rm', '-f', started, held, later);
});

test('a container becomes an image and a file', async () => {
  const file = join(home(), 'out.tar');
  const { client } = await program(home(), file);
  const name = unique();
  await engine.docker('run', '--name', name, TEST_IMAGE, 'sh', '-c', 'echo kept > /made-here');
  const { image } = await client.call('containers.commit', {
    container: name,
    reference: 'qs-committed:one',
    comment: 'as it was',
  });
  expect(image).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect((await engine.docker('run', '--rm', 'qs-committed:one', 'cat', '/made-here')).stdout.trim()).toBe('kept');
  await expect(client.call('containers.commit', { container: name, reference: 'A B' })).rejects.toMatchObject({
    code: 'bad_request',
  });
  const { job } = await client.call('containers.export', { container: name });
  expect((await ended(client, job ?? '')).job).toMatchObject({
    status: 'done',
    command: `docker export -o ${file} ${name}`,
  });
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file).includes('made-here')).toBe(true);
  await engine.docker('rm', name);
  await engine.docker('rmi', 'qs-committed:one');
});

test('roles: a viewer and an operator change nothing, and what goes far needs the switch', async () => {
  const { as } = await program();
  for (const role of ['viewer', 'operator'] as const) {
    const client = as(role);
    await expect(client.call('containers.create', { image: TEST_IMAGE })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(client.call('containers.spec', { container: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(client.call('containers.remove', { container: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(client.call('containers.removed', {})).rejects.toMatchObject({ code: 'forbidden' });
  }
  await expect(as('admin').call('containers.export', { container: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(as('admin').call('containers.prune', { plan: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
});

test('acts are kept with their docker command and how long they took, for all who see jobs; several at once as one', async () => {
  const { as, client } = await program();
  const all = [unique(), unique(), unique()];
  for (const name of all) await engine.docker('run', '-d', '--name', name, TEST_IMAGE, ...RUNS);
  const ids = await Promise.all(all.map(async (name) => (await inspect(name)).Id as string));
  const operator = as('operator');
  await operator.call('containers.restart', { container: all[0] ?? '', timeoutSeconds: 2 });
  await Promise.all(ids.map((container) => operator.call('containers.stop', { container })));
  await expect(operator.call('containers.pause', { container: all[1] ?? '' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await client.call('containers.remove', { container: all[2] ?? '' });
  expect((await as('viewer').call('jobs.list', {})).jobs.map(({ command }) => command)).toEqual([
    null,
    null,
    null,
    null,
  ]);
  const { jobs } = await operator.call('jobs.list', {});
  expect(jobs.map(({ kind, title, status, startedBy }) => [kind, title, status, startedBy])).toEqual([
    ['change', `Remove ${all[2]}`, 'done', 'local'],
    ['change', `Pause ${all[1]}`, 'failed', 'somebody'],
    ['change', 'Stop 3 containers', 'done', 'somebody'],
    ['change', `Restart ${all[0]}`, 'done', 'somebody'],
  ]);
  expect(jobs[0]?.command).toBe(`docker rm ${all[2]}`);
  expect(jobs[1]?.error?.message).toContain('not running');
  expect(jobs[2]?.command?.split(' ').slice(0, 2)).toEqual(['docker', 'stop']);
  expect(jobs[2]?.command?.split(' ').slice(2).sort()).toEqual([...all].sort());
  expect(jobs[3]?.command).toBe(`docker restart -t 2 ${all[0]}`);
  for (const job of jobs) expect(Date.parse(job.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(job.startedAt));
  const { output } = await operator.call('jobs.get', { job: jobs[2]?.job ?? '' });
  expect(output.map((line) => line.replace(/:.*/, '')).sort()).toEqual([...all].sort());
});

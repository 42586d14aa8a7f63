// Images end to end: commands and progress of the program on a real engine with real registries.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { BuildLine, TransferState } from '#shared/contract/image-jobs.ts';
import type { CallIn } from '#shared/contract/index.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { type RestartableEngine, startRestartableEngine, TEST_IMAGE } from '../engine.ts';
import { startLocalProgram } from './local-program.ts';
import { LOGIN, type Registries, startRegistries } from './registry.ts';

let engine: RestartableEngine;
let registries: Registries;
const home = mkdtempSync(join(tmpdir(), 'qs-images-'));
const BIG = 'quayside-test/big:1';
let number = 0;

beforeAll(async () => {
  engine = await startRestartableEngine();
  registries = await startRegistries(engine);
  const { client, over } = await program();
  // Two layers of 4 MB that nothing can pack.
  const at = folder({
    Dockerfile: `FROM ${TEST_IMAGE}\nRUN head -c 4000000 /dev/urandom > /a\nRUN head -c 4000000 /dev/urandom > /b\n`,
  });
  await over(await client.call('images.build', { context: at, tag: BIG }));
}, 90_000);
afterAll(async () => {
  registries?.remove();
  await engine?.stop();
  rmSync(home, { recursive: true, force: true });
});

function folder(files: Record<string, string>): string {
  const made = mkdtempSync(join(home, 'context-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, name)), { recursive: true });
    writeFileSync(join(made, name), text);
  }
  return made;
}

/** The program without a window: its token may name folders. `config`: what `docker login` left. */
async function program(options: { config?: unknown; path?: string } = {}) {
  const docker = mkdtempSync(join(home, 'docker-'));
  if (options.config !== undefined) writeFileSync(join(docker, 'config.json'), JSON.stringify(options.config));
  const { client, end } = await startLocalProgram(engine.host, {
    env: { DOCKER_CONFIG: docker },
    ...(options.path !== undefined && {
      askWhereToSave: () => Promise.resolve(options.path),
      askWhichFile: () => Promise.resolve(options.path),
    }),
  });
  if (number++ > 0) onTestFinished(end);
  const state = (job: string): Promise<{ job: Job; output: string[] }> => client.call('jobs.get', { job });
  const ended = new Set<string>();
  let look = (): void => undefined;
  const note = (jobs: readonly Job[]): void => {
    for (const one of jobs) if (one.endedAt !== undefined) ended.add(one.job);
    look();
  };
  client.subscribe('jobs', {}, { onWhole: ({ jobs }) => note(jobs), onItems: note });
  const over = async ({ job }: { job: string | null }): Promise<{ job: Job; output: string[] }> => {
    if (job === null) throw new Error('no job was begun');
    await new Promise<void>((resolve) => {
      look = () => {
        if (ended.has(job)) resolve();
      };
      look();
    });
    return state(job);
  };
  const pull = (reference: string) => client.call('images.pull', { reference });
  const build = (files: Record<string, string>, more: Partial<CallIn<'images.build'>> = {}) =>
    client.call('images.build', { context: folder(files), tag: 'quayside-test/built:1', ...more });
  const transfers = (job: string): TransferState[] => {
    const told: TransferState[] = [];
    client.subscribe('pull:progress', { job }, { onItems: (items) => told.push(...items) });
    return told;
  };
  const tags = async (): Promise<string[]> =>
    (await client.call('images.list', {})).images.flatMap((image) => image.tags);
  return { client, state, over, pull, build, transfers, tags };
}

/** Another name of the big image at a registry. */
async function pushed(to: string, name: string, config?: unknown): Promise<string> {
  const { client, over } = await program({ config });
  const reference = `${to}/${name}:1`;
  await client.call('images.tag', { image: BIG, reference });
  const { job } = await over(await client.call('images.push', { reference }));
  expect(job.error).toBeUndefined();
  await client.call('images.remove', { image: reference });
  return reference;
}

/** Nothing of it is left here until the test ends, so that a pull has something to fetch. */
async function forget(): Promise<void> {
  const archive = join(home, 'big.tar');
  await engine.docker('save', '-o', archive, BIG);
  await engine.docker('rmi', '-f', (await engine.docker('images', '-q', BIG)).stdout.trim());
  onTestFinished(async () => {
    await registries.setFault('pass');
    await engine.docker('load', '-i', archive);
  });
}

test('an image is pushed and pulled, layer by layer, and told of from the first to the last byte', async () => {
  const reference = await pushed(registries.open, 'shop/api');
  await forget();
  const { pull, transfers, over, tags } = await program();
  const { job } = await pull(reference);
  const told = transfers(job);
  const { job: ended, output } = await over({ job });
  expect(ended).toMatchObject({ kind: 'pull', status: 'done', progress: 1, command: `docker pull ${reference}` });
  expect(output.join('\n')).toContain(`Status: Downloaded newer image for ${reference}`);
  await expect.poll(() => told.at(-1)?.status).toBe('done');
  const last = told.at(-1);
  expect(last).toMatchObject({ direction: 'pull', reference, progress: 1 });
  expect(last?.layers.length).toBeGreaterThanOrEqual(2);
  expect(last?.bytesTotal).toBeGreaterThan(8_000_000);
  const shares = told.map(({ progress }) => progress ?? 0);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(await tags()).toContain(reference);
});

test('a pull without a tag fetches the newest alone, and a second one has nothing to fetch', async () => {
  const { client, over, pull } = await program();
  for (const tag of ['latest', 'other']) {
    const reference = `${registries.open}/shop/tags:${tag}`;
    await client.call('images.tag', { image: TEST_IMAGE, reference });
    await over(await client.call('images.push', { reference }));
    await client.call('images.remove', { image: reference });
  }
  await over(await pull(`${registries.open}/shop/tags`));
  const { images } = await client.call('images.list', {});
  const found = images.flatMap(({ tags }) => tags.filter((tag) => tag.includes('shop/tags')));
  expect(found).toEqual([`${registries.open}/shop/tags:latest`]);
  expect((await over(await pull(`${registries.open}/shop/tags`))).job.status).toBe('done');
});

test('what the registry does not have, or is no registry, is said in a sentence with what to do', async () => {
  const { pull, over, client } = await program();
  const failed = async (reference: string): Promise<Job['error']> => (await over(await pull(reference))).job.error;
  expect(await failed(`${registries.open}/nobody:1`)).toMatchObject({
    code: 'not_found',
    message: `${registries.open} has no "${registries.open}/nobody:1".`,
    hint: expect.any(String),
  });
  expect(await failed('127.0.0.1:9/nobody:1')).toMatchObject({ message: '127.0.0.1:9 cannot be reached.' });
  expect(await failed('registry.invalid/nobody:1')).toMatchObject({ message: 'registry.invalid cannot be reached.' });
  await expect(pull('No Image')).rejects.toMatchObject({ code: 'bad_request', field: 'params.reference' });
  await expect(client.call('images.pull', { reference: 'a', platform: 'x y' })).rejects.toMatchObject({
    code: 'bad_request',
  });
});

test('a registry behind a password is entered with what docker login left, and the password is nowhere', async () => {
  const auth = Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString('base64');
  const config = { auths: { [registries.locked]: { auth } } };
  const reference = await pushed(registries.locked, 'shop/secret', config);
  const without = await program();
  const { job: refused } = await without.over(await without.pull(reference));
  expect(refused.error).toMatchObject({
    message: `${registries.locked} does not give "${reference}" to you: it may be private, or not exist.`,
    hint: `Sign in with \`docker login ${registries.locked}\`, or check the name.`,
  });
  const wrong = await program({
    config: { auths: { [registries.locked]: { auth: Buffer.from('tester:wrong').toString('base64') } } },
  });
  expect((await wrong.over(await wrong.pull(reference))).job.status).toBe('failed');
  const { pull, over } = await program({ config });
  const { job, output } = await over(await pull(reference));
  expect(job.status).toBe('done');
  expect(JSON.stringify([job, output])).not.toMatch(new RegExp(`${LOGIN.password}|${auth}`));
});

test('a transfer that breaks is tried again by Docker, told in words, and comes to its end when the line is back', async () => {
  const reference = (await pushed(registries.open, 'shop/cut')).replace(registries.open, registries.faulty);
  await forget();
  const { pull, transfers, over } = await program();
  await registries.setFault('cut 500000');
  const { job } = await pull(reference);
  const told = transfers(job);
  await expect
    .poll(() => told.find(({ message }) => message !== undefined)?.message, { timeout: 30_000 })
    .toMatch(/^The connection broke\. Docker tries again in \d+ s\.$/);
  expect(told.at(-1)?.layers.some(({ status }) => status === 'retrying')).toBe(true);
  await registries.setFault('pass');
  expect((await over({ job })).job.status).toBe('done');
});

test('a silent registry ends when it is cancelled, and no half image is there', async () => {
  const reference = (await pushed(registries.open, 'shop/silent')).replace(registries.open, registries.faulty);
  await forget();
  const { client, pull, transfers, over, tags } = await program();
  await registries.setFault('silent 2000000');
  const { job } = await pull(reference);
  const told = transfers(job);
  await expect.poll(() => told.at(-1)?.bytesDone).toBeGreaterThan(0);
  await client.call('jobs.cancel', { job });
  expect((await over({ job })).job.status).toBe('cancelled');
  expect(told.at(-1)?.status).toBe('cancelled');
  expect(await tags()).not.toContain(reference);
});

test('a folder is built step by step, without what it ignores, with its arguments and its stage', async () => {
  const { client, build, over } = await program();
  const lines: BuildLine[] = [];
  client.subscribe('build:progress', {}, { onItems: (items) => lines.push(...items) });
  const { job: id } = await build(
    {
      'dev/Dockerfile': `FROM ${TEST_IMAGE} AS first\nARG API_TOKEN\nRUN echo "token $API_TOKEN" > /said\nCOPY . /at/\nRUN ls /at\nFROM first\nRUN false\n`,
      '.dockerignore': 'node_modules\n',
      'node_modules/x.js': 'x',
      'app.js': 'x',
    },
    { dockerfile: 'dev/Dockerfile', args: { API_TOKEN: 'tok_1' }, target: 'first', noCache: true },
  );
  const { job, output } = await over({ job: id });
  expect(job).toMatchObject({ status: 'done', kind: 'build', title: 'Build quayside-test/built:1' });
  expect(job.command).toMatch(
    /^docker build -t quayside-test\/built:1 -f dev\/Dockerfile --build-arg API_TOKEN --target first --no-cache \/.+$/,
  );
  expect(output.join('\n')).toContain('app.js');
  expect(output.join('\n')).not.toContain('node_modules');
  await expect.poll(() => lines.at(-1)?.status).toBe('done');
  const steps = lines.flatMap(({ step, steps: all }) => (all > 0 ? [`${step}/${all}`] : []));
  expect([...new Set(steps)]).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
  expect(JSON.stringify(lines)).not.toContain('tok_1');
  const said = await engine.docker('run', '--rm', 'quayside-test/built:1', 'cat', '/said');
  expect(said.stdout).toBe('token tok_1\n');
  const { layers } = await client.call('images.history', { image: 'quayside-test/built:1' });
  expect(layers[0]?.createdBy).toContain('ls /at');
});

test('a build that fails says at which step, and keeps what it printed', async () => {
  const { build, over, tags } = await program();
  const dockerfile = `FROM ${TEST_IMAGE}\nRUN echo fine\nRUN echo "making it"; exit 3\nRUN echo never\n`;
  const { job, output } = await over(await build({ Dockerfile: dockerfile }, { tag: 'quayside-test/failed:1' }));
  expect(job).toMatchObject({
    status: 'failed',
    error: {
      code: 'engine_error',
      message: 'Step 3 of 4 failed with exit code 3: RUN echo "making it"; exit 3.',
      hint: expect.any(String),
    },
  });
  expect(output).toContain('making it');
  expect(output.join('\n')).not.toContain('echo never');
  expect(await tags()).not.toContain('quayside-test/failed:1');
});

test('what is wrong with a build is said before or at its place', async () => {
  const { client, build, over } = await program();
  await expect(client.call('images.build', { context: join(home, 'gone'), tag: 'a' })).rejects.toMatchObject({
    code: 'bad_request',
    field: 'context',
  });
  await expect(build({ 'x.txt': 'x' })).rejects.toMatchObject({ code: 'bad_request', field: 'dockerfile' });
  await expect(build({ Dockerfile: 'FROM a' }, { tag: 'Not A Name' })).rejects.toMatchObject({ field: 'params.tag' });
  const errorOf = async (dockerfile: string, more?: Partial<CallIn<'images.build'>>): Promise<Job['error']> =>
    (await over(await build({ Dockerfile: dockerfile }, more))).job.error;
  expect(await errorOf('FORM busybox')).toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining('FORM'),
  });
  expect(await errorOf(`FROM ${TEST_IMAGE} AS one\n`, { target: 'two' })).toMatchObject({ field: 'target' });
  expect((await errorOf(`FROM ${TEST_IMAGE}\nCOPY gone.txt /\n`))?.message).toMatch(
    /^Step 2 of 2 failed: COPY gone\.txt/,
  );
  expect((await errorOf('FROM 127.0.0.1:9/x\nRUN true\n'))?.message).toMatch(/^Step 1 of 2 failed: FROM/);
});

test('a build that is cancelled ends at once', async () => {
  const { client, build, over } = await program();
  const { job } = await build({ Dockerfile: `FROM ${TEST_IMAGE}\nRUN echo begun; sleep 300\n` });
  await expect.poll(async () => (await client.call('jobs.get', { job })).output).toContain('begun');
  await client.call('jobs.cancel', { job });
  expect((await over({ job })).job.status).toBe('cancelled');
  await expect.poll(async () => (await engine.docker('ps', '-q')).stdout).toBe('');
});

test('images are saved into a file and come back out of it; what is no archive is refused', async () => {
  const path = join(home, 'saved.tar');
  const { client, over, tags } = await program({ path });
  const reference = 'quayside-test/saved:1';
  await client.call('images.tag', { image: BIG, reference });
  const { output } = await over(await client.call('images.save', { images: [reference, TEST_IMAGE] }));
  expect(output).toEqual([expect.stringContaining(`written to ${path}`)]);
  expect(statSync(path).size).toBeGreaterThan(8_000_000);
  await client.call('images.remove', { image: reference });
  expect((await over(await client.call('images.load', {}))).output).toContain(`Loaded image: ${reference}`);
  expect(await tags()).toContain(reference);
  await expect(client.call('images.save', { images: ['quayside-test/none:1'] })).rejects.toMatchObject({
    code: 'not_found',
  });
  writeFileSync(path, 'no archive at all');
  expect((await over(await client.call('images.load', {}))).job.error).toMatchObject({
    code: 'bad_request',
    message: 'This file is not an archive of images.',
  });
});

test('an engine that dies in the middle is said, and leaves no half file', async () => {
  const at = mkdtempSync(join(home, 'half-'));
  const { client, over, build } = await program({ path: join(at, 'half.tar') });
  const { job } = await build({ Dockerfile: `FROM ${TEST_IMAGE}\nRUN echo begun; sleep 300\n` });
  await expect.poll(async () => (await client.call('jobs.get', { job })).output).toContain('begun');
  await engine.kill();
  const { job: ended } = await over({ job });
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'engine_unavailable' } });
  await expect(client.call('images.save', { images: [BIG] })).rejects.toMatchObject({ code: 'engine_unavailable' });
  expect(readdirSync(at)).toEqual([]);
  await engine.start();
  await expect.poll(async () => (await client.call('images.list', {})).images.length).toBeGreaterThan(0);
});

test('a prune removes what its plan held: no more, though more became prunable, and says why not', async () => {
  const { client, build, over, tags } = await program();
  const made = async (tag: string, text: string): Promise<void> => {
    await over(await build({ Dockerfile: `FROM ${TEST_IMAGE}\nRUN echo ${text} > /text\n` }, { tag }));
  };
  await made('quayside-test/goes:1', 'one');
  await made('quayside-test/used:1', 'two');
  await made('quayside-test/named:1', 'three');
  await made('quayside-test/moved:1', 'four');
  await made('quayside-test/moved:1', 'five'); // the first one has no name any more
  const filters = { which: 'unused' } as const;
  const plan = await client.call('images.prunePlan', { filters });
  const named = (name: string) => plan.items.find((item) => item.name === name);
  const before = (await client.call('images.list', {})).images;
  expect(plan.items.every(({ reason }) => reason !== '')).toBe(true);
  expect(plan.items.some(({ reason }) => reason.startsWith('Has no name'))).toBe(true);
  expect(plan.bytes).toBe(plan.items.reduce((sum, { bytes }) => sum + bytes, 0));
  const container = (await engine.docker('create', 'quayside-test/used:1', 'true')).stdout.trim();
  await client.call('images.tag', { image: 'quayside-test/named:1', reference: 'quayside-test/late-name:1' });
  await made('quayside-test/late:1', 'six');
  const result = await client.call('images.prune', { plan: plan.plan });
  const after = (await client.call('images.list', {})).images;
  const gone = before.map(({ id }) => id).filter((id) => !after.some((image) => image.id === id));
  expect([...result.removed].sort()).toEqual(gone.sort());
  expect(result.removed).toContain(named('quayside-test/goes:1')?.id);
  expect(result.bytes).toBeGreaterThan(0);
  const why = (name: string) => result.skipped.find(({ id }) => id === named(name)?.id)?.reason;
  expect(why('quayside-test/used:1')).toMatch(/^The container \S+ was made from it since\.$/);
  expect(why('quayside-test/named:1') ?? why('quayside-test/late-name:1')).toBe(
    'It got the name quayside-test/late-name:1 since.',
  );
  expect(await tags()).toEqual(expect.arrayContaining(['quayside-test/late:1', 'quayside-test/used:1']));
  await expect(client.call('images.prune', { plan: plan.plan })).rejects.toMatchObject({ reason: 'plan_stale' });
  await engine.docker('rm', container);
  expect(existsSync(home)).toBe(true);
});

// Images over the network: who may do what, and bytes by tickets in both directions.
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { expect, onTestFinished, test } from 'vitest';
import type { Job } from '#shared/contract/jobs.ts';
import { type Answer, type LanServer, startLanServer } from './lan-server.ts';

async function server(isNetworkAllowed = true): Promise<LanServer> {
  const made = await startLanServer({ settings: { remoteAllowActs: isNetworkAllowed } });
  onTestFinished(() => made.close());
  return made;
}

type Started = { job: string; url: string };
const started = ({ body }: Answer): Started => body['result'] as Started;

async function ended({ call }: LanServer, job: string, token: string): Promise<{ job: Job; output: string[] }> {
  const look = async () => (await call('jobs.get', { job }, token)).body['result'] as { job: Job; output: string[] };
  await expect.poll(async () => (await look()).job.endedAt).toBeDefined();
  return look();
}

const put = ({ url: base }: LanServer, url: string, body: Uint8Array<ArrayBuffer>, token: string): Promise<Response> =>
  fetch(`${base}${url}`, { method: 'PUT', headers: { authorization: `Bearer ${token}` }, body });

async function context(dockerfile: string): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  archive.entry({ name: 'Dockerfile' }, dockerfile);
  archive.finalize();
  return new Uint8Array(Buffer.concat(await Readable.from(archive).toArray()));
}

test('a viewer looks, an operator pulls and tags, an admin does the rest once the owner allows it', async () => {
  const at = await server(false);
  const [viewer, operator, admin] = [at.tokenOf('viewer'), at.tokenOf('operator'), at.tokenOf('admin')];
  const status = async (command: string, params: unknown, token: string): Promise<number> =>
    (await at.call(command, params, token)).status;
  const image = 'redis:7-alpine';
  for (const look of ['images.list', 'images.prunePlan']) expect(await status(look, {}, viewer)).toBe(200);
  for (const look of ['images.inspect', 'images.history']) expect(await status(look, { image }, viewer)).toBe(200);
  const pull = ['images.pull', { reference: 'busybox:1' }] as const;
  const tag = ['images.tag', { image, reference: 'cache:1' }] as const;
  for (const [command, params] of [pull, tag]) {
    expect(await status(command, params, viewer)).toBe(403);
    expect(await status(command, params, operator)).toBe(200);
  }
  const far = [
    ['images.remove', { image: 'cache:1' }],
    ['images.push', { reference: 'cache:1' }],
    ['images.save', { images: ['cache:1'] }],
    ['images.load', {}],
    ['images.build', { upload: true, tag: 'x:1' }],
    ['images.prune', { plan: 'x' }],
  ] as const;
  for (const [command, params] of far) {
    expect(await status(command, params, operator)).toBe(403);
    expect(await status(command, params, admin)).toBe(403);
  }
  at.settings.set({ remoteAllowActs: true });
  expect(await status('images.remove', { image: 'cache:1' }, operator)).toBe(403);
  expect(await status('images.remove', { image: 'cache:1' }, admin)).toBe(200);
  // A folder of this computer is never named from elsewhere, and nobody there can be asked for one.
  const build = await at.call('images.build', { context: '/etc', tag: 'x:1' }, admin);
  expect([build.status, build.body.error]).toEqual([403, expect.objectContaining({ field: 'context' })]);
  expect(await status('images.chooseContext', {}, admin)).toBe(403);
});

test('a build takes its context as an upload, and its sender hears how it ended', async () => {
  const at = await server();
  const admin = at.tokenOf('admin');
  const begin = async (): Promise<Started> =>
    started(await at.call('images.build', { upload: true, tag: 'up:1' }, admin));
  const good = await begin();
  expect((await put(at, good.url, await context('FROM busybox\nRUN make\n'), admin)).status).toBe(200);
  const { job, output } = await ended(at, good.job, admin);
  expect(job).toMatchObject({ status: 'done', command: 'docker build -t up:1 -' });
  expect(output).toContain('Successfully tagged up:1');
  const bad = await begin();
  const answer = await put(at, bad.url, await context('FROM busybox\nRUN exit 3\n'), admin);
  expect(answer.status).toBe(502);
  expect((await ended(at, bad.job, admin)).job.error?.message).toBe('Step 2 of 2 failed with exit code 3: RUN exit 3.');
  // Good once.
  expect((await put(at, good.url, await context('FROM busybox\n'), admin)).status).toBe(404);
});

test('images are fetched as a file and sent back', async () => {
  const at = await server();
  const admin = at.tokenOf('admin');
  const reference = 'saved/one:1';
  await at.call('images.tag', { image: 'redis:7-alpine', reference }, admin);
  const saved = started(await at.call('images.save', { images: [reference] }, admin));
  const answer = await fetch(`${at.url}${saved.url}`, { headers: { authorization: `Bearer ${admin}` } });
  expect(answer.headers.get('content-disposition')).toContain('filename="saved-one-1.tar"');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect((await ended(at, saved.job, admin)).job.status).toBe('done');
  await at.call('images.remove', { image: reference }, admin);
  const loaded = started(await at.call('images.load', {}, admin));
  expect((await put(at, loaded.url, bytes, admin)).status).toBe(200);
  expect((await ended(at, loaded.job, admin)).output.join('\n')).toContain(`Loaded image: `);
  const wrong = started(await at.call('images.load', {}, admin));
  expect((await put(at, wrong.url, new Uint8Array([1, 2, 3]), admin)).status).toBe(400);
});

test('progress is watched by everybody who may look, of one job or of all, also a while after it ended', async () => {
  const at = await server();
  const { job } = started(await at.call('images.pull', { reference: 'fresh:1' }, at.tokenOf('operator')));
  const peer = await at.connect(at.tokenOf('viewer'));
  await peer.ask('subscribe', { channel: 'pull:progress', params: { job } });
  const done = await peer.heard('pull:progress', ({ items }) =>
    (items as { status: string }[]).some(({ status }) => status === 'done'),
  );
  expect((done['items'] as object[]).at(-1)).toMatchObject({
    job,
    reference: 'fresh:1',
    progress: 1,
    direction: 'pull',
  });
  await peer.heard('end');
  const late = await at.connect(at.tokenOf('viewer', 'late'));
  await late.ask('subscribe', { channel: 'pull:progress', params: {} });
  await late.heard('pull:progress', ({ items }) =>
    (items as { status: string }[]).some(({ status }) => status === 'done'),
  );
  await late.ask('subscribe', { channel: 'pull:progress', params: { job: '0'.repeat(16) } });
  expect(await late.heard('end')).toMatchObject({ reason: 'failed', error: { code: 'not_found', field: 'job' } });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Job } from '#shared/contract/jobs.ts';
import { FaultProxy } from '#testing/fault-proxy.ts';
import { TestContainers } from './containers-of-test.ts';
import { type LanServer, startLanServer } from './lan-server.ts';
import { localProgramOfTest } from './local-program.ts';

const containers = new TestContainers();
afterAll(() => containers.removeAll());

async function finished(script: string): Promise<string> {
  const id = await containers.run(script);
  await containers.docker('wait', id);
  return id;
}

/** The program as the window has it: its owner names `path` for a file, or none. */
async function atThisComputer(host: string, path: string | undefined) {
  const asked: string[] = [];
  const { client } = await localProgramOfTest(host, {
    askWhereToSave: (fileName) => {
      asked.push(fileName);
      return Promise.resolve(path);
    },
  });
  const state = async (job: string | null): Promise<{ job: Job; output: string[] }> => {
    if (job === null) throw new Error('no job was begun');
    return client.call('jobs.get', { job });
  };
  return { client, asked, state };
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'qs-export-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('at this computer the owner names a file, and it is there whole, for nobody else', async () => {
  const id = await finished('i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo line $i; done');
  const path = join(folder(), 'shop.log');
  const { client, asked, state } = await atThisComputer(containers.host, path);
  const { job, url } = await client.call('logs.export', { container: id });
  expect(url).toBeUndefined();
  expect(asked[0]).toMatch(/^[\w.-]+ \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.log$/);
  await expect.poll(async () => (await state(job)).job.status).toBe('done');
  const { job: ended, output } = await state(job);
  expect(ended).toMatchObject({ kind: 'export', progress: 1, startedBy: 'local' });
  expect(ended.command).toMatch(/^docker logs [\w-]+$/);
  expect(output).toEqual([`49\u202fkB written to ${path}`]);
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(5001);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('several logs are one file by time, each line behind its name, and one that is refused refuses all', async () => {
  const slowly = (word: string): string => `for i in 1 2 3 4 5 6 7 8; do echo ${word} $i; usleep 20000; done`;
  const ids = await Promise.all([finished(slowly('a')), finished(slowly('b'))]);
  const names = await Promise.all(ids.map((id) => containers.docker('inspect', '-f', '{{slice .Name 1}}', id)));
  const path = join(folder(), 'shop.log');
  const { client, state } = await atThisComputer(containers.host, path);
  const exportAs = async (more: object): Promise<string[]> => {
    const { job } = await client.call('logs.export', { containers: ids, ...more });
    await expect.poll(async () => (await state(job)).job.status).toBe('done');
    return readFileSync(path, 'utf8').trimEnd().split('\n');
  };
  const width = Math.max(...names.map(({ length }) => length));
  const own = await Promise.all(
    ids.map(async (id, at) =>
      (await containers.docker('logs', '--timestamps', id)).split('\n').map((line) => ({
        line: `${(names[at] ?? '').padEnd(width)} | ${line}`,
        time: line.slice(0, 30),
      })),
    ),
  );
  const expected = own.flat().sort((a, b) => (a.time < b.time ? -1 : 1));
  expect(await exportAs({ times: true })).toEqual(expected.map(({ line }) => line));
  const items = (await exportAs({ format: 'jsonl' })).map((line) => JSON.parse(line) as { container: string });
  expect(items.map(({ container }) => container).sort()).toEqual(
    names.flatMap((name) => Array.from({ length: 8 }, () => name)).sort(),
  );
  for (const params of [{}, { containers: ids, service: 1 }, { service: 1, tail: 5 }])
    await expect(client.call('logs.export', params as never)).rejects.toMatchObject({ code: 'bad_request' });

  const secret = await containers.run('echo secret', '--label', 'quayside.logs=private');
  const { viewer, call } = await overTheNetwork();
  expect((await call('logs.export', { containers: [...ids, secret] }, viewer)).status).toBe(403);
  expect((await call('logs.export', { containers: ids }, viewer)).status).toBe(200);
});

test('who names no file has no job, and a place that cannot be written is said in words', async () => {
  const id = await finished('echo x');
  const none = await atThisComputer(containers.host, undefined);
  expect(await none.client.call('logs.export', { container: id })).toEqual({ job: null });
  expect((await none.client.call('jobs.list', {})).jobs).toEqual([]);
  const path = join(folder(), 'gone', 'x.log');
  const { client, state } = await atThisComputer(containers.host, path);
  const { job } = await client.call('logs.export', { container: id });
  await expect.poll(async () => (await state(job)).job.status).toBe('failed');
  expect((await state(job)).job.error).toMatchObject({
    code: 'conflict',
    message: `${path} could not be written: the folder is gone.`,
  });
});

test('a cancelled export leaves what was there before, and no half file', async () => {
  const id = await finished('yes some line | head -c 3000000');
  const proxy = await FaultProxy.start(containers.host.replace('unix://', ''));
  onTestFinished(() => proxy.close());
  const at = folder();
  const path = join(at, 'shop.log');
  writeFileSync(path, 'of yesterday');
  const { client, state } = await atThisComputer(proxy.host, path);
  // Docker stops in the middle without a word: the job stands still for as long as it takes to cancel it.
  proxy.setFault({
    matches: /\/logs\?/,
    onData: (bytes, passing) => passing.offset < 1_500_000 && passing.send(bytes),
  });
  const { job } = await client.call('logs.export', { container: id });
  await expect.poll(() => readdirSync(at).some((name) => name.endsWith('.part'))).toBe(true);
  await expect.poll(async () => (await state(job)).job.progress).toBeGreaterThan(0);
  expect((await state(job)).job.status).toBe('running');
  await client.call('jobs.cancel', { job: job ?? '' });
  expect((await state(job)).job.status).toBe('cancelled');
  expect(readdirSync(at)).toEqual(['shop.log']);
  expect(readFileSync(path, 'utf8')).toBe('of yesterday');
});

async function overTheNetwork(): Promise<
  LanServer & {
    viewer: string;
    begin: (id: string) => Promise<{ job: string; url: string }>;
    statusOf: (job: string) => Promise<string>;
  }
> {
  const server = await startLanServer({ dockerHost: containers.host });
  onTestFinished(() => server.close());
  const viewer = server.tokenOf('viewer');
  return {
    ...server,
    viewer,
    begin: async (container) =>
      (await server.call('logs.export', { container }, viewer)).body['result'] as { job: string; url: string },
    statusOf: async (job) => {
      const { body } = await server.call('jobs.get', { job }, viewer);
      return (body['result'] as { job: Job }).job.status;
    },
  };
}

test('over the network a viewer fetches the bytes once, and only the one who asked', async () => {
  const id = await finished('i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo line $i; done');
  const { url: base, viewer, begin, statusOf, request, tokenOf } = await overTheNetwork();
  const { job, url } = await begin(id);
  expect(await statusOf(job)).toBe('running');
  expect((await request(url, { token: tokenOf('admin', 'another') })).status).toBe(404);
  const answer = await fetch(`${base}${url}`, { headers: { authorization: `Bearer ${viewer}` } });
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+ [\d-]+ [\d-]+\.log"/);
  expect((await answer.text()).split('\n')).toHaveLength(2001);
  await expect.poll(() => statusOf(job)).toBe('done');
  expect((await request(url, { token: viewer })).status).toBe(404);
});

test('a cancelled download breaks off instead of ending as if it were all', async () => {
  const id = await finished('yes some line of this log | head -c 30000000');
  const { url: base, viewer, begin, statusOf, call } = await overTheNetwork();
  const { job, url } = await begin(id);
  const answer = await fetch(`${base}${url}`, { headers: { authorization: `Bearer ${viewer}` } });
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  await call('jobs.cancel', { job }, viewer);
  expect(await statusOf(job)).toBe('cancelled');
  const rest = async (): Promise<void> => {
    while (!(await reader?.read())?.done);
  };
  await expect(rest()).rejects.toThrow('terminated');

  const second = await begin(id);
  const gone = new AbortController();
  const left = await fetch(`${base}${second.url}`, {
    headers: { authorization: `Bearer ${viewer}` },
    signal: gone.signal,
  });
  expect((await left.body?.getReader().read())?.done).toBe(false);
  gone.abort();
  await expect.poll(() => statusOf(second.job)).toBe('failed');
});

test('a private log is refused to a viewer', async () => {
  const id = await containers.run('echo secret', '--label', 'quayside.logs=private');
  const { viewer, call } = await overTheNetwork();
  expect((await call('logs.export', { container: id }, viewer)).status).toBe(403);
});

// Files of containers end to end, over the network: what a folder holds, what comes out, what goes in, and all refusals.
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FileEntry } from '#shared/contract/files.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { TarEntry } from '#main/tar/tar-reader.ts';
import { tarEnd, tarHeader, tarPadding } from '#main/tar/tar-writer.ts';
import { TestContainers } from './containers-of-test.ts';
import { type LanServer, startLanServer } from './lan-server.ts';

const containers = new TestContainers();
let at: LanServer;
let admin: string;

beforeAll(async () => {
  at = await startLanServer({ dockerHost: containers.host, settings: { remoteAllowActs: true } });
  admin = at.tokenOf('admin');
});
afterEach(() => containers.removeAll());
afterAll(() => at?.close());

const call = async <T>(command: string, params: Record<string, unknown>): Promise<T> => {
  const { body, status } = await at.call(`containers.files.${command}`, params, admin);
  if (status !== 200) throw Object.assign(new Error(), body.error);
  return body['result'] as T;
};
interface Listing {
  entries: FileEntry[];
  total: number;
  cut?: string;
  by: string;
}
const list = (container: string, path: string): Promise<Listing> => call('list', { container, path });
const names = ({ entries }: Listing): string[] => entries.map(({ name }) => name).sort();

async function download(container: string, path: string, as: string): Promise<Buffer> {
  const { url } = await call<{ url: string }>('download', { container, path, as });
  const answer = await fetch(`${at.url}${url}`, { headers: { authorization: `Bearer ${admin}` } });
  return Buffer.from(await answer.arrayBuffer());
}

async function upload(container: string, path: string, body: Buffer, more: object = {}): Promise<Job> {
  const { job, url } = await call<{ job: string; url: string }>('upload', { container, path, ...more });
  const headers = { authorization: `Bearer ${admin}` };
  const { status } = await fetch(`${at.url}${url}`, { method: 'PUT', headers, body: new Uint8Array(body) });
  const look = async () => (await at.call('jobs.get', { job }, admin)).body['result'] as { job: Job };
  await expect.poll(async () => (await look()).job.endedAt).toBeDefined();
  const { job: ended } = await look();
  expect(status === 200).toBe(ended.status === 'done');
  return ended;
}

function archive(...entries: (Partial<TarEntry> & { name: string; content?: string })[]): Buffer {
  const parts = entries.flatMap(({ content = '', ...more }) => {
    const bytes = Buffer.from(content);
    const made = { type: 'file', mode: 0o644, modifiedAtMs: 1e12, target: '', bytes: bytes.length } as const;
    return [tarHeader({ ...made, ...more }), bytes, tarPadding(bytes.length)];
  });
  return Buffer.concat([...parts, tarEnd()]);
}

const ODD = String.raw`mkdir -p "/d/sub dir" /d/.hidden; cd /d; printf hello > plain; printf x > -dash; printf y > "$(printf 'new\nline')";
  printf z > "$(printf 'b\377yte')"; ln -s "sub dir" tofolder; ln -s "$(printf 'no\nwhere')" broken; mkfifo pipe; chmod 4750 plain;
  touch -d @1600000000 plain; printf '81a4 9 9 fake' > '81a4 9 9 fake'`;

const ODD_NAMES = [
  '-dash',
  '.hidden',
  '81a4 9 9 fake',
  'b\udcffyte',
  'broken',
  'new\nline',
  'pipe',
  'plain',
  'sub dir',
  'tofolder',
].sort();

/** Its script ended or waits: what it makes is there. */
async function made(script: string, ...options: string[]): Promise<string> {
  const id = await containers.run(`${script}; echo made; exec sleep 1000`, ...options);
  await expect.poll(() => containers.docker('logs', id)).toContain('made');
  return id;
}

describe('a folder', () => {
  it('is listed by the shell of a container that runs, whatever names lie in it', async () => {
    const id = await made(ODD);
    const listing = await list(id, '/d');
    expect(listing).toMatchObject({ by: 'shell', total: 10 });
    expect(names(listing)).toEqual(ODD_NAMES);
    const of = (name: string) => listing.entries.find((one) => one.name === name);
    expect(of('plain')).toEqual({
      name: 'plain',
      type: 'file',
      bytes: 5,
      mode: 0o4750,
      modifiedAt: '2020-09-13T12:26:40.000Z',
    });
    expect(of('tofolder')).toMatchObject({ type: 'link', target: 'sub dir', isFolder: true });
    expect(of('broken')).toMatchObject({ type: 'link', target: 'no\nwhere' });
    expect(of('broken')?.isFolder).toBeUndefined();
    expect(of('pipe')?.type).toBe('pipe');
    expect(names(await list(id, '/d/b\udcffyte').catch(() => ({ entries: [] as FileEntry[] }) as Listing))).toEqual([]);
    expect(names(await list(id, '/d/tofolder'))).toEqual([]);
  });

  it('is listed from its archive where the container stands still or has no shell', async () => {
    const id = await made(ODD);
    await containers.docker('pause', id);
    const paused = await list(id, '/d');
    await containers.docker('unpause', id);
    await containers.docker('stop', '-t', '0', id);
    const stopped = await list(id, '/d');
    for (const listing of [paused, stopped]) {
      expect(listing).toMatchObject({ by: 'archive' });
      expect(names(listing)).toEqual(ODD_NAMES);
    }
    expect(stopped.entries.find(({ name }) => name === 'plain')).toMatchObject({ bytes: 5, mode: 0o4750 });
    expect(names(await list(id, '/d/tofolder'))).toEqual([]);

    const bare = await made('rm /bin/sh', '-v', '/data');
    expect(await list(bare, '/')).toMatchObject({ by: 'archive' });
    expect(names(await list(bare, '/'))).toEqual(expect.arrayContaining(['bin', 'data', 'etc']));
  });

  it('of more than 2,000 is cut, and says so', async () => {
    const id = await made('mkdir /many; cd /many; i=0; while [ $i -lt 2100 ]; do : > "f$i"; i=$((i+1)); done');
    const listing = await list(id, '/many');
    expect(listing).toMatchObject({ total: 2100, cut: 'entries', by: 'shell' });
    expect(listing.entries).toHaveLength(2000);
    await containers.docker('stop', '-t', '0', id);
    expect(await list(id, '/many')).toMatchObject({ cut: 'entries', by: 'archive' });
  });

  it('that is none is refused in words', async () => {
    const id = await made('echo x > /file');
    await expect(list(id, '/nope')).rejects.toMatchObject({
      code: 'not_found',
      field: 'path',
      message: 'There is no /nope in this container.',
    });
    await expect(list(id, '/file')).rejects.toMatchObject({ code: 'bad_request', message: '/file is not a folder.' });
    await expect(list(id, '/a/../etc')).rejects.toMatchObject({ code: 'bad_request', field: 'params.path' });
    await expect(list(id, 'etc')).rejects.toMatchObject({ code: 'bad_request', field: 'params.path' });
    await containers.docker('rm', '-f', id);
    await expect(list(id, '/')).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('what is not as in the image is told', async () => {
  const id = await made('echo x > /new; rm /bin/vi; echo more >> /etc/passwd');
  const { changes, total } = await call<{ changes: object[]; total: number }>('changes', { container: id });
  expect(changes).toEqual(
    expect.arrayContaining([
      { path: '/new', kind: 'added' },
      { path: '/bin', kind: 'changed' },
      { path: '/bin/vi', kind: 'removed' },
      { path: '/etc/passwd', kind: expect.stringMatching('added|changed') },
    ]),
  );
  expect(total).toBe(changes.length);
});

describe('a file', () => {
  const preview = (container: string, path: string) =>
    call<{ path: string; bytes: number; content: Record<string, unknown> }>('preview', { container, path });

  it('is looked into: text to 1 MiB, bytes of what is none, links followed', async () => {
    const id = await made(
      `printf 'grüße\n' > /text; ln -s /text /link; head -c 3000 /dev/zero > /bytes; : > /empty;
       yes 0123456789abcde | head -c 2000000 > /long; mkdir /folder`,
    );
    expect(await preview(id, '/link')).toEqual({
      path: '/text',
      bytes: 8,
      content: { kind: 'text', text: 'grüße\n', isCut: false },
    });
    expect((await preview(id, '/empty')).content).toEqual({ kind: 'text', text: '', isCut: false });
    expect((await preview(id, '/bytes')).content).toEqual({ kind: 'binary', hex: '00'.repeat(512) });
    const long = await preview(id, '/long');
    expect([long.bytes, (long.content['text'] as string).length, long.content['isCut']]).toEqual([2e6, 1048576, true]);
    await expect(preview(id, '/folder')).rejects.toMatchObject({ code: 'bad_request', field: 'path' });
    await expect(preview(id, '/nope')).rejects.toMatchObject({ code: 'not_found', field: 'path' });
  });

  it('comes out byte for byte, alone and in an archive, and goes in the same way', async () => {
    const id = await made('mkdir /in; head -c 700000 /dev/urandom > /bytes', '-v', '/volume');
    const bytes = await download(id, '/bytes', 'file');
    expect(bytes).toHaveLength(700_000);
    const packed = await download(id, '/bytes', 'archive');
    expect(packed.subarray(512, 512 + bytes.length).equals(bytes)).toBe(true);
    const job = await upload(id, '/in', bytes, { as: 'file', name: 'a copy' });
    expect(job).toMatchObject({ status: 'done', title: expect.stringContaining('Upload a copy to ') });
    for (const [folder, body] of [
      ['/in', packed],
      ['/volume', gzipSync(packed)],
    ] as const)
      expect((await upload(id, folder, body)).status).toBe('done');
    const sums = await containers.docker('exec', id, 'md5sum', '/bytes', '/in/a copy', '/in/bytes', '/volume/bytes');
    expect(new Set(sums.split('\n').map((line) => line.split(' ')[0])).size).toBe(1);
  });

  it('goes into a container that does not run', async () => {
    const id = await containers.create('true');
    await upload(id, '/tmp', Buffer.from('hello'), { as: 'file', name: 'x' });
    expect((await download(id, '/tmp/x', 'file')).toString()).toBe('hello');
  });
});

describe('an upload', () => {
  it.each([
    ['a path above', archive({ name: '../x' }), 'leads out of its folder'],
    ['a path from the root', archive({ name: '/etc/x' }), 'begins at the root'],
    ['a link above', archive({ name: 'l', type: 'link', target: '../../etc' }), 'leads out of its folder'],
    ['a link to the root', archive({ name: 'l', type: 'link', target: '/' }), 'leads out of its folder'],
    ['a hard link above', archive({ name: 'l', type: 'hardlink', target: '../etc/passwd' }), 'leads out of its folder'],
    ['a file through a link', archive({ name: 'l', type: 'link', target: '.' }, { name: 'l/x' }), 'through the link'],
    ['a device', archive({ name: 'sda', type: 'block' }), 'is a device'],
    ['no archive', Buffer.from('hello'), 'not a tar archive'],
    ['a cut one', archive({ name: 'x', content: 'y'.repeat(2000) }).subarray(0, 1500), 'ends in the middle'],
    ['a cut one that is packed', gzipSync(archive({ name: 'x', content: 'y' })).subarray(0, 40), 'is damaged'],
  ])('with %s leaves nothing behind, not even what came before', async (_what, bad, words) => {
    const id = await made('mkdir /in');
    const good = archive({ name: 'good', content: 'fine' });
    // Without the end of the first, so that it is one archive.
    const body =
      words.startsWith('not a tar') || words === 'is damaged' ? bad : Buffer.concat([good.subarray(0, -1024), bad]);
    const job = await upload(id, '/in', body);
    expect(job).toMatchObject({
      status: 'failed',
      error: { code: 'bad_request', field: 'file', message: expect.stringContaining(words) },
    });
    expect(await containers.docker('exec', id, 'ls', '-A', '/in', '/etc/x', '/x').catch(({ stdout }) => stdout)).toBe(
      '/in:\n',
    );
  });

  it('is refused in words where it cannot be written', async () => {
    const id = await made('mkdir /tmp/name; echo x > /tmp/file', '-v', '/usr:/volume:ro');
    const file = { as: 'file', name: 'name' };
    expect((await upload(id, '/tmp', Buffer.from('x'), file)).error).toMatchObject({
      code: 'conflict',
      reason: 'taken',
    });
    const folder = archive({ name: 'file/', type: 'folder', mode: 0o755 });
    expect((await upload(id, '/tmp', folder)).error).toMatchObject({ code: 'conflict', reason: 'taken' });
    expect((await upload(id, '/volume', Buffer.from('x'), file)).error).toMatchObject({
      code: 'conflict',
      message: '/volume is mounted read-only in this container.',
    });
    const still = await made('true', '--read-only');
    expect((await upload(still, '/tmp', Buffer.from('x'), file)).error?.message).toContain('read-only');
    await expect(call('upload', { container: id, path: '/nope', ...file })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(call('upload', { container: id, path: '/tmp/file', ...file })).rejects.toMatchObject({
      code: 'bad_request',
    });
    await expect(call('upload', { container: id, path: '/tmp', as: 'file', name: '../x' })).rejects.toMatchObject({
      code: 'bad_request',
      field: 'params.name',
    });
  });

  it('ends with its container, and says so', async () => {
    const id = await made('true');
    const { job, url } = await call<{ job: string; url: string }>('upload', { container: id, path: '/tmp' });
    await containers.docker('rm', '-f', id);
    const body = new Uint8Array(archive({ name: 'x' }));
    const headers = { authorization: `Bearer ${admin}` };
    expect((await fetch(`${at.url}${url}`, { method: 'PUT', headers, body })).status).toBe(404);
    const { body: ended } = await at.call('jobs.get', { job }, admin);
    expect(ended['result']).toMatchObject({
      job: { status: 'failed', error: { code: 'not_found', reason: 'removed' } },
    });
  });
});

it('only an admin sees files, and only once the owner allows it', async () => {
  const id = await made('true');
  const commands = [
    ['list', { path: '/' }],
    ['changes', {}],
    ['preview', { path: '/etc/hostname' }],
    ['download', { path: '/etc/hostname' }],
    ['upload', { path: '/tmp' }],
  ] as const;
  const status = async (command: string, params: object, token: string): Promise<number> =>
    (await at.call(`containers.files.${command}`, { container: id, ...params }, token)).status;
  for (const [command, params] of commands) {
    for (const role of ['viewer', 'operator'] as const)
      expect(await status(command, params, at.tokenOf(role))).toBe(403);
    at.settings.set({ remoteAllowActs: false });
    expect(await status(command, params, admin)).toBe(403);
    at.settings.set({ remoteAllowActs: true });
    const { body } = await at.call(`containers.files.${command}`, { container: id, ...params }, admin);
    expect(body.error).toBeUndefined();
  }
});

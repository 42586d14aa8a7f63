// Files inside of containers: what both engines promise.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TarEntry, TarReader } from '#main/tar/tar-reader.ts';
import { tarEnd, tarHeader, tarPadding } from '#main/tar/tar-writer.ts';
import { realSubject, simulatedSubject, type Subject } from './engine-subjects.ts';

const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const MADE = { type: 'file', mode: 0o640, modifiedAtMs: 1_700_000_000_000, target: '', bytes: 0 } as const;

type Given = Partial<TarEntry> & { name: string; content?: string };
async function* archive(...entries: Given[]): AsyncGenerator<Uint8Array> {
  for (const { content = '', ...more } of entries) {
    const bytes = Buffer.from(content);
    yield tarHeader({ ...MADE, bytes: bytes.length, ...more });
    yield bytes;
    yield await Promise.resolve(tarPadding(bytes.length));
  }
  yield tarEnd();
}

describe.each([
  ['DockerEngine', realSubject],
  ['SimulatedEngine', simulatedSubject],
])('the files of %s', (_name, make) => {
  let subject: Subject;
  const files = () => subject.engine.files;
  const unpacked = async (path: string): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    let name = '';
    const reader = new TarReader({
      onEntry: (entry) => {
        name = entry.name;
        found.set(name, '');
      },
      onData: (bytes) => void found.set(name, (found.get(name) ?? '') + Buffer.from(bytes).toString('utf8')),
    });
    const { isComplete } = await files().get(subject.talker, path, (bytes) => reader.push(bytes), soon()).done;
    expect(isComplete).toBe(true);
    reader.end();
    return found;
  };
  const put = (folder: string, ...entries: Given[]): Promise<void> =>
    files().put(subject.talker, folder, archive(...entries), soon());

  beforeAll(async () => {
    subject = await make();
  });
  afterAll(() => subject?.dispose());

  it('are described', async () => {
    expect(await files().stat(subject.talker, '/etc', soon())).toMatchObject({
      name: 'etc',
      type: 'folder',
      mode: 0o755,
    });
    const { type, bytes, modifiedAtMs } = await files().stat(subject.talker, '/etc/hostname', soon());
    expect({ type, bytes }).toEqual({ type: 'file', bytes: 13 });
    expect(modifiedAtMs).toBeGreaterThan(1e12);
  });

  it('come out alone and with their folder', async () => {
    const alone = await unpacked('/etc/hostname');
    expect([...alone.keys()]).toEqual(['hostname']);
    expect(alone.get('hostname')).toMatch(/^[0-9a-f]{12}\n$/);
    const folder = await unpacked('/etc');
    expect([...folder.keys()][0]).toBe('etc/');
    expect(folder.get('etc/hostname')).toBe(alone.get('hostname'));
    expect((await unpacked('/etc/.')).get('./hostname')).toBe(alone.get('hostname'));
  });

  it('of a container that does not run come out as well', async () => {
    expect(await files().stat(subject.failed, '/etc/hostname', soon())).toMatchObject({ type: 'file' });
  });

  it('go in and come back, whatever their names', async () => {
    const odd = 'a\nb "\'$x ü';
    const bytes = 'no \udcff text';
    await put(
      '/tmp',
      { name: 'qs/', type: 'folder', mode: 0o755 },
      { name: `qs/${odd}`, content: 'hello' },
      { name: `qs/${bytes}`, content: 'world' },
      { name: 'qs/-l', type: 'link', target: odd },
    );
    expect(await files().stat(subject.talker, `/tmp/qs/${odd}`, soon())).toMatchObject({
      type: 'file',
      bytes: 5,
      mode: 0o640,
      modifiedAtMs: 1_700_000_000_000,
    });
    expect(await files().stat(subject.talker, `/tmp/qs/${bytes}`, soon())).toMatchObject({ type: 'file' });
    expect(await files().stat(subject.talker, '/tmp/qs/-l', soon())).toMatchObject({ type: 'link' });
    expect((await unpacked(`/tmp/qs/${odd}`)).get(odd)).toBe('hello');
    // Alone Docker gives out nothing whose name is no text.
    const folder = await unpacked('/tmp/qs');
    expect([...folder.keys()].sort()).toEqual(['qs/', 'qs/-l', `qs/${odd}`, `qs/${bytes}`].sort());
    expect(folder.get(`qs/${bytes}`)).toBe('world');
  });

  it('that are not as in the image are told', async () => {
    expect(await files().changes(subject.failed, soon())).toEqual(expect.any(Array));
    await put('/tmp', { name: 'qs-new', content: 'x' });
    const changes = await files().changes(subject.talker, soon());
    expect(changes).toContainEqual({ path: '/tmp/qs-new', kind: 'added' });
    expect(changes).toContainEqual({ path: '/tmp', kind: 'changed' });
  });

  it('that are not there are not found', async () => {
    const missing = { code: 'not_found', field: 'path', message: 'There is no /nope in this container.' };
    await expect(files().stat(subject.talker, '/nope', soon())).rejects.toMatchObject(missing);
    await expect(files().get(subject.talker, '/nope', () => undefined, soon()).done).rejects.toMatchObject(missing);
    await expect(put('/nope', { name: 'x' })).rejects.toMatchObject(missing);
  });

  it('of nobody are not found', async () => {
    const gone = { code: 'not_found', reason: 'removed' };
    await expect(files().stat('qs-nobody', '/etc', soon())).rejects.toMatchObject(gone);
    await expect(files().changes('qs-nobody', soon())).rejects.toMatchObject(gone);
    await expect(files().put('qs-nobody', '/', archive({ name: 'x' }), soon())).rejects.toMatchObject(gone);
  });

  it('take the place of no folder, and folders of no file', async () => {
    await expect(put('/etc/hostname', { name: 'x' })).rejects.toMatchObject({ code: 'bad_request', field: 'path' });
    await put('/tmp', { name: 'qs-file', content: 'x' }, { name: 'qs-folder/', type: 'folder', mode: 0o755 });
    const taken = { code: 'conflict', reason: 'taken' };
    await expect(put('/tmp', { name: 'qs-file/', type: 'folder' })).rejects.toMatchObject(taken);
    await expect(put('/tmp', { name: 'qs-folder', content: 'x' })).rejects.toMatchObject(taken);
  });

  const long = ['too long', `/${'a'.repeat(5000)}`] as const;
  it.each([
    ...['', 'etc', '../etc', '/a/../../etc', '/a\0b'].map((path) => [JSON.stringify(path), path] as const),
    long,
  ])('are never asked for as %s', async (_what, path) => {
    const refused = { code: 'bad_request', field: 'path' };
    await expect(files().stat(subject.talker, path, soon())).rejects.toMatchObject(refused);
    await expect(put(path, { name: 'x' })).rejects.toMatchObject(refused);
    await expect((async () => files().get(subject.talker, path, () => undefined, soon()).done)()).rejects.toMatchObject(
      refused,
    );
  });

  it('stop coming when nobody wants them any more', async () => {
    const abort = new AbortController();
    abort.abort();
    expect(await files().get(subject.talker, '/etc', () => undefined, abort.signal).done).toEqual({
      isComplete: false,
    });
  });
});

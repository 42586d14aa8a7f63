import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import { expect, onTestFinished, test } from 'vitest';
import { dockerfilesOf, readBuildContext } from '#main/images/build-context.ts';

const signal = new AbortController().signal;

function folder(files: Record<string, string>): string {
  const made = mkdtempSync(join(tmpdir(), 'qs-context-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, name)), { recursive: true });
    writeFileSync(join(made, name), text);
  }
  return made;
}

async function read(from: AsyncIterable<Uint8Array>): Promise<Map<string, { header: Header; text: string }>> {
  const found = new Map<string, { header: Header; text: string }>();
  const reader = extract();
  reader.on('entry', (header, stream, next) => {
    let text = '';
    stream.on('data', (part) => (text += Buffer.from(part as Uint8Array).toString('utf8')));
    stream.on('end', () => {
      found.set(header.name.replace(/\/$/, ''), { header, text });
      next();
    });
  });
  const done = new Promise<void>((resolve, reject) => reader.on('finish', resolve).on('error', reject));
  Readable.from(from).pipe(reader);
  await done;
  return found;
}

test('a folder becomes an archive, its files whole, owned by root, with their rights and links', async () => {
  const big = 'x'.repeat(3_000_000);
  const at = folder({ Dockerfile: 'FROM a', 'src/run.sh': '#!/bin/sh', 'src/big.txt': big, 'empty.txt': '' });
  chmodSync(join(at, 'src/run.sh'), 0o755);
  symlinkSync('src/run.sh', join(at, 'go'));
  const context = await readBuildContext(at, 'Dockerfile', signal);
  expect([context.files, context.bytes]).toEqual([5, 6 + 9 + 3_000_000]);
  const found = await read(context.read());
  expect([...found.keys()].sort()).toEqual(['Dockerfile', 'empty.txt', 'go', 'src', 'src/big.txt', 'src/run.sh']);
  expect(found.get('src/big.txt')?.text === big).toBe(true);
  expect(found.get('src/run.sh')?.header).toMatchObject({ mode: 0o755, uid: 0, gid: 0 });
  expect(found.get('go')?.header).toMatchObject({ type: 'symlink', linkname: 'src/run.sh' });
});

test('a long name is no trouble', async () => {
  const long = `${'deep/'.repeat(30)}${'n'.repeat(120)}.txt`;
  const found = await read(
    (await readBuildContext(folder({ Dockerfile: 'FROM a', [long]: 'x' }), 'Dockerfile', signal)).read(),
  );
  expect(found.get(long)?.text).toBe('x');
});

test('.dockerignore leaves out and brings back, never the Dockerfile itself', async () => {
  const at = folder({
    Dockerfile: 'FROM a',
    '.dockerignore': 'node_modules\n*\n!src\n!keep/this.txt\nsrc/**/*.log\nDockerfile\n',
    'node_modules/x/index.js': 'x',
    'other.txt': 'x',
    'src/a.ts': 'x',
    'src/deep/b.log': 'x',
    'keep/this.txt': 'x',
    'keep/that.txt': 'x',
  });
  const found = await read((await readBuildContext(at, 'Dockerfile', signal)).read());
  expect([...found.keys()].sort()).toEqual([
    '.dockerignore',
    'Dockerfile',
    'keep',
    'keep/this.txt',
    'src',
    'src/a.ts',
    'src/deep',
  ]);
});

test('capitals count in .dockerignore', async () => {
  const at = folder({ Dockerfile: 'FROM a', '.dockerignore': 'readme.md', 'README.md': 'x' });
  expect((await read((await readBuildContext(at, 'Dockerfile', signal)).read())).has('README.md')).toBe(true);
});

test('what is no folder, has no Dockerfile or points out of itself is refused in words', async () => {
  const at = folder({ 'a/Dockerfile.dev': 'FROM a' });
  const refused = (where: string, dockerfile: string) => readBuildContext(where, dockerfile, signal);
  await expect(refused(join(at, 'gone'), 'Dockerfile')).rejects.toMatchObject({
    code: 'bad_request',
    field: 'context',
  });
  await expect(refused(at, 'Dockerfile')).rejects.toMatchObject({ code: 'bad_request', field: 'dockerfile' });
  for (const outside of ['../x', '/etc/passwd', 'a/../../x', '..\\x', 'C:\\x'])
    await expect(refused(at, outside)).rejects.toThrow('inside of the folder');
  expect((await refused(at, 'a/Dockerfile.dev')).files).toBe(1);
});

test('a file that grows or shrinks while it is read breaks nothing and is not taken for whole', async () => {
  const at = folder({ Dockerfile: 'FROM a', 'log.txt': 'x'.repeat(1000) });
  const context = await readBuildContext(at, 'Dockerfile', signal);
  writeFileSync(join(at, 'log.txt'), 'x'.repeat(2000));
  expect((await read(context.read())).get('log.txt')?.text).toHaveLength(1000);
  writeFileSync(join(at, 'log.txt'), 'x');
  await expect(
    (async () => {
      for await (const _part of context.read());
    })(),
  ).rejects.toThrow('log.txt became shorter');
});

test('the Dockerfiles that may be meant are found', async () => {
  const at = folder({
    Dockerfile: '',
    'Dockerfile.dev': '',
    'web.Dockerfile': '',
    'Dockerfile.dockerignore': '',
    'x/Dockerfile': '',
    'dockerfiles.md': '',
  });
  expect(await dockerfilesOf(at)).toEqual(['Dockerfile', 'Dockerfile.dev', 'web.Dockerfile']);
});

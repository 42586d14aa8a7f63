import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfText, textOfBytes } from '#main/tar/path-text.ts';
import { checkTar, guardedTar, type TarDirection } from '#main/tar/tar-guard.ts';
import { type TarEntry, TarReader } from '#main/tar/tar-reader.ts';
import { tarEnd, tarHeader, tarOfFile, tarPadding } from '#main/tar/tar-writer.ts';

type Given = Partial<TarEntry> & { content?: string };
const MADE = { type: 'file', mode: 0o644, modifiedAtMs: 1_700_000_000_000, target: '' } as const;

function archive(...entries: Given[]): Buffer {
  const parts = entries.flatMap(({ content = '', ...more }) => {
    const bytes = Buffer.from(content);
    const name = more.name ?? 'a';
    return [tarHeader({ ...MADE, bytes: bytes.length, ...more, name }), bytes, tarPadding(bytes.length)];
  });
  return Buffer.concat([...parts, tarEnd()]);
}

async function* pieces(whole: Buffer, size = 700): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield await Promise.resolve(whole.subarray(at, at + size));
}

function read(whole: Buffer, size = 512): { entry: TarEntry; content: string }[] {
  const found: { entry: TarEntry; content: string }[] = [];
  const reader = new TarReader({
    onEntry: (entry) => void found.push({ entry, content: '' }),
    onData: (bytes) => {
      const last = found.at(-1);
      if (last) last.content += Buffer.from(bytes).toString('latin1');
    },
  });
  for (let at = 0; at < whole.length; at += size) reader.push(whole.subarray(at, at + size));
  reader.end();
  return found;
}

async function through(whole: Buffer, direction: TarDirection): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of guardedTar(pieces(whole), direction)) parts.push(part);
  return Buffer.concat(parts);
}

const withSum = (block: Buffer): Buffer => {
  block.fill(32, 148, 156);
  const sum = block.subarray(0, 512).reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
};

/** A header with an extension of a letter before it. */
function extended(letter: string, body: string, entry: Given = {}): Buffer {
  const head = tarHeader({ ...MADE, name: 'extension', bytes: Buffer.byteLength(body) });
  head.write(letter, 156, 'latin1');
  return Buffer.concat([withSum(head), Buffer.from(body), tarPadding(Buffer.byteLength(body)), archive(entry)]);
}
const record = (key: string, value: string): string => {
  const rest = key.length + value.length + 3;
  const length = [2, 3, 4].map((digits) => rest + digits).find((all) => String(all).length === all - rest) ?? 0;
  return `${length} ${key}=${value}\n`;
};

it('names of any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([...bytesOfText(textOfBytes(bytes))]).toEqual([...bytes]);
    }),
  );
  expect(textOfBytes(Buffer.from('grüße 😀'))).toBe('grüße 😀');
  expect(textOfBytes(Buffer.of(0x61, 0xff, 0x62))).toBe('a\udcffb');
});

describe('a tar archive', () => {
  it('is read as it was written, in pieces of any size', () => {
    const long = `${'folder/'.repeat(30)}file-with-ü.txt`;
    const written = [
      { name: 'd/', type: 'folder' },
      { name: 'd/one', content: 'x'.repeat(1500), mode: 0o4755 },
      { name: long, content: 'long' },
      { name: 'l', type: 'link', target: '../'.repeat(60) },
      { name: 'h', type: 'hardlink', target: 'd/one' },
    ] satisfies Given[];
    const whole = archive(...written);
    for (const size of [1, 7, 512, 513, whole.length]) {
      const found = read(whole, size);
      expect(found.map(({ entry }) => entry.name)).toEqual(written.map(({ name }) => name));
      expect(found[1]).toMatchObject({ content: 'x'.repeat(1500), entry: { bytes: 1500, mode: 0o4755 } });
      expect(found[3]?.entry).toMatchObject({ type: 'link', target: '../'.repeat(60) });
    }
  });

  it('is read as another program writes it', async () => {
    const other = pack();
    other.entry({ name: `${'n'.repeat(120)}/ü`, mtime: new Date(1_600_000_000_000) }, 'hello');
    other.entry({ name: 'link', type: 'symlink', linkname: 'n' });
    other.finalize();
    const parts: Buffer[] = [];
    for await (const part of other as unknown as Readable) parts.push(part as Buffer);
    const found = read(Buffer.concat(parts), 100);
    expect(found.map(({ entry }) => [entry.name, entry.type, entry.bytes])).toEqual([
      [`${'n'.repeat(120)}/ü`, 'file', 5],
      ['link', 'link', 0],
    ]);
    expect(found[0]?.content).toBe('hello');
  });

  it('of one file holds it', async () => {
    const parts: Uint8Array[] = [];
    const file = { name: 'f', bytes: 5, mode: 0o600, modifiedAtMs: 0 };
    for await (const part of tarOfFile(file, pieces(Buffer.from('hello')))) parts.push(part);
    expect(read(Buffer.concat(parts))).toMatchObject([{ entry: { name: 'f', mode: 0o600 }, content: 'hello' }]);
  });

  it.each([
    ['no archive', Buffer.from('hello '.repeat(200)), 'This file is not a tar archive.'],
    ['nothing', Buffer.alloc(0), 'This file is not a tar archive.'],
    ['a cut one', archive({ content: 'x'.repeat(900) }).subarray(0, 1000), 'ends in the middle'],
    ['a cut name', extended('L', 'name').subarray(0, 1024), 'ends in the middle'],
    ['one that goes on', Buffer.concat([archive().subarray(0, 512), archive({})]), 'goes on behind its end'],
    ['a wrong sum', Buffer.concat([archive({}).subarray(0, 512), Buffer.alloc(512, 7)]), 'is damaged'],
    ['a global name', extended('g', record('path', '../x')), 'hold for all'],
    ['a name given twice', extended('x', record('path', 'p')).subarray(0, 1024), undefined],
    ['a sparse file', extended('x', record('GNU.sparse.major', '1')), 'sparse'],
    ['a broken record', extended('x', '99 path=x\n'), 'is damaged'],
    ['a size below 0', extended('x', record('size', '-1')), 'is damaged'],
    ['a folder with content', archive({ name: 'd/', content: 'x' }), 'with content'],
  ])('is refused where it is %s', (_what, whole, words) => {
    if (words === undefined) {
      // The long name of GNU beside that of POSIX: which one counts differs from program to program.
      const both = Buffer.concat([whole, extended('L', 'other')]);
      expect(() => read(both)).toThrow('names a file twice');
    } else expect(() => read(whole)).toThrow(words);
  });

  it('of an unknown type is refused', () => {
    const head = tarHeader({ ...MADE, name: 'v', bytes: 0 });
    head.write('V', 156, 'latin1');
    expect(() => read(Buffer.concat([withSum(head), tarEnd()]))).toThrow('unknown type "V"');
  });
});

const BAD: [string, Given[], string][] = [
  ['a name above it', [{ name: '../x' }], 'leads out of its folder'],
  ['a name above it further in', [{ name: 'a/b/../../../x' }], 'leads out of its folder'],
  ['a name from the root', [{ name: '/etc/passwd' }], 'begins at the root'],
  ['a hard link above it', [{ name: 'h', type: 'hardlink', target: '../../etc/shadow' }], 'leads out of its folder'],
  ['a hard link from the root', [{ name: 'h', type: 'hardlink', target: '/etc/shadow' }], 'begins at the root'],
  ['a file through a link', [{ name: 'l', type: 'link', target: 'sub' }, { name: 'l/x' }], 'goes through the link "l"'],
  [
    'a file through a link written otherwise',
    [{ name: './a//l', type: 'link', target: '.' }, { name: 'a/./l/b/x' }],
    'goes through the link "a/l"',
  ],
  [
    'a hard link through a link',
    [
      { name: 'l', type: 'link', target: 'sub' },
      { name: 'h', type: 'hardlink', target: 'l/x' },
    ],
    'goes through the link "l"',
  ],
  ['no name', [{ name: '.', type: 'file' }], 'has no name'],
];

describe.each(['in', 'out'] as const)('an archive on its way %s', (direction) => {
  it.each(BAD)('is refused for %s', async (_what, entries, words) => {
    const whole = archive({ name: 'good', content: 'fine' }, ...entries);
    await expect(through(whole, direction)).rejects.toMatchObject({
      code: 'bad_request',
      field: 'file',
      message: expect.stringContaining(words),
    });
  });

  it('is left as it is where nothing leaves the folder', async () => {
    const whole = archive(
      { name: './', type: 'folder' },
      { name: './a/b', content: 'one' },
      { name: 'a/l', type: 'link', target: '../a/b' },
      { name: 'a/l', content: 'in place of the link' },
      { name: 'h', type: 'hardlink', target: './a/b' },
      { name: '..a', content: 'two dots at the beginning of a name' },
    );
    expect((await through(whole, direction)).equals(whole)).toBe(true);
  });
});

describe('links and devices', () => {
  const OUT: Given[] = [
    { name: 'l', type: 'link', target: '/etc/passwd' },
    { name: 'l', type: 'link', target: '../x' },
    { name: 'a/b/l', type: 'link', target: '../../../x' },
    { name: 'a/l', type: 'link', target: 'x/../../..' },
    { name: 'a/l', type: 'link', target: 'x/..' },
    { name: 'l', type: 'link', target: '' },
    { name: 'd', type: 'block' },
    { name: 'd', type: 'character' },
  ];

  it.each(OUT.map((entry) => [entry]))('%j are refused in an archive that is sent', async (entry) => {
    await expect(checkTar(pieces(archive(entry)))).rejects.toMatchObject({ code: 'bad_request', field: 'file' });
  });

  it.each(OUT.map((entry) => [entry]))('%j are a part of what a container holds', async (entry) => {
    const whole = archive(entry);
    expect((await through(whole, 'out')).equals(whole)).toBe(true);
  });

  it.each([
    [{ name: 'a/b/l', target: '../../x' }],
    [{ name: 'a/b/l', target: '../..' }],
    [{ name: 'l', target: 'a/b' }],
    [{ name: 'l', target: './a' }],
  ])('%j stay inside', async (entry) => {
    expect(await checkTar(pieces(archive({ ...entry, type: 'link' })))).toEqual({ entries: 1, bytes: 0 });
  });
});

it('nothing but its own words comes out of broken bytes', () => {
  const good = archive({ name: 'a', content: 'x'.repeat(600) }, { name: 'l', type: 'link', target: 'a' });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
      const broken = Buffer.from(good);
      for (const [at, byte] of changes) broken[at] = byte;
      try {
        read(broken);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'bad_request', field: 'file' });
      }
    }),
  );
});

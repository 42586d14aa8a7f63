import { bytesOfText } from '#main/tar/path-text.ts';
import type { TarEntry, TarType } from '#main/tar/tar-reader.ts';

const BLOCK = 512;
const LETTERS: Readonly<Record<TarType, string>> = {
  file: '0',
  hardlink: '1',
  link: '2',
  character: '3',
  block: '4',
  folder: '5',
  pipe: '6',
};
/** What 11 octal digits hold. */
const MAX_PLAIN_BYTES = 8 ** 11 - 1;

/** What stands before the content of an entry; owned by root. */
export function tarHeader(entry: TarEntry): Buffer {
  const name = bytesOfText(entry.name);
  const target = bytesOfText(entry.target);
  const records: Buffer[] = [];
  if (name.length > 100) records.push(record('path', name));
  if (target.length > 100) records.push(record('linkpath', target));
  if (entry.bytes > MAX_PLAIN_BYTES) records.push(record('size', Buffer.from(String(entry.bytes))));
  const header = plainHeader(entry, name, target);
  if (records.length === 0) return header;
  const body = Buffer.concat(records);
  const extension = { ...entry, type: 'file', bytes: body.length, mode: 0o644 } as const;
  const head = plainHeader(extension, Buffer.from('PaxHeaders/entry'), Buffer.alloc(0), 'x');
  return Buffer.concat([head, body, tarPadding(body.length), header]);
}

/** What stands behind its content. */
export const tarPadding = (bytes: number): Buffer => Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK);

/** What stands behind the last entry. */
export const tarEnd = (): Buffer => Buffer.alloc(2 * BLOCK);

/** An archive of one file. */
export async function* tarOfFile(
  file: { readonly name: string; readonly bytes: number; readonly mode: number; readonly modifiedAtMs: number },
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield tarHeader({ ...file, type: 'file', target: '' });
  let sent = 0;
  for await (const part of content) {
    yield part;
    sent += part.length;
  }
  if (sent !== file.bytes) throw new RangeError(`${sent} bytes came of ${file.bytes}`);
  yield tarPadding(sent);
  yield tarEnd();
}

function plainHeader(entry: TarEntry, name: Buffer, target: Buffer, letter = LETTERS[entry.type]): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void => {
    block.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
  };
  name.copy(block, 0, 0, 100);
  octal(entry.mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(Math.min(entry.bytes, MAX_PLAIN_BYTES), 124, 12);
  octal(Math.max(0, Math.floor(entry.modifiedAtMs / 1000)), 136, 12);
  block.write(letter, 156, 'latin1');
  target.copy(block, 157, 0, 100);
  block.write('ustar\x0000', 257, 'latin1');
  block.fill(32, 148, 156);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** Its length counts itself. */
function record(key: string, value: Buffer): Buffer {
  const rest = Buffer.byteLength(key) + value.length + 3;
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.concat([Buffer.from(`${length} ${key}=`), value, Buffer.from('\n')]);
}

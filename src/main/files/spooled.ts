import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { refused } from '#main/tar/tar-reader.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** What a packed archive may come to: a few kilobytes can hold terabytes of zeros. */
const MAX_UNPACKED_BYTES = 16 * 1024 ** 3;

export interface Spooled {
  readonly bytes: number;
  /** As often as is wanted. */
  read(): AsyncIterable<Uint8Array>;
  /** The same, unpacked where it is packed by gzip. */
  readUnpacked(): AsyncIterable<Uint8Array>;
}

/** Keeps what arrives in a file of its own until `work` is done with it: nothing is begun before all of it is there. */
export async function spooled(
  arriving: AsyncIterable<Uint8Array>,
  work: (all: Spooled) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'quayside-upload-'));
  try {
    const path = join(folder, 'upload');
    const { bytes, isPacked } = await write(path, arriving);
    const read = () => createReadStream(path);
    await work({ bytes, read, readUnpacked: isPacked ? () => unpacked(path) : read });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file of this computer, which stays where it is. Throws `bad_request` (field `file`) where there is none. */
export async function fileInPlace(path: string): Promise<Spooled> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
      const isPacked = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
      const read = () => createReadStream(path);
      return { bytes: size, read, readUnpacked: isPacked ? () => unpacked(path) : read };
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw new AppError('bad_request', `The file "${path}" can't be read.`, { field: 'file', cause: thrown });
  }
}

async function write(path: string, arriving: AsyncIterable<Uint8Array>): Promise<{ bytes: number; isPacked: boolean }> {
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  const begin: number[] = [];
  try {
    for await (const part of arriving) {
      begin.push(...part.subarray(0, 2 - begin.length));
      await file.writeFile(part);
      bytes += part.length;
    }
  } catch (thrown) {
    throw (thrown as { code?: unknown }).code === 'ENOSPC'
      ? new AppError('conflict', 'This computer has no room left to keep the upload until it is checked.', {
          hint: `Make room in ${tmpdir()}.`,
          cause: thrown,
        })
      : thrown;
  } finally {
    await file.close();
  }
  return { bytes, isPacked: begin[0] === 0x1f && begin[1] === 0x8b };
}

async function* unpacked(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const packed = createReadStream(path);
  const unzip = createGunzip();
  packed.on('error', (thrown) => unzip.destroy(thrown));
  packed.pipe(unzip);
  let bytes = 0;
  try {
    for await (const part of unzip) {
      bytes += (part as Buffer).length;
      if (bytes > MAX_UNPACKED_BYTES)
        throw new AppError('too_large', 'The archive unpacks to more than 16 GiB.', { field: 'file' });
      yield part as Buffer;
    }
  } catch (thrown) {
    throw String((thrown as { code?: unknown }).code).startsWith('Z_') ? refused('The archive is damaged.') : thrown;
  } finally {
    packed.destroy();
    unzip.destroy();
  }
}

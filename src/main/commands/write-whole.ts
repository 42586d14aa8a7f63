import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#shared/protocol/errors.ts';

/**
 * Writes a file that is there whole or not at all: beside its place first, under a name ending in `.part`, which is
 * removed when the bytes break off. What stood in its place stays until then. Gives the number of bytes.
 */
export async function writeWhole(path: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const part = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  let size = 0;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      for await (const some of bytes) {
        await file.writeFile(some);
        size += some.length;
      }
    } finally {
      await file.close();
    }
    await rename(part, path);
    return size;
  } catch (thrown) {
    await rm(part, { force: true });
    throw asWriteError(thrown, path);
  }
}

const WHY: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder is gone',
  EISDIR: 'a folder has this name',
  EFBIG: 'the file system takes no file of this size',
};

function asWriteError(thrown: unknown, path: string): unknown {
  const code = String((thrown as { code?: unknown } | undefined)?.code);
  const why = WHY[code];
  if (thrown instanceof AppError || why === undefined) return thrown;
  return new AppError('conflict', `${path} could not be written: ${why}.`, { hint: 'Choose another place.' });
}

import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A folder that only its owner may enter; it may be older than this rule. */
export function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') chmodSync(path, 0o700);
  return path;
}

/** The file's text, or undefined when there is none. */
export function readPrivate(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** Whether others than the owner may read or write it: what it holds is then no secret any more. */
export function isOpenToOthers(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
}

/**
 * Written beside and renamed, so that a crash or a full disk leaves the old file whole. Mode 0600. `isDurable` false:
 * a power cut may lose it, for what is written often and can be told without it.
 */
export function writePrivate(path: string, text: string, isDurable = true): void {
  privateFolder(dirname(path));
  const beside = `${path}.new`;
  const file = openSync(beside, 'w', 0o600);
  try {
    // All of it or an error: `writeSync` may write a part on a full disk and say so only by its number.
    writeFileSync(file, text);
    if (isDurable) fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

/** Keeps a file that cannot be used for whoever wants to look at it, out of the way. */
export function setAside(path: string, now: number): void {
  renameSync(path, `${path}.bad-${new Date(now).toISOString().replaceAll(/[:.]/g, '')}`);
}

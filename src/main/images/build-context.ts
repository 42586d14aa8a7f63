import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/protocol/errors.ts';

interface Entry {
  /** Inside of the folder, with "/". */
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink';
  readonly bytes: number;
  readonly mode: number;
  readonly modifiedAt: Date;
}

export interface BuildContext {
  readonly files: number;
  readonly bytes: number;
  /** As a tar archive. Throws `conflict` where a file changes under it. */
  read(): AsyncIterable<Uint8Array>;
}

/**
 * A folder as Docker's CLI would send it: without what its .dockerignore names, with the Dockerfile and the .dockerignore
 * in any case, owned by root. Throws `bad_request` where there is no such folder or no such Dockerfile in it.
 */
export async function readBuildContext(folder: string, dockerfile: string, signal: AbortSignal): Promise<BuildContext> {
  await checkFolder(folder);
  if (!isInside(dockerfile))
    throw new AppError('bad_request', 'The Dockerfile has to be inside of the folder.', { field: 'dockerfile' });
  if (!(await isFile(join(folder, dockerfile))))
    throw new AppError('bad_request', `The folder has no file "${dockerfile}".`, {
      field: 'dockerfile',
      hint: 'Choose the folder that holds the Dockerfile, or write its path inside of the folder.',
    });
  const isIgnored = await ignoreOf(folder, dockerfile);
  const entries: Entry[] = [];
  await walk(folder, '', isIgnored, entries, signal);
  return {
    files: entries.filter(({ type }) => type !== 'directory').length,
    bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    read: () => pack(folder, entries, signal),
  };
}

/** Files beside each other that may be meant: "Dockerfile", "Dockerfile.dev", "web.Dockerfile". */
export async function dockerfilesOf(folder: string): Promise<string[]> {
  await checkFolder(folder);
  const names = (await readdir(folder, { withFileTypes: true })).flatMap((one) => (one.isFile() ? [one.name] : []));
  return names
    .filter((name) => /^Dockerfile(\..+)?$|\.Dockerfile$/i.test(name) && !name.endsWith('.dockerignore'))
    .sort();
}

async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new AppError('bad_request', `There is no folder "${folder}".`, { field: 'context' });
}

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined))?.isFile() ?? false;
const isInside = (path: string): boolean => !/^([/\\]|[a-z]:)/i.test(path) && !path.split(/[/\\]/).includes('..');

async function ignoreOf(folder: string, dockerfile: string): Promise<(name: string) => boolean> {
  const text = await readFile(join(folder, '.dockerignore'), 'utf8').catch(() => '');
  if (text.trim() === '') return () => false;
  const { default: ignore } = await import('@balena/dockerignore');
  const rules = ignore({ ignorecase: false }).add(text);
  const kept = new Set(['.dockerignore', dockerfile.replaceAll('\\', '/').replace(/^\.\//, '')]);
  return (name) => !kept.has(name) && rules.ignores(name);
}

async function walk(
  folder: string,
  inside: string,
  isIgnored: (name: string) => boolean,
  entries: Entry[],
  signal: AbortSignal,
): Promise<void> {
  for (const found of (await readdir(join(folder, inside), { withFileTypes: true })).sort(byName)) {
    if (signal.aborted) return;
    const name = inside === '' ? found.name : `${inside}/${found.name}`;
    const isLeftOut = isIgnored(name);
    if (found.isDirectory()) {
      const before = entries.length;
      if (!isLeftOut) entries.push(await entryOf(folder, name, 'directory'));
      // "!" may bring back what lies inside of an ignored folder.
      await walk(folder, name, isIgnored, entries, signal);
      if (isLeftOut && entries.length > before) entries.splice(before, 0, await entryOf(folder, name, 'directory'));
    } else if (!isLeftOut && (found.isFile() || found.isSymbolicLink()))
      // Sockets and pipes have no content that could be sent.
      entries.push(await entryOf(folder, name, found.isFile() ? 'file' : 'symlink'));
  }
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

async function entryOf(folder: string, name: string, type: Entry['type']): Promise<Entry> {
  const { size, mode, mtime } = await lstat(join(folder, name));
  return { name, type, bytes: type === 'file' ? size : 0, mode: mode & 0o7777, modifiedAt: mtime };
}

async function* pack(folder: string, entries: readonly Entry[], signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const tar = await import('tar-stream');
  const archive = tar.pack();
  const filled = fill();
  // Told by the reading below, which breaks off with it.
  filled.catch((thrown: unknown) => archive.destroy(thrown as Error));
  try {
    for await (const part of archive) yield part as Uint8Array;
  } finally {
    archive.destroy();
  }
  await filled;

  async function fill(): Promise<void> {
    for (const entry of entries) {
      if (signal.aborted) return void archive.destroy();
      await add(entry);
    }
    archive.finalize();
  }

  async function add({ name, type, bytes, mode, modifiedAt }: Entry): Promise<void> {
    const head = { name, type, mode, mtime: modifiedAt, uid: 0, gid: 0, uname: '', gname: '' };
    const path = join(folder, name);
    if (type !== 'file') {
      const link = type === 'symlink' ? { linkname: await readlink(path) } : {};
      archive.entry({ ...head, ...link });
      return;
    }
    const file = archive.entry({ ...head, size: bytes });
    const done = new Promise<void>((resolve, reject) => file.on('finish', () => resolve()).on('error', reject));
    done.catch(() => undefined);
    let sent = 0;
    if (bytes > 0)
      for await (const part of createReadStream(path, { end: bytes - 1 })) {
        sent += (part as Buffer).length;
        if (!file.write(part as Buffer)) await new Promise<void>((resolve) => file.once('drain', () => resolve()));
      }
    if (sent < bytes)
      throw new AppError('conflict', `${name} became shorter while it was read.`, {
        hint: 'Build again once nothing writes into the folder.',
      });
    file.end(undefined);
    await done;
  }
}

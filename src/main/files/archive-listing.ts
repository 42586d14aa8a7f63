import type { Engine } from '#main/engine/engine.ts';
import { type TarEntry, TarReader } from '#main/tar/tar-reader.ts';
import type { Clock } from '#shared/base/clock.ts';
import { type FileEntry, MAX_ENTRIES } from '#shared/contract/files.ts';

/**
 * Docker has no list of a folder, only an archive of all below it. So much of one is read, and so long, before what is known
 * by then is given: a whole system is 100 to 200 MB.
 */
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_MS = 8000;

const TYPES = {
  file: 'file',
  folder: 'folder',
  link: 'link',
  hardlink: 'file',
  character: 'device',
  block: 'device',
  pipe: 'pipe',
} as const;

/** A folder as the archive of it begins: also of a container that does not run, or has no shell. */
export async function archiveListing(
  engine: Engine,
  container: string,
  path: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ entries: FileEntry[]; isCut: 'entries' | 'archive' | undefined }> {
  const entries = new Map<string, FileEntry>();
  const enough = new AbortController();
  const late = clock.after(MAX_MS, () => enough.abort());
  let read = 0;
  let isFull = false;
  const reader = new TarReader({
    onEntry: (entry) => {
      const name = childName(entry.name);
      if (name === undefined || entries.has(name)) return;
      if (entries.size >= MAX_ENTRIES) {
        isFull = true;
        enough.abort();
      } else entries.set(name, entryOf(name, entry));
    },
  });
  try {
    const folder = path.endsWith('/') ? `${path}.` : `${path}/.`;
    const take = (bytes: Uint8Array): void => {
      reader.push(bytes);
      read += bytes.length;
      if (read > MAX_BYTES) enough.abort();
    };
    const both = AbortSignal.any([signal, enough.signal]);
    const { isComplete } = await engine.files.get(container, folder, take, both).done;
    const cut = isFull ? 'entries' : isComplete ? undefined : 'archive';
    return { entries: [...entries.values()], isCut: cut };
  } finally {
    late.dispose();
  }
}

/** Of "./name" and "./name/": what lies deeper is only read over, and "./" is the folder itself. */
function childName(name: string): string | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 1 ? parts[0] : undefined;
}

const entryOf = (name: string, { type, bytes, mode, modifiedAtMs, target }: TarEntry): FileEntry => ({
  name,
  type: TYPES[type],
  bytes,
  mode,
  modifiedAt: new Date(modifiedAtMs).toISOString(),
  ...(type === 'link' && { target }),
});

import type { Engine } from '#main/engine/engine.ts';
import { archiveListing } from '#main/files/archive-listing.ts';
import { type ShellListing, shellListing } from '#main/files/shell-listing.ts';
import type { Clock } from '#shared/base/clock.ts';
import { type FileEntry, MAX_ENTRIES } from '#shared/contract/files.ts';
import { AppError } from '#shared/protocol/errors.ts';

export interface FolderListing {
  readonly entries: FileEntry[];
  readonly total: number;
  readonly cut?: 'entries' | 'archive';
  readonly by: 'shell' | 'archive';
}

/** What lies in a folder of a container, by the cheapest way there is. Throws as `EngineFiles` does. */
export async function folderListing(
  engine: Engine,
  container: string,
  path: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<FolderListing> {
  const byShell = await tryShell(engine, container, path, signal);
  if (typeof byShell === 'object')
    return { ...byShell, ...(byShell.total > MAX_ENTRIES && { cut: 'entries' }), by: 'shell' };
  await needFolder(engine, container, path, signal);
  const { entries, isCut } = await archiveListing(engine, container, path, clock, signal);
  return { entries, total: entries.length, ...(isCut && { cut: isCut }), by: 'archive' };
}

async function tryShell(
  engine: Engine,
  container: string,
  path: string,
  signal: AbortSignal,
): Promise<ShellListing | string> {
  try {
    return await shellListing(engine, container, path, signal);
  } catch (thrown) {
    // Not running, paused: the archives can be had all the same, and say what else is wrong.
    if (thrown instanceof AppError && thrown.code === 'conflict') return thrown.code;
    throw thrown;
  }
}

async function needFolder(engine: Engine, container: string, path: string, signal: AbortSignal): Promise<void> {
  const { type, target } = await engine.files.stat(container, path, signal);
  const end = type === 'link' && target !== '' ? await engine.files.stat(container, target, signal) : { type };
  if (end.type !== 'folder')
    throw new AppError('bad_request', `${path.slice(0, 300)} is not a folder.`, {
      field: 'path',
      hint: 'Choose the folder that it lies in.',
    });
}

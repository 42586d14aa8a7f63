import { stat, statfs } from 'node:fs/promises';
import { parse } from 'node:path';
import type { HostMetrics } from '#shared/contract/host.ts';

export const ROOT = parse(process.cwd()).root;

/** Of the file system a folder is on, as `df` counts: what is kept for root is neither used nor to be had. Rejects as Node does. */
export async function storageOf(
  folder: string,
): Promise<Pick<HostMetrics, 'storageUsedBytes' | 'storageTotalBytes' | 'storagePercent'>> {
  const { blocks, bfree, bavail, bsize } = await statfs(folder);
  const used = (blocks - bfree) * bsize;
  const usable = used + bavail * bsize;
  return {
    storageUsedBytes: used,
    storageTotalBytes: blocks * bsize,
    storagePercent: usable > 0 ? (used / usable) * 100 : null,
  };
}

export interface DiskShare {
  readonly mount: string;
  readonly percent: number;
}

/** How full the file systems of these folders are, each once; a folder that is not to be seen here is left out. */
export async function diskShares(folders: readonly string[]): Promise<DiskShare[]> {
  const shares = new Map<number, DiskShare>();
  for (const mount of folders) {
    try {
      const { dev } = await stat(mount);
      const { storagePercent: percent } = await storageOf(mount);
      if (percent !== null && !shares.has(dev)) shares.set(dev, { mount, percent });
    } catch {
      // Of another computer, or not ours to look at.
    }
  }
  return [...shares.values()];
}

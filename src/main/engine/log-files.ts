import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Each costs a few system calls; more at once would only queue in the kernel. */
const AT_ONCE = 16;

export interface LogFiles {
  /** By container id; those without a log of this engine's own are left out. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Why none could be read: not ours to read, or not a folder of this computer. */
  readonly refusal: 'denied' | 'missing' | undefined;
}

/**
 * What the logs of containers take on disk, by the files of the engine: Docker itself tells no sizes of them. Its drivers
 * json-file and local write below the container's own folder; what other drivers keep is elsewhere.
 */
export async function logFilesOf(
  rootDir: string,
  containers: readonly string[],
  signal: AbortSignal,
): Promise<LogFiles> {
  const bytes = new Map<string, number>();
  const refused = { denied: 0, missing: 0 };
  const waiting = [...containers];
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined && !signal.aborted; id = waiting.shift()) {
      try {
        const folder = join(rootDir, 'containers', id);
        const own = await sizeOf(folder, (name) => name.startsWith(`${id}-json.log`));
        const local = await sizeOf(join(folder, 'local-logs'), () => true).catch(notThere);
        if (own !== undefined || local !== undefined) bytes.set(id, (own ?? 0) + (local ?? 0));
      } catch (thrown) {
        refused[codeOf(thrown) === 'ENOENT' ? 'missing' : 'denied'] += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const isNone = containers.length > 0 && refused.denied + refused.missing === containers.length;
  return { bytes, refusal: isNone ? (refused.denied > 0 ? 'denied' : 'missing') : undefined };
}

/** Undefined where no file is one. A log may be rotated away between the list and the look. */
async function sizeOf(folder: string, isLog: (name: string) => boolean): Promise<number | undefined> {
  const files = (await readdir(folder)).filter(isLog);
  const sizes = await Promise.all(
    files.map((name) => stat(join(folder, name)).then((found) => (found.isFile() ? found.size : 0), notThere)),
  );
  return files.length === 0 ? undefined : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

const codeOf = (thrown: unknown): unknown => (thrown as { code?: unknown } | null)?.code;

function notThere(thrown: unknown): undefined {
  if (codeOf(thrown) !== 'ENOENT') throw thrown;
}

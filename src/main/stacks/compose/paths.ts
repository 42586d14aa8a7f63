import type { StackText } from '#main/stacks/compose/model.ts';

/** Paths of one stack: what is kept with it lies in Quayside's own folder, everything else where its folder is. */
export class StackPaths {
  readonly #stack: StackText;

  constructor(stack: StackText) {
    this.#stack = stack;
  }

  /** Whole, without "." and "..". */
  whole(path: string): string {
    if (path.startsWith('/')) return clean(path);
    const inside = clean(`/${path}`).slice(1);
    const { files, ownFolder, folder } = this.#stack;
    const isKept =
      !escapes(path) && Object.keys(files).some((file) => file === inside || file.startsWith(`${inside}/`));
    return clean(`${isKept || folder === null ? ownFolder : folder}/${path}`);
  }

  /** Whether an image may be built from this folder: who is elsewhere gets no other files of this computer into one. */
  mayBuild(path: string): boolean {
    const { isLocal, folder, ownFolder } = this.#stack;
    const isIn = (outer: string): boolean => path === clean(outer) || path.startsWith(`${clean(outer)}/`);
    return isLocal || isIn(ownFolder) || (folder !== null && isIn(folder));
  }

  /** The text of a file beside the compose file; undefined where there is none. */
  text(path: string): string | undefined {
    if (path.startsWith('/') || escapes(path)) return undefined;
    const inside = clean(`/${path}`).slice(1);
    const { files, folder, readFile } = this.#stack;
    if (Object.hasOwn(files, inside)) return files[inside];
    return folder === null ? undefined : readFile?.(this.whole(path));
  }
}

/** Whether it leads out of the folder that it begins in. */
export function escapes(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

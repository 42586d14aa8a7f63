import { visibleText } from '#shared/format/visible-text.ts';

/** A byte of a name that is no part of a character (`contract/files.ts`), as `ls` shows it. */
const STRAY = /(?<![\ud800-\udbff])[\udc80-\udcff]/g;

/** A name or path in which nothing hides: "a⟨U+000A⟩b", "x\xffy". */
export const visibleName = (name: string): string =>
  visibleText(name.replace(STRAY, (unit) => `\\x${(unit.charCodeAt(0) - 0xdc00).toString(16)}`));

/** Of a folder that a path lies in. */
export const parentPath = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));

export const joinPath = (folder: string, name: string): string => (folder === '/' ? `/${name}` : `${folder}/${name}`);

/** Every folder on the way to a path, the root first. */
export function foldersAbove(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, at) => `/${parts.slice(0, at).join('/')}`);
}

/** A path as somebody types it, in the one form in which it is compared; ".." goes up, never above the root. */
export function plainPath(text: string): string {
  const parts: string[] = [];
  for (const part of text.trim().split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

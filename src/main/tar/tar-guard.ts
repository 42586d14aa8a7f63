import { AppError } from '#shared/protocol/errors.ts';
import { type TarEntry, TarReader } from '#main/tar/tar-reader.ts';

/**
 * What an archive may hold: `in`, for one that somebody sends to be unpacked, where no link may lead out of the folder and
 * no device comes along; `volume`, for one that a whole volume is restored from, whose links may lead wherever they did, but
 * no device comes along; `out`, for one that the engine made of a container's files, which have such links by right.
 * Through a link, beside the folder or above it nothing is ever written, in either.
 */
export type TarDirection = 'in' | 'out' | 'volume';

/** Remembers the links of an archive, and says which entry must not be unpacked. */
export class TarGuard {
  readonly #direction: TarDirection;
  readonly #links = new Set<string>();
  entries = 0;
  /** Of all files. */
  bytes = 0;

  constructor(direction: TarDirection) {
    this.#direction = direction;
  }

  /** Throws `bad_request` (field `file`) on what leaves the folder. */
  check(entry: TarEntry): void {
    const path = this.#inside(entry.name, entry.name);
    if (path === '' && entry.type !== 'folder') throw outside(entry.name, 'has no name');
    if (entry.type === 'hardlink') this.#inside(entry.target, entry.name);
    if (this.#direction === 'in' && entry.type === 'link') checkTarget(entry, path);
    if (this.#direction !== 'out' && (entry.type === 'character' || entry.type === 'block'))
      throw outside(entry.name, 'is a device, through which a container could reach the host');
    if (entry.type === 'link') this.#links.add(path);
    // Whatever comes later under the same name takes the place of the link.
    else this.#links.delete(path);
    this.entries += 1;
    this.bytes += entry.bytes;
  }

  /** A path in its plain form, `a/b`; empty for the folder itself. */
  #inside(path: string, name: string): string {
    if (path.startsWith('/')) throw outside(name, 'begins at the root');
    if (path === '' || path.includes('\0')) throw outside(name, 'has no name');
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.includes('..')) throw outside(name, 'leads out of its folder');
    let folder = '';
    for (const part of parts.slice(0, -1)) {
      folder = folder === '' ? part : `${folder}/${part}`;
      if (this.#links.has(folder)) throw outside(name, `goes through the link "${folder}"`);
    }
    return parts.join('/');
  }
}

/** Only "../" at its beginning goes up: behind a name, which may be a link itself, nobody could tell where from. */
function checkTarget({ name, target }: TarEntry, path: string): void {
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  const ups = parts.findIndex((part) => part !== '..');
  const depth = path.split('/').length - 1;
  const isInside =
    target !== '' &&
    !target.startsWith('/') &&
    !target.includes('\0') &&
    (ups < 0 ? parts.length : ups) <= depth &&
    (ups < 0 || !parts.slice(ups).includes('..'));
  if (!isInside) throw outside(name, `is a link that leads out of its folder, to "${target}"`);
}

/** The archive unchanged, each part after what it holds was checked. */
export async function* guardedTar(
  archive: AsyncIterable<Uint8Array>,
  direction: TarDirection,
  guard = new TarGuard(direction),
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = new TarReader({ onEntry: (entry) => guard.check(entry) });
  for await (const part of archive) {
    reader.push(part);
    yield part;
  }
  reader.end();
}

/** Reads all of it, so that nothing is written of an archive of which a later part is refused. */
export async function checkTar(archive: AsyncIterable<Uint8Array>): Promise<{ entries: number; bytes: number }> {
  const guard = new TarGuard('in');
  for await (const part of guardedTar(archive, 'in', guard)) void part;
  return { entries: guard.entries, bytes: guard.bytes };
}

const MAX_SHOWN = 200;

const outside = (name: string, why: string): AppError =>
  new AppError('bad_request', `"${name.slice(0, MAX_SHOWN)}" in the archive ${why}.`, {
    field: 'file',
    hint: 'Nothing was written. Make the archive anew without it.',
  });

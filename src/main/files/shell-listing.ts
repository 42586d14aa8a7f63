import type { Engine } from '#main/engine/engine.ts';
import { bytesOfText, textOfBytes } from '#main/tar/path-text.ts';
import { type FileEntry, MAX_ENTRIES } from '#shared/contract/files.ts';

/** So many names and attributes fit, the longest there are. */
const MAX_OUTPUT = 4 * 1024 * 1024;
const MARK = 'quayside-list-1';
/** A folder that cannot be entered. */
const NO_FOLDER = 21;

/**
 * Everything between NULs, for a name may hold anything else: of up to 100 names at a time the names and an empty one, a
 * letter for each (l and L links, L to a folder), where the links lead, and what `stat` prints, each line with its name. The path
 * comes as octal escapes, because a request is JSON and a path need not be text.
 */
const SCRIPT = `
export LC_ALL=C
at=$(printf '%b.' "$1"); at=\${at%.}
cd -- "$at" 2>/dev/null || exit ${NO_FOLDER}
command -v stat >/dev/null || exit 127
printf '%s\\0' '${MARK}'
tell() {
  printf '%s\\0' "$@"; printf '\\0'
  for f; do if [ -L "$f" ]; then if [ -d "$f" ]; then printf L; else printf l; fi; else printf -- -; fi; done; printf '\\0'
  for f; do if [ -L "$f" ]; then readlink -n -- "$f"; printf '\\0'; fi; done
  stat -c '%f %s %Y %n' -- "$@" 2>/dev/null; printf '\\0'
}
n=0; set --
for f in * .[!.]* ..?*; do
  [ -e "$f" ] || [ -L "$f" ] || continue
  if [ "$n" -lt ${MAX_ENTRIES} ]; then
    set -- "$@" "$f"
    if [ $# -ge 100 ]; then tell "$@"; set --; fi
  fi
  n=$((n+1))
done
[ $# -eq 0 ] || tell "$@"
printf '\\0%s\\0' "$n"
`;

export interface ShellListing {
  readonly entries: FileEntry[];
  readonly total: number;
}

/**
 * A folder as the container's own shell sees it, with what is mounted into it; by root, as the archives are. `no_folder`: it
 * cannot be entered. `no_shell`: there is none that can do this.
 */
export async function shellListing(
  engine: Engine,
  container: string,
  path: string,
  signal: AbortSignal,
): Promise<ShellListing | 'no_folder' | 'no_shell'> {
  const octal = Array.from(bytesOfText(path), (byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
  const command = ['sh', '-c', SCRIPT, 'sh', octal];
  const { exitCode, stdout } = await engine.exec(container, { command, user: '0' }, MAX_OUTPUT, signal);
  if (exitCode === NO_FOLDER) return 'no_folder';
  return parseListing(stdout) ?? 'no_shell';
}

/** Undefined where it is not what the script prints, to its end. */
function parseListing(output: Uint8Array): ShellListing | undefined {
  const words = parts(output);
  if (words.next().value?.toString('latin1') !== MARK) return undefined;
  const entries: FileEntry[] = [];
  for (;;) {
    const names: Buffer[] = [];
    for (let word = words.next().value; ; word = words.next().value) {
      if (word === undefined) return undefined;
      if (word.length === 0) break;
      names.push(word);
    }
    if (names.length === 0) {
      const total = words.next().value?.toString('latin1');
      return total !== undefined && /^\d+$/.test(total) ? { entries, total: Number(total) } : undefined;
    }
    const kinds = words.next().value?.toString('latin1') ?? '';
    const targets = Array.from(kinds, (kind) => (/l/i.test(kind) ? words.next().value : undefined));
    const lines = words.next().value;
    if (kinds.length !== names.length || !lines) return undefined;
    let rest = lines;
    names.forEach((name, index) => {
      const found = attributes(rest, name);
      // Gone since it was named.
      if (!found) return;
      rest = rest.subarray(found.length);
      const target = targets[index];
      entries.push({
        name: textOfBytes(name),
        ...found.entry,
        ...(target && { target: textOfBytes(target) }),
        ...(kinds[index] === 'L' && { isFolder: true }),
      });
    });
  }
}

function* parts(bytes: Uint8Array): Generator<Buffer, undefined> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let from = 0, end = whole.indexOf(0); end >= 0; from = end + 1, end = whole.indexOf(0, from))
    yield whole.subarray(from, end);
  return undefined;
}

/** `81a4 12 1795311963 NAME\n` at the beginning: told by the name, for that may hold such a line itself. */
function attributes(
  lines: Buffer,
  name: Buffer,
): { length: number; entry: Pick<FileEntry, 'type' | 'bytes' | 'mode' | 'modifiedAt'> } | undefined {
  const head = /^([0-9a-f]{1,8}) (\d{1,16}) (-?\d{1,12}) /.exec(lines.subarray(0, 60).toString('latin1'));
  if (!head) return undefined;
  const [{ length: begin }, mode = '0', size = '0', seconds = '0'] = head;
  const end = begin + name.length;
  if (!lines.subarray(begin, end).equals(name) || lines[end] !== 10) return undefined;
  const bits = Number.parseInt(mode, 16);
  return {
    length: end + 1,
    entry: {
      type: TYPES[bits & 0o170000] ?? 'file',
      bytes: Number(size),
      mode: bits & 0o7777,
      modifiedAt: new Date(Number(seconds) * 1000).toISOString(),
    },
  };
}

// Linux, inode(7).
const TYPES: Readonly<Record<number, FileEntry['type']>> = {
  0o140000: 'socket',
  0o120000: 'link',
  0o100000: 'file',
  0o060000: 'device',
  0o040000: 'folder',
  0o020000: 'device',
  0o010000: 'pipe',
};

import { readdir, readFile, readlink } from 'node:fs/promises';

export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  /** Null where the kernel does not show it to us: another user's, and we are not root. */
  readonly process: { readonly pid: number; readonly name: string } | null;
}

interface Seen {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

const FILES = [
  ['tcp', 'tcp'],
  ['tcp6', 'tcp'],
  ['udp', 'udp'],
  ['udp6', 'udp'],
] as const;
// include/net/tcp_states.h: a listening socket, and one of udp that is connected to nobody.
const STATES = { tcp: '0A', udp: '07' } as const;

/** What waits for connections on this computer, as its kernel tells; empty where there is no /proc. */
export async function listeningSockets(root = '/proc'): Promise<ListeningSocket[]> {
  const texts = await Promise.all(
    FILES.map(async ([file, protocol]) => parseSockets(await text(`${root}/net/${file}`), protocol)),
  );
  const seen = texts.flat();
  if (seen.length === 0) return [];
  const owners = await ownersOf(root, new Set(seen.map(({ inode }) => inode)));
  return seen.map(({ inode, ...socket }) => ({ ...socket, process: owners.get(inode) ?? null }));
}

/** `/proc/net/tcp` and its like. */
export function parseSockets(lines: string, protocol: 'tcp' | 'udp'): Seen[] {
  return lines.split('\n').flatMap((line): Seen[] => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    const match = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local);
    const port = Number.parseInt(match?.[2] ?? '0', 16);
    if (!match || state !== STATES[protocol] || port === 0 || inode === undefined) return [];
    return [{ protocol, address: addressOf(match[1] ?? ''), port, inode }];
  });
}

/** 32 bits at a time in the order of this machine's bytes, which is little-endian on all that Electron runs on. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const isMapped = bytes.slice(0, 10).every((byte) => byte === '00') && bytes[10] === 'FF' && bytes[11] === 'FF';
  if (isMapped)
    return bytes
      .slice(12)
      .map((byte) => Number.parseInt(byte, 16))
      .join('.');
  const groups = Array.from({ length: 8 }, (_, at) =>
    Number.parseInt(`${bytes[at * 2]}${bytes[at * 2 + 1]}`, 16).toString(16),
  );
  // The longest run of zeros gives way, once.
  const runs = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length);
  const [run] = runs;
  if (!run) return groups.join(':');
  const all = groups.join(':');
  return `${all.slice(0, run.index)}::${all.slice(run.index + run[0].length).replace(/^:/, '')}`;
}

/** By the open files of each process that we may look into. */
async function ownersOf(
  root: string,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, { pid: number; name: string }>> {
  const owners = new Map<string, { pid: number; name: string }>();
  for (const entry of await readdir(root).catch(() => [])) {
    if (!/^\d+$/.test(entry)) continue;
    // Gone meanwhile, or not ours to look into.
    const files = await readdir(`${root}/${entry}/fd`).catch(() => []);
    const inodes = await Promise.all(files.map((file) => inodeOf(`${root}/${entry}/fd/${file}`)));
    const found = inodes.filter((inode) => inode !== undefined && wanted.has(inode) && !owners.has(inode));
    if (found.length === 0) continue;
    const name = (await text(`${root}/${entry}/comm`)).trim();
    for (const inode of found) owners.set(inode ?? '', { pid: Number(entry), name });
  }
  return owners;
}

const inodeOf = async (path: string): Promise<string | undefined> =>
  /^socket:\[(\d+)\]$/.exec(await readlink(path).catch(() => ''))?.[1];

const text = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

import type { FileChange, FileType } from '#main/engine/engine-files.ts';

export interface DiskNode {
  readonly type: Extract<FileType, 'file' | 'folder' | 'link'>;
  readonly content: Buffer;
  readonly mode: number;
  readonly modifiedAtMs: number;
  /** Of a link, as it was written. */
  readonly target: string;
}

const FOLDERS = 'app bin data dev etc home lib proc root run sbin sys tmp usr var usr/bin var/log'.split(' ');
const NONE = Buffer.alloc(0);

const PROGRAM = Buffer.concat([Buffer.from('\u007fELF\u0002\u0001\u0001'), Buffer.alloc(9), Buffer.alloc(8000, 0x90)]);

const filesOf = (hostname: string): Record<string, Buffer | string> => ({
  '/app/README.md': '# Simulated\n\nThere is no container behind this file.\n',
  '/app/package.json': '{ "name": "simulated", "version": "3.8.0" }\n',
  '/app/server.js':
    "import http from 'node:http';\n\nhttp.createServer((_, answer) => answer.end('ok')).listen(3000);\n",
  '/bin/sh': PROGRAM,
  '/etc/group': 'root:x:0:\nnode:x:1000:\n',
  '/etc/hostname': `${hostname}\n`,
  '/etc/hosts': `127.0.0.1\tlocalhost\n172.20.0.2\t${hostname}\n`,
  '/etc/os-release': 'NAME="Simulated Linux"\nID=simulated\nPRETTY_NAME="Simulated Linux (Quayside)"\n',
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n',
  '/etc/resolv.conf': 'nameserver 127.0.0.11\n',
});
/** Written while it runs. */
const writtenOf = (): Record<string, Buffer | string> => ({
  '/data/dump.rdb': Buffer.concat([Buffer.from('REDIS0011'), Buffer.alloc(2048, 0xfa)]),
  '/var/log/start.log': 'started\n',
});

/** The files of one simulated container. */
export class SimulatedDisk {
  readonly #nodes = new Map<string, DiskNode>();
  readonly #changes = new Map<string, FileChange['kind']>();
  readonly #mounts = new Map<string, SimulatedDisk>();

  /** `hostname` of the container whose it is; a volume's is empty. */
  constructor(hostname: string | undefined, madeAt: number) {
    this.#nodes.set('/', folder(madeAt));
    if (hostname === undefined) return;
    for (const name of FOLDERS) this.#nodes.set(`/${name}`, folder(madeAt));
    for (const [path, content] of Object.entries(filesOf(hostname))) this.#nodes.set(path, file(content, madeAt));
    this.#nodes.set('/usr/bin/sh', {
      type: 'link',
      content: NONE,
      mode: 0o777,
      modifiedAtMs: madeAt,
      target: '/bin/sh',
    });
    for (const [path, content] of Object.entries(writtenOf())) this.write(path, file(content, madeAt + 60_000));
  }

  /** At this place lies another disk from now on. */
  mount(path: string, disk: SimulatedDisk): void {
    this.#mounts.set(path, disk);
  }

  find(path: string): DiskNode | undefined {
    const mounted = this.#mounted(path);
    if (mounted) return mounted.disk.find(mounted.path);
    return this.#nodes.get(path);
  }

  /** Of what lies in a folder, in order. */
  names(path: string): string[] {
    const mounted = this.#mounted(path);
    if (mounted) return mounted.disk.names(mounted.path);
    const begin = path === '/' ? '/' : `${path}/`;
    return [...this.#nodes.keys()]
      .filter((one) => one.length > begin.length && one.startsWith(begin) && !one.includes('/', begin.length))
      .map((one) => one.slice(begin.length))
      .sort();
  }

  writeFile(path: string, content: Buffer | string, at: number): void {
    this.write(path, file(content, at));
  }

  write(path: string, node: DiskNode): void {
    const mounted = this.#mounted(path);
    if (mounted) return mounted.disk.write(mounted.path, node);
    if (node.type === 'folder' && this.#nodes.get(path)?.type === 'folder') return;
    this.#changes.set(path, this.#nodes.has(path) && this.#changes.get(path) !== 'added' ? 'changed' : 'added');
    this.#nodes.set(path, node);
    for (let up = parentOf(path); up !== undefined; up = parentOf(up))
      if (!this.#changes.has(up)) this.#changes.set(up, 'changed');
  }

  #mounted(path: string): { disk: SimulatedDisk; path: string } | undefined {
    for (const [at, disk] of this.#mounts)
      if (path === at || path.startsWith(`${at}/`)) return { disk, path: path.slice(at.length) || '/' };
    return undefined;
  }

  /** As Docker tells them: without the root itself. */
  changes(): FileChange[] {
    return [...this.#changes].flatMap(([path, kind]) => (path === '/' ? [] : [{ path, kind }]));
  }
}

const folder = (modifiedAtMs: number): DiskNode => ({
  type: 'folder',
  content: NONE,
  mode: 0o755,
  modifiedAtMs,
  target: '',
});

const file = (content: Buffer | string, modifiedAtMs: number): DiskNode => ({
  type: 'file',
  content: Buffer.from(content),
  mode: content === PROGRAM ? 0o755 : 0o644,
  modifiedAtMs,
  target: '',
});

function parentOf(path: string): string | undefined {
  if (path === '/') return undefined;
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

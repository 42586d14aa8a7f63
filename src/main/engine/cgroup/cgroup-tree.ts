import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Controllers whose files are read. */
export type Controller = 'cpu' | 'cpuacct' | 'memory' | 'pids' | 'blkio';

/** Where this machine's control groups are: one tree (version 2), or one for each controller (version 1). */
export type CgroupTree =
  | { readonly version: 2; readonly root: string }
  | { readonly version: 1; readonly roots: Readonly<Partial<Record<Controller, string>>> };

const CONTROLLERS: readonly Controller[] = ['cpu', 'cpuacct', 'memory', 'pids', 'blkio'];

/** Reads `/proc/self/mountinfo`; undefined where there are no control groups that count memory and processor time. */
export function cgroupTree(mountinfo: string, exists: (path: string) => boolean = existsSync): CgroupTree | undefined {
  const roots: Partial<Record<Controller, string>> = {};
  let unified: string | undefined;
  for (const line of mountinfo.split('\n')) {
    // "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue"
    const [before, after] = line.split(' - ');
    const mount = before?.split(' ')[4];
    const [type, , options] = after?.split(' ') ?? [];
    if (mount === undefined) continue;
    if (type === 'cgroup2') unified = mount;
    if (type !== 'cgroup') continue;
    for (const name of CONTROLLERS) if (options?.split(',').includes(name)) roots[name] ??= mount;
  }
  if (roots.cpuacct !== undefined && roots.memory !== undefined) return { version: 1, roots };
  if (unified === undefined || !exists(join(unified, 'cgroup.controllers'))) return undefined;
  return { version: 2, root: unified };
}

/** This machine's own; undefined on other systems than Linux. */
export function ownCgroupTree(): CgroupTree | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return cgroupTree(readFileSync('/proc/self/mountinfo', 'utf8'));
  } catch {
    return undefined;
  }
}

/** Where engines put a container's group: by themselves, by systemd, and by a user's own systemd (rootless). */
function places(id: string): string[] {
  const uid = process.getuid?.() ?? 0;
  const user = `user.slice/user-${uid}.slice/user@${uid}.service`;
  return [
    `docker/${id}`,
    `system.slice/docker-${id}.scope`,
    `${user}/user.slice/docker-${id}.scope`,
    `${user}/app.slice/docker-${id}.scope`,
  ];
}

/** The folder of each controller for a container's full id; undefined where it has none in the usual places. */
export function foldersOf(tree: CgroupTree, id: string): Readonly<Partial<Record<Controller, string>>> | undefined {
  if (!/^[0-9a-f]{64}$/.test(id)) return undefined;
  for (const place of places(id)) {
    if (tree.version === 2) {
      const folder = join(tree.root, place);
      if (existsSync(folder)) return { cpu: folder, memory: folder, pids: folder, blkio: folder };
    } else if (existsSync(join(tree.roots.memory ?? '', place))) {
      return Object.fromEntries(Object.entries(tree.roots).map(([name, root]) => [name, join(root, place)]));
    }
  }
  return undefined;
}

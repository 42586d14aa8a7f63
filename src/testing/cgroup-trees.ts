import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CgroupTree } from '#main/engine/cgroup/cgroup-tree.ts';

export const ID = '01b9439feb539dcf8a557f928afaf5eda1c942f37b8e7166d83704916fadb97d';

/** In the layout of version 2 (kernel documentation, cgroup-v2), written by hand: a container with half a core and 64 MiB. */
export const V2 = {
  [`system.slice/docker-${ID}.scope/cgroup.procs`]: '6598\n6640\n',
  [`system.slice/docker-${ID}.scope/cpu.stat`]:
    'usage_usec 1766315\nuser_usec 1720000\nsystem_usec 46315\ncore_sched.force_idle_usec 0\nnr_periods 39\nnr_throttled 31\nthrottled_usec 839135\nnr_bursts 0\nburst_usec 0\n',
  [`system.slice/docker-${ID}.scope/memory.current`]: '9437184\n',
  [`system.slice/docker-${ID}.scope/memory.max`]: '67108864\n',
  [`system.slice/docker-${ID}.scope/memory.stat`]:
    'anon 1232896\nfile 7340032\nkernel 548864\nkernel_stack 16384\npagetables 61440\nsec_pagetables 0\npercpu 0\nsock 0\nvmalloc 0\nshmem 0\nfile_mapped 2027520\nfile_dirty 0\nfile_writeback 0\nswapcached 0\ninactive_anon 1220608\nactive_anon 4096\ninactive_file 5242880\nactive_file 2097152\nunevictable 0\nslab_reclaimable 292224\nworkingset_refault_file 0\npgfault 1045\n',
  [`system.slice/docker-${ID}.scope/pids.current`]: '2\n',
  [`system.slice/docker-${ID}.scope/io.stat`]:
    '259:0 rbytes=7340032 wbytes=4096 rios=91 wios=1 dbytes=0 dios=0\n8:16 rbytes=1024 wbytes=0 rios=1 wios=0 dbytes=0 dios=0\n',
};

/** In the layout of version 1, written by hand: a container without a limit of memory. */
export const V1 = {
  [`cpuacct/docker/${ID}/cpuacct.usage`]: '1766315651\n',
  [`cpu/docker/${ID}/cpu.stat`]: 'nr_periods 39\nnr_throttled 31\nthrottled_time 839135513\n',
  [`memory/docker/${ID}/cgroup.procs`]: '6598\n',
  [`memory/docker/${ID}/memory.usage_in_bytes`]: '9437184\n',
  [`memory/docker/${ID}/memory.limit_in_bytes`]: '9223372036854771712\n',
  [`memory/docker/${ID}/memory.stat`]:
    'cache 7340032\nrss 65536\ninactive_file 4096\nhierarchical_memory_limit 9223372036854771712\ntotal_cache 7340032\ntotal_rss 65536\ntotal_inactive_anon 61440\ntotal_inactive_file 5242880\ntotal_unevictable 0\n',
  [`pids/docker/${ID}/pids.current`]: '2\n',
  [`blkio/docker/${ID}/blkio.throttle.io_service_bytes_recursive`]:
    '259:0 Read 7341056\n259:0 Write 4096\n259:0 Sync 7345152\n259:0 Total 7345152\nTotal 7345152\n',
};

export const NET_DEV = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     500       5    0    0    0     0          0         0      500       5    0    0    0     0       0          0
  eth0:    1042      11    0    0    0     0          0         0      730       9    0    0    0     0       0          0
  eth1:      58       1    0    0    0     0          0         0       70       1    0    0    0     0       0          0
`;

/** A written tree as files, for a test; written anew by `set`, gone with `dispose`. */
export function writtenTree(version: 1 | 2) {
  const folder = mkdtempSync(join(tmpdir(), 'qs-cgroup-'));
  const set = (path: string, text: string): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const [path, text] of Object.entries(version === 2 ? V2 : V1)) set(path, text);
  set('proc/6598/net/dev', NET_DEV);
  const tree: CgroupTree =
    version === 2
      ? { version: 2, root: folder }
      : {
          version: 1,
          roots: {
            cpu: join(folder, 'cpu'),
            cpuacct: join(folder, 'cpuacct'),
            memory: join(folder, 'memory'),
            pids: join(folder, 'pids'),
            blkio: join(folder, 'blkio'),
          },
        };
  return {
    tree,
    proc: join(folder, 'proc'),
    set,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

import { stableKey } from '#shared/base/stable-key.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';
import type { SpecChange } from '#main/stacks/plan/spec-difference.ts';

/** Docker's words for what compose names, and what stands there where nobody said anything. */
const KEYS: Readonly<Record<string, { readonly key: string; readonly usual?: readonly string[] }>> = {
  PidMode: { key: 'pid' },
  IpcMode: { key: 'ipc', usual: ['private', 'shareable'] },
  UTSMode: { key: 'uts' },
  UsernsMode: { key: 'userns_mode' },
  CgroupnsMode: { key: 'cgroup', usual: ['private', 'host'] },
  CgroupParent: { key: 'cgroup_parent' },
  Runtime: { key: 'runtime', usual: ['runc', 'io.containerd.runc.v2'] },
  GroupAdd: { key: 'group_add' },
  DnsSearch: { key: 'dns_search' },
  DnsOptions: { key: 'dns_opt' },
  DeviceCgroupRules: { key: 'device_cgroup_rules' },
  CpusetCpus: { key: 'cpuset' },
  CpuShares: { key: 'cpu_shares' },
  MemoryReservation: { key: 'mem_reservation' },
  MemorySwap: { key: 'memswap_limit' },
  MemorySwappiness: { key: 'mem_swappiness' },
  OomScoreAdj: { key: 'oom_score_adj' },
  OomKillDisable: { key: 'oom_kill_disable' },
  DeviceRequests: { key: 'gpus' },
};

/** What is different of the settings that a spec has no words for. */
export function carriedDifference(wanted: CarriedSettings, actual: CarriedSettings): SpecChange[] {
  const changes: SpecChange[] = [];
  const compare = (key: string, from: unknown, to: unknown): void => {
    if (stableKey(from ?? null) !== stableKey(to ?? null)) changes.push({ key, from: words(from), to: words(to) });
  };
  for (const [name, { key, usual = [] }] of Object.entries(KEYS)) {
    const [from, to] = [actual.host[name], wanted.host[name]];
    if (to === undefined && typeof from === 'string' && usual.includes(from)) continue;
    // Nothing said and nothing asked for are the same: 0, -1 and '' are how Docker says it.
    if (name === 'DeviceRequests')
      compare(key, from === undefined ? undefined : true, to === undefined ? undefined : true);
    else compare(key, from, to === 0 || (to === -1 && name !== 'MemorySwap') ? undefined : to);
  }
  compare('domainname', actual.config['Domainname'], wanted.config['Domainname']);
  return changes;
}

const words = (value: unknown): string =>
  value === undefined ? '' : Array.isArray(value) ? value.map(String).join(', ') : String(value);

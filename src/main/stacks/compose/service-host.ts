import type { CarriedSettings } from '#main/engine/container-body.ts';
import { Fields, textOf } from '#main/stacks/compose/fields.ts';
import type { Place, Problems } from '#main/stacks/compose/located.ts';

/** A service that is linked, by its own name or by another one that it gets. */
export interface ServiceLink {
  readonly service: string;
  readonly alias: string | undefined;
  readonly at: Place;
}

export interface HostSettings {
  readonly carried: CarriedSettings;
  /** Services whose processes or memory it shares, so that they start before. */
  readonly sharedWith: readonly string[];
}

/** What compose names and a container's spec has no words for, in Docker's own: handed on as it stands. */
export function readHostSettings(service: Fields, problems: Problems): HostSettings {
  const shared: string[] = [];
  const mode = (key: string, plain: readonly string[]): string | undefined => {
    const text = service.text(key);
    if (text === undefined) return undefined;
    const [, kind, of] = /^(service|container):(.+)$/.exec(text) ?? [];
    if (kind === 'service' && of !== undefined) shared.push(of);
    if (of !== undefined) return `container:${of}`;
    if (plain.includes(text)) return text;
    problems.error(
      service.get(key)?.at ?? service.at,
      `${key} is ${[...plain, 'service:NAME or container:NAME'].join(', ')}.`,
    );
    return undefined;
  };
  const reservations = service.fields('deploy', 'deploy')?.fields('resources', 'resources');
  const reserved = reservations?.fields('reservations', 'reservations');
  const host = {
    PidMode: mode('pid', ['host']),
    IpcMode: mode('ipc', ['host', 'private', 'shareable', 'none']),
    UTSMode: service.text('uts'),
    UsernsMode: service.text('userns_mode'),
    CgroupnsMode: service.text('cgroup'),
    CgroupParent: service.text('cgroup_parent'),
    Runtime: service.text('runtime'),
    GroupAdd: service.list('group_add'),
    DnsSearch: service.list('dns_search', true),
    DnsOptions: service.list('dns_opt'),
    DeviceCgroupRules: service.list('device_cgroup_rules'),
    CpusetCpus: service.text('cpuset'),
    CpuShares: service.number('cpu_shares', 0),
    MemoryReservation: reserved?.bytes('memory') ?? service.bytes('mem_reservation'),
    MemorySwap: service.text('memswap_limit') === '-1' ? -1 : service.bytes('memswap_limit'),
    MemorySwappiness: service.number('mem_swappiness', 0),
    OomScoreAdj: service.number('oom_score_adj', -1000),
    OomKillDisable: service.flag('oom_kill_disable'),
    DeviceRequests: [...readGpus(service, problems), ...readDevices(reserved, problems)],
  };
  const domain = service.text('domainname');
  return {
    carried: { config: domain === undefined ? {} : { Domainname: domain }, host: said(host) },
    sharedWith: shared,
  };
}

/** As `--gpus`: all, or one after the other. */
function readGpus(service: Fields, problems: Problems): object[] {
  const node = service.get('gpus');
  if (!node) return [];
  if (node.kind === 'scalar' && node.text === 'all') return [{ Driver: '', Count: -1, Capabilities: [['gpu']] }];
  if (node.kind !== 'seq') {
    problems.error(node.at, 'gpus is "all", or a list.');
    return [];
  }
  return requests(service, 'gpus', problems, ['gpu']);
}

const readDevices = (reserved: Fields | undefined, problems: Problems): object[] =>
  reserved ? requests(reserved, 'devices', problems, []) : [];

function requests(fields: Fields, key: string, problems: Problems, usual: readonly string[]): object[] {
  return fields.items(key).flatMap((item) => {
    if (item.kind !== 'map') {
      problems.error(item.at, 'A device is a map, as {driver: nvidia, count: 1, capabilities: [gpu]}.');
      return [];
    }
    const one = new Fields(item, 'deviceRequest', problems);
    const ids = one.list('device_ids');
    const count = one.text('count');
    if (ids.length > 0 && count !== undefined)
      problems.error(one.keyAt('count'), 'A device has a count or device_ids, and not both.');
    const capabilities = one.list('capabilities');
    if (capabilities.length === 0 && usual.length === 0) problems.error(item.at, 'A device has capabilities.');
    const isAll = count === undefined || count === 'all';
    return {
      Driver: one.text('driver') ?? '',
      ...(ids.length > 0 ? { DeviceIDs: ids } : { Count: isAll ? -1 : (one.number('count', 0) ?? -1) }),
      Capabilities: [capabilities.length > 0 ? capabilities : usual],
      Options: one.words('options', ''),
    };
  });
}

const said = (settings: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings).filter(
      ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** `links`: "db", or "db:database" for another name of it. */
export const readLinks = (service: Fields, problems: Problems): ServiceLink[] =>
  service.items('links').flatMap((item) => {
    const [name = '', alias] = (textOf(item, 'links', problems) ?? '').split(':');
    return name === '' ? [] : [{ service: name, alias, at: item.at }];
  });

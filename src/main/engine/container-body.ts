// From a spec to the words in which Docker is asked for a container.
import type { ContainerSpec, HealthSpec, MountSpec, NetworkSpec } from '#shared/contract/container-spec.ts';
import { dig, entriesOf, listOf, numberOf } from '#shared/format/inspect-json.ts';

const NANOS = 1e9;

/** Settings of a container that a spec has no words for, in Docker's own: a GPU, a process namespace, weights. */
export interface CarriedSettings {
  readonly config: Readonly<Record<string, unknown>>;
  readonly host: Readonly<Record<string, unknown>>;
}

/** What a spec says itself, or what only tells how Docker keeps it. */
const OWN_HOST = new Set(
  (
    'Binds ContainerIDFile LogConfig NetworkMode PortBindings RestartPolicy AutoRemove VolumesFrom Mounts CapAdd CapDrop Dns ' +
    'ExtraHosts Privileged ReadonlyRootfs SecurityOpt Tmpfs ShmSize Sysctls Memory NanoCpus Devices PidsLimit Ulimits Init ConsoleSize Links'
  ).split(' '),
);
const CARRIED_CONFIG = ['Domainname', 'ExposedPorts', 'NetworkDisabled', 'StdinOnce', 'Shell'];

const isSaid = (value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  value !== false &&
  value !== '' &&
  value !== 0 &&
  value !== -1 &&
  !(Array.isArray(value) && value.length === 0) &&
  !(typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);

/** Reads them out of an inspect answer, so that a container that is made anew loses nothing of the old one. */
export function carriedOf(inspect: unknown): CarriedSettings {
  const host = entriesOf(dig(inspect, 'HostConfig')).filter(([key, value]) => !OWN_HOST.has(key) && isSaid(value));
  const memory = numberOf(dig(inspect, 'HostConfig', 'Memory'));
  return {
    config: Object.fromEntries(
      CARRIED_CONFIG.map((key) => [key, dig(inspect, 'Config', key)] as const).filter(([, value]) => isSaid(value)),
    ),
    // Twice the memory is what Docker makes of it itself.
    host: Object.fromEntries(host.filter(([key, value]) => key !== 'MemorySwap' || value !== 2 * memory)),
  };
}

export interface ContainerBody extends Record<string, unknown> {
  readonly HostConfig: Readonly<Record<string, unknown>>;
}

/** The body of a create. Of several networks it names the first: older engines take only one at a time. */
export function containerBody(spec: ContainerSpec, carried?: CarriedSettings): ContainerBody {
  const [first] = spec.networks;
  const published = spec.ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`);
  return {
    ...carried?.config,
    Image: spec.image,
    ...(spec.command !== undefined && { Cmd: spec.command }),
    ...(spec.entrypoint !== undefined && { Entrypoint: spec.entrypoint }),
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    Labels: spec.labels,
    ...(spec.user !== undefined && { User: spec.user }),
    ...(spec.workingDir !== undefined && { WorkingDir: spec.workingDir }),
    ...(spec.hostname !== undefined && { Hostname: spec.hostname }),
    ...(spec.stopSignal !== undefined && { StopSignal: spec.stopSignal }),
    ...(spec.stopSeconds !== undefined && { StopTimeout: spec.stopSeconds }),
    ...(spec.healthCheck !== undefined && { Healthcheck: healthOf(spec.healthCheck) }),
    Tty: spec.hasTty,
    OpenStdin: spec.isInteractive,
    ExposedPorts: {
      ...Object.fromEntries(entriesOf(carried?.config['ExposedPorts'])),
      ...Object.fromEntries(published.map((port) => [port, {}])),
    },
    HostConfig: hostConfig(spec, carried),
    ...(first && { NetworkingConfig: { EndpointsConfig: { [first.name]: endpointOf(first) } } }),
  };
}

/** How a container stands in a network. */
export const endpointOf = ({ aliases, ipv4, ipv6 }: NetworkSpec): Record<string, unknown> => ({
  ...(aliases.length > 0 && { Aliases: aliases }),
  ...((ipv4 !== undefined || ipv6 !== undefined) && {
    IPAMConfig: { ...(ipv4 !== undefined && { IPv4Address: ipv4 }), ...(ipv6 !== undefined && { IPv6Address: ipv6 }) },
  }),
});

/** `on-failure:3` as Docker writes it. */
export function restartBody(policy: string): { Name: string; MaximumRetryCount: number } {
  const [name = 'no', tries = '0'] = policy.split(':');
  return { Name: name, MaximumRetryCount: Number(tries) };
}

function hostConfig(spec: ContainerSpec, carried: CarriedSettings | undefined): Record<string, unknown> {
  const folders = spec.mounts.filter((mount) => mount.type === 'bind' && mount.createsSource === true);
  const mounts = spec.mounts.filter((mount) => mount.type !== 'tmpfs' && !folders.includes(mount));
  const tmpfs = spec.mounts.filter(({ type }) => type === 'tmpfs');
  return {
    ...carriedHost(spec, carried),
    NetworkMode: spec.networkMode ?? spec.networks[0]?.name ?? 'default',
    Binds: folders.map(bindWord),
    Mounts: mounts.map(mountBody),
    Tmpfs: Object.fromEntries(
      tmpfs.map(({ destination, options, isReadOnly }) => [
        destination,
        [options, isReadOnly ? 'ro' : undefined].filter((part) => part !== undefined).join(','),
      ]),
    ),
    PortBindings: portBindings(spec),
    RestartPolicy: restartBody(spec.restartPolicy ?? 'no'),
    ...(spec.memoryBytes !== undefined && { Memory: spec.memoryBytes }),
    ...(spec.cpus !== undefined && { NanoCpus: Math.round(spec.cpus * NANOS) }),
    ...(spec.pidsLimit !== undefined && { PidsLimit: spec.pidsLimit }),
    ...(spec.shmBytes !== undefined && { ShmSize: spec.shmBytes }),
    ...((spec.logDriver !== undefined || Object.keys(spec.logOptions).length > 0) && {
      LogConfig: { Type: spec.logDriver ?? '', Config: spec.logOptions },
    }),
    ...(spec.hasInit && { Init: true }),
    Privileged: spec.isPrivileged,
    ReadonlyRootfs: spec.isReadOnly,
    CapAdd: spec.capAdd,
    CapDrop: spec.capDrop,
    Dns: spec.dns,
    ExtraHosts: spec.extraHosts,
    SecurityOpt: spec.securityOptions,
    Devices: spec.devices.map(deviceBody),
    Sysctls: spec.sysctls,
    Ulimits: spec.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
  };
}

/** Without what would contradict the spec. */
function carriedHost(spec: ContainerSpec, carried: CarriedSettings | undefined): Record<string, unknown> {
  const { MemorySwap, CpuQuota, CpuPeriod, MaskedPaths, ReadonlyPaths, ...rest } = carried?.host ?? {};
  const swap = numberOf(MemorySwap);
  // -1: as much as there is.
  const fits = spec.memoryBytes !== undefined && (swap >= spec.memoryBytes || swap === -1);
  return {
    ...rest,
    ...(fits && { MemorySwap: swap }),
    ...(spec.cpus === undefined && { ...(isSaid(CpuQuota) && { CpuQuota }), ...(isSaid(CpuPeriod) && { CpuPeriod }) }),
    // A privileged container has none, and says so by their absence.
    ...(!spec.isPrivileged && {
      ...(isSaid(MaskedPaths) && { MaskedPaths: listOf(MaskedPaths) }),
      ...(isSaid(ReadonlyPaths) && { ReadonlyPaths: listOf(ReadonlyPaths) }),
    }),
  };
}

function portBindings(spec: ContainerSpec): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { containerPort, protocol, hostIp, hostPort, hostPortEnd } of spec.ports)
    (bindings[`${containerPort}/${protocol}`] ??= []).push({
      HostIp: hostIp ?? '',
      HostPort: hostPort === undefined ? '' : `${hostPort}${hostPortEnd === undefined ? '' : `-${hostPortEnd}`}`,
    });
  return bindings;
}

const bindWord = ({ source, destination, isReadOnly, propagation }: MountSpec): string => {
  const options = [isReadOnly ? 'ro' : undefined, propagation].filter((part) => part !== undefined);
  return [source, destination, ...(options.length > 0 ? [options.join(',')] : [])].join(':');
};

const mountBody = ({ type, source, destination, isReadOnly, propagation }: MountSpec): Record<string, unknown> => ({
  Type: type,
  ...(source !== undefined && { Source: source }),
  Target: destination,
  ReadOnly: isReadOnly,
  ...(type === 'bind' && propagation !== undefined && { BindOptions: { Propagation: propagation } }),
});

function deviceBody(device: string): Record<string, string> {
  const [onHost = '', second, third] = device.split(':');
  // `/dev/x:rw` names the rights alone.
  const isRights = second !== undefined && /^[rwm]{1,3}$/.test(second);
  return {
    PathOnHost: onHost,
    PathInContainer: (isRights ? undefined : second) ?? onHost,
    CgroupPermissions: (isRights ? second : third) ?? 'rwm',
  };
}

const healthOf = ({
  test,
  intervalSeconds,
  timeoutSeconds,
  startSeconds,
  retries,
}: HealthSpec): Record<string, unknown> => ({
  Test: test,
  Interval: Math.round(intervalSeconds * NANOS),
  Timeout: Math.round(timeoutSeconds * NANOS),
  StartPeriod: Math.round(startSeconds * NANOS),
  Retries: retries,
});

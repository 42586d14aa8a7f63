import type { ContainerSpec, HealthSpec, MountSpec, NetworkSpec, PortSpec } from '#shared/contract/container-spec.ts';
import { dig, entriesOf, listOf, numberOf, splitVariable, textOf, textsOf } from '#shared/format/inspect-json.ts';

const NANOS = 1e9;
const DEFAULT_SHM_BYTES = 64 * 2 ** 20;
const SPECIAL_MODE = /^(host|none|container:.+)$/;
/** Docker's own names for "nothing special". */
const PLAIN_MODES = new Set(['', 'default', 'bridge']);
/** Volumes that Docker named itself, for a container that asked for none by name. */
const ANONYMOUS = /^[0-9a-f]{64}$/;

/** By its name of 64 hexadecimal digits, or none yet. */
export const isAnonymousVolume = ({ type, source }: Pick<MountSpec, 'type' | 'source'>): boolean =>
  type === 'volume' && (source === undefined || ANONYMOUS.test(source));

/**
 * Reads out of an inspect answer what such a container is made from. `image`: the `Config` of its image; what is as the
 * image has it is left out then, so that it comes from the next image too. Anonymous volumes keep their names: who makes
 * another container beside this one takes them off (`withoutAnonymous`).
 */
export function containerSpecOf(inspect: unknown, image?: unknown): ContainerSpec {
  const config = (...path: string[]): unknown => dig(inspect, 'Config', ...path);
  const host = (...path: string[]): unknown => dig(inspect, 'HostConfig', ...path);
  const own = (value: string | undefined, key: string): string | undefined =>
    value === (textOf(dig(image, key)) ?? '') ? undefined : value;
  const brought = new Set(textsOf(dig(image, 'Env')));
  const mode = textOf(host('NetworkMode')) ?? '';
  const special = SPECIAL_MODE.test(mode) ? mode : undefined;
  const id = textOf(dig(inspect, 'Id')) ?? '';
  const hostname = textOf(config('Hostname'));
  const hasOwnName = hostname !== undefined && !id.startsWith(hostname) && special?.startsWith('none') !== false;
  const health = healthOf(config('Healthcheck'));
  const shmBytes = numberOf(host('ShmSize'));
  const pids = numberOf(host('PidsLimit'));
  const isPlain = (entry: unknown): boolean => typeof entry === 'number' && entry > 0;
  return {
    name: (textOf(dig(inspect, 'Name')) ?? '').replace(/^\//, ''),
    image: textOf(config('Image')) ?? textOf(dig(inspect, 'Image')) ?? '',
    ...programOf(inspect, image),
    env: Object.fromEntries(
      textsOf(config('Env'))
        .filter((entry) => !brought.has(entry))
        .map(splitVariable)
        .map(({ name, value }) => [name, value]),
    ),
    labels: Object.fromEntries(
      entriesOf(config('Labels'))
        .filter(([name, value]) => dig(image, 'Labels', name) !== value)
        .map(([name, value]) => [name, String(value)]),
    ),
    ports: portsOf(host('PortBindings')),
    mounts: mountsOf(inspect),
    networkMode: special,
    networks: special === undefined ? networksOf(dig(inspect, 'NetworkSettings', 'Networks'), mode, id) : [],
    memoryBytes: isPlain(host('Memory')) ? numberOf(host('Memory')) : undefined,
    cpus: isPlain(host('NanoCpus')) ? numberOf(host('NanoCpus')) / NANOS : undefined,
    pidsLimit: pids > 0 ? pids : undefined,
    restartPolicy: restartOf(host('RestartPolicy')),
    healthCheck:
      health !== undefined && JSON.stringify(health) === JSON.stringify(healthOf(dig(image, 'Healthcheck')))
        ? undefined
        : health,
    user: own(textOf(config('User')), 'User'),
    workingDir: own(textOf(config('WorkingDir')), 'WorkingDir'),
    hostname: hasOwnName ? hostname : undefined,
    extraHosts: [...textsOf(host('ExtraHosts'))],
    dns: [...textsOf(host('Dns'))],
    stopSignal: own(textOf(config('StopSignal')), 'StopSignal'),
    stopSeconds: typeof config('StopTimeout') === 'number' ? numberOf(config('StopTimeout')) : undefined,
    hasInit: host('Init') === true,
    isPrivileged: host('Privileged') === true,
    isReadOnly: host('ReadonlyRootfs') === true,
    hasTty: config('Tty') === true,
    isInteractive: config('OpenStdin') === true,
    capAdd: [...textsOf(host('CapAdd'))],
    capDrop: [...textsOf(host('CapDrop'))],
    securityOptions: [...textsOf(host('SecurityOpt'))],
    devices: listOf(host('Devices')).map(deviceOf).filter(Boolean),
    logDriver: textOf(host('LogConfig', 'Type')),
    logOptions: Object.fromEntries(
      entriesOf(host('LogConfig', 'Config')).map(([name, value]) => [name, String(value)]),
    ),
    sysctls: Object.fromEntries(entriesOf(host('Sysctls')).map(([name, value]) => [name, String(value)])),
    ulimits: listOf(host('Ulimits')).map((one) => ({
      name: textOf(dig(one, 'Name')) ?? '',
      soft: numberOf(dig(one, 'Soft')),
      hard: numberOf(dig(one, 'Hard')),
    })),
    shmBytes: shmBytes > 0 && shmBytes !== DEFAULT_SHM_BYTES ? shmBytes : undefined,
  };
}

/** For a container that is made beside the other one: an anonymous volume is not shared, it gets its own. */
export const withoutAnonymous = (spec: ContainerSpec): ContainerSpec => ({
  ...spec,
  mounts: spec.mounts.map((mount) => (isAnonymousVolume(mount) ? { ...mount, source: undefined } : mount)),
});

/** An entrypoint of one's own throws the image's command away, so that then both have to be said. */
function programOf(inspect: unknown, image: unknown): Pick<ContainerSpec, 'entrypoint' | 'command'> {
  const own = (key: string): readonly string[] => textsOf(dig(inspect, 'Config', key));
  const isSame = (key: string): boolean => JSON.stringify(own(key)) === JSON.stringify(textsOf(dig(image, key)));
  const given = (key: string): string[] | undefined => (own(key).length > 0 ? [...own(key)] : undefined);
  if (!isSame('Entrypoint')) return { entrypoint: given('Entrypoint'), command: given('Cmd') };
  return { entrypoint: undefined, command: isSame('Cmd') ? undefined : given('Cmd') };
}

function portsOf(bindings: unknown): PortSpec[] {
  return entriesOf(bindings).flatMap(([inside, outside]) => {
    const [port = '', protocol = 'tcp'] = inside.split('/');
    return listOf(outside).map((one) => {
      const ip = textOf(dig(one, 'HostIp'));
      const [hostPort = 0, hostPortEnd] = (textOf(dig(one, 'HostPort')) ?? '').split('-').map(Number);
      return {
        containerPort: Number(port),
        protocol: protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp',
        ...(hostPort > 0 && { hostPort }),
        ...(hostPortEnd !== undefined && { hostPortEnd }),
        ...(ip !== undefined && ip !== '0.0.0.0' && { hostIp: ip }),
      };
    });
  });
}

function mountsOf(inspect: unknown): MountSpec[] {
  const mounted = listOf(dig(inspect, 'Mounts')).flatMap((mount): MountSpec[] => {
    const type = textOf(dig(mount, 'Type'));
    const destination = textOf(dig(mount, 'Destination'));
    if (destination === undefined || (type !== 'volume' && type !== 'bind')) return [];
    const source = textOf(dig(mount, type === 'volume' ? 'Name' : 'Source'));
    const propagation = type === 'bind' ? propagationAsked(inspect, destination) : undefined;
    return [
      {
        type,
        ...(source !== undefined && { source }),
        destination,
        isReadOnly: dig(mount, 'RW') === false,
        ...(propagation && { propagation }),
      },
    ];
  });
  const tmpfs = entriesOf(dig(inspect, 'HostConfig', 'Tmpfs')).map(([destination, options]) =>
    inMemory(destination, textOf(options)),
  );
  const named = listOf(dig(inspect, 'HostConfig', 'Mounts')).flatMap((mount) => {
    const destination = textOf(dig(mount, 'Target'));
    if (dig(mount, 'Type') !== 'tmpfs' || destination === undefined) return [];
    const size = numberOf(dig(mount, 'TmpfsOptions', 'SizeBytes'));
    const mode = numberOf(dig(mount, 'TmpfsOptions', 'Mode'));
    const options = [size > 0 ? `size=${size}` : '', mode > 0 ? `mode=${mode.toString(8)}` : ''].filter(Boolean);
    return [inMemory(destination, options.join(',') || undefined)];
  });
  return [...mounted, ...tmpfs, ...named];
}

/** As it was asked for: what a mount tells itself is Docker's choice where nobody chose. */
function propagationAsked(inspect: unknown, destination: string): MountSpec['propagation'] {
  const byMount = listOf(dig(inspect, 'HostConfig', 'Mounts')).find((one) => dig(one, 'Target') === destination);
  const byBind = textsOf(dig(inspect, 'HostConfig', 'Binds')).find((one) => one.split(':')[1] === destination);
  const said = [textOf(dig(byMount, 'BindOptions', 'Propagation')), ...(byBind?.split(':')[2]?.split(',') ?? [])];
  return PROPAGATIONS.find((one) => said.includes(one));
}
const PROPAGATIONS = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'] as const;

const inMemory = (destination: string, options: string | undefined): MountSpec => ({
  type: 'tmpfs',
  destination,
  isReadOnly: false,
  ...(options !== undefined && { options }),
});

/** The one that is named first is what Docker starts it with. The default bridge is said only beside others. */
function networksOf(networks: unknown, mode: string, id: string): NetworkSpec[] {
  const all = entriesOf(networks).map(([name, endpoint]): NetworkSpec => {
    const ipv4 = textOf(dig(endpoint, 'IPAMConfig', 'IPv4Address'));
    const ipv6 = textOf(dig(endpoint, 'IPAMConfig', 'IPv6Address'));
    return {
      name,
      // Docker adds the short id itself.
      aliases: textsOf(dig(endpoint, 'Aliases')).filter((alias) => id === '' || !id.startsWith(alias)),
      ...(ipv4 !== undefined && { ipv4 }),
      ...(ipv6 !== undefined && { ipv6 }),
    };
  });
  const first = all.filter(({ name }) => name === mode || (PLAIN_MODES.has(mode) && PLAIN_MODES.has(name)));
  const sorted = [...first, ...all.filter((one) => !first.includes(one))];
  return sorted.length === 1 && PLAIN_MODES.has(sorted[0]?.name ?? '') ? [] : sorted;
}

function restartOf(policy: unknown): string | undefined {
  const name = textOf(dig(policy, 'Name'));
  if (name === undefined || name === 'no') return undefined;
  const tries = numberOf(dig(policy, 'MaximumRetryCount'));
  return name === 'on-failure' && tries > 0 ? `${name}:${tries}` : name;
}

function deviceOf(device: unknown): string {
  const path = textOf(dig(device, 'PathOnHost'));
  const inside = textOf(dig(device, 'PathInContainer'));
  const rights = textOf(dig(device, 'CgroupPermissions'));
  if (path === undefined) return '';
  return [path, inside, rights === 'rwm' ? undefined : rights].filter((part) => part !== undefined).join(':');
}

function healthOf(check: unknown): HealthSpec | undefined {
  const test = textsOf(dig(check, 'Test'));
  if (test.length === 0) return undefined;
  const seconds = (name: string): number => numberOf(dig(check, name)) / NANOS;
  return {
    test: [...test],
    intervalSeconds: seconds('Interval'),
    timeoutSeconds: seconds('Timeout'),
    startSeconds: seconds('StartPeriod'),
    retries: numberOf(dig(check, 'Retries')),
  };
}

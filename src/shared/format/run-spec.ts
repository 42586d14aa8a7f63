import { dig, entriesOf, numberOf, splitVariable, textOf, textsOf } from '#shared/format/inspect-json.ts';

/** What one would have to say to make a container like this one again, as `docker run` and compose both need it. */
export interface RunSpec {
  name: string;
  image: string;
  entrypoint: readonly string[];
  command: readonly string[];
  /** Without what the image brings. */
  variables: readonly { name: string; value: string }[];
  labels: readonly (readonly [string, string])[];
  /** "127.0.0.1:8080:80/udp", with the parts that are the default left out. */
  ports: readonly string[];
  mounts: readonly RunMount[];
  tmpfs: readonly string[];
  /** "host", "none", "container:x"; undefined: the networks say it, or the default bridge. */
  networkMode: string | undefined;
  networks: readonly string[];
  /** "unless-stopped", "on-failure:3". */
  restart: string | undefined;
  memoryBytes: number;
  cpus: number;
  pidsLimit: number;
  user: string | undefined;
  workingDir: string | undefined;
  /** Undefined: Docker's own, the short id. */
  hostname: string | undefined;
  hasTty: boolean;
  isInteractive: boolean;
  isPrivileged: boolean;
  isReadOnly: boolean;
  hasInit: boolean;
  capAdd: readonly string[];
  capDrop: readonly string[];
  extraHosts: readonly string[];
  dns: readonly string[];
  devices: readonly string[];
  securityOptions: readonly string[];
  health: HealthSpec | undefined;
  logDriver: string | undefined;
  logOptions: readonly (readonly [string, string])[];
}

export interface RunMount {
  /** A path, a volume's name, or empty for a volume without a name. */
  source: string;
  target: string;
  isReadOnly: boolean;
  isVolume: boolean;
}

export interface HealthSpec {
  /** As compose writes it: ["CMD-SHELL", "curl …"]. */
  test: readonly string[];
  /** Whole seconds; 0: Docker's default. */
  intervalSeconds: number;
  timeoutSeconds: number;
  startSeconds: number;
  retries: number;
}

const NANOS = 1e9;
/** Docker's own names for "nothing special". */
const PLAIN_NETWORKS = new Set(['', 'default', 'bridge']);
const ANONYMOUS = /^[0-9a-f]{64}$/;

/** Reads it out of an inspect answer; `imageVariables` are the names that are as the image has them. */
export function runSpecOf(inspect: unknown, imageVariables: readonly string[]): RunSpec {
  const config = (...path: string[]): unknown => dig(inspect, 'Config', ...path);
  const host = (...path: string[]): unknown => dig(inspect, 'HostConfig', ...path);
  const mode = textOf(host('NetworkMode')) ?? '';
  const networks = entriesOf(dig(inspect, 'NetworkSettings', 'Networks')).map(([name]) => name);
  const isNetwork = networks.includes(mode) || PLAIN_NETWORKS.has(mode);
  const id = textOf(dig(inspect, 'Id')) ?? '';
  const hostname = textOf(config('Hostname'));
  const brought = new Set(imageVariables);
  return {
    name: (textOf(dig(inspect, 'Name')) ?? '').replace(/^\//, ''),
    image: textOf(config('Image')) ?? textOf(dig(inspect, 'Image')) ?? '',
    entrypoint: textsOf(config('Entrypoint')),
    command: textsOf(config('Cmd')),
    variables: textsOf(config('Env'))
      .map(splitVariable)
      .filter(({ name }) => !brought.has(name)),
    // Compose writes these itself.
    labels: entriesOf(config('Labels'))
      .filter(([name]) => !name.startsWith('com.docker.compose.'))
      .map(([name, value]) => [name, String(value)] as const),
    ports: portsOf(host('PortBindings')),
    mounts: mountsOf(dig(inspect, 'Mounts')),
    tmpfs: entriesOf(host('Tmpfs')).map(([path, options]) => (textOf(options) ? `${path}:${String(options)}` : path)),
    networkMode: isNetwork ? undefined : mode,
    networks: networks.filter((name) => !PLAIN_NETWORKS.has(name) && isNetwork),
    restart: restartOf(host('RestartPolicy')),
    memoryBytes: numberOf(host('Memory')),
    cpus: numberOf(host('NanoCpus')) / NANOS,
    pidsLimit: Math.max(0, numberOf(host('PidsLimit'))),
    user: textOf(config('User')),
    workingDir: textOf(config('WorkingDir')),
    hostname: hostname === undefined || id.startsWith(hostname) ? undefined : hostname,
    hasTty: config('Tty') === true,
    isInteractive: config('OpenStdin') === true,
    isPrivileged: host('Privileged') === true,
    isReadOnly: host('ReadonlyRootfs') === true,
    hasInit: host('Init') === true,
    capAdd: textsOf(host('CapAdd')),
    capDrop: textsOf(host('CapDrop')),
    extraHosts: textsOf(host('ExtraHosts')),
    dns: textsOf(host('Dns')),
    devices: (host('Devices') as unknown[] | null | undefined)?.map(deviceOf).filter(Boolean) ?? [],
    securityOptions: textsOf(host('SecurityOpt')),
    health: healthOf(config('Healthcheck')),
    logDriver: logDriverOf(textOf(host('LogConfig', 'Type'))),
    logOptions: entriesOf(host('LogConfig', 'Config')).map(([name, value]) => [name, String(value)] as const),
  };
}

/** Docker's default on every machine that did not choose another. */
const logDriverOf = (driver: string | undefined): string | undefined => (driver === 'json-file' ? undefined : driver);

function portsOf(bindings: unknown): readonly string[] {
  return entriesOf(bindings).flatMap(([inside, outside]) => {
    const [port = '', protocol = 'tcp'] = inside.split('/');
    const suffix = protocol === 'tcp' ? '' : `/${protocol}`;
    const list = Array.isArray(outside) ? outside : [];
    return list.map((one: unknown) => {
      const ip = textOf(dig(one, 'HostIp'));
      const hostPort = textOf(dig(one, 'HostPort')) ?? '';
      const address = ip === undefined || ip === '0.0.0.0' ? '' : `${ip.includes(':') ? `[${ip}]` : ip}:`;
      return `${address}${hostPort === '' && address === '' ? '' : `${hostPort}:`}${port}${suffix}`;
    });
  });
}

function mountsOf(mounts: unknown): readonly RunMount[] {
  if (!Array.isArray(mounts)) return [];
  return mounts.flatMap((mount: unknown) => {
    const type = textOf(dig(mount, 'Type'));
    const target = textOf(dig(mount, 'Destination'));
    if (target === undefined || (type !== 'volume' && type !== 'bind')) return [];
    const name = textOf(dig(mount, 'Name')) ?? '';
    const isVolume = type === 'volume';
    const source = !isVolume ? (textOf(dig(mount, 'Source')) ?? '') : ANONYMOUS.test(name) ? '' : name;
    return [{ source, target, isVolume, isReadOnly: dig(mount, 'RW') === false }];
  });
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
  const seconds = (name: string): number => Math.round(numberOf(dig(check, name)) / NANOS);
  return {
    test,
    intervalSeconds: seconds('Interval'),
    timeoutSeconds: seconds('Timeout'),
    startSeconds: seconds('StartPeriod'),
    retries: numberOf(dig(check, 'Retries')),
  };
}

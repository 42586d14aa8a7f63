import type { ContainerSpec, HealthSpec, PortSpec } from '#shared/contract/container-spec.ts';
import { containerSpecOf, isAnonymousVolume } from '#shared/format/container-spec-of.ts';

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
  stopSignal: string | undefined;
  /** Undefined: Docker's own 10 s. */
  stopSeconds: number | undefined;
  shmBytes: number;
  sysctls: readonly (readonly [string, string])[];
  /** "nofile=1024:2048". */
  ulimits: readonly string[];
  /** Names and addresses that it has in its networks beside its own. */
  endpoints: readonly { network: string; aliases: readonly string[]; ipv4: string | undefined }[];
}

export interface RunMount {
  /** A path, a volume's name, or empty for a volume without a name. */
  source: string;
  target: string;
  isReadOnly: boolean;
  isVolume: boolean;
}

/** Names of networks that stand for "nothing special". */
const PLAIN_NETWORKS = new Set(['default', 'bridge']);

/** Reads it out of an inspect answer; `imageVariables` are the names that are as the image has them. */
export function runSpecOf(inspect: unknown, imageVariables: readonly string[]): RunSpec {
  const brought = new Set(imageVariables);
  const spec = containerSpecOf(inspect);
  const env = Object.fromEntries(Object.entries(spec.env).filter(([name]) => !brought.has(name)));
  return runSpec({ ...spec, env });
}

/** The same of what a container is made from. */
export function runSpec(spec: ContainerSpec): RunSpec {
  const networks = spec.networks.filter(({ name }) => !PLAIN_NETWORKS.has(name));
  return {
    name: spec.name ?? '',
    image: spec.image,
    entrypoint: spec.entrypoint ?? [],
    command: spec.command ?? [],
    variables: Object.entries(spec.env).map(([name, value]) => ({ name, value })),
    // Compose writes these itself.
    labels: Object.entries(spec.labels).filter(([name]) => !name.startsWith('com.docker.compose.')),
    ports: spec.ports.map(portWord),
    mounts: spec.mounts.flatMap((mount) =>
      mount.type === 'tmpfs'
        ? []
        : [
            {
              source: isAnonymousVolume(mount) ? '' : (mount.source ?? ''),
              target: mount.destination,
              isVolume: mount.type === 'volume',
              isReadOnly: mount.isReadOnly,
            },
          ],
    ),
    tmpfs: spec.mounts.flatMap(({ type, destination, options }) =>
      type === 'tmpfs' ? [options === undefined ? destination : `${destination}:${options}`] : [],
    ),
    networkMode: spec.networkMode,
    networks: networks.map(({ name }) => name),
    endpoints: networks.map(({ name, aliases, ipv4 }) => ({ network: name, aliases, ipv4 })),
    restart: spec.restartPolicy === 'no' ? undefined : spec.restartPolicy,
    memoryBytes: spec.memoryBytes ?? 0,
    cpus: spec.cpus ?? 0,
    pidsLimit: spec.pidsLimit ?? 0,
    user: spec.user,
    workingDir: spec.workingDir,
    hostname: spec.hostname,
    hasTty: spec.hasTty,
    isInteractive: spec.isInteractive,
    isPrivileged: spec.isPrivileged,
    isReadOnly: spec.isReadOnly,
    hasInit: spec.hasInit,
    capAdd: spec.capAdd,
    capDrop: spec.capDrop,
    extraHosts: spec.extraHosts,
    dns: spec.dns,
    devices: spec.devices,
    securityOptions: spec.securityOptions,
    health: spec.healthCheck && {
      ...spec.healthCheck,
      intervalSeconds: Math.round(spec.healthCheck.intervalSeconds),
      timeoutSeconds: Math.round(spec.healthCheck.timeoutSeconds),
      startSeconds: Math.round(spec.healthCheck.startSeconds),
    },
    // Docker's default on every machine that did not choose another.
    logDriver: spec.logDriver === 'json-file' ? undefined : spec.logDriver,
    logOptions: Object.entries(spec.logOptions),
    stopSignal: spec.stopSignal,
    stopSeconds: spec.stopSeconds,
    shmBytes: spec.shmBytes ?? 0,
    sysctls: Object.entries(spec.sysctls),
    ulimits: spec.ulimits.map(({ name, soft, hard }) => `${name}=${soft}${hard === soft ? '' : `:${hard}`}`),
  };
}

/** "127.0.0.1:8080:80/udp", as `--publish` and compose take it. */
export function portWord({ containerPort, protocol, hostIp, hostPort, hostPortEnd }: PortSpec): string {
  const outside = `${hostPort ?? ''}${hostPortEnd === undefined ? '' : `-${hostPortEnd}`}`;
  const suffix = protocol === 'tcp' ? '' : `/${protocol}`;
  const address = hostIp === undefined ? '' : `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:`;
  return `${address}${hostPort === undefined && address === '' ? '' : `${outside}:`}${containerPort}${suffix}`;
}

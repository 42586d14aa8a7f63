import { containerSpec, type ContainerSpec, type ContainerSpecIn } from '#shared/contract/container-spec.ts';
import { isReferenceFault, parseImageReference } from '#shared/base/image-reference.ts';
import { readEnvFile } from '#main/stacks/compose/env-file.ts';
import { Fields, textOf } from '#main/stacks/compose/fields.ts';
import type { Variables } from '#main/stacks/compose/interpolate.ts';
import type { MapNode, Place, Problems } from '#main/stacks/compose/located.ts';
import type { BoundFile, BuildModel, Dependency, ServiceModel } from '#main/stacks/compose/model.ts';
import type { StackPaths } from '#main/stacks/compose/paths.ts';
import {
  readDependsOn,
  readFileUses,
  readHealth,
  readLimits,
  readNetworks,
  readRestart,
  readUlimits,
} from '#main/stacks/compose/service-parts.ts';
import { readHostSettings, readLinks } from '#main/stacks/compose/service-host.ts';
import { readMounts } from '#main/stacks/compose/service-mounts.ts';
import { readPorts } from '#main/stacks/compose/service-ports.ts';

/** What a service may refer to. */
export interface ServiceContext {
  readonly project: string;
  readonly paths: StackPaths;
  readonly problems: Problems;
  readonly variables: Variables;
  readonly activeProfiles: ReadonlySet<string>;
  /** Names at the engine, by key. */
  readonly networks: ReadonlyMap<string, string>;
  readonly volumes: ReadonlyMap<string, string>;
  readonly secrets: ReadonlyMap<string, BoundFile>;
  readonly configs: ReadonlyMap<string, BoundFile>;
}

const POLICIES = ['always', 'missing', 'never', 'build'] as const;

export function readService(name: string, at: Place, node: MapNode, context: ServiceContext): ServiceModel | undefined {
  const { problems } = context;
  const fields = new Fields(node, 'service', problems);
  const image = fields.text('image');
  const build = readBuild(fields, context);
  if (image === undefined && !build) {
    problems.error(at, `The service "${name}" has neither an image nor a build.`);
    return undefined;
  }
  const reference = image ?? `${context.project}-${name}`;
  const parsed = parseImageReference(reference);
  if (isReferenceFault(parsed) && !/^sha256:[0-9a-f]{64}$/.test(reference)) {
    problems.error(fields.get('image')?.at ?? at, parsed.fault);
    return undefined;
  }
  const limits = readLimits(fields, problems);
  const mounts = readMounts(fields, context);
  const networks = readNetworks(fields, name, context);
  const secrets = readFileUses(fields, 'secrets', context.secrets, problems);
  const configs = readFileUses(fields, 'configs', context.configs, problems);
  const ports = readPorts(fields, problems);
  const further = readHostSettings(fields, problems);
  const links = readLinks(fields, problems);
  const dependsOn = withImplied(readDependsOn(fields, problems), [
    ...(networks.sharedWith === undefined ? [] : [networks.sharedWith]),
    ...further.sharedWith,
    ...links.map(({ service }) => service),
  ]);
  const health = readHealth(fields, problems);
  const restart = readRestart(fields, problems);
  const spec: ContainerSpecIn = {
    image: reference,
    command: fields.command('command'),
    entrypoint: fields.command('entrypoint'),
    env: readEnvironment(fields, context),
    labels: fields.words('labels', 'services.*.labels'),
    ports,
    mounts: [...mounts.mounts, ...secrets.mounts, ...configs.mounts],
    networks: [...networks.networks],
    networkMode: networks.networkMode,
    healthCheck: health,
    restartPolicy: restart,
    memoryBytes: limits.memoryBytes,
    cpus: limits.cpus,
    pidsLimit: limits.pids,
    user: fields.text('user'),
    workingDir: fields.text('working_dir'),
    hostname: fields.text('hostname'),
    extraHosts: [...fields.pairs('extra_hosts', 'services.*.extra_hosts')].map(
      ([host, { value }]) => `${host}:${value ?? ''}`,
    ),
    dns: fields.list('dns', true),
    stopSignal: fields.text('stop_signal'),
    stopSeconds: wholeSeconds(fields.seconds('stop_grace_period')),
    hasInit: fields.flag('init'),
    isPrivileged: fields.flag('privileged'),
    isReadOnly: fields.flag('read_only'),
    hasTty: fields.flag('tty'),
    isInteractive: fields.flag('stdin_open'),
    capAdd: fields.list('cap_add'),
    capDrop: fields.list('cap_drop'),
    securityOptions: fields.list('security_opt'),
    devices: fields.list('devices'),
    ...readLogging(fields),
    sysctls: fields.words('sysctls', 'services.*.sysctls'),
    ulimits: readUlimits(fields, problems),
    shmBytes: fields.bytes('shm_size'),
  };
  fields.list('expose');
  const valid = checked(spec, fields, at, problems);
  const containerName = fields.text('container_name');
  const scale = limits.scale;
  const fixed = ports.find(
    ({ hostPort, hostPortEnd }) => hostPort !== undefined && (hostPortEnd ?? hostPort) - hostPort + 1 < scale,
  );
  if (scale > 1 && containerName !== undefined)
    problems.error(
      fields.keyAt('container_name'),
      `With a container_name there is one container, and this wants ${scale}.`,
    );
  if (scale > 1 && fixed)
    problems.error(
      fields.keyAt('ports'),
      fixed.hostPortEnd === undefined
        ? `Port ${fixed.hostPort} of this machine can be taken once, and this wants ${scale} containers.`
        : `From ${fixed.hostPort} to ${fixed.hostPortEnd} are fewer ports than the ${scale} containers that this wants.`,
    );
  const profiles = fields.list('profiles');
  if (!valid) return undefined;
  return {
    name,
    at,
    spec: valid,
    carried: further.carried,
    links,
    containerName,
    build,
    pullPolicy: readPolicy(fields, problems),
    platform: fields.text('platform'),
    scale,
    profiles,
    isActive: profiles.length === 0 || profiles.some((one) => context.activeProfiles.has(one)),
    dependsOn,
    files: [...secrets.files, ...configs.files],
    networks: networks.keys,
    volumes: mounts.volumes,
  };
}

/** Which key of a service a field of a spec comes from, where they are not named alike. */
const KEYS: Readonly<Record<string, string>> = {
  env: 'environment',
  mounts: 'volumes',
  memoryBytes: 'mem_limit',
  pidsLimit: 'pids_limit',
  restartPolicy: 'restart',
  workingDir: 'working_dir',
  extraHosts: 'extra_hosts',
  stopSignal: 'stop_signal',
  stopSeconds: 'stop_grace_period',
  healthCheck: 'healthcheck',
  networkMode: 'network_mode',
  logDriver: 'logging',
  logOptions: 'logging',
  shmBytes: 'shm_size',
  capAdd: 'cap_add',
  capDrop: 'cap_drop',
};

/** What Docker would refuse is found by the same rules as for any container, and said at the key it comes from. */
function checked(spec: ContainerSpecIn, fields: Fields, at: Place, problems: Problems): ContainerSpec | undefined {
  const parsed = containerSpec.safeParse(spec);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    const field = String(path[0] ?? '');
    const key = KEYS[field] ?? field;
    const place = fields.has(key)
      ? (fields.get(key)?.at ?? fields.keyAt(key))
      : fields.has('deploy')
        ? fields.keyAt('deploy')
        : at;
    problems.error(place, `${key}: ${message}`);
  }
  return undefined;
}

function withImplied(found: readonly Dependency[], needed: readonly string[]): Dependency[] {
  const more = [...new Set(needed)].filter((name) => !found.some(({ service }) => service === name));
  return [
    ...found,
    ...more.map((service): Dependency => ({ service, condition: 'service_started', isRequired: true })),
  ];
}

const wholeSeconds = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : Math.ceil(seconds);

function readPolicy(fields: Fields, problems: Problems): ServiceModel['pullPolicy'] {
  const policy = fields.text('pull_policy');
  if (policy === undefined || policy === 'if_not_present') return 'missing';
  const found = POLICIES.find((one) => one === policy);
  if (!found)
    problems.error(fields.get('pull_policy')?.at ?? fields.at, `pull_policy is one of ${POLICIES.join(', ')}.`);
  return found ?? 'missing';
}

function readLogging(fields: Fields): { logDriver?: string; logOptions?: Record<string, string> } {
  const logging = fields.fields('logging', 'logging');
  const driver = logging?.text('driver');
  return {
    ...(driver !== undefined && { logDriver: driver }),
    ...(logging && { logOptions: logging.words('options', '') }),
  };
}

function readBuild(fields: Fields, { paths, problems, variables }: ServiceContext): BuildModel | undefined {
  const build = fields.fields('build', 'build', 'services.*.build');
  if (!build) return undefined;
  const context = build.text('context') ?? '.';
  if (/^(https?|git|ssh):|^git@|\.git(#|$)/.test(context)) {
    problems.error(
      build.get('context')?.at ?? build.at,
      'Quayside builds from folders of this computer, and from no address.',
    );
    return undefined;
  }
  const folder = paths.whole(context);
  if (!paths.mayBuild(folder)) {
    problems.error(
      build.get('context')?.at ?? build.at,
      'A folder outside of the stack can be built from only where the target is set at this computer.',
    );
    return undefined;
  }
  const args = [...build.pairs('args', 'services.*.build.args')].flatMap(([name, { value }]): [string, string][] => {
    const known = value ?? variables.get(name);
    return known === undefined ? [] : [[name, known]];
  });
  return {
    context: folder,
    dockerfile: build.text('dockerfile') ?? 'Dockerfile',
    args: Object.fromEntries(args),
    target: build.text('target'),
    noCache: build.flag('no_cache') ?? false,
  };
}

/** The files first, in their order; what stands in the service itself wins. */
function readEnvironment(fields: Fields, { paths, problems, variables }: ServiceContext): Record<string, string> {
  const found = new Map<string, string>();
  for (const item of fields.items('env_file', true)) {
    const long = item.kind === 'map' ? new Fields(item, 'envFile', problems) : undefined;
    const path = long ? long.text('path') : textOf(item, 'env_file', problems);
    if (path === undefined) {
      if (long) problems.error(item.at, 'An env_file has a path.');
      continue;
    }
    const text = paths.text(path);
    if (text !== undefined)
      for (const [name, value] of readEnvFile(text, path, variables, problems)) found.set(name, value);
    else if (long?.flag('required') ?? true)
      problems.error(item.at, `There is no file "${path}" beside the compose file.`);
  }
  for (const [name, { value }] of fields.pairs('environment', 'services.*.environment')) {
    const known = value ?? variables.get(name);
    if (known === undefined) found.delete(name);
    else found.set(name, known);
  }
  return Object.fromEntries(found);
}

import type { ContainerSpecIn, HealthSpec, MountSpec } from '#shared/contract/container-spec.ts';
import { nearestWord } from '#shared/compose/compose-keys.ts';
import { Fields, textOf } from '#main/stacks/compose/fields.ts';
import { isNull, type Problems } from '#main/stacks/compose/located.ts';
import type { BoundFile, Condition, Dependency } from '#main/stacks/compose/model.ts';

const CONDITIONS: readonly Condition[] = ['service_started', 'service_healthy', 'service_completed_successfully'];

export function readDependsOn(service: Fields, problems: Problems): Dependency[] {
  return service.named('depends_on', 'services.*.depends_on').map(({ name, node }) => {
    if (isNull(node)) return { service: name, condition: 'service_started', isRequired: true };
    if (node.kind !== 'map') {
      problems.error(node.at, 'A dependency is a map with a condition.');
      return { service: name, condition: 'service_started', isRequired: true };
    }
    const fields = new Fields(node, 'dependency', problems);
    const text = fields.text('condition') ?? 'service_started';
    const condition = CONDITIONS.find((one) => one === text);
    if (!condition)
      problems.error(fields.get('condition')?.at ?? node.at, `A condition is one of ${CONDITIONS.join(', ')}.`);
    return { service: name, condition: condition ?? 'service_started', isRequired: fields.flag('required') ?? true };
  });
}

export function readHealth(service: Fields, problems: Problems): HealthSpec | undefined {
  const fields = service.fields('healthcheck', 'healthcheck');
  if (!fields) return undefined;
  const times = {
    intervalSeconds: fields.seconds('interval') ?? 0,
    timeoutSeconds: fields.seconds('timeout') ?? 0,
    startSeconds: fields.seconds('start_period') ?? 0,
    retries: fields.number('retries', 0) ?? 0,
  };
  if (fields.flag('disable')) return { test: ['NONE'], ...times };
  const test = fields.get('test');
  if (!test) {
    problems.error(fields.at, 'A healthcheck has a test here: that of the image is not known before it is there.');
    return undefined;
  }
  if (test.kind === 'scalar') return { test: ['CMD-SHELL', test.text], ...times };
  const words = fields.list('test');
  if (!['CMD', 'CMD-SHELL', 'NONE'].includes(words[0] ?? '')) {
    problems.error(test.at, 'The list of a test begins with CMD, CMD-SHELL or NONE.');
    return undefined;
  }
  return { test: words, ...times };
}

/** `restart`, else what `deploy` says of it. */
export function readRestart(service: Fields, problems: Problems): string | undefined {
  const restart = service.text('restart');
  if (restart !== undefined) return restart === 'false' ? 'no' : restart;
  const policy = service.fields('deploy', 'deploy')?.fields('restart_policy', 'restartPolicy');
  if (!policy) return undefined;
  const condition = policy.text('condition') ?? 'any';
  const most = policy.number('max_attempts', 0);
  if (condition === 'none') return 'no';
  if (condition === 'any') return 'always';
  if (condition === 'on-failure') return most === undefined ? condition : `${condition}:${most}`;
  problems.error(policy.get('condition')?.at ?? policy.at, 'A condition is one of none, on-failure, any.');
  return undefined;
}

export interface Limits {
  readonly memoryBytes: number | undefined;
  readonly cpus: number | undefined;
  readonly pids: number | undefined;
  readonly scale: number;
}

export function readLimits(service: Fields, problems: Problems): Limits {
  const deploy = service.fields('deploy', 'deploy');
  const limits = deploy?.fields('resources', 'resources')?.fields('limits', 'limits');
  const scale = service.number('scale', 0);
  const replicas = deploy?.number('replicas', 0);
  if (scale !== undefined && replicas !== undefined && scale !== replicas)
    problems.error(service.keyAt('scale'), `scale says ${scale}, and deploy.replicas says ${replicas}.`);
  const wanted = scale ?? replicas ?? 1;
  if (wanted > MOST_CONTAINERS)
    problems.error(
      service.has('scale') ? service.keyAt('scale') : service.keyAt('deploy'),
      `A service has at most ${MOST_CONTAINERS} containers here.`,
    );
  return {
    // 0 means "no limit".
    memoryBytes: (limits?.bytes('memory') ?? service.bytes('mem_limit')) || undefined,
    cpus: (limits?.number('cpus', 0, false) ?? service.number('cpus', 0, false)) || undefined,
    pids: positive(limits?.number('pids', -1) ?? service.number('pids_limit', -1)),
    scale: Math.min(wanted, MOST_CONTAINERS),
  };
}

/** One engine runs no more than a few hundred well. */
const MOST_CONTAINERS = 200;
const positive = (count: number | undefined): number | undefined =>
  count !== undefined && count > 0 ? count : undefined;

export function readUlimits(service: Fields, problems: Problems): ContainerSpecIn['ulimits'] {
  return service.named('ulimits').flatMap(({ name, node }) => {
    if (node.kind === 'map') {
      const fields = new Fields(node, 'ulimit', problems);
      const [soft, hard] = [fields.number('soft', -1), fields.number('hard', -1)];
      if (soft !== undefined && hard !== undefined) return [{ name, soft, hard }];
    } else if (node.kind === 'scalar' && /^-?\d+$/.test(node.text))
      return [{ name, soft: Number(node.text), hard: Number(node.text) }];
    problems.error(node.at, 'A limit is a number, or a map with soft and hard.');
    return [];
  });
}

interface NetworkContext {
  readonly project: string;
  readonly problems: Problems;
  readonly networks: ReadonlyMap<string, string>;
}

export interface ServiceNetworks {
  readonly networks: NonNullable<ContainerSpecIn['networks']>;
  readonly keys: readonly string[];
  readonly networkMode?: string | undefined;
  /** The service whose network it shares. */
  readonly sharedWith?: string | undefined;
}

/** Networks by their names at the engine; `default` where nothing is said. `service:NAME` is left for the planner, as `container:NAME`. */
export function readNetworks(service: Fields, name: string, { problems, networks }: NetworkContext): ServiceNetworks {
  const mode = service.text('network_mode');
  if (mode !== undefined) {
    if (service.has('networks'))
      problems.error(service.keyAt('network_mode'), 'A service has networks or a network_mode, and not both.');
    const [, kind, of] = /^(service|container):(.+)$/.exec(mode) ?? [];
    if (kind === 'service' && of !== undefined)
      return { networks: [], keys: [], networkMode: `container:${of}`, sharedWith: of };
    if (mode === 'bridge') return { networks: [], keys: [] };
    if (mode === 'host' || mode === 'none' || kind === 'container')
      return { networks: [], keys: [], networkMode: mode };
    problems.error(
      service.get('network_mode')?.at ?? service.at,
      'A network_mode is host, none, bridge, service:NAME or container:NAME.',
    );
    return { networks: [], keys: [] };
  }
  const asked = service.named('networks', 'services.*.networks');
  if (asked.length === 0) {
    const own = networks.get('default');
    return own === undefined
      ? { networks: [], keys: [] }
      : { networks: [{ name: own, aliases: [name] }], keys: ['default'] };
  }
  const found: NonNullable<ContainerSpecIn['networks']> = [];
  for (const { name: key, at, node } of asked) {
    const real = networks.get(key);
    if (real === undefined) {
      const near = nearestWord(key, networks.keys());
      problems.error(
        at,
        `There is no network "${key}" below networks.${near === undefined ? '' : ` "${near}" is one.`}`,
      );
      continue;
    }
    if (!isNull(node) && node.kind !== 'map') {
      problems.error(node.at, 'What is said of a network is a map.');
      continue;
    }
    const fields = node.kind === 'map' ? new Fields(node, 'serviceNetwork', problems) : undefined;
    const [ipv4, ipv6] = [fields?.text('ipv4_address'), fields?.text('ipv6_address')];
    found.push({
      name: real,
      aliases: [...new Set([name, ...(fields?.list('aliases') ?? [])])],
      ...(ipv4 !== undefined && { ipv4 }),
      ...(ipv6 !== undefined && { ipv6 }),
    });
  }
  return { networks: found, keys: asked.map(({ name: key }) => key) };
}

/** Secrets and configs are files that are bound into the container, read only. */
export function readFileUses(
  service: Fields,
  key: 'secrets' | 'configs',
  known: ReadonlyMap<string, BoundFile>,
  problems: Problems,
): { mounts: MountSpec[]; files: BoundFile[] } {
  const mounts: MountSpec[] = [];
  const files: BoundFile[] = [];
  for (const item of service.items(key)) {
    const fields = item.kind === 'map' ? new Fields(item, 'fileUse', problems) : undefined;
    const name = fields ? fields.text('source') : textOf(item, key, problems);
    if (name === undefined) {
      problems.error(item.at, 'It has a source: its name.');
      continue;
    }
    const file = known.get(name);
    if (!file) {
      const near = nearestWord(name, known.keys());
      problems.error(item.at, `There is no "${name}" below ${key}.${near === undefined ? '' : ` "${near}" is one.`}`);
      continue;
    }
    const wanted = fields?.text('target') ?? name;
    const destination = wanted.startsWith('/') ? wanted : `${key === 'secrets' ? '/run/secrets' : ''}/${wanted}`;
    mounts.push({ type: 'bind', source: file.path, destination, isReadOnly: true, createsSource: false });
    files.push(file);
  }
  return { mounts, files };
}

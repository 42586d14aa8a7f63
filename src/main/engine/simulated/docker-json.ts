import type { InspectedContainer, ListedContainer } from '#main/engine/engine-json.ts';
import { containerBody, restartBody } from '#main/engine/container-body.ts';
import type { Endpoint } from '#main/engine/network-json.ts';
import type { Joining } from '#main/engine/simulated/networks.ts';
import type { SimulatedContainer } from '#main/engine/simulated/container.ts';
import { formatNanos, nanosOfMillis } from '#shared/lines/time.ts';

// A simulated container in Docker's words.

export function labelsOf(container: SimulatedContainer): Record<string, string> {
  const { stack, service, spec } = container.blueprint;
  if (spec) return { ...spec.labels };
  if (stack === undefined || service === undefined) return {};
  return {
    'com.docker.compose.project': stack,
    'com.docker.compose.service': service,
    'com.docker.compose.container-number': '1',
    'com.docker.compose.project.working_dir': `/srv/${stack}`,
  };
}

/** Where it is when nobody moved it. */
export function networksOf({ blueprint }: SimulatedContainer): readonly Joining[] {
  const { spec, stack, service, name } = blueprint;
  const aliases = service === undefined ? [] : [name, service];
  if (!spec) {
    const names = blueprint.networks ?? [stack ? `${stack}_default` : 'bridge'];
    return names.map((network) => ({ network, aliases }));
  }
  if (spec.networkMode !== undefined)
    return spec.networkMode.startsWith('container:') ? [] : [{ network: spec.networkMode, aliases: [] }];
  if (spec.networks.length === 0) return [{ network: 'bridge', aliases: [] }];
  return spec.networks.map((one) => ({ network: one.name, aliases: one.aliases, ipv4: one.ipv4 }));
}

export type Endpoints = Readonly<Record<string, Endpoint>>;

const volumeAt = (name: string, destination: string, isReadOnly: boolean): ListedContainer['Mounts'][number] => ({
  Type: 'volume',
  Name: name,
  Source: `/var/lib/docker/volumes/${name}/_data`,
  Destination: destination,
  RW: !isReadOnly,
});

export function mountsOf({ blueprint }: SimulatedContainer): ListedContainer['Mounts'] {
  if (!blueprint.spec) return blueprint.volume ? [volumeAt(blueprint.volume, '/data', false)] : [];
  return blueprint.spec.mounts.flatMap(({ type, source = '', destination, isReadOnly }) => {
    if (type === 'tmpfs') return [];
    if (type === 'volume') return [volumeAt(source, destination, isReadOnly)];
    return [{ Type: 'bind', Source: source, Destination: destination, RW: !isReadOnly }];
  });
}

export function listed(container: SimulatedContainer, now: number, networks: Endpoints): ListedContainer {
  const { blueprint } = container;
  return {
    Id: container.id,
    Names: [`/${blueprint.name}`],
    Image: blueprint.image,
    ImageID: container.imageId,
    Command: blueprint.command.join(' '),
    Created: Math.floor(container.createdAt / 1000),
    State: container.state,
    Status: statusOf(container, now),
    Ports: (blueprint.ports ?? []).map((port) => ({
      PrivatePort: port.container,
      Type: 'tcp',
      ...(port.host !== undefined && { IP: '0.0.0.0', PublicPort: port.host }),
    })),
    Labels: labelsOf(container),
    NetworkSettings: { Networks: { ...networks } },
    Mounts: mountsOf(container),
  };
}

export function inspected(container: SimulatedContainer, networks: Endpoints): InspectedContainer {
  const { blueprint } = container;
  const [path = '', ...args] = blueprint.command;
  const { health } = container;
  const hasRun = container.state !== 'created';
  return {
    Id: container.id,
    Created: time(container.createdAt),
    Path: path,
    Args: args,
    State: {
      Status: container.state,
      Running: container.isActive || container.state === 'restarting',
      Paused: container.state === 'paused',
      Restarting: container.state === 'restarting',
      OOMKilled: false,
      Dead: false,
      Pid: container.isActive ? 4000 + blueprint.name.length : 0,
      ExitCode: container.exitCode,
      Error: '',
      StartedAt: hasRun ? time(container.startedAt) : '0001-01-01T00:00:00Z',
      FinishedAt: container.finishedAt === undefined ? '0001-01-01T00:00:00Z' : time(container.finishedAt),
      ...(health && { Health: { Status: health, FailingStreak: health === 'unhealthy' ? 31 : 0, Log: [] } }),
    },
    Image: container.imageId,
    Name: `/${blueprint.name}`,
    RestartCount: container.restartCount,
    HostConfig: hostConfigOf(container),
    Mounts: mountsOf(container),
    Config: {
      Hostname: container.id.slice(0, 12),
      User: blueprint.user ?? '',
      Tty: blueprint.tty ?? false,
      Env: [...blueprint.env],
      Cmd: [...blueprint.command],
      Image: blueprint.image,
      WorkingDir: '/',
      ...configOf(container),
      Labels: labelsOf(container),
    },
    NetworkSettings: { Networks: { ...networks } },
  };
}

function hostConfigOf({ blueprint }: SimulatedContainer): InspectedContainer['HostConfig'] {
  const { spec, changed, stack } = blueprint;
  const made = spec
    ? { LogConfig: { Type: 'json-file', Config: {} }, ...containerBody(spec).HostConfig }
    : {
        LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
        NetworkMode: stack ? `${stack}_default` : 'default',
        RestartPolicy: restartBody(blueprint.state === 'exited' ? 'no' : 'unless-stopped'),
        Memory: blueprint.memoryLimitBytes ?? 0,
        PortBindings: Object.fromEntries(
          (blueprint.ports ?? []).flatMap(({ container: port, host }) =>
            host === undefined ? [] : [[`${port}/tcp`, [{ HostIp: '', HostPort: String(host) }]]],
          ),
        ),
      };
  return {
    ...made,
    ...(changed?.memoryBytes !== undefined && { Memory: changed.memoryBytes }),
    ...(changed?.cpus !== undefined && { NanoCpus: changed.cpus * 1e9 }),
    ...(changed?.pidsLimit !== undefined && { PidsLimit: changed.pidsLimit }),
    ...(changed?.restartPolicy !== undefined && { RestartPolicy: restartBody(changed.restartPolicy) }),
  };
}

/** What is said of one that was made; the image says the rest. */
function configOf({ blueprint, id }: SimulatedContainer): Record<string, unknown> {
  if (!blueprint.spec) return {};
  const { HostConfig: _host, NetworkingConfig: _networks, ...config } = containerBody(blueprint.spec);
  return { WorkingDir: '', ...config, Env: [...blueprint.env], Hostname: blueprint.spec.hostname ?? id.slice(0, 12) };
}

function time(ms: number): string {
  const { hi, lo } = nanosOfMillis(ms);
  return formatNanos(hi, lo);
}

function statusOf(container: SimulatedContainer, now: number): string {
  const { state, health } = container;
  const ago = words(now - (container.finishedAt ?? now));
  if (state === 'created') return 'Created';
  if (state === 'exited') return `Exited (${container.exitCode}) ${ago} ago`;
  if (state === 'restarting') return `Restarting (${container.exitCode}) ${ago} ago`;
  const up = `Up ${words(now - container.startedAt)}`;
  if (state === 'paused') return `${up} (Paused)`;
  return health ? `${up} (${health === 'starting' ? 'health: starting' : health})` : up;
}

/** As Docker says it, roughly: it is read by people and, for the exit code and health, by us. */
function words(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds < 60) return `${seconds} second${seconds === 1 ? '' : 's'}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes === 1 ? 'About a minute' : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours === 1 ? 'About an hour' : `${hours} hours`;
}

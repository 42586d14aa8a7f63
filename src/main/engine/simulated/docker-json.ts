import type { InspectedContainer, ListedContainer } from '#main/engine/engine-json.ts';
import type { SimulatedContainer } from '#main/engine/simulated/container.ts';
import { formatNanos, nanosOfMillis } from '#shared/lines/time.ts';

// A simulated container in Docker's words.

export function labelsOf(container: SimulatedContainer): Record<string, string> {
  const { stack, service } = container.blueprint;
  if (stack === undefined || service === undefined) return {};
  return {
    'com.docker.compose.project': stack,
    'com.docker.compose.service': service,
    'com.docker.compose.container-number': '1',
    'com.docker.compose.project.working_dir': `/srv/${stack}`,
  };
}

const networkOf = (container: SimulatedContainer): string =>
  container.blueprint.stack ? `${container.blueprint.stack}_default` : 'bridge';

const mountsOf = (container: SimulatedContainer): ListedContainer['Mounts'] =>
  container.blueprint.volume
    ? [
        {
          Type: 'volume',
          Name: container.blueprint.volume,
          Source: `/var/lib/docker/volumes/${container.blueprint.volume}/_data`,
          Destination: '/data',
          RW: true,
        },
      ]
    : [];

export function listed(container: SimulatedContainer, now: number): ListedContainer {
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
    NetworkSettings: { Networks: { [networkOf(container)]: {} } },
    Mounts: mountsOf(container),
  };
}

export function inspected(container: SimulatedContainer): InspectedContainer {
  const { blueprint } = container;
  const [path = '', ...args] = blueprint.command;
  const { health } = container;
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
      StartedAt: time(container.startedAt),
      FinishedAt: container.finishedAt === undefined ? '0001-01-01T00:00:00Z' : time(container.finishedAt),
      ...(health && { Health: { Status: health, FailingStreak: health === 'unhealthy' ? 31 : 0, Log: [] } }),
    },
    Image: container.imageId,
    Name: `/${blueprint.name}`,
    RestartCount: container.restartCount,
    HostConfig: {
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      RestartPolicy: { Name: blueprint.state === 'exited' ? 'no' : 'unless-stopped', MaximumRetryCount: 0 },
      Memory: blueprint.memoryLimitBytes ?? 0,
    },
    Mounts: mountsOf(container),
    Config: {
      Hostname: container.id.slice(0, 12),
      User: blueprint.user ?? '',
      Tty: blueprint.tty ?? false,
      Env: [...blueprint.env],
      Cmd: [...blueprint.command],
      Image: blueprint.image,
      WorkingDir: '/',
      Labels: labelsOf(container),
    },
    NetworkSettings: {
      Networks: { [networkOf(container)]: { IPAddress: `172.20.0.${(blueprint.name.length % 200) + 2}` } },
    },
  };
}

function time(ms: number): string {
  const { hi, lo } = nanosOfMillis(ms);
  return formatNanos(hi, lo);
}

function statusOf(container: SimulatedContainer, now: number): string {
  const { state, health } = container;
  const ago = words(now - (container.finishedAt ?? now));
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

// From Docker's words to the contract's `Container`.
import {
  type Container,
  CONTAINER_STATES,
  type ContainerMount,
  type ContainerPort,
} from '#shared/contract/containers.ts';
import type { InspectedContainer, ListedContainer } from '#main/engine/engine-json.ts';
import { maskLabels } from '#main/engine/mask.ts';

const NEVER = '0001-01-01T00:00:00Z';
type State = Container['state'];
type Health = NonNullable<Container['health']>;

/** What the list alone tells: `restartCount` and `tty` are null until inspected. */
export function fromList(listed: ListedContainer): Container {
  const labels = listed.Labels;
  const exit = /^Exited \((\d+)\)/.exec(listed.Status)?.[1];
  const health = /\((healthy|unhealthy|health: starting)\)/.exec(listed.Status)?.[1];
  return {
    id: listed.Id,
    name: nameOf(listed.Names, listed.Id),
    image: listed.Image,
    imageId: listed.ImageID,
    // Arguments hold secrets too often.
    command: listed.Command.trim().split(/\s/)[0] ?? '',
    createdAt: new Date(listed.Created * 1000).toISOString(),
    state: stateOf(listed.State),
    status: listed.Status,
    ...(health !== undefined && { health: health === 'health: starting' ? 'starting' : (health as Health) }),
    ...(exit !== undefined && { exitCode: Number(exit) }),
    restartCount: null,
    ...stackOf(labels),
    ports: portsOf(listed),
    networks: Object.keys(listed.NetworkSettings?.Networks ?? {}),
    mounts: listed.Mounts.map(mountOf),
    labels: maskLabels(labels),
    tty: null,
  };
}

/** The list's view with what needs an inspect; the inspect is newer where both know it. */
export function withInspect(container: Container, inspected: InspectedContainer): Container {
  const { State } = inspected;
  const state = stateOf(State.Status);
  const hasRun = State.StartedAt !== '' && State.StartedAt !== NEVER;
  const isOver = state === 'exited' || state === 'dead';
  const {
    health: _health,
    exitCode: _exitCode,
    startedAt: _startedAt,
    finishedAt: _finishedAt,
    outOfMemory: _outOfMemory,
    ...rest
  } = container;
  const health = State.Health?.Status;
  return {
    ...rest,
    command: inspected.Path || container.command,
    createdAt: inspected.Created || container.createdAt,
    ...(hasRun && { startedAt: State.StartedAt }),
    ...(State.FinishedAt !== '' && State.FinishedAt !== NEVER && { finishedAt: State.FinishedAt }),
    state,
    // Newer than the list: its text would be that of another state until the next one.
    ...(state !== container.state && { status: statusText(state, State.ExitCode) }),
    ...((health === 'starting' || health === 'healthy' || health === 'unhealthy') && { health }),
    ...(isOver && hasRun && { exitCode: State.ExitCode }),
    ...(State.OOMKilled && { outOfMemory: true }),
    restartCount: inspected.RestartCount,
    tty: inspected.Config.Tty,
  };
}

function statusText(state: State, exitCode: number): string {
  if (state === 'exited') return `Exited (${exitCode})`;
  if (state === 'paused') return 'Up (Paused)';
  return state === 'running' ? 'Up' : `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
}

/** By Docker's word for its state: a paused one has its processes too. */
export const isRunning = (state: string): boolean => state === 'running' || state === 'paused';

/** Docker's word as ours; a word that only a newer Docker knows counts as "dead". */
export const stateOf = (state: string): State =>
  (CONTAINER_STATES as readonly string[]).includes(state) ? (state as State) : 'dead';

/** A container linked by others has several names; its own has no further slash. */
const nameOf = (names: readonly string[], id: string): string =>
  (names.find((name) => name.lastIndexOf('/') === 0) ?? names[0] ?? id.slice(0, 12)).replace(/^\//, '');

function stackOf(labels: Readonly<Record<string, string>>): { stack?: string; service?: string } {
  const stack = labels['com.docker.compose.project'];
  const service = labels['com.docker.compose.service'];
  return {
    ...(stack !== undefined && stack !== '' && { stack }),
    ...(service !== undefined && service !== '' && { service }),
  };
}

function portsOf(listed: ListedContainer): ContainerPort[] {
  return listed.Ports.map((port) => ({
    ...(port.IP !== undefined && port.IP !== '' && { hostIp: port.IP }),
    ...(port.PublicPort !== undefined && { hostPort: port.PublicPort }),
    containerPort: port.PrivatePort,
    protocol: port.Type,
  }));
}

function mountOf(mount: ListedContainer['Mounts'][number]): ContainerMount {
  return {
    type: mount.Type,
    ...(mount.Name !== undefined && { name: mount.Name }),
    ...(mount.Source !== undefined && { source: mount.Source }),
    destination: mount.Destination,
    isReadOnly: !mount.RW,
  };
}

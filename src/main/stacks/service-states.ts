import type { Container } from '#shared/contract/containers.ts';
import type { ServiceStatus } from '#shared/contract/stacks.ts';

export const PROJECT = 'com.docker.compose.project';
export const SERVICE = 'com.docker.compose.service';
export const NUMBER = 'com.docker.compose.container-number';
export const ONE_OFF = 'com.docker.compose.oneoff';
export const FOLDER = 'com.docker.compose.project.working_dir';
export const CONFIG_FILES = 'com.docker.compose.project.config_files';

/** A container of a service, and not one that `docker compose run` made beside it. */
export const isOfService = ({ stack, service, labels }: Container): boolean =>
  stack !== undefined && service !== undefined && labels[ONE_OFF]?.toLowerCase() !== 'true';

export const numberOf = ({ labels }: Pick<Container, 'labels'>): number => Number(labels[NUMBER]) || 1;

type Status = ServiceStatus['status'];

const ONES: Readonly<Record<Container['state'], Status>> = {
  running: 'running',
  paused: 'paused',
  restarting: 'restarting',
  created: 'stopped',
  removing: 'stopped',
  exited: 'stopped',
  dead: 'stopped',
};

/** What needs attention first: one of its containers tells for the service. */
const ORDER: readonly Status[] = ['restarting', 'unhealthy', 'starting', 'running', 'paused', 'stopped'];

function statusOf({ state, health }: Container): Status {
  if (state !== 'running') return ONES[state];
  return health === 'unhealthy' || health === 'starting' ? health : 'running';
}

/**
 * What a service does, from its containers; `wanted` undefined where no target says how many there should be, `hasDone`
 * of those that ran to their end as they should.
 */
export function serviceState(
  containers: readonly Container[],
  wanted: number | undefined,
  hasDone: (container: string) => boolean = () => false,
): Pick<ServiceStatus, 'status' | 'running' | 'wanted'> {
  const all = containers.map(statusOf);
  const done = containers.filter(
    ({ id, state, exitCode }) => state === 'exited' && exitCode === 0 && hasDone(id),
  ).length;
  return {
    status: ORDER.find((status) => all.includes(status)) ?? 'stopped',
    running: all.filter((status) => status !== 'stopped' && status !== 'paused' && status !== 'restarting').length,
    // What ran to its end is not expected to run.
    wanted: Math.max(0, (wanted ?? containers.length) - done),
  };
}

/** The containers of each stack's services, oneoffs left out. */
export function byService(containers: readonly Container[]): Map<string, Map<string, Container[]>> {
  const stacks = new Map<string, Map<string, Container[]>>();
  for (const container of containers) {
    const { stack, service } = container;
    if (stack === undefined || service === undefined || !isOfService(container)) continue;
    const services = stacks.get(stack) ?? new Map<string, Container[]>();
    stacks.set(stack, services);
    const found = services.get(service) ?? [];
    found.push(container);
    services.set(service, found);
  }
  return stacks;
}

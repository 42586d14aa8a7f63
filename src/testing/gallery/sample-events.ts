import type { Container } from '#shared/contract/containers.ts';
import type { DockerEvent } from '#shared/contract/events.ts';

/** What happened in the mock-ups' last hour, oldest first. */
export function sampleEvents(containers: readonly Container[]): DockerEvent[] {
  const now = Date.now();
  const id = (name: string): string => containers.find((container) => container.name === name)?.id ?? name;
  const of = (minutesAgo: number, type: string, action: string, name: string, exitCode?: number): DockerEvent => ({
    time: new Date(now - minutesAgo * 60_000).toISOString(),
    type,
    action,
    id: type === 'container' ? id(name) : name,
    name,
    attributes: exitCode === undefined ? {} : { exitCode: String(exitCode) },
  });
  const loop = (minutesAgo: number): DockerEvent[] => [
    of(minutesAgo, 'container', 'die', 'shop-worker-1', 1),
    of(minutesAgo - 0.1, 'container', 'start', 'shop-worker-1'),
  ];
  return [
    of(48, 'volume', 'create', 'shop_pgdata'),
    of(31, 'image', 'pull', 'node:24-alpine'),
    of(26.4, 'container', 'die', 'obs-loki-1', 1),
    of(18.1, 'container', 'die', 'shop-api-1', 143),
    of(18, 'container', 'start', 'shop-api-1'),
    of(18, 'container', 'restart', 'shop-api-1'),
    of(12, 'network', 'create', 'shop_default'),
    ...[9, 7, 5, 4, 3].flatMap(loop),
    of(0.6, 'container', 'start', 'registry'),
  ];
}

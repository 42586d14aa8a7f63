import type { SearchHit } from '#shared/contract/history.ts';
import type { Result } from '#shared/contract/index.ts';
import type { Container } from '#shared/contract/containers.ts';

const DAY = 86_400_000;
const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 23)}000000Z`;

/** What is kept of the sample's services, the first of them over three containers. */
export function sampleKept(containers: readonly Container[], isOn: boolean, now: number): Result<'logs.kept'> {
  const services = containers.slice(0, 6).map((container, i) => ({
    service: i + 1,
    engine: 'default',
    name: container.service ?? container.name,
    stack: container.stack ?? '',
    bytes: 1_800_000 * (i + 1),
    lines: 61_204 * (i + 1),
    from: iso(now - 6 * DAY),
    to: iso(now - i * 60_000),
    generations: Array.from({ length: i === 0 ? 3 : 1 }, (_, at) => ({
      generation: i * 10 + at,
      container: i === 0 && at < 2 ? `${at}e`.repeat(32) : container.id,
      name: container.name,
      image: container.image,
      created: iso(now - (6 - at * 2) * DAY),
    })),
  }));
  return { isOn, bytes: services.reduce((sum, one) => sum + one.bytes, 0), services };
}

/** Hits of two days, newest first. */
export function sampleHits(containers: readonly Container[], text: string, many: number, now: number): SearchHit[] {
  return Array.from({ length: many }, (_, i) => {
    const container = containers[i % 3];
    const order = `A-${20931 - i}`;
    return {
      container: container?.id ?? '',
      name: container?.name ?? '',
      time: iso(now - i * i * 90_000),
      stream: i % 4 === 0 ? ('stderr' as const) : ('stdout' as const),
      text:
        i % 4 === 0
          ? `ERROR ${text} failed: upstream timeout order=${order} ms=3032`
          : `INFO  POST /api/${text} order=${order} user=${5520 + i}`,
      before: [
        'INFO  GET  /api/session 200 6 ms user=8841',
        'WARN  redis: connection timeout after 250 ms, retry 1 of 3',
      ],
      after: ['INFO  GET  /healthz 200 1 ms', 'DEBUG pg pool: client 3 of 20 acquired in 1 ms'],
    };
  });
}

/** Lines of the first service around a time, over the end of one container and the start of the next. */
export function samplePage(params: Record<string, unknown>, now: number): Result<'logs.readKept'> {
  const bound = Date.parse(String(params['before'] ?? params['after'] ?? iso(now)));
  const isForward = params['after'] !== undefined;
  const step = 1700;
  const many = 200;
  const start = isForward ? bound : bound - many * step;
  const items = Array.from({ length: many }, (_, i) => ({
    generation: i < many - 20 && !isForward ? 1 : 2,
    item: {
      time: iso(start + i * step + (isForward ? 1 : 0)),
      stream: i % 9 === 0 ? ('stderr' as const) : ('stdout' as const),
      text: i % 9 === 0 ? `ERROR checkout failed: upstream timeout order=A-${i}` : `INFO GET /orders/A-${i} 200 17 ms`,
    },
  }));
  return { items, isAll: false };
}

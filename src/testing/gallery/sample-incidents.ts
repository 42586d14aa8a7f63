import type { Container } from '#shared/contract/containers.ts';
import type { Incident } from '#shared/contract/incidents.ts';
import type { Result } from '#shared/contract/index.ts';
import type { Job } from '#shared/contract/jobs.ts';

const MINUTE = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** One of each kind, of the sample's containers that are not well. */
export function sampleIncidents(containers: readonly Container[], now: number): Incident[] {
  const make = (name: string, minutes: number, more: Partial<Incident>): Incident => {
    const container = containers.find((one) => one.name === name);
    return {
      incident: minutes.toString(16).padStart(16, '0'),
      engine: 'default',
      container: container?.id ?? 'f'.repeat(64),
      name,
      image: container?.image ?? 'acme/import:3',
      kind: 'exited',
      firstTime: iso(now - minutes * MINUTE),
      time: iso(now - minutes * MINUTE),
      count: 1,
      exitCode: 1,
      outOfMemory: false,
      memoryBytes: 96 * 2 ** 20,
      memoryLimitBytes: null,
      memoryTime: iso(now - minutes * MINUTE - 4000),
      recent: 1,
      restartPolicy: 'no',
      unknown: [],
      ...more,
    };
  };
  return [
    make('shop-worker-1', 3, { count: 5, recent: 5, restartPolicy: 'always', firstTime: iso(now - 9 * MINUTE) }),
    make('shop-db-1', 12, { kind: 'unhealthy', exitCode: null, outOfMemory: null }),
    make('obs-loki-1', 26, { memoryBytes: null, memoryTime: null, unknown: ['memory'] }),
    make('shop-mail-1', 48, { kind: 'killed', exitCode: 137, unknown: ['killer'] }),
    make('legacy-import', 300, {
      kind: 'oom',
      exitCode: 137,
      outOfMemory: true,
      memoryBytes: 509 * 2 ** 20,
      memoryLimitBytes: 512 * 2 ** 20,
    }),
  ];
}

export function sampleIncident(id: string, containers: readonly Container[], now: number): Result<'incidents.get'> {
  const incident = sampleIncidents(containers, now).find((one) => one.incident === id) as Incident;
  const end = Date.parse(incident.time);
  const said = [
    'worker 5f0c starting, queues: mail, stock',
    'connecting to payments:9400',
    'cannot reach payments:9400',
  ];
  return {
    incident,
    isPrivate: false,
    lines: Array.from({ length: 12 }, (_, i) => ({
      time: iso(end - (12 - i) * 800),
      stream: i % 3 === 2 ? ('stderr' as const) : ('stdout' as const),
      text: said[i % 3] ?? '',
    })),
    health:
      incident.kind === 'unhealthy'
        ? [2, 1, 0].map((i) => ({ time: iso(end - i * 30_000), exitCode: 1, output: 'pg_isready: no response\n' }))
        : [],
  };
}

export const sampleJobs = (now: number): Job[] => [
  {
    job: '1'.repeat(16),
    kind: 'pull',
    title: 'Pull node:24-alpine',
    status: 'running',
    progress: 0.62,
    startedBy: 'local',
    startedAt: iso(now - 34_000),
    command: 'docker pull node:24-alpine',
    message: 'The connection broke. Docker tries again in 5 s.',
  },
  {
    job: '2'.repeat(16),
    kind: 'search',
    title: 'Search for "checkout"',
    status: 'done',
    progress: 1,
    startedBy: 'local',
    startedAt: iso(now - 4 * MINUTE),
    endedAt: iso(now - 4 * MINUTE + 1100),
    command: null,
  },
  {
    job: '3'.repeat(16),
    kind: 'build',
    title: 'Build acme/shop-api:2.15.0',
    status: 'failed',
    progress: 0.4,
    startedBy: 'Mara’s phone',
    startedAt: iso(now - 20 * MINUTE),
    endedAt: iso(now - 19 * MINUTE),
    error: { code: 'engine_error', message: 'Step 4 of 9 failed: npm ci ended with code 1.' },
    command: 'docker build -t acme/shop-api:2.15.0 .',
  },
];

/** An export that stands at 42 %. */
export const sampleExport = (now: number): Job => ({
  job: 'e0e0e0e0e0e0e0e0',
  kind: 'export',
  title: 'Export the log of shop-api-1',
  status: 'running',
  progress: 0.42,
  startedBy: 'local',
  startedAt: iso(now - 4000),
  command: 'docker logs shop-api-1',
});

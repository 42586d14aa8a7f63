import type { Job } from '#shared/contract/jobs.ts';

const MINUTE = 60_000;

interface Act {
  readonly title: string;
  readonly command: string | null;
  readonly beforeMs: number;
  readonly tookMs: number;
  readonly startedBy?: string;
  readonly error?: Job['error'];
}

const ACTS: readonly Act[] = [
  {
    title: 'Restart shop-api-1',
    command: 'docker restart shop-api-1',
    beforeMs: 2 * MINUTE,
    tookMs: 1340,
  },
  {
    title: 'Stop 3 containers',
    command: 'docker stop obs-grafana-1 obs-loki-1 obs-promtail-1',
    beforeMs: 12 * MINUTE,
    tookMs: 10_240,
    startedBy: 'Mara’s phone',
    error: {
      code: 'not_found',
      message: '1 of 3 failed. obs-promtail-1: The container is gone.',
      hint: 'It was removed meanwhile.',
      reason: 'removed',
    },
  },
  {
    title: 'Tag 4f4fb700ef54 as acme/shop-api:2.15.1',
    command: 'docker tag 4f4fb700ef54 acme/shop-api:2.15.1',
    beforeMs: 31 * MINUTE,
    tookMs: 38,
  },
  {
    title: 'Start obs-loki-1',
    command: 'docker start obs-loki-1',
    beforeMs: 44 * MINUTE,
    tookMs: 212,
    error: {
      code: 'conflict',
      message: 'Port 3100 is already used by legacy-loki.',
      hint: 'Choose another port, or stop legacy-loki.',
      reason: 'taken',
    },
  },
  {
    title: 'Remove 2 unused volumes',
    command: 'docker volume rm shop_tmp shop_cache',
    beforeMs: 61 * MINUTE,
    tookMs: 480,
  },
  {
    title: 'Create network back',
    command: 'docker network create --internal --subnet 10.7.0.0/24 back',
    beforeMs: 70 * MINUTE,
    tookMs: 91,
  },
  { title: 'Protect shop-db-1', command: null, beforeMs: 90 * MINUTE, tookMs: 3 },
];

/** Acts that were over at once, as they are kept among the jobs. */
export const sampleActs = (now: number): Job[] =>
  ACTS.map(({ title, command, beforeMs, tookMs, startedBy = 'local', error }, at) => ({
    job: `a${at}`.padEnd(16, '0'),
    kind: 'change',
    title,
    status: error ? 'failed' : 'done',
    progress: error ? null : 1,
    startedBy,
    startedAt: new Date(now - beforeMs).toISOString(),
    endedAt: new Date(now - beforeMs + tookMs).toISOString(),
    ...(error && { error }),
    command,
  }));

/** What the one on several says of each. */
export const sampleActOutput = (job: string): string[] | undefined => {
  if (!job.startsWith('a')) return undefined;
  return job.startsWith('a1')
    ? [
        'obs-grafana-1: done in 0.4\u202fs',
        'obs-promtail-1: The container is gone. It was removed meanwhile.',
        'obs-loki-1: done in 10 s',
      ]
    : [];
};

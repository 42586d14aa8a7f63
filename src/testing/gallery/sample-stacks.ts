import type { Container } from '#shared/contract/containers.ts';
import type { Result } from '#shared/contract/index.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { DraftStorage, KeptDraft } from '#renderer/stores/draft-memory.ts';
import type {
  DeployLine,
  ServiceStatus,
  Stack,
  StackHistoryEntry,
  StackProblem,
  StackTarget,
} from '#shared/contract/stacks.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const iso = (ms: number): string => new Date(ms).toISOString();

export const APPLY_JOB = 'd0d0d0d0d0d0d0d0';

const COMPOSE = `services:
  api:
    image: ghcr.io/acme/shop-api:\${API_VERSION:-2.14.0}
    ports:
      - "8080:8080"
    environment:
      DATABASE_URL: postgres://shop:\${DB_PASSWORD}@db/shop
    depends_on:
      db:
        condition: service_healthy
      cache:
        condition: service_started
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8080/health"]
      interval: 10s

  web:
    image: ghcr.io/acme/shop-web:2.14.0
    restart: unless-stopped
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro

  worker:
    image: ghcr.io/acme/shop-worker:2.14.0
    command: ["node", "worker.js", "--queue=orders"]
    depends_on: [db]

  db:
    image: postgres:17.5-alpine
    volumes:
      - data:/var/lib/postgresql/data

  cache:
    image: redis:7.4-alpine

  mail:
    image: axllent/mailpit:v1.27
    profiles: [dev]

volumes:
  data:
`;
const ENV = 'API_VERSION=2.14.0\nDB_PASSWORD=hunter2\nCOMPOSE_PROFILES=dev\n';
const NGINX = 'worker_processes auto;\nevents { worker_connections 1024; }\n';

/** `broken`: with what somebody mistyped. */
export const sampleTarget = (now: number, version: number, isMasked: boolean, isBroken = false): StackTarget => ({
  version,
  compose: isBroken
    ? COMPOSE.replace('restart: unless-stopped', 'restrat: unless-stopped').replace(
        'depends_on: [db]',
        'depends_on: [bd]',
      )
    : version < 6
      ? COMPOSE.replace('--queue=orders', '--queue=mail').replace(
          '    image: redis:7.4-alpine',
          '    image: redis:7.2-alpine',
        )
      : COMPOSE,
  env: isMasked ? ENV.replaceAll(/=.*/g, '=') : version < 6 ? ENV.replace('2.14.0', '2.13.4') : ENV,
  files: { 'nginx.conf': isMasked ? '' : NGINX },
  folder: '/srv/shop',
  setAt: iso(now - (8 - version) * HOUR),
  setBy: version === 5 ? 'Mara’s phone' : 'local',
  isMasked,
});

export const sampleProblems: StackProblem[] = [
  {
    line: 19,
    column: 5,
    endLine: 19,
    endColumn: 12,
    message: 'A service has no "restrat". "restart" is one.',
    severity: 'error',
  },
  {
    line: 24,
    column: 3,
    message: 'worker depends on "bd", and there is no such service. "db" is one.',
    severity: 'error',
  },
  { line: 2, column: 1, message: 'The variable DB_PASSWORD is set twice.', severity: 'warning', file: '.env' },
];

const statusOf = (container: Container): ServiceStatus['status'] =>
  container.state === 'running' ? 'running' : container.state === 'restarting' ? 'restarting' : 'stopped';

const servicesOf = (name: string, containers: readonly Container[], now: number): ServiceStatus[] =>
  containers
    .filter(({ stack }) => stack === name)
    .map((container) => {
      const status = statusOf(container);
      const running = status === 'running' ? 1 : 0;
      return { stack: name, service: container.service ?? '', status, running, wanted: 1, time: iso(now) };
    });

/** A target that drifted, one that is as it should be, one that never ran, and a project of another tool. */
export function sampleStacks(containers: readonly Container[], now: number, query: URLSearchParams): Stack[] {
  const make = (name: string, more: Partial<Stack>): Stack => {
    const services = more.services ?? servicesOf(name, containers, now);
    return {
      name,
      source: 'both',
      running: services.reduce((sum, { running }) => sum + running, 0),
      wanted: services.reduce((sum, { wanted }) => sum + wanted, 0),
      drift: { differs: false, reasons: [] },
      errors: 0,
      lastAppliedAt: iso(now - 26 * MINUTE),
      isChanged: false,
      job: null,
      isUnfinished: false,
      folder: `/srv/${name}`,
      configFiles: [],
      ...more,
      services,
    };
  };
  const service = (stack: string, name: string, running: number, wanted: number): ServiceStatus => ({
    stack,
    service: name,
    status: running === 0 ? 'stopped' : 'running',
    running,
    wanted,
    time: iso(now),
  });
  return [
    make('shop', {
      drift: {
        differs: true,
        reasons: ['shop-worker-1: Its command is another one.', 'shop-cache-1: Its image is another one.'],
      },
      isChanged: true,
      errors: query.has('problems') ? 2 : 0,
      ...(query.has('applying') && { job: APPLY_JOB }),
    }),
    make('observability', {
      source: 'labels',
      drift: null,
      lastAppliedAt: null,
      folder: '/home/mara/observability',
      configFiles: ['/home/mara/observability/compose.yaml'],
    }),
    make('blog', {
      services: [service('blog', 'ghost', 2, 2), service('blog', 'db', 1, 1)],
      lastAppliedAt: iso(now - 6 * 24 * HOUR),
    }),
    make('media', {
      source: 'target',
      services: [service('media', 'jellyfin', 0, 1), service('media', 'proxy', 0, 1)],
      drift: { differs: true, reasons: ['media-jellyfin-1: It is not there yet.'] },
      lastAppliedAt: null,
    }),
  ];
}

const history = (now: number): StackHistoryEntry[] => [
  {
    entry: 4,
    version: 6,
    startedAt: iso(now - 26 * MINUTE),
    endedAt: iso(now - 26 * MINUTE + 34_000),
    by: 'local',
    result: 'failed',
    summary: 'Recreated 1, took 1 back.',
    error: 'shop-api-1 was not healthy within 60 s. The container before it runs again.',
  },
  {
    entry: 3,
    version: 5,
    startedAt: iso(now - 3 * HOUR),
    endedAt: iso(now - 3 * HOUR + 12_000),
    by: 'Mara’s phone',
    result: 'done',
    summary: 'Recreated 2, 4 unchanged.',
  },
  {
    entry: 2,
    version: 3,
    startedAt: iso(now - 30 * HOUR),
    endedAt: iso(now - 30 * HOUR + 4000),
    by: 'local',
    result: 'cancelled',
    summary: 'Created 1.',
  },
  {
    entry: 1,
    version: 2,
    startedAt: iso(now - 31 * HOUR),
    endedAt: iso(now - 31 * HOUR + 51_000),
    by: 'local',
    result: 'done',
    summary: 'Created 6.',
  },
];

export function sampleStack(
  name: string,
  stacks: readonly Stack[],
  containers: readonly Container[],
  now: number,
  query: URLSearchParams,
): Result<'stacks.get'> | undefined {
  const stack = stacks.find((one) => one.name === name);
  if (!stack) return undefined;
  const hasTarget = stack.source !== 'labels';
  return {
    stack,
    services: stack.services.map((status) => {
      const own = containers.filter((one) => one.stack === name && one.service === status.service);
      return {
        service: status.service,
        status,
        image: own[0]?.image ?? `docker.io/acme/${status.service}:1`,
        isBuilt: false,
        isInactive: false,
        profiles: status.service === 'mail' ? ['dev'] : [],
        dependsOn:
          status.service === 'api'
            ? [
                { service: 'db', condition: 'service_healthy' },
                { service: 'cache', condition: 'service_started' },
              ]
            : [],
        ports: [],
        containers: own.map((one) => ({ container: one.id, name: one.name, number: 1 })),
      };
    }),
    target: hasTarget ? sampleTarget(now, 6, query.has('masked'), query.has('problems')) : null,
    problems: hasTarget && query.has('problems') ? sampleProblems : [],
    history: name === 'shop' ? history(now) : [],
  };
}

export const samplePlanOf = (containers: readonly Container[]): Result<'stacks.plan'> => {
  const id = (name: string): { container: string; name: string } => ({
    container: containers.find((one) => one.name === name)?.id ?? '',
    name,
  });
  const same = (service: string) => ({
    service,
    ...id(`shop-${service}-1`),
    action: 'unchanged' as const,
    reason: 'It is as it should be.',
  });
  return {
    plan: 'plan',
    version: 6,
    actions: [
      { service: 'search', name: 'shop-search-1', action: 'create', reason: 'It is not there yet.' },
      {
        service: 'worker',
        ...id('shop-worker-1'),
        action: 'recreate',
        reason: 'Its service changed.',
        changes: [
          { key: 'command', from: '', to: '' },
          { key: 'restart', from: 'no', to: 'unless-stopped' },
        ],
      },
      {
        service: 'cache',
        ...id('shop-cache-1'),
        action: 'recreate',
        reason: 'Its image is another one.',
        changes: [{ key: 'image', from: 'redis:7.2-alpine', to: 'redis:7.4-alpine' }],
      },
      { service: 'old', name: 'shop-old-1', action: 'remove', reason: 'Its service is not in the compose file.' },
      ...['api', 'db', 'web'].map(same),
    ],
    resources: [
      { kind: 'image', name: 'redis:7.4-alpine', action: 'pull', reason: 'It is not there yet.' },
      { kind: 'volume', name: 'shop_index', action: 'create', reason: 'It is not there yet.' },
      { kind: 'network', name: 'shop_default', action: 'unchanged', reason: 'It is there.' },
    ],
    isEmpty: false,
  };
};

export const sampleDeployJob = (now: number): Job => ({
  job: APPLY_JOB,
  kind: 'deploy',
  title: 'Apply shop',
  status: 'running',
  progress: 0.55,
  message: 'api: waiting until it is healthy, 12 s',
  startedBy: 'local',
  startedAt: iso(now - 34_000),
  command: 'docker compose -p shop up -d',
});

/** With one service that was taken back, and one that is waited for. */
export const sampleDeploy = (now: number): DeployLine[] => {
  const lines: Pick<DeployLine, 'stage' | 'service' | 'message' | 'error'>[] = [
    { stage: 'plan', message: '3 containers to make.' },
    { stage: 'image', message: 'Pulled redis:7.4-alpine.' },
    { stage: 'create', service: 'cache', message: 'Made shop-cache-1 anew.' },
    { stage: 'done', service: 'cache', message: 'shop-cache-1 runs.' },
    { stage: 'create', service: 'worker', message: 'Made shop-worker-1 anew.' },
    {
      stage: 'rollback',
      service: 'worker',
      message: 'The container before it runs again.',
      error: { code: 'conflict', message: 'shop-worker-1 ended with code 1 after 2 s.', hint: 'Look at its log.' },
    },
    { stage: 'health', service: 'api', message: 'Waiting until it is healthy, 12 s.' },
  ];
  return lines.map((line, i) => ({
    job: APPLY_JOB,
    stack: 'shop',
    progress: i / 10,
    status: 'running',
    time: iso(now - (lines.length - i) * 4000),
    ...line,
  }));
};

export const sampleRemoval = (stack: string): Result<'stacks.removePlan'> => {
  const item = (kind: 'container' | 'network' | 'volume' | 'target', id: string, bytes: number, reason: string) => ({
    kind,
    id: `${kind} ${id}`,
    name: id,
    bytes,
    reason,
  });
  const items = [
    item('container', `${stack}-api-1`, 1_200_000, 'It runs.'),
    item('container', `${stack}-db-1`, 63_000, 'It runs.'),
    item('network', `${stack}_default`, 0, 'Only its containers are in it.'),
    item('volume', `${stack}_data`, 937_000_000, 'Its data is lost for good.'),
    item('target', stack, 0, 'With 6 versions and what was applied.'),
  ];
  return { plan: 'plan', items, bytes: items.reduce((sum, { bytes }) => sum + bytes, 0) };
};

/** What somebody typed on every stack an hour ago, as a browser keeps it. */
export const sampleDrafts = (now: number): DraftStorage => {
  const { compose, env, files, folder, version } = sampleTarget(now, 6, false);
  const texts = { compose: compose.replace('interval: 10s', 'interval: 20s'), env, files, folder };
  return {
    length: 0,
    key: () => null,
    getItem: () => JSON.stringify({ atMs: now - HOUR, version, texts } satisfies KeptDraft),
    setItem: () => undefined,
    removeItem: () => undefined,
  };
};

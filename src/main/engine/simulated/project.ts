import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { ContainerUpdate } from '#main/engine/engine-containers.ts';
import * as voices from '#main/engine/simulated/voices.ts';

/** How one simulated container is made and how it behaves. */
export interface Blueprint {
  readonly name: string;
  readonly stack?: string;
  readonly service?: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly user?: string;
  readonly ports?: readonly { readonly container: number; readonly host?: number }[];
  readonly volume?: string;
  /** That of its project where nothing is said, or Docker's own. */
  readonly networks?: readonly string[];
  /** Shells in the image, whole paths; none for an image made for one program. */
  readonly shells: readonly string[];
  readonly tty?: boolean;
  readonly voice: voices.Voice;
  /** Mean ms between two lines. */
  readonly lineEveryMs: number;
  /** Lines that are there when it begins, spread over the last hour. */
  readonly history: number;
  readonly state: 'created' | 'running' | 'exited' | 'restarting' | 'paused';
  /** Of one that somebody made. */
  readonly spec?: ContainerSpec;
  /** What was changed since it was made. */
  readonly changed?: ContainerUpdate;
  /** It ends by itself, a moment after its start. */
  readonly endsWith?: number;
  readonly health?: 'healthy' | 'unhealthy';
  /** Cores it uses on average, and how far it swings. */
  readonly cores: readonly [number, number];
  readonly memoryBytes: number;
  readonly memoryLimitBytes?: number;
  /** Bytes per second received and sent. */
  readonly network: readonly [number, number];
}

const MIB = 1024 * 1024;
const BASH = ['/bin/bash', '/bin/sh'];
const SH = ['/bin/sh'];

/** Two compose projects and a few that stand alone: each state that a list has to show at least once. */
export const BLUEPRINTS: readonly Blueprint[] = [
  {
    name: 'shop-web-1',
    stack: 'shop',
    service: 'web',
    image: 'nginx:1.27-alpine',
    command: ['nginx', '-g', 'daemon off;'],
    env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'NGINX_VERSION=1.27.2'],
    ports: [{ container: 80, host: 8080 }, { container: 443 }],
    shells: SH,
    voice: voices.webServer,
    lineEveryMs: 400,
    history: 1500,
    state: 'running',
    health: 'healthy',
    cores: [0.04, 0.08],
    memoryBytes: 18 * MIB,
    network: [42_000, 310_000],
  },
  {
    name: 'shop-api-1',
    stack: 'shop',
    service: 'api',
    image: 'registry.example/shop/api:3.8.0',
    command: ['node', 'server.js'],
    env: [
      'PATH=/usr/local/bin:/usr/bin:/bin',
      'NODE_ENV=production',
      'DATABASE_PASSWORD=correct-horse',
      'API_TOKEN=tok_simulated',
    ],
    user: 'node',
    ports: [{ container: 3000, host: 3000 }],
    networks: ['shop_data', 'shop_default'],
    shells: BASH,
    voice: voices.jsonService,
    lineEveryMs: 300,
    history: 2000,
    state: 'running',
    health: 'healthy',
    cores: [0.25, 0.6],
    memoryBytes: 164 * MIB,
    memoryLimitBytes: 512 * MIB,
    network: [58_000, 74_000],
  },
  {
    name: 'shop-db-1',
    stack: 'shop',
    service: 'db',
    image: 'postgres:17',
    command: ['docker-entrypoint.sh', 'postgres'],
    env: [
      'PATH=/usr/lib/postgresql/17/bin:/usr/bin:/bin',
      'POSTGRES_USER=shop',
      'POSTGRES_PASSWORD=simulated',
      'PGDATA=/var/lib/postgresql/data',
    ],
    ports: [{ container: 5432 }],
    volume: 'shop_db',
    networks: ['shop_data'],
    shells: BASH,
    voice: voices.database,
    lineEveryMs: 2500,
    history: 400,
    state: 'running',
    health: 'healthy',
    cores: [0.08, 0.2],
    memoryBytes: 210 * MIB,
    memoryLimitBytes: 1024 * MIB,
    network: [31_000, 46_000],
  },
  {
    name: 'shop-cache-1',
    stack: 'shop',
    service: 'cache',
    image: 'redis:7-alpine',
    command: ['redis-server', '--save', '60', '1'],
    env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'REDIS_VERSION=7.4.1'],
    ports: [{ container: 6379 }],
    volume: 'shop_cache',
    shells: SH,
    voice: voices.cache,
    lineEveryMs: 9000,
    history: 120,
    state: 'running',
    cores: [0.01, 0.02],
    memoryBytes: 9 * MIB,
    network: [12_000, 9000],
  },
  {
    name: 'shop-worker-1',
    stack: 'shop',
    service: 'worker',
    image: 'registry.example/shop/worker:3.8.0',
    command: ['python', '-m', 'worker'],
    env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'QUEUE=mail', 'FORCE_COLOR=1'],
    networks: ['shop_data', 'shop_default'],
    shells: BASH,
    voice: voices.colourful,
    lineEveryMs: 700,
    history: 900,
    state: 'running',
    health: 'unhealthy',
    cores: [0.5, 0.9],
    memoryBytes: 96 * MIB,
    memoryLimitBytes: 128 * MIB,
    network: [4000, 6000],
  },
  {
    name: 'shop-payments-1',
    stack: 'shop',
    service: 'payments',
    image: 'registry.example/shop/payments:2.4.1',
    command: ['/payments'],
    env: ['GATEWAY_SECRET=simulated'],
    shells: [],
    voice: voices.crashing,
    lineEveryMs: 500,
    history: 300,
    state: 'restarting',
    cores: [0.1, 0.1],
    memoryBytes: 11 * MIB,
    network: [0, 0],
  },
  {
    name: 'shop-migrate-1',
    stack: 'shop',
    service: 'migrate',
    image: 'registry.example/shop/api:3.8.0',
    command: ['node', 'migrate.js'],
    env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'DATABASE_PASSWORD=correct-horse'],
    shells: BASH,
    voice: voices.jsonService,
    lineEveryMs: 5000,
    history: 0,
    state: 'exited',
    cores: [0.1, 0.1],
    memoryBytes: 60 * MIB,
    network: [0, 0],
  },
  {
    name: 'observe-metrics-1',
    stack: 'observe',
    service: 'metrics',
    image: 'prom/prometheus:v3.0.0',
    command: ['/bin/prometheus', '--config.file=/etc/prometheus/prometheus.yml'],
    env: ['PATH=/usr/bin:/bin'],
    ports: [{ container: 9090, host: 9090 }],
    volume: 'observe_metrics',
    shells: SH,
    voice: voices.keyValues,
    lineEveryMs: 1500,
    history: 600,
    state: 'running',
    cores: [0.06, 0.1],
    memoryBytes: 140 * MIB,
    network: [21_000, 5000],
  },
  {
    name: 'observe-charts-1',
    stack: 'observe',
    service: 'charts',
    image: 'grafana/grafana:11.3.0',
    command: ['/run.sh'],
    env: ['PATH=/usr/bin:/bin', 'GF_SECURITY_ADMIN_PASSWORD=simulated'],
    ports: [{ container: 3000, host: 3001 }],
    shells: BASH,
    voice: voices.keyValues,
    lineEveryMs: 4000,
    history: 250,
    state: 'paused',
    cores: [0.03, 0.03],
    memoryBytes: 88 * MIB,
    network: [3000, 7000],
  },
  {
    name: 'scratchpad',
    image: 'alpine:3.20',
    command: ['/bin/sh'],
    env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'],
    tty: true,
    shells: SH,
    voice: voices.colourful,
    lineEveryMs: 20_000,
    history: 40,
    state: 'running',
    cores: [0.001, 0.002],
    memoryBytes: 2 * MIB,
    network: [10, 10],
  },
];

/** One of many that run and say nothing, ten to a project. */
export const quietBlueprint = (number: number): Blueprint => ({
  name: `many-${number}`,
  stack: `many-${Math.floor(number / 10)}`,
  service: `service-${number % 10}`,
  image: 'alpine:3.20',
  command: ['sleep', 'infinity'],
  env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'],
  shells: SH,
  voice: voices.colourful,
  lineEveryMs: 86_400_000,
  history: 0,
  state: 'running',
  cores: [0.002, 0.002],
  memoryBytes: 2 * MIB,
  network: [10, 10],
});

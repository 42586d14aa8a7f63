import type { Container } from '#shared/contract/containers.ts';

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

let made = 0;
function sample(
  name: string,
  image: string,
  more: Partial<Container> & { port?: number; extraPort?: number },
): Container {
  made += 1;
  const { port, extraPort, ...rest } = more;
  return {
    id: (made.toString(16).padStart(2, '0') + '4f2a9c1e07b3d5').repeat(4),
    name,
    image,
    imageId: `sha256:${'a'.repeat(64)}`,
    command: 'node',
    createdAt: ago(300),
    startedAt: ago(3.2),
    state: 'running',
    status: 'Up 3 hours',
    restartCount: 0,
    ports: [port, extraPort].flatMap((hostPort) =>
      hostPort === undefined ? [] : [{ hostIp: '0.0.0.0', hostPort, containerPort: hostPort, protocol: 'tcp' }],
    ),
    networks: networksOf(name, rest.stack),
    mounts: [{ type: 'volume', name: 'shop_data', destination: '/data', isReadOnly: false }],
    labels: { 'com.docker.compose.project': rest.stack ?? '', note: '<img src=x onerror=alert(1)>' },
    tty: false,
    ...rest,
  };
}

function networksOf(name: string, stack: string | undefined): string[] {
  if (name === 'shop-db-1') return ['shop_data'];
  if (name === 'shop-api-1' || name === 'shop-worker-1') return ['shop_data', 'shop_default'];
  if (name === 'buildkit') return ['host'];
  if (name === 'legacy-import') return ['none'];
  if (name === 'obs-grafana-1') return ['observability_default', 'shop_default'];
  return [stack === undefined ? 'bridge' : `${stack}_default`];
}

const shop = (name: string) => ({ stack: 'shop', service: name });
const obs = (name: string) => ({ stack: 'observability', service: name });

/** The containers of the mock-ups. */
export const sampleContainers = (): Container[] => [
  sample('shop-api-1', 'ghcr.io/acme/shop-api:2.14.0', { ...shop('api'), health: 'healthy', port: 8080 }),
  sample('shop-cache-1', 'redis:7.4-alpine', { ...shop('cache'), startedAt: ago(146), port: 6379 }),
  sample('shop-db-1', 'postgres:17.5-alpine', { ...shop('db'), startedAt: ago(146), health: 'healthy', port: 5432 }),
  sample('shop-mail-1', 'axllent/mailpit:v1.27', { ...shop('mail'), startedAt: ago(146), port: 8025, extraPort: 8026 }),
  sample('shop-web-1', 'ghcr.io/acme/shop-web:2.14.0', { ...shop('web'), health: 'healthy' }),
  sample('shop-worker-1', 'ghcr.io/acme/shop-worker:2.14.0', {
    ...shop('worker'),
    state: 'restarting',
    restartCount: 5,
  }),
  sample('obs-grafana-1', 'grafana/grafana:12.1.0', { ...obs('grafana'), startedAt: ago(50), port: 3001 }),
  sample('obs-loki-1', 'grafana/loki:3.5.2', { ...obs('loki'), state: 'exited', exitCode: 1, finishedAt: ago(0.44) }),
  sample('obs-prometheus-1', 'quay.io/prometheus/prometheus:v3.5.0', {
    ...obs('prometheus'),
    startedAt: ago(50),
    port: 9090,
  }),
  sample('buildkit', 'moby/buildkit:v0.23.2', { startedAt: ago(290) }),
  sample('legacy-import', 'acme/import:0.9', { state: 'exited', exitCode: 137, outOfMemory: true, finishedAt: ago(5) }),
  sample('pg-scratch', 'postgres:17', { state: 'exited', exitCode: 0, finishedAt: ago(50) }),
  sample('registry', 'registry:3', { startedAt: ago(290), port: 5000 }),
  sample('tmp-alpine', 'alpine:3.22', { state: 'created' }),
];

/** What Docker, or whoever answers in its place, may name things: endless, hidden, turned round. */
export const hostileContainers = (): Container[] => [
  sample(`long-${'abcdefghij'.repeat(30)}-7`, `registry.example.com:5000/${'team/'.repeat(30)}service:2.14.0-rc.1`, {
    ...shop('long'),
    labels: { big: 'x'.repeat(200_000) },
  }),
  sample('שלום-עולם-1', 'redis:7', { ...shop('rtl') }),
  sample('invoice\u202egpj.exe', 'redis:7', { ...shop('turned') }),
  sample('zero\u200bwidth\u200b', 'redis:7', { ...shop('zero') }),
];

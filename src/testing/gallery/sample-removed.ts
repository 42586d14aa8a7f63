import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { containerSpec } from '#shared/contract/container-spec.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { RemovedContainer } from '#shared/contract/container-edit.ts';
import type { PrunePlan } from '#shared/contract/prune.ts';

const HOUR = 3_600_000;

/** Two that can be made again. */
export const sampleRemoved = (now: number): RemovedContainer[] =>
  [
    { name: 'shop-cron-1', image: 'ghcr.io/acme/shop-api:2.13.2', hours: 2, removedBy: 'local', lostVolumes: false },
    { name: 'try-postgres', image: 'postgres:17.2', hours: 51, removedBy: 'Mira', lostVolumes: true },
  ].map(({ hours, ...one }, i) => ({
    ...one,
    removed: `r${i}`,
    removedAt: new Date(now - hours * HOUR).toISOString(),
    keptUntil: new Date(now - hours * HOUR + 168 * HOUR).toISOString(),
  }));

export function sampleContainerPlan(containers: readonly Container[]): PrunePlan {
  const items = containers
    .filter(({ state }) => state === 'exited' || state === 'created')
    .map(({ id, name, exitCode }, i) => ({
      id,
      name,
      bytes: ((i * 911 + 37) % 400) * 1e6,
      reason: `Ended with exit code ${exitCode ?? 0}.`,
    }));
  return { plan: 'plan', items, bytes: items.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** As the API's container of the sample project is made. */
export const sampleSpec = ({ name, image }: Container): ContainerSpec & { name: string } => ({
  ...containerSpec.parse({
    image,
    command: ['node', 'server.js', '--port', '8080'],
    env: { NODE_ENV: 'production', DATABASE_URL: 'postgres://shop@db/shop', DATABASE_PASSWORD: '••••••' },
    labels: { 'com.docker.compose.project': 'shop', tier: 'web' },
    ports: [{ containerPort: 8080, hostPort: 8080 }],
    mounts: [
      { type: 'volume', source: 'shop_uploads', destination: '/app/uploads' },
      { type: 'bind', source: '/srv/shop/config', destination: '/etc/shop', isReadOnly: true },
    ],
    networks: [{ name: 'shop_default', aliases: ['api'] }],
    memoryBytes: 512 * 2 ** 20,
    restartPolicy: 'unless-stopped',
    healthCheck: { test: ['CMD-SHELL', 'curl -f localhost:8080/health'], intervalSeconds: 10, retries: 3 },
  }),
  name,
});

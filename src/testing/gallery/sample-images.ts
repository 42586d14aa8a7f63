import { groupedBy } from '#shared/base/grouped-by.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { TransferState } from '#shared/contract/image-jobs.ts';
import type { Image, ImageLayer } from '#shared/contract/images.ts';
import type { PrunePlan } from '#shared/contract/prune.ts';

const DAY = 86_400_000;
const MB = 1e6;
const idOf = (i: number): string => `sha256:${String(i).padStart(4, '0')}9c1e07b3d54f2a`.padEnd(71, '7').slice(0, 71);

/** Containers of the gallery with ids of images that tell the images apart. */
export const withImageIds = (containers: readonly Container[]): Container[] => {
  const names = [...new Set(containers.map(({ image }) => image))];
  return containers.map((container) => ({ ...container, imageId: idOf(names.indexOf(container.image)) }));
};

/** The images of the shop, some that nobody uses, and one that lost its name; `more` beside them. */
export function sampleImages(containers: readonly Container[], now: number, more = 0): Image[] {
  const used = groupedBy(containers, ({ image }) => [image]);
  const make = (i: number, tags: string[], users: readonly Container[], days: number): Image => ({
    id: users[0]?.imageId ?? idOf(i),
    tags,
    digests: [],
    createdAt: new Date(now - days * DAY).toISOString(),
    sizeBytes: (40 + ((i * 137) % 900)) * MB,
    sharedBytes: ((i * 31) % 40) * MB,
    containers: users.map(({ id }) => id),
    labels: {},
  });
  const images = [...used].map(([name, users], i) => make(i, [name], users, 2 + i * 3));
  const unused = [
    ['ghcr.io/acme/shop-api:2.13.0', 'ghcr.io/acme/shop-api:2.13'],
    ['node:24-alpine'],
    ['debian:12-slim'],
  ];
  images.push(...unused.map((tags, i) => make(50 + i, tags, [], 30 + i * 20)));
  images.push(make(60, [], [], 41));
  for (let i = 0; i < more; i++)
    images.push(make(100 + i, [`registry.example/many/service-${i}:1.${i % 30}`], [], i % 400));
  return images;
}

export const samplePlan = (images: readonly Image[], which: string): PrunePlan => {
  const items = images
    .filter(({ containers, tags }) => containers.length === 0 && (which === 'unused' || tags.length === 0))
    .map(({ id, tags, sizeBytes, sharedBytes }) => ({
      id,
      name: tags[0] ?? id.slice(7, 19),
      bytes: sizeBytes - (sharedBytes ?? 0),
      reason: tags.length === 0 ? 'Has no name, and no container uses it.' : 'No container uses it.',
    }));
  return { plan: 'plan', items, bytes: items.reduce((sum, { bytes }) => sum + bytes, 0) };
};

export const sampleLayers = (now: number): ImageLayer[] =>
  [
    ['CMD ["node" "server.js"]', 0],
    ['/bin/sh -c #(nop)  EXPOSE 8080', 0],
    ['COPY dist /app # buildkit', 18.4 * MB],
    ['/bin/sh -c npm ci --omit=dev --ignore-scripts && npm cache clean --force', 96.2 * MB],
    ['COPY package.json package-lock.json /app/ # buildkit', 0.31 * MB],
    ['/bin/sh -c #(nop) WORKDIR /app', 0],
    ['/bin/sh -c #(nop)  ENV NODE_ENV=production NPM_TOKEN=••••••', 0],
    ['/bin/sh -c apk add --no-cache libstdc++ tini', 5.6 * MB],
    ['/bin/sh -c #(nop) ADD file:1c2a3b4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f in / ', 8.1 * MB],
  ].map(([createdBy, sizeBytes], i) => ({
    id: i === 0 ? idOf(1) : null,
    createdAt: new Date(now - DAY).toISOString(),
    createdBy: String(createdBy),
    sizeBytes: Number(sizeBytes),
    tags: i === 0 ? ['ghcr.io/acme/shop-api:2.14.0'] : [],
    comment: '',
  }));

/** The pull that stands in the sample jobs. */
export const sampleTransfer = (now: number): TransferState => ({
  job: '1'.repeat(16),
  direction: 'pull',
  reference: 'node:24-alpine',
  layers: [
    { id: '4f4fb700ef54', status: 'done', bytesDone: 3.6 * MB, bytesTotal: 3.6 * MB },
    { id: '9a1c0f2d77b3', status: 'unpacking', bytesDone: 41 * MB, bytesTotal: 41 * MB },
    { id: '0b7e5a90c1d2', status: 'moving', bytesDone: 12.4 * MB, bytesTotal: 38.9 * MB },
    { id: 'c35d88e1f604', status: 'retrying', bytesDone: 1.1 * MB, bytesTotal: 1.9 * MB },
    { id: '77aa12bb90fe', status: 'waiting', bytesDone: 0, bytesTotal: null },
  ],
  bytesDone: 58.1 * MB,
  bytesTotal: 85.4 * MB,
  progress: 0.62,
  message: 'The connection broke. Docker tries again in 5 s.',
  status: 'running',
  time: new Date(now).toISOString(),
});

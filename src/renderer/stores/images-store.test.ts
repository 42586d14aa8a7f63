import { expect, onTestFinished, test } from 'vitest';
import type { Image } from '#shared/contract/images.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { imageName } from '#renderer/stores/image-list-store.ts';
import { createStores, openStores, type Stores } from '#renderer/stores/stores.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { FakeClock } from '#testing/fake-clock.ts';
import { sampleContainer, sampleItems } from '#testing/samples.ts';

const ID = `sha256:${'b'.repeat(64)}`;
const OTHER = `sha256:${'c'.repeat(64)}`;
const image = (id: string, tags: string[], more: Partial<Image> = {}): Image => ({
  id,
  tags,
  digests: [],
  createdAt: '2026-11-01T07:30:30.000Z',
  sizeBytes: 1000,
  sharedBytes: null,
  containers: [],
  labels: {},
  ...more,
});

async function fixture(images: Image[]) {
  const api = new FakeApi();
  const clock = new FakeClock();
  const asked: boolean[] = [];
  let isBroken = false;
  api.handlers.set('images.list', (params) => {
    asked.push(params['sizes'] === true);
    if (params['sizes'] === true && isBroken) throw new AppError('timeout', 'Docker does not answer (60 s).');
    return { images: images.map((one) => ({ ...one, sharedBytes: params['sizes'] === true ? 400 : null })) };
  });
  const stores = createStores(api, clock);
  const opened = openStores(stores);
  onTestFinished(() => opened.dispose());
  api.watcher('engine:status', {}).onWhole?.(sampleItems['engine:status']);
  api.watcher('containers', {}).onWhole?.({ containers: [sampleContainer] });
  const looking = stores.images.open();
  onTestFinished(() => looking.dispose());
  await clock.advance(1);
  return { api, clock, stores, asked, breakSizes: () => (isBroken = true) };
}

const shown = ({ imageList }: Stores, filter: string): string[] => {
  imageList.setFilter(filter);
  return imageList.shown.map(imageName);
};

test('each name is a row, those without one stand last, and sizes follow the list', async () => {
  const { stores, asked } = await fixture([
    image(OTHER, []),
    image(ID, ['localhost:5000/web:10', 'localhost:5000/web:9', 'nginx:1.27']),
  ]);
  expect(asked).toEqual([false, true]);
  expect(stores.images.rows.map(({ repository, tag }) => `${repository} ${tag}`)).toEqual([
    'localhost:5000/web 9',
    'localhost:5000/web 10',
    'nginx 1.27',
    ' ',
  ]);
  expect(stores.images.rows[0]?.image.sharedBytes).toBe(400);
  expect(stores.images.bytes).toBe(2000);
});

test('who uses an image is as the containers are, without asking anew', async () => {
  const { api, stores, asked } = await fixture([image(ID, ['nginx:1.27']), image(OTHER, ['redis:7'])]);
  expect(shown(stores, 'unused:true')).toEqual(['redis:7']);
  expect(shown(stores, 'container:harbour')).toEqual(['nginx:1.27']);
  api.watcher('containers', {}).onItems?.([{ remove: [sampleContainer.id] }], 0);
  expect(shown(stores, 'unused:true')).toEqual(['nginx:1.27', 'redis:7']);
  expect(asked).toHaveLength(2);
});

test('an event of an image and the end of a build bring a new list; sizes that are missing are said', async () => {
  const { api, clock, stores, asked, breakSizes } = await fixture([image(ID, ['nginx:1.27'])]);
  const event = { ...sampleItems['docker:events'], type: 'image', action: 'tag', id: ID };
  api.watcher('docker:events', {}).onItems?.([event], 0);
  await clock.advance(300);
  expect(asked).toHaveLength(4);
  breakSizes();
  const job = {
    ...sampleItems.jobs,
    kind: 'build' as const,
    status: 'done' as const,
    endedAt: '2026-11-21T07:31:30.669Z',
  };
  api.watcher('jobs', {}).onItems?.([job], 0);
  await clock.advance(300);
  expect(asked).toHaveLength(6);
  expect(stores.images.sizesError?.message).toBe('Docker does not answer (60 s).');
  // What was known of them stays.
  expect(stores.images.rows[0]?.image.sharedBytes).toBe(400);
});

test('why an image could not be removed stands under its row until it is tried again', async () => {
  const { api, stores } = await fixture([image(ID, ['nginx:1.27'])]);
  const [row] = stores.images.rows;
  if (!row) throw new Error('no row');
  api.handlers.set('images.remove', () => {
    throw new AppError('conflict', 'The running container 0123 uses this image.', { hint: 'Stop it first.' });
  });
  await stores.imageActs.removals.removeAll([row]);
  expect(stores.imageActs.removals.failures.get('nginx:1.27')).toBe(
    'The running container 0123 uses this image. Stop it first.',
  );
  expect(stores.imageList.rows.map(({ kind }) => kind)).toEqual(['item', 'note']);
  expect(stores.toasts.all.at(-1)?.title).toBe('Removed none. 1 stayed: why stands under its row.');
  api.handlers.set('images.remove', () => ({ untagged: [], deleted: [] }));
  expect(await stores.imageActs.removals.remove(row)).toBe(true);
  expect(stores.imageActs.removals.failures.size).toBe(0);
});

test('a prune says what was skipped and why', async () => {
  const { api, stores } = await fixture([]);
  const items = [ID, OTHER].map((id, i) => ({ id, name: `old:${i}`, bytes: 10, reason: 'No container uses it.' }));
  let only: unknown;
  api.handlers.set('images.prune', (params) => {
    only = params['only'];
    return { removed: [ID], bytes: 12_000_000, skipped: [{ id: OTHER, reason: 'It was gone already.' }] };
  });
  await stores.imageActs.prune({ plan: 'p', items, bytes: 20 }, new Set([OTHER, ID]));
  expect(only).toEqual([ID, OTHER]);
  expect(stores.toasts.all.at(-1)).toMatchObject({
    title: 'Removed 1 image, 12\u202fMB freed.',
    text: '1 skipped. old:1: It was gone already.',
    isError: true,
  });
});

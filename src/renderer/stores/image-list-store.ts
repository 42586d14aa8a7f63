import type { Clock } from '#shared/base/clock.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { FilterFields } from '#shared/list/filter-query.ts';
import type { ImageActsStore } from '#renderer/stores/image-acts-store.ts';
import type { ImageRow, ImagesStore } from '#renderer/stores/images-store.ts';
import type { ListSpec } from '#renderer/stores/list-spec.ts';
import { ListStore } from '#renderer/stores/list-store.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';

export type ImageListStore = ListStore<ImageRow>;

const has = (text: string, word: string): boolean => text.toLowerCase().includes(word);
const labels = ({ image }: ImageRow): string[] =>
  Object.entries(image.labels).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
/** The digits that one knows an image by. */
const plainId = ({ image }: ImageRow): string => image.id.slice(7);
const yesNo = (is: boolean): string[] => [is ? 'true' : 'false'];
/** "ghcr.io" of "ghcr.io/acme/api"; Docker Hub where none is written. */
const registryOf = ({ repository }: ImageRow): string => {
  const first = repository.includes('/') ? (repository.split('/')[0] ?? '') : '';
  return /[.:]/.test(first) || first === 'localhost' ? first : 'docker.io';
};

/** The list of images: how it is filtered, grouped and sorted. */
export function createImageList(
  stores: { images: ImagesStore; imageActs: ImageActsStore; settings: SettingsStore },
  clock: Clock,
): ImageListStore {
  const { images, imageActs, settings } = stores;
  const isUsed = ({ image }: ImageRow): boolean => images.users.has(image.id);
  const isDangling = ({ image }: ImageRow): boolean => image.tags.length === 0;
  const names = ({ image }: ImageRow): string[] => images.usersOf(image).map(({ name }) => name);
  const is = (of: (row: ImageRow) => boolean): FilterFields<ImageRow>[string] => ({
    has: (row, value) => yesNo(of(row)).some((word) => word.startsWith(value)),
    values: (row) => yesNo(of(row)),
  });
  const fields: FilterFields<ImageRow> = {
    repository: {
      has: ({ repository }, value) => has(repository, value),
      values: ({ repository }) => (repository === '' ? [] : [repository]),
    },
    tag: { has: ({ tag }, value) => has(tag, value), values: ({ tag }) => (tag === '' ? [] : [tag]) },
    unused: is((row) => !isUsed(row)),
    dangling: is(isDangling),
    container: { has: (row, value) => names(row).some((name) => has(name, value)), values: names, isMany: true },
    label: { has: (row, value) => labels(row).some((label) => has(label, value)), values: labels, isMany: true },
    id: { has: (row, value) => plainId(row).startsWith(value), values: (row) => [plainId(row).slice(0, 12)] },
  };
  const spec: ListSpec<ImageRow> = {
    name: 'images',
    items: () => images.rows,
    idOf: ({ key }) => key,
    fields,
    hasWord: (row, word) =>
      has(row.key, word) ||
      plainId(row).startsWith(word) ||
      names(row).some((name) => has(name, word)) ||
      labels(row).some((label) => has(label, word)),
    tabs: { used: isUsed, unused: (row) => !isUsed(row), dangling: isDangling },
    groupings: {
      repository: { label: 'Repository', of: ({ repository }) => repository, titleOf: (key) => key || 'No name' },
      registry: { label: 'Registry', of: registryOf, titleOf: (key) => (key === 'docker.io' ? 'Docker Hub' : key) },
    },
    startsUngrouped: true,
    columns: {
      repository: { value: ({ repository }) => repository || null },
      tag: { value: ({ tag }) => tag || null },
      size: { value: ({ image }) => image.sizeBytes, isBigFirst: true },
      shared: { value: ({ image }) => image.sharedBytes, isBigFirst: true },
      used: { value: ({ image }) => images.usersOf(image).length, isBigFirst: true },
      created: { value: ({ image }) => Date.parse(image.createdAt), isBigFirst: true },
      id: { value: plainId },
      labels: { value: ({ image }) => Object.keys(image.labels).length, isBigFirst: true },
    },
    sortedBy: 'repository',
    hasNote: ({ key }) => imageActs.removals.failures.has(key),
  };
  return new ListStore(spec, settings, clock);
}

/** As people call it: its name, or the digits of one that has none. */
export const imageName = (row: ImageRow): string =>
  visibleText(row.repository === '' ? plainId(row).slice(0, 12) : row.key);

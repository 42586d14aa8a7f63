import type { Clock } from '#shared/base/clock.ts';
import type { Volume } from '#shared/contract/volumes.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { FilterFields } from '#shared/list/filter-query.ts';
import type { ListSpec } from '#renderer/stores/list-spec.ts';
import { ListStore } from '#renderer/stores/list-store.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';
import type { VolumeActsStore } from '#renderer/stores/volume-acts-store.ts';
import type { VolumesStore } from '#renderer/stores/volumes-store.ts';

export type VolumeListStore = ListStore<Volume>;

const has = (text: string, word: string): boolean => text.toLowerCase().includes(word);
const labels = (volume: Volume): string[] =>
  Object.entries(volume.labels).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
const yesNo = (is: boolean): string[] => [is ? 'true' : 'false'];
const projectOf = (volume: Volume): string => volume.labels['com.docker.compose.project'] ?? '';

/** The list of volumes: how it is filtered, grouped and sorted. */
export function createVolumeList(
  stores: { volumes: VolumesStore; volumeActs: VolumeActsStore; settings: SettingsStore },
  clock: Clock,
): VolumeListStore {
  const { volumes, volumeActs, settings } = stores;
  const isUsed = (volume: Volume): boolean => volumes.users.has(volume.name);
  const isAnonymous = (volume: Volume): boolean => volume.isAnonymous;
  const names = (volume: Volume): string[] => volumes.usersOf(volume).map(({ name }) => name);
  const is = (of: (volume: Volume) => boolean): FilterFields<Volume>[string] => ({
    has: (volume, value) => yesNo(of(volume)).some((word) => word.startsWith(value)),
    values: (volume) => yesNo(of(volume)),
  });
  const fields: FilterFields<Volume> = {
    name: { has: ({ name }, value) => has(name, value), values: ({ name }) => [name] },
    driver: { has: ({ driver }, value) => has(driver, value), values: ({ driver }) => [driver] },
    unused: is((volume) => !isUsed(volume)),
    anonymous: is(isAnonymous),
    container: { has: (volume, value) => names(volume).some((name) => has(name, value)), values: names, isMany: true },
    project: {
      has: (volume, value) => has(projectOf(volume), value),
      values: (volume) => (projectOf(volume) === '' ? [] : [projectOf(volume)]),
    },
    label: { has: (volume, value) => labels(volume).some((label) => has(label, value)), values: labels, isMany: true },
  };
  const spec: ListSpec<Volume> = {
    name: 'volumes',
    items: () => volumes.sorted,
    idOf: ({ name }) => name,
    fields,
    hasWord: (volume, word) =>
      has(volume.name, word) ||
      names(volume).some((name) => has(name, word)) ||
      labels(volume).some((label) => has(label, word)),
    tabs: { used: isUsed, unused: (volume) => !isUsed(volume), anonymous: isAnonymous },
    groupings: {
      project: { label: 'Project', of: projectOf, titleOf: (key) => key || 'No project' },
      driver: { label: 'Driver', of: ({ driver }) => driver, titleOf: (key) => key || 'No driver' },
    },
    startsUngrouped: true,
    columns: {
      name: { value: (volume) => (volume.isAnonymous ? null : volume.name) },
      driver: { value: ({ driver }) => driver },
      size: { value: ({ sizeBytes }) => sizeBytes, isBigFirst: true },
      used: { value: (volume) => volumes.usersOf(volume).length, isBigFirst: true },
      created: { value: ({ createdAt }) => (createdAt === undefined ? null : Date.parse(createdAt)), isBigFirst: true },
      mountpoint: { value: ({ mountpoint }) => mountpoint },
      labels: { value: (volume) => Object.keys(volume.labels).length, isBigFirst: true },
    },
    sortedBy: 'name',
    hasNote: ({ name }) => volumeActs.removals.failures.has(name),
  };
  return new ListStore(spec, settings, clock);
}

/** As people call it; the beginning of the digits that Docker gave one itself. */
export const volumeName = ({ name, isAnonymous }: Volume): string =>
  visibleText(isAnonymous ? name.slice(0, 12) : name);

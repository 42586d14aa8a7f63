import type { Clock } from '#shared/base/clock.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { stateShape, type StateShape } from '#shared/format/container-status.ts';
import { publishedPorts } from '#shared/format/ports.ts';
import type { FilterFields } from '#shared/list/filter-query.ts';
import type { ActsStore } from '#renderer/stores/acts-store.ts';
import type { AttentionStore } from '#renderer/stores/attention-store.ts';
import type { ContainerEditStore } from '#renderer/stores/container-edit-store.ts';
import type { ContainersStore } from '#renderer/stores/containers-store.ts';
import type { ListGroup, ListRow, ListSpec, SortColumn } from '#renderer/stores/list-spec.ts';
import { ListStore } from '#renderer/stores/list-store.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';
import type { StatsStore } from '#renderer/stores/stats-store.ts';

export type StateTab = 'all' | 'running' | 'stopped' | 'attention';
export type ContainerListStore = ListStore<Container>;
export type ContainerRow = ListRow<Container>;
export type ContainerGroup = ListGroup<Container>;

/** Best first, as the groups by state stand and as the status column sorts. */
const SHAPES: readonly StateShape[] = [
  'unhealthy',
  'restarting',
  'failed',
  'starting',
  'running',
  'healthy',
  'paused',
  'removing',
  'exited',
  'created',
];
const GROUP_WORDS: Record<StateShape, string> = {
  healthy: 'running',
  running: 'running',
  starting: 'starting',
  restarting: 'restarting',
  unhealthy: 'unhealthy',
  paused: 'paused',
  failed: 'failed',
  exited: 'stopped',
  created: 'stopped',
  removing: 'removing',
};
const WORD_ORDER = ['running', 'starting', 'restarting', 'unhealthy', 'paused', 'failed', 'stopped', 'removing'];
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const isRunning = (container: Container): boolean =>
  container.state === 'running' || container.state === 'paused' || container.state === 'restarting';

/** Labels as one types them. */
const labels = (container: Container): string[] =>
  Object.entries(container.labels).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
/** Docker's word, the health, and the word that the screen has for both. */
const states = (container: Container): string[] => [
  ...new Set([container.state, container.health ?? container.state, GROUP_WORDS[stateShape(container)]]),
];
const has = (text: string | undefined, word: string): boolean => text?.toLowerCase().includes(word) ?? false;
const ports = (container: Container): string[] =>
  [
    ...new Set(container.ports.flatMap(({ hostPort, containerPort }) => [hostPort ?? containerPort, containerPort])),
  ].map(String);

const FIELDS: FilterFields<Container> = {
  name: { has: (container, value) => has(container.name, value), values: ({ name }) => [name] },
  state: {
    has: (container, value) => states(container).some((state) => state.startsWith(value)),
    values: (container) => states(container),
  },
  image: { has: (container, value) => has(container.image, value), values: ({ image }) => [image] },
  project: { has: (container, value) => has(container.stack, value), values: ({ stack }) => (stack ? [stack] : []) },
  service: {
    has: (container, value) => has(container.service, value),
    values: ({ service }) => (service ? [service] : []),
  },
  port: { has: (container, value) => ports(container).includes(value), values: ports, isMany: true },
  label: {
    has: (container, value) => labels(container).some((label) => has(label, value)),
    values: labels,
    isMany: true,
  },
  network: {
    has: (container, value) => container.networks.some((network) => has(network, value)),
    values: ({ networks }) => networks,
    isMany: true,
  },
  id: { has: ({ id }, value) => id.startsWith(value), values: ({ id }) => [id.slice(0, 12)] },
};

/** The list of containers: how it is filtered, grouped and sorted. */
export function createContainerList(
  stores: {
    containers: ContainersStore;
    acts: ActsStore;
    containerEdit: ContainerEditStore;
    stats: StatsStore;
    settings: SettingsStore;
    attention: AttentionStore;
  },
  clock: Clock,
): ContainerListStore {
  const { containers, acts, containerEdit, stats, settings, attention } = stores;
  const live = (read: (sample: StatsSample) => number | null): SortColumn<Container> => ({
    value: ({ id, state }) => {
      const sample = state === 'running' ? stats.newest(id) : undefined;
      return sample ? read(sample) : null;
    },
    isLive: true,
    isBigFirst: true,
  });
  const time = (text: string | undefined): number => (text === undefined ? 0 : Date.parse(text));
  const spec: ListSpec<Container> = {
    name: 'containers',
    items: () => containers.sorted,
    idOf: ({ id }) => id,
    fields: FIELDS,
    hasWord: (container, word) =>
      has(container.name, word) ||
      has(container.image, word) ||
      has(container.stack, word) ||
      has(container.service, word) ||
      ports(container).some((port) => port.includes(word)) ||
      container.id.startsWith(word) ||
      labels(container).some((label) => has(label, word)),
    tabs: {
      running: isRunning,
      stopped: (container) => !isRunning(container),
      attention: ({ id }) => attention.ids.has(id),
    },
    groupings: {
      // By the compose project's name only: two keys for one project show it twice (portainer#8037).
      project: { label: 'Project', of: ({ stack }) => stack ?? '', titleOf: (key) => key || 'No project' },
      state: {
        label: 'State',
        of: (container) => GROUP_WORDS[stateShape(container)],
        titleOf: capital,
        rank: (key) => WORD_ORDER.indexOf(key),
      },
      image: { label: 'Image', of: ({ image }) => image, titleOf: (key) => key || 'No image' },
    },
    columns: {
      name: { value: ({ name }) => name },
      image: { value: ({ image }) => image },
      status: {
        value: (container) =>
          // Within a state the one that changed last comes first.
          SHAPES.indexOf(stateShape(container)) * 1e14 - time(container.startedAt ?? container.createdAt),
      },
      cpu: live((sample) => sample.cpuPercent),
      memory: live((sample) => sample.memoryBytes),
      in: live((sample) => sample.networkRxRate),
      out: live((sample) => sample.networkTxRate),
      read: live((sample) => sample.blockReadRate),
      write: live((sample) => sample.blockWriteRate),
      pids: live((sample) => sample.pids),
      ports: { value: (container) => publishedPorts(container.ports)[0] ?? null },
      id: { value: ({ id }) => id },
      restarts: { value: ({ restartCount }) => restartCount, isBigFirst: true },
      created: { value: ({ createdAt }) => time(createdAt), isBigFirst: true },
      command: { value: ({ command }) => command },
      labels: { value: (container) => Object.keys(container.labels).length, isBigFirst: true },
    },
    sortedBy: 'name',
    hasNote: ({ id }) => acts.failures.has(id) || containerEdit.removals.failures.has(id),
  };
  return new ListStore(spec, settings, clock);
}

/** "6 services · 5 running, 1 restarting". */
export function groupWords(group: ContainerGroup, isProject: boolean): string {
  const counts = new Map<string, number>();
  for (const container of group.items) {
    const word = GROUP_WORDS[stateShape(container)];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const states = WORD_ORDER.filter((word) => counts.has(word)).map((word) => `${counts.get(word)} ${word}`);
  const hasServices = isProject && group.key !== '';
  const total = hasServices
    ? new Set(group.items.map((container) => container.service ?? container.id)).size
    : group.items.length;
  const noun = hasServices ? 'service' : 'container';
  return `${total} ${noun}${total === 1 ? '' : 's'} · ${states.join(', ')}`;
}

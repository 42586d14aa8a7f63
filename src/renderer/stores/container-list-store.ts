import { makeAutoObservable, observable } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { Container } from '#shared/contract/containers.ts';
import { needsAttention, stateShape } from '#shared/format/container-status.ts';
import type { ActsStore } from '#renderer/stores/acts-store.ts';
import type { ContainersStore } from '#renderer/stores/containers-store.ts';

export type StateTab = 'all' | 'running' | 'stopped' | 'attention';

export interface Group {
  /** Compose project; empty: containers without one. */
  readonly name: string;
  readonly containers: readonly Container[];
}

export type ListRow =
  | { kind: 'group'; key: string; group: Group; isOpen: boolean }
  | { kind: 'container'; key: string; container: Container }
  | { kind: 'failure'; key: string; container: Container };

const isRunning = (container: Container): boolean =>
  container.state === 'running' || container.state === 'paused' || container.state === 'restarting';

/** What of the containers the list shows and in which order. Lives as long as the window: coming back finds it as it was left. */
export class ContainerListStore {
  filter = '';
  tab: StateTab = 'all';
  /** The row the keys act on: its key. */
  active: string | undefined = undefined;
  readonly folded = observable.set<string>();
  readonly #containers: ContainersStore;
  readonly #acts: ActsStore;
  readonly #clock: Clock;

  constructor(containers: ContainersStore, acts: ActsStore, clock: Clock) {
    this.#containers = containers;
    this.#acts = acts;
    this.#clock = clock;
    makeAutoObservable(this, { folded: false });
  }

  setFilter(filter: string): void {
    this.filter = filter;
  }
  setTab(tab: StateTab): void {
    this.tab = tab;
  }
  setActive(key: string | undefined): void {
    this.active = key;
  }
  fold(name: string, isFolded: boolean): void {
    if (isFolded) this.folded.add(name);
    else this.folded.delete(name);
  }

  /** What the filter leaves, before the tab. */
  get matching(): readonly Container[] {
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    const all = this.#containers.sorted;
    return words.length === 0 ? all : all.filter((container) => words.every((word) => matches(container, word)));
  }

  get counts(): Record<StateTab, number> {
    const now = this.#clock.now();
    const counts = { all: 0, running: 0, stopped: 0, attention: 0 };
    for (const container of this.matching) {
      counts.all += 1;
      counts[isRunning(container) ? 'running' : 'stopped'] += 1;
      if (needsAttention(container, now)) counts.attention += 1;
    }
    return counts;
  }

  get shown(): readonly Container[] {
    const { tab } = this;
    if (tab === 'all') return this.matching;
    if (tab === 'attention') {
      const now = this.#clock.now();
      return this.matching.filter((container) => needsAttention(container, now));
    }
    return this.matching.filter((container) => isRunning(container) === (tab === 'running'));
  }

  /** By compose project name, in the order of names; those without one last. */
  get groups(): readonly Group[] {
    const byName = new Map<string, Container[]>();
    for (const container of this.shown) {
      const name = container.stack ?? '';
      const group = byName.get(name);
      if (group) group.push(container);
      else byName.set(name, [container]);
    }
    const names = [...byName.keys()].sort((a, b) => (a === '' ? 1 : b === '' ? -1 : a.localeCompare(b, 'en')));
    return names.map((name) => ({ name, containers: byName.get(name) ?? [] }));
  }

  get rows(): readonly ListRow[] {
    const rows: ListRow[] = [];
    const { groups } = this;
    // One group that is "No project" is no grouping: its head would only repeat the page's.
    const isFlat = groups.length === 1 && groups[0]?.name === '';
    for (const group of groups) {
      const isOpen = !this.folded.has(group.name);
      if (!isFlat) rows.push({ kind: 'group', key: `group ${group.name}`, group, isOpen });
      if (!isOpen && !isFlat) continue;
      for (const container of group.containers) {
        rows.push({ kind: 'container', key: container.id, container });
        if (this.#acts.failures.has(container.id))
          rows.push({ kind: 'failure', key: `failure ${container.id}`, container });
      }
    }
    return rows;
  }
}

function matches(container: Container, word: string): boolean {
  const has = (text: string | undefined): boolean => text?.toLowerCase().includes(word) ?? false;
  return (
    has(container.name) ||
    has(container.image) ||
    has(container.stack) ||
    has(container.service) ||
    container.ports.some((port) => String(port.hostPort ?? port.containerPort).includes(word)) ||
    container.id.startsWith(word) ||
    Object.entries(container.labels).some(([key, value]) => has(`${key}=${value}`))
  );
}

/** "6 services · 5 running, 1 restarting". */
export function groupWords(group: Group): string {
  const counts = new Map<string, number>();
  for (const container of group.containers) {
    const word = GROUP_WORDS[stateShape(container)];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const states = ORDER.filter((word) => counts.has(word)).map((word) => `${counts.get(word)} ${word}`);
  const services = new Set(group.containers.map((container) => container.service ?? container.id)).size;
  const total = group.name === '' ? group.containers.length : services;
  const noun = group.name === '' ? 'container' : 'service';
  return `${total} ${noun}${total === 1 ? '' : 's'} · ${states.join(', ')}`;
}

const ORDER = ['running', 'starting', 'restarting', 'unhealthy', 'paused', 'failed', 'stopped', 'removing'] as const;
const GROUP_WORDS: Record<ReturnType<typeof stateShape>, (typeof ORDER)[number]> = {
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

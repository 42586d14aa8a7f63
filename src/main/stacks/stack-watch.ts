import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { DisposableStore } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { ServiceChange, ServiceStatus, Stack } from '#shared/contract/stacks.ts';
import type { ContainerStore } from '#main/engine/container-store.ts';
import { byService, CONFIG_FILES, FOLDER, serviceState } from '#main/stacks/service-states.ts';

/** What is known of a stack beside its containers. */
export interface KnownTarget {
  readonly name: string;
  readonly folder: string | null;
  /** How many containers each active service should have. */
  readonly wanted: ReadonlyMap<string, number>;
  readonly errors: number;
  readonly lastAppliedAt: string | null;
  readonly isChanged: boolean;
  readonly isUnfinished: boolean;
  readonly job: string | null;
  readonly drift: Stack['drift'];
}

export interface StackWatchOptions {
  readonly clock: Clock;
  readonly containers: Pick<ContainerStore, 'all' | 'onChange' | 'sync'>;
  /** It ran to its end by itself: it is wanted no more. */
  hasDone(container: string): boolean;
  readonly targets: {
    all(): readonly KnownTarget[];
    onChange(listener: () => void): Disposable;
  };
}

export type StacksChange = { upsert: Stack[] } | { remove: string[] };

/** The stacks and their services as they are now: from containers and targets as they change, nothing is asked for. */
export class StackWatch implements Disposable {
  readonly #options: StackWatchOptions;
  readonly #store = new DisposableStore();
  readonly #stacks = new Map<string, { stack: Stack; key: string }>();
  readonly #services = new Map<string, ServiceStatus>();
  readonly #stackChanges = new Emitter<StacksChange>();
  readonly #serviceChanges = new Emitter<readonly ServiceChange[]>();

  constructor(options: StackWatchOptions) {
    this.#options = options;
    this.#store.add(options.containers.onChange(() => this.#look()));
    this.#store.add(options.targets.onChange(() => this.#look()));
    this.#look();
  }

  /** Settles when the containers are known. */
  sync(): Promise<void> {
    return this.#options.containers.sync().then(() => this.#look());
  }

  /** By name. */
  stacks(): Stack[] {
    return [...this.#stacks.values()].map(({ stack }) => stack).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  stack(name: string): Stack | undefined {
    return this.#stacks.get(name)?.stack;
  }

  services(stack?: string): ServiceStatus[] {
    return [...this.#services.values()].filter((one) => stack === undefined || one.stack === stack);
  }

  onStacks(listener: (change: StacksChange) => void): Disposable {
    return this.#stackChanges.on(listener);
  }

  onServices(listener: (changes: readonly ServiceChange[]) => void): Disposable {
    return this.#serviceChanges.on(listener);
  }

  dispose(): void {
    this.#store.dispose();
    this.#stackChanges.clear();
    this.#serviceChanges.clear();
  }

  #look(): void {
    const found = byService(this.#options.containers.all());
    const targets = new Map(this.#options.targets.all().map((one) => [one.name, one]));
    const names = new Set([...found.keys(), ...targets.keys()]);
    this.#lookAtServices(names, found, targets);
    const upsert: Stack[] = [];
    for (const name of names) {
      const stack = this.#stackOf(name, found.get(name), targets.get(name));
      const key = stableKey(stack);
      if (this.#stacks.get(name)?.key === key) continue;
      this.#stacks.set(name, { stack, key });
      upsert.push(stack);
    }
    const remove = [...this.#stacks.keys()].filter((name) => !names.has(name));
    for (const name of remove) this.#stacks.delete(name);
    if (upsert.length > 0) this.#stackChanges.fire({ upsert });
    if (remove.length > 0) this.#stackChanges.fire({ remove });
  }

  #lookAtServices(
    names: ReadonlySet<string>,
    found: ReadonlyMap<string, ReadonlyMap<string, readonly Container[]>>,
    targets: ReadonlyMap<string, KnownTarget>,
  ): void {
    const changes: ServiceChange[] = [];
    const seen = new Set<string>();
    const time = new Date(this.#options.clock.now()).toISOString();
    for (const stack of names) {
      const target = targets.get(stack);
      const containers = found.get(stack);
      for (const service of new Set([...(target?.wanted.keys() ?? []), ...(containers?.keys() ?? [])])) {
        const key = `${stack}\0${service}`;
        seen.add(key);
        // What the target does not know is wanted no more.
        const wanted = target && target.wanted.size > 0 ? (target.wanted.get(service) ?? 0) : undefined;
        const now = serviceState(containers?.get(service) ?? [], wanted, this.#options.hasDone);
        const old = this.#services.get(key);
        if (old && old.status === now.status && old.running === now.running && old.wanted === now.wanted) continue;
        const status: ServiceStatus = { stack, service, ...now, time };
        this.#services.set(key, status);
        changes.push(status);
      }
    }
    for (const [key, { stack, service }] of this.#services)
      if (!seen.has(key)) {
        this.#services.delete(key);
        changes.push({ stack, service, removed: true });
      }
    if (changes.length > 0) this.#serviceChanges.fire(changes);
  }

  #stackOf(
    name: string,
    found: ReadonlyMap<string, readonly Container[]> | undefined,
    target: KnownTarget | undefined,
  ): Stack {
    const services = this.services(name).sort((a, b) => (a.service < b.service ? -1 : 1));
    const labels = [...(found?.values() ?? [])][0]?.[0]?.labels ?? {};
    return {
      name,
      source: target ? (found ? 'both' : 'target') : 'labels',
      services,
      running: services.reduce((sum, one) => sum + one.running, 0),
      wanted: services.reduce((sum, one) => sum + one.wanted, 0),
      drift: target?.drift ?? null,
      errors: target?.errors ?? 0,
      lastAppliedAt: target?.lastAppliedAt ?? null,
      isChanged: target?.isChanged ?? false,
      job: target?.job ?? null,
      isUnfinished: target?.isUnfinished ?? false,
      folder: target?.folder ?? labels[FOLDER] ?? null,
      configFiles: (labels[CONFIG_FILES] ?? '').split(',').filter((file) => file !== ''),
    };
  }
}

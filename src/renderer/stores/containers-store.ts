import { makeAutoObservable, observable, observableRef } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Container, ContainersChange } from '#shared/contract/containers.ts';
import type { Api } from '#renderer/transport/api.ts';

/** All containers by id, kept by events. A row is a frozen snapshot: an upsert replaces it, nobody changes it. */
export class ContainersStore {
  readonly byId = observable.map<string, Container>([], { deep: false });
  /** Containers that went away while this window ran, with their last state: a detail screen stays readable. */
  readonly removed = observable.map<string, { container: Container; at: number }>([], { deep: false });
  /** When the list was last known to be true, in ms; undefined before the first list. */
  knownAt: number | undefined = undefined;
  /** Why there is no list, or why it no longer follows. */
  error: Error | undefined = undefined;
  readonly #api: Api;
  readonly #clock: Clock;

  constructor(api: Api, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
    makeAutoObservable(this, { byId: false, removed: false, error: observableRef });
  }

  get isLoaded(): boolean {
    return this.knownAt !== undefined;
  }

  /** In a stable order that no event changes: by name. */
  get sorted(): readonly Container[] {
    return [...this.byId.values()].sort((a, b) => NAMES.compare(a.name, b.name));
  }

  /** A container by id, or its last state if it is gone. */
  find(id: string): Container | undefined {
    return this.byId.get(id) ?? this.removed.get(id)?.container;
  }

  open(): Disposable {
    return this.#api.subscribe(
      'containers',
      {},
      {
        onWhole: ({ containers }) => this.replace(containers),
        onItems: (changes) => this.apply(changes),
        onStatus: ({ error }) => this.setError(error),
        onEnd: ({ error }) => this.setError(error),
      },
    );
  }

  setError(error: Error | undefined): void {
    this.error = error;
  }

  replace(containers: readonly Container[]): void {
    const kept = new Set(containers.map((container) => container.id));
    for (const id of this.byId.keys()) if (!kept.has(id)) this.#drop(id);
    for (const container of containers) this.byId.set(container.id, container);
    this.knownAt = this.#clock.now();
    this.error = undefined;
  }

  apply(changes: readonly ContainersChange[]): void {
    for (const change of changes) {
      if ('upsert' in change) for (const container of change.upsert) this.byId.set(container.id, container);
      else for (const id of change.remove) this.#drop(id);
    }
    this.knownAt = this.#clock.now();
  }

  #drop(id: string): void {
    const container = this.byId.get(id);
    if (!container) return;
    this.byId.delete(id);
    this.removed.set(id, { container, at: this.#clock.now() });
    // As many as a reader could come back to; the oldest goes first.
    const oldest = this.removed.size > 50 ? this.removed.keys().next().value : undefined;
    if (oldest !== undefined) this.removed.delete(oldest);
  }
}

/** "web-2" before "web-10". */
const NAMES = new Intl.Collator('en', { numeric: true });

import { makeAutoObservable, observableRef } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import type { DockerEvent } from '#shared/contract/events.ts';
import type { Api } from '#renderer/transport/api.ts';

/** As many as main replays; the oldest leave. */
const MOST_EVENTS = 500;

/** What Docker told since this window opened, and what main still held then. Oldest first. */
export class EventsStore {
  /** A new array with each arrival. */
  recent: readonly DockerEvent[] = [];
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    makeAutoObservable(this, { recent: observableRef, of: false });
  }

  open(): Disposable {
    return this.#api.subscribe(
      'docker:events',
      {},
      { onItems: (events) => this.take(events), onEpoch: () => this.clear() },
    );
  }

  of(container: string): readonly DockerEvent[] {
    return this.recent.filter(({ id, attributes }) => id === container || attributes['container'] === container);
  }

  take(events: readonly DockerEvent[]): void {
    this.recent = [...this.recent, ...events].slice(-MOST_EVENTS);
  }

  clear(): void {
    this.recent = [];
  }
}

import { makeAutoObservable, observableRef } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Incident } from '#shared/contract/incidents.ts';
import type { Result } from '#shared/contract/index.ts';
import type { Api } from '#renderer/transport/api.ts';

/** What happened to containers, newest first. */
export class IncidentsStore {
  list: readonly Incident[] = [];
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    makeAutoObservable(this, { list: observableRef, of: false, details: false });
  }

  open(): Disposable {
    return this.#api.subscribe(
      'incidents',
      {},
      { onWhole: ({ incidents }) => this.set(incidents), onItems: (items) => this.take(items) },
    );
  }

  set(list: readonly Incident[]): void {
    this.list = list;
  }

  take(items: readonly Incident[]): void {
    for (const item of items) this.list = [item, ...this.list.filter((one) => one.incident !== item.incident)];
  }

  /** The last of a container. */
  of(container: string): Incident | undefined {
    return this.list.find((one) => one.container === container);
  }

  details(incident: string): Promise<Result<'incidents.get'>> {
    return this.#api.call('incidents.get', { incident });
  }
}

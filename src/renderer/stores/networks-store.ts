import { makeAutoObservable, observable, observableRef, runInAction } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import { groupedBy } from '#shared/base/grouped-by.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { Network, NetworkMember } from '#shared/contract/networks.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { type Answered, ask } from '#renderer/stores/answered.ts';
import type { ContainersStore } from '#renderer/stores/containers-store.ts';
import { ResourceListing, type ResourceListingDeps } from '#renderer/stores/resource-listing.ts';
import type { Api } from '#renderer/transport/api.ts';

export interface NetworksStoreDeps extends ResourceListingDeps {
  readonly api: Api;
  readonly containers: ContainersStore;
}

export interface NetworkDetails {
  readonly inspect: Readonly<Record<string, unknown>>;
  readonly members: readonly NetworkMember[];
}

/** The networks of the engine while somebody looks at them; who is in them is always as the containers are now. */
export class NetworksStore {
  all: readonly Network[] = [];
  isLoaded = false;
  error: AppError | undefined = undefined;
  readonly details = observable.map<string, Answered<NetworkDetails>>([], { deep: false });
  readonly #deps: NetworksStoreDeps;
  readonly #listing: ResourceListing;

  constructor(deps: NetworksStoreDeps) {
    this.#deps = deps;
    this.#listing = new ResourceListing(deps, {
      type: 'network',
      isLoaded: () => this.isLoaded,
      forget: () => this.#forget(),
      list: () => this.#list(),
    });
    makeAutoObservable(this, {
      all: observableRef,
      error: observableRef,
      details: false,
      find: false,
      usersOf: false,
    });
  }

  open(): Disposable {
    return this.#listing.open();
  }

  /** By name, Docker's own last. */
  get sorted(): readonly Network[] {
    return [...this.all].sort(
      (a, b) =>
        Number(a.isPredefined) - Number(b.isPredefined) || a.name.localeCompare(b.name, 'en', { numeric: true }),
    );
  }

  /** Containers by the name of a network that they are in. */
  get users(): ReadonlyMap<string, readonly Container[]> {
    return groupedBy(this.#deps.containers.sorted, ({ networks }) => networks);
  }

  /** What changes with each join and leave: who looks at one network asks anew then. */
  get lastEvent(): string {
    const event = this.#deps.events.recent.findLast(({ type }) => type === 'network');
    return event === undefined ? '' : `${event.time} ${event.action}`;
  }

  usersOf(network: Network): readonly Container[] {
    return this.users.get(network.name) ?? [];
  }

  find(id: string): Network | undefined {
    return this.all.find((network) => network.id === id);
  }

  /** What was read before stays while it is read again. */
  loadDetails(id: string): Promise<void> {
    return ask(this.details, id, () => this.#deps.api.call('networks.inspect', { network: id }));
  }

  #forget(): void {
    this.all = [];
    this.isLoaded = false;
    this.details.clear();
  }

  async #list(): Promise<void> {
    try {
      const { networks } = await this.#deps.api.call('networks.list', {});
      runInAction(() => {
        this.all = networks;
        this.isLoaded = true;
        this.error = undefined;
      });
    } catch (error) {
      runInAction(() => (this.error = error as AppError));
    }
  }
}

import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import type { TakenPort } from '#shared/contract/ports.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { ResourceListing, type ResourceListingDeps } from '#renderer/stores/resource-listing.ts';
import type { Api } from '#renderer/transport/api.ts';

/** Who has which port of the engine's computer, asked for while somebody looks. */
export class PortsStore {
  all: readonly TakenPort[] = [];
  isLoaded = false;
  /** False: the engine is on another computer, whose processes nobody here sees. */
  isHere = true;
  error: AppError | undefined;
  readonly #listing: ResourceListing;

  constructor({ api, ...deps }: ResourceListingDeps & { readonly api: Api }) {
    this.#listing = new ResourceListing(deps, {
      type: 'container',
      isLoaded: () => this.isLoaded,
      forget: () => runInAction(() => (this.isLoaded = false)),
      list: () => this.#list(api),
    });
    makeAutoObservable(this, { all: observableRef, error: observableRef });
  }

  open(): Disposable {
    return this.#listing.open();
  }

  load(): Promise<void> {
    return this.#listing.load();
  }

  async #list(api: Api): Promise<void> {
    try {
      const { ports, isHere } = await api.call('ports.list', {});
      runInAction(() => {
        this.all = ports;
        this.isHere = isHere;
        this.isLoaded = true;
        this.error = undefined;
      });
    } catch (thrown) {
      runInAction(() => (this.error = thrown as AppError));
    }
  }
}

import { makeAutoObservable, observable, observableRef, runInAction } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import { groupedBy } from '#shared/base/grouped-by.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { Volume } from '#shared/contract/volumes.ts';
import { mountedVolumes } from '#shared/list/mounted-volumes.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { type Answered, ask } from '#renderer/stores/answered.ts';
import type { ContainersStore } from '#renderer/stores/containers-store.ts';
import { ResourceListing, type ResourceListingDeps } from '#renderer/stores/resource-listing.ts';
import type { Api } from '#renderer/transport/api.ts';

export interface VolumesStoreDeps extends ResourceListingDeps {
  readonly api: Api;
  readonly containers: ContainersStore;
}

type Inspect = Readonly<Record<string, unknown>>;

/** The volumes of the engine while somebody looks at them; who mounts them is always as the containers are now. */
export class VolumesStore {
  all: readonly Volume[] = [];
  isLoaded = false;
  error: AppError | undefined = undefined;
  /** When sizes were measured last, in ms since 1970. */
  measuredAtMs: number | undefined = undefined;
  isMeasuring = false;
  measureError: AppError | undefined = undefined;
  readonly inspected = observable.map<string, Answered<Inspect>>([], { deep: false });
  readonly #deps: VolumesStoreDeps;
  readonly #listing: ResourceListing;
  /** By name: kept over a new list, which comes without them. */
  #sizes: ReadonlyMap<string, number> = new Map();

  constructor(deps: VolumesStoreDeps) {
    this.#deps = deps;
    this.#listing = new ResourceListing(deps, {
      type: 'volume',
      isLoaded: () => this.isLoaded,
      forget: () => this.#forget(),
      list: () => this.#list(),
    });
    makeAutoObservable(this, {
      all: observableRef,
      error: observableRef,
      measureError: observableRef,
      inspected: false,
      find: false,
      usersOf: false,
    });
  }

  open(): Disposable {
    return this.#listing.open();
  }

  /** By name, those that Docker named itself last. */
  get sorted(): readonly Volume[] {
    return [...this.all].sort(
      (a, b) => Number(a.isAnonymous) - Number(b.isAnonymous) || a.name.localeCompare(b.name, 'en', { numeric: true }),
    );
  }

  /** Bytes of all whose size is known. */
  get bytes(): number {
    return this.all.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  }

  /** Containers by the name of a volume that they mount. */
  get users(): ReadonlyMap<string, readonly Container[]> {
    return groupedBy(this.#deps.containers.sorted, mountedVolumes);
  }

  usersOf(volume: Volume): readonly Container[] {
    return this.users.get(volume.name) ?? [];
  }

  find(name: string): Volume | undefined {
    return this.all.find((volume) => volume.name === name);
  }

  /** What was read before stays while it is read again. */
  loadInspect(name: string): Promise<void> {
    return ask(
      this.inspected,
      name,
      async () => (await this.#deps.api.call('volumes.inspect', { volume: name })).inspect,
    );
  }

  /** Asks Docker what each takes, for which it reads its whole disk. */
  async measure(): Promise<void> {
    if (this.isMeasuring) return;
    this.isMeasuring = true;
    this.measureError = undefined;
    try {
      const { volumes, measuredAt } = await this.#deps.api.call('volumes.list', { sizes: true });
      runInAction(() => {
        this.#sizes = new Map(
          volumes.flatMap(({ name, sizeBytes }) => (sizeBytes === null ? [] : [[name, sizeBytes]])),
        );
        this.measuredAtMs = measuredAt === null ? undefined : Date.parse(measuredAt);
        this.all = volumes;
      });
    } catch (error) {
      runInAction(() => (this.measureError = error as AppError));
    } finally {
      runInAction(() => (this.isMeasuring = false));
    }
  }

  #forget(): void {
    this.all = [];
    this.isLoaded = false;
    this.#sizes = new Map();
    this.measuredAtMs = undefined;
    this.measureError = undefined;
    this.inspected.clear();
  }

  async #list(): Promise<void> {
    try {
      const { volumes } = await this.#deps.api.call('volumes.list', {});
      runInAction(() => {
        this.all = volumes.map((volume) => ({ ...volume, sizeBytes: this.#sizes.get(volume.name) ?? null }));
        this.isLoaded = true;
        this.error = undefined;
      });
    } catch (error) {
      runInAction(() => (this.error = error as AppError));
    }
  }
}

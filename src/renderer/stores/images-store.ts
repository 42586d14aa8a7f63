import { makeAutoObservable, observable, observableRef, runInAction } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import { groupedBy } from '#shared/base/grouped-by.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { Image, ImageLayer } from '#shared/contract/images.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { type Answered, ask } from '#renderer/stores/answered.ts';
import type { ContainersStore } from '#renderer/stores/containers-store.ts';
import type { JobsStore } from '#renderer/stores/jobs-store.ts';
import { ResourceListing, type ResourceListingDeps } from '#renderer/stores/resource-listing.ts';
import type { Api } from '#renderer/transport/api.ts';

/** An image under one of its names: a row of the list. Without a name there is one row for it. */
export interface ImageRow {
  /** The name, or the id of an image that has none. */
  readonly key: string;
  readonly image: Image;
  /** "nginx", "ghcr.io/acme/api"; empty where it has no name. */
  readonly repository: string;
  readonly tag: string;
}

export interface ImageDetails {
  readonly layers: readonly ImageLayer[];
  readonly inspect: Readonly<Record<string, unknown>>;
}

/** As lists sort text: "web-2" before "web-10". Made once: making one costs more than a thousand comparisons. */
const NAMES = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
/** Jobs after which there may be other images without Docker telling of it: a build without a name has no event. */
const CHANGING = new Set(['build', 'load', 'pull']);

export interface ImagesStoreDeps extends ResourceListingDeps {
  readonly api: Api;
  readonly jobs: JobsStore;
  readonly containers: ContainersStore;
}

/** The images of the engine while somebody looks at them; who uses them is always as the containers are now. */
export class ImagesStore {
  all: readonly Image[] = [];
  isLoaded = false;
  error: AppError | undefined = undefined;
  /** Why sizes are missing; the rest is there. */
  sizesError: AppError | undefined = undefined;
  readonly details = observable.map<string, Answered<ImageDetails>>([], { deep: false });
  readonly #deps: ImagesStoreDeps;
  readonly #listing: ResourceListing;
  /** Kept over a new list, which comes without them. */
  #shared = new Map<string, number>();

  constructor(deps: ImagesStoreDeps) {
    this.#deps = deps;
    this.#listing = new ResourceListing(deps, {
      type: 'image',
      isLoaded: () => this.isLoaded,
      changes: () => deps.jobs.list.find(({ kind, endedAt }) => endedAt !== undefined && CHANGING.has(kind))?.job,
      forget: () => this.#forget(),
      list: () => this.#list(),
    });
    makeAutoObservable(this, {
      all: observableRef,
      error: observableRef,
      sizesError: observableRef,
      details: false,
      find: false,
      usersOf: false,
    });
  }

  open(): Disposable {
    return this.#listing.open();
  }

  /** One for each name, by name; those without one last. */
  get rows(): readonly ImageRow[] {
    const rows = this.all.flatMap((image): ImageRow[] =>
      image.tags.length === 0
        ? [{ key: image.id, image, repository: '', tag: '' }]
        : image.tags.map((name) => ({ key: name, image, ...splitName(name) })),
    );
    return rows.sort((a, b) =>
      (a.repository === '') === (b.repository === '') ? NAMES.compare(a.key, b.key) : a.repository === '' ? 1 : -1,
    );
  }

  get bytes(): number {
    return this.all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** Containers by the id of their image. */
  get users(): ReadonlyMap<string, readonly Container[]> {
    return groupedBy(this.#deps.containers.sorted, ({ imageId }) => [imageId]);
  }

  usersOf(image: Image): readonly Container[] {
    return this.users.get(image.id) ?? [];
  }

  find(id: string): Image | undefined {
    return this.all.find((image) => image.id === id);
  }

  /** Layers and inspect of an image. What was read before stays while it is read again. */
  loadDetails(id: string): Promise<void> {
    const { api } = this.#deps;
    return ask(this.details, id, async () => {
      const [{ layers }, { inspect }] = await Promise.all([
        api.call('images.history', { image: id }),
        api.call('images.inspect', { image: id }),
      ]);
      return { layers, inspect };
    });
  }

  #forget(): void {
    this.all = [];
    this.isLoaded = false;
    this.#shared = new Map();
    this.details.clear();
  }

  async #list(): Promise<void> {
    const { api } = this.#deps;
    try {
      const { images } = await api.call('images.list', {});
      runInAction(() => {
        this.all = images.map((image) => ({ ...image, sharedBytes: this.#shared.get(image.id) ?? null }));
        this.isLoaded = true;
        this.error = undefined;
      });
    } catch (error) {
      runInAction(() => (this.error = error as AppError));
      return;
    }
    try {
      const { images } = await api.call('images.list', { sizes: true });
      runInAction(() => {
        this.#shared = new Map(
          images.flatMap(({ id, sharedBytes }) => (sharedBytes === null ? [] : [[id, sharedBytes]])),
        );
        this.all = images;
        this.sizesError = undefined;
      });
    } catch (error) {
      runInAction(() => (this.sizesError = error as AppError));
    }
  }
}

/** "localhost:5000/web:1" is "localhost:5000/web" and "1". */
function splitName(name: string): { repository: string; tag: string } {
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/')
    ? { repository: name.slice(0, colon), tag: name.slice(colon + 1) }
    : { repository: name, tag: '' };
}

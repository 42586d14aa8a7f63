import { makeAutoObservable, observable, runInAction } from 'mobx';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import { groupedBy } from '#shared/base/grouped-by.ts';
import type { BuildLine, TransferState } from '#shared/contract/image-jobs.ts';
import type { DeployLine } from '#shared/contract/stacks.ts';
import { SharedOpening } from '#renderer/stores/shared-opening.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';
import type { Api } from '#renderer/transport/api.ts';

/** A build that prints without end is read in its output; here are its newest lines. */
const MOST_LINES = 1000;

/** What pulls, pushes, builds and applies of stacks tell of their progress, while somebody looks. */
export class JobProgressStore {
  /** By job. */
  readonly transfers = observable.map<string, TransferState>([], { deep: false });
  /** Newest last, by job; a new array with each arrival. */
  readonly builds = observable.map<string, readonly BuildLine[]>([], { deep: false });
  /** Newest last, by job, as those of builds. */
  readonly deploys = observable.map<string, readonly DeployLine[]>([], { deep: false });
  readonly #api: Api;
  readonly #opening: SharedOpening;

  constructor(api: Api, visibility: Visibility) {
    this.#api = api;
    this.#opening = new SharedOpening(() => whileVisible(visibility, () => this.#subscribe()));
    makeAutoObservable(this, { transfers: false, builds: false, deploys: false });
  }

  open(): Disposable {
    return this.#opening.use();
  }

  takeTransfers(items: readonly TransferState[]): void {
    for (const item of items) this.transfers.set(item.job, item);
  }

  takeBuilds(items: readonly BuildLine[]): void {
    append(this.builds, items);
  }

  takeDeploys(items: readonly DeployLine[]): void {
    append(this.deploys, items);
  }

  #subscribe(): Disposable {
    const store = new DisposableStore();
    // The source gives what it has once more each time that it is opened.
    runInAction(() => {
      this.builds.clear();
      this.deploys.clear();
    });
    store.add(this.#api.subscribe('pull:progress', {}, { onItems: (items) => this.takeTransfers(items) }));
    store.add(this.#api.subscribe('build:progress', {}, { onItems: (items) => this.takeBuilds(items) }));
    store.add(this.#api.subscribe('deploy:progress', {}, { onItems: (items) => this.takeDeploys(items) }));
    return store;
  }
}

function append<L extends { readonly job: string }>(
  byJob: { get(job: string): readonly L[] | undefined; set(job: string, lines: readonly L[]): unknown },
  items: readonly L[],
): void {
  for (const [job, lines] of groupedBy(items, ({ job }) => [job]))
    byJob.set(job, [...(byJob.get(job) ?? []), ...lines].slice(-MOST_LINES));
}

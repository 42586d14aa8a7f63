import { makeAutoObservable, observableRef, reaction, runInAction } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import type { ProtectedThings, RemovedContainer } from '#shared/contract/container-edit.ts';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { CallIn, Result } from '#shared/contract/index.ts';
import type { PrunePlan } from '#shared/contract/prune.ts';
import { wholePercent } from '#shared/format/percent.ts';
import { words } from '#shared/format/quantity.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { ConnectionStore } from '#renderer/stores/connection-store.ts';
import type { JobsStore } from '#renderer/stores/jobs-store.ts';
import { Removals } from '#renderer/stores/removals.ts';
import { jobEnd, tellJobEnd } from '#renderer/stores/tell-job-end.ts';
import { tellPruned } from '#renderer/stores/tell-pruned.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

/** What acts on containers ask before they begin; each opens a dialog, from wherever one is. */
export type ContainerQuestion =
  | { readonly kind: 'run'; readonly image?: string }
  | { readonly kind: 'edit' | 'clone' | 'rename' | 'commit'; readonly container: Container }
  | { readonly kind: 'remove' | 'kill'; readonly containers: readonly Container[] }
  | { readonly kind: 'prune' }
  | { readonly kind: 'removed' };

export interface ContainerEditDeps {
  readonly api: Api;
  readonly jobs: JobsStore;
  readonly toasts: ToastsStore;
  readonly connection: ConnectionStore;
}

/** How a removal was confirmed; the same for all that go together. */
export interface RemovalChoice {
  isForced: boolean;
  volumes: boolean;
}

/** What makes, changes and removes containers. What takes long is a job; its end is told wherever the reader is by then. */
export class ContainerEditStore {
  question: ContainerQuestion | null = null;
  protected: ProtectedThings = { containers: [], volumes: [] };
  readonly removals: Removals<Container>;
  readonly #deps: ContainerEditDeps;
  #choice: RemovalChoice = { isForced: false, volumes: false };

  constructor(deps: ContainerEditDeps) {
    this.#deps = deps;
    this.removals = new Removals({
      toasts: deps.toasts,
      noun: 'container',
      keyOf: ({ id }) => id,
      remove: ({ id }) =>
        deps.api.call('containers.remove', {
          container: id,
          force: this.#choice.isForced,
          volumes: this.#choice.volumes,
        }),
    });
    makeAutoObservable(this, {
      question: observableRef,
      protected: observableRef,
      removals: false,
      isProtected: false,
    });
  }

  /** What is protected is known to all who see containers. */
  open(): Disposable {
    return this.#deps.api.subscribe(
      'protected',
      {},
      {
        onWhole: (whole) => this.setProtected(whole),
        onItems: (items) => items.forEach((one) => this.setProtected(one)),
      },
    );
  }

  setProtected(value: ProtectedThings): void {
    this.protected = value;
  }

  isProtected(id: string): boolean {
    return this.protected.containers.includes(id);
  }

  ask(question: ContainerQuestion): void {
    this.question = question;
  }

  close(): void {
    this.question = null;
  }

  async protect({ id, name }: Container, on: boolean): Promise<void> {
    await this.#try(`Couldn't ${on ? 'protect' : 'take the protection off'} ${name}`, () =>
      this.#deps.api.call('containers.protect', { container: id, on }),
    );
  }

  async protectVolume(volume: string, on: boolean): Promise<void> {
    await this.#try(`Couldn't ${on ? 'protect' : 'take the protection off'} ${volume}`, () =>
      this.#deps.api.call('volumes.protect', { volume, on }),
    );
  }

  remove(containers: readonly Container[], choice: RemovalChoice): void {
    this.#choice = choice;
    const [first] = containers;
    if (containers.length === 1 && first) void this.removals.remove(first);
    else void this.removals.removeAll(containers);
  }

  /** Rejects with what is wrong, by its field. `onStage`: what happens before there is a container. */
  async run(spec: CallIn<'containers.create'>, needsPull: boolean, onStage: (words: string) => void): Promise<string> {
    const { api, toasts } = this.#deps;
    if (needsPull) await this.pull(spec.image, onStage);
    const { id } = await api.call('containers.create', spec);
    toasts.show({ title: `Started ${spec.name ?? id.slice(0, 12)}` });
    return id;
  }

  spec(container: string): Promise<ContainerSpec & { name: string }> {
    return this.#deps.api.call('containers.spec', { container }).then(({ spec }) => spec);
  }

  async clone(wanted: CallIn<'containers.clone'>): Promise<string> {
    const { id } = await this.#deps.api.call('containers.clone', wanted);
    this.#deps.toasts.show({ title: `Started ${wanted.name ?? id.slice(0, 12)}` });
    return id;
  }

  async rename(container: Container, name: string): Promise<void> {
    await this.#deps.api.call('containers.rename', { container: container.id, name });
    this.#deps.toasts.show({ title: `Renamed ${container.name} to ${name}` });
  }

  async update(container: Container, changes: Omit<CallIn<'containers.update'>, 'container'>): Promise<void> {
    await this.#deps.api.call('containers.update', { container: container.id, ...changes });
    this.#deps.toasts.show({ title: `Changed ${container.name}` });
  }

  async recreate({ id, name }: Container, changes: CallIn<'containers.recreate'>['changes']): Promise<void> {
    const { job } = await this.#deps.api.call('containers.recreate', { container: id, changes });
    void tellJobEnd(this.#deps, job, { done: `Recreated ${name}`, failed: `Couldn't recreate ${name}` });
  }

  async commit(container: Container, wanted: Omit<CallIn<'containers.commit'>, 'container'>): Promise<void> {
    await this.#deps.api.call('containers.commit', { container: container.id, ...wanted });
    this.#deps.toasts.show({ title: `Made the image ${wanted.reference ?? ''} of ${container.name}` });
  }

  /** `save` gets the bytes in a browser; in the window they are in a file by then. */
  async export({ id, name }: Container, save: (bytes: Blob) => void): Promise<void> {
    const { api, connection } = this.#deps;
    await this.#try(`Couldn't export ${name}`, async () => {
      const { job, url } = await api.call('containers.export', { container: id });
      if (job === null) return;
      void tellJobEnd(this.#deps, job, { done: `Exported ${name}`, failed: `Couldn't export ${name}`, saysMore: true });
      if (url !== undefined) connection.download(url).then(save, () => undefined);
    });
  }

  async removed(): Promise<readonly RemovedContainer[]> {
    return (await this.#deps.api.call('containers.removed', {})).removed;
  }

  async createAgain({ removed, name }: RemovedContainer): Promise<Result<'containers.createAgain'>> {
    const made = await this.#deps.api.call('containers.createAgain', { removed });
    this.#deps.toasts.show({ title: `Started ${name} again` });
    return made;
  }

  async forgetRemoved({ removed }: RemovedContainer): Promise<void> {
    await this.#deps.api.call('containers.forgetRemoved', { removed });
  }

  plan(): Promise<PrunePlan> {
    return this.#deps.api.call('containers.prunePlan', {});
  }

  /** Removes what is ticked of a plan, and says what was skipped and why. Rejects where nothing could be done. */
  async prune({ plan, items }: PrunePlan, ticked: ReadonlySet<string>): Promise<void> {
    const only = items.flatMap(({ id }) => (ticked.has(id) ? [id] : []));
    tellPruned(this.#deps.toasts, 'container', await this.#deps.api.call('containers.prune', { plan, only }), items);
  }

  /** Told as it goes on; afterwards the stage is empty again. Throws under the image why it could not be. */
  async pull(reference: string, onStage: (words: string) => void): Promise<void> {
    const { api, jobs } = this.#deps;
    const tell = (share: number | null | undefined): void =>
      onStage(`Pulling ${reference}${share == null ? '…' : `, ${words(wholePercent(share * 100))}`}`);
    tell(null);
    const { job } = await api.call('images.pull', { reference });
    const stop = reaction(() => jobs.list.find((one) => one.job === job)?.progress, tell);
    const ended = await jobEnd(jobs, job);
    stop();
    onStage('');
    if (ended?.status === 'done') return;
    const { message = 'The pull was cancelled.', hint } = ended?.error ?? {};
    throw new AppError('engine_error', message, { field: 'image', ...(hint !== undefined && { hint }) });
  }

  async #try(failed: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { message, hint } = error as AppError;
      runInAction(() =>
        this.#deps.toasts.show({ title: failed, text: [message, hint].filter(Boolean).join(' '), isError: true }),
      );
    }
  }
}

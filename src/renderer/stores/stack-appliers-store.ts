import { makeAutoObservable, observable, runInAction } from 'mobx';
import type { Applier } from '#shared/contract/stacks.ts';
import { ask, type Answered } from '#renderer/stores/answered.ts';
import type { SessionStore } from '#renderer/stores/session-store.ts';
import type { StackDetailsStore } from '#renderer/stores/stack-details-store.ts';
import type { Api } from '#renderer/transport/api.ts';

type Found = { readonly version: string } | null;

/** Who can do what a plan says, and who is to do it for which stack. */
export class StackAppliersStore {
  readonly answers = observable.map<'compose', Answered<Found>>([], { deep: false });
  readonly #picked = observable.map<string, Applier>();
  readonly #deps: { readonly api: Api; readonly session: SessionStore; readonly details: StackDetailsStore };

  constructor(deps: { api: Api; session: SessionStore; details: StackDetailsStore }) {
    this.#deps = deps;
    makeAutoObservable(this, { answers: false, of: false });
  }

  /** "docker compose 2.24.5" where there is one besides Quayside. */
  get compose(): string | undefined {
    const version = this.answers.get('compose')?.value?.version;
    return version === undefined ? undefined : `docker compose ${version}`;
  }

  /** Only for who may apply; it may have come or gone since the last time. */
  async load(): Promise<void> {
    const { api, session } = this.#deps;
    if (!session.can('stacks.appliers')) return;
    await ask(this.answers, 'compose', async () => (await api.call('stacks.appliers', {})).compose);
  }

  /** As it was picked here, else as it was applied last; Quayside where there is nobody else. */
  of(name: string): Applier {
    if (this.compose === undefined) return 'quayside';
    return this.#picked.get(name) ?? this.#deps.details.details.get(name)?.value?.appliesWith ?? 'quayside';
  }

  pick(name: string, applier: Applier): void {
    runInAction(() => this.#picked.set(name, applier));
  }
}

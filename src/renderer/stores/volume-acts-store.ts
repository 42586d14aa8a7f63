import type { PrunePlan } from '#shared/contract/prune.ts';
import type { Volume } from '#shared/contract/volumes.ts';
import { Removals } from '#renderer/stores/removals.ts';
import { tellPruned } from '#renderer/stores/tell-pruned.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

export type WhichVolumes = 'named' | 'anonymous';

/** What can be done with volumes. */
export class VolumeActsStore {
  /** With all their data. */
  readonly removals: Removals<Volume>;
  readonly #api: Api;
  readonly #toasts: ToastsStore;

  constructor({ api, toasts }: { api: Api; toasts: ToastsStore }) {
    this.#api = api;
    this.#toasts = toasts;
    this.removals = new Removals({
      toasts,
      noun: 'volume',
      keyOf: ({ name }) => name,
      remove: ({ name }) => api.call('volumes.remove', { volume: name }),
    });
  }

  /** Rejects with what is wrong, by its field. */
  async create(name: string, driver: string): Promise<void> {
    const made = await this.#api.call('volumes.create', { name, driver });
    this.#toasts.show({ title: `Created ${made.name}` });
  }

  plan(which: WhichVolumes): Promise<PrunePlan> {
    return this.#api.call('volumes.prunePlan', { filters: { which } });
  }

  /** Removes what is ticked of a plan, and says what was skipped and why. Rejects where nothing could be done. */
  async prune({ plan, items }: PrunePlan, ticked: ReadonlySet<string>): Promise<void> {
    const only = items.flatMap(({ id }) => (ticked.has(id) ? [id] : []));
    tellPruned(this.#toasts, 'volume', await this.#api.call('volumes.prune', { plan, only }), items);
  }
}

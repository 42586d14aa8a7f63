import { makeAutoObservable, observable, runInAction } from 'mobx';
import type { CallIn } from '#shared/contract/index.ts';
import type { Network, NetworkMember } from '#shared/contract/networks.ts';
import type { PrunePlan } from '#shared/contract/prune.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { Removals } from '#renderer/stores/removals.ts';
import { tellPruned } from '#renderer/stores/tell-pruned.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

/** What can be done with networks. */
export class NetworkActsStore {
  readonly removals: Removals<Network>;
  /** Members on their way out, and why some could not go, by "network container". */
  readonly leaving = observable.set<string>([], { deep: false });
  readonly failures = observable.map<string, string>([], { deep: false });
  readonly #api: Api;
  readonly #toasts: ToastsStore;

  constructor({ api, toasts }: { api: Api; toasts: ToastsStore }) {
    this.#api = api;
    this.#toasts = toasts;
    this.removals = new Removals({
      toasts,
      noun: 'network',
      keyOf: ({ id }) => id,
      remove: ({ id }) => api.call('networks.remove', { network: id }),
    });
    makeAutoObservable(this, { removals: false, leaving: false, failures: false });
  }

  /** Rejects with what is wrong, by its field. */
  async create(wanted: CallIn<'networks.create'>): Promise<void> {
    const { warning } = await this.#api.call('networks.create', wanted);
    this.#toasts.show({ title: `Created ${wanted.name}`, ...(warning !== undefined && { text: warning }) });
  }

  /** Rejects with what is wrong, by its field. */
  async connect(network: Network, name: string, endpoint: Omit<CallIn<'networks.connect'>, 'network'>): Promise<void> {
    await this.#api.call('networks.connect', { network: network.id, ...endpoint });
    this.#toasts.show({ title: `Connected ${name} to ${network.name}` });
  }

  /** At once; the way back is offered. Why not stands at its row. */
  async disconnect(network: Network, { container, name, aliases }: NetworkMember): Promise<void> {
    const key = memberKey(network.id, container);
    if (this.leaving.has(key)) return;
    runInAction(() => {
      this.failures.delete(key);
      this.leaving.add(key);
    });
    try {
      await this.#api.call('networks.disconnect', { network: network.id, container });
      const again = (): void =>
        void this.connect(network, name, { container, aliases: [...aliases] }).catch((error: AppError) =>
          this.#toasts.show({ title: `Couldn't connect ${name} again.`, text: error.message, isError: true }),
        );
      this.#toasts.show({
        title: `Disconnected ${name} from ${network.name}`,
        act: { label: 'Connect again', run: again },
      });
    } catch (error) {
      const { message, hint } = error as AppError;
      runInAction(() => this.failures.set(key, [message, hint].filter(Boolean).join(' ')));
    } finally {
      runInAction(() => this.leaving.delete(key));
    }
  }

  dismiss(network: string, container: string): void {
    this.failures.delete(memberKey(network, container));
  }

  plan(): Promise<PrunePlan> {
    return this.#api.call('networks.prunePlan', {});
  }

  /** Removes what is ticked of a plan, and says what was skipped and why. Rejects where nothing could be done. */
  async prune({ plan, items }: PrunePlan, ticked: ReadonlySet<string>): Promise<void> {
    const only = items.flatMap(({ id }) => (ticked.has(id) ? [id] : []));
    tellPruned(this.#toasts, 'network', await this.#api.call('networks.prune', { plan, only }), items, false);
  }
}

export const memberKey = (network: string, container: string): string => `${network} ${container}`;

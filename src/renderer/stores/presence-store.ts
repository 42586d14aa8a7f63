import { makeAutoObservable, observableRef, reaction } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { Viewer } from '#shared/contract/presence.ts';
import type { Api } from '#renderer/transport/api.ts';
import { lastOf } from '#shared/client/last-of.ts';
import type { SessionStore } from '#renderer/stores/session-store.ts';

/** Who is here over the network and what they watch. Empty for a role that may not know. */
export class PresenceStore {
  viewers: readonly Viewer[] = [];
  readonly #api: Api;
  readonly #session: SessionStore;

  constructor(api: Api, session: SessionStore) {
    this.#api = api;
    this.#session = session;
    makeAutoObservable(this, { viewers: observableRef });
  }

  /** Open as long as the role may know it (the same one as for `connections.list`). */
  open(): Disposable {
    let watching: Disposable | undefined;
    const close = (): void => {
      watching?.dispose();
      watching = undefined;
    };
    const stop = reaction(
      () => this.#session.can('connections.list'),
      (may) => {
        close();
        if (may) watching = this.#watch();
        else this.take([]);
      },
      { fireImmediately: true },
    );
    return toDisposable(() => {
      stop();
      close();
    });
  }

  get connected(): readonly Viewer[] {
    return this.viewers.filter((viewer) => viewer.connected);
  }

  /** Who has this container open now. */
  watching(container: string): readonly Viewer[] {
    return this.connected.filter(({ viewing }) => viewing.some((one) => one.container === container));
  }

  take(viewers: readonly Viewer[]): void {
    this.viewers = viewers;
  }

  #watch(): Disposable {
    return this.#api.subscribe(
      'presence',
      {},
      lastOf(({ viewers }) => this.take(viewers)),
    );
  }
}

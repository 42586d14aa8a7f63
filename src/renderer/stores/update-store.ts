import { makeAutoObservable, observableRef, reaction } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { lastOf } from '#shared/client/last-of.ts';
import type { UpdateState } from '#shared/contract/updates.ts';
import type { SessionStore } from '#renderer/stores/session-store.ts';
import type { Api } from '#renderer/transport/api.ts';

/** Whether there is a newer Quayside; in the window only, a browser has what its server has. */
export class UpdateStore {
  state: UpdateState = { state: 'none' };
  readonly #api: Api;
  readonly #session: SessionStore;

  constructor(api: Api, session: SessionStore) {
    this.#api = api;
    this.#session = session;
    makeAutoObservable(this, { state: observableRef });
  }

  open(): Disposable {
    let watching: Disposable | undefined;
    const stop = reaction(
      () => this.#session.can('update.load'),
      (isOurs) => {
        watching?.dispose();
        const take = (state: UpdateState): void => this.setState(state);
        watching = isOurs ? this.#api.subscribe('app:update', {}, lastOf(take)) : undefined;
      },
      { fireImmediately: true },
    );
    return toDisposable(() => {
      stop();
      watching?.dispose();
    });
  }

  setState(state: UpdateState): void {
    this.state = state;
  }

  /** What goes wrong stands in the state. */
  async load(): Promise<void> {
    await this.#api.call('update.load', {}).catch(() => undefined);
  }
}

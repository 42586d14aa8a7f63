import { makeAutoObservable, observableRef } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import type { OwnCost } from '#shared/contract/own-cost.ts';
import type { Api } from '#renderer/transport/api.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';

/** What Quayside takes itself: in a browser, the program that it comes from. */
export class OwnCostStore {
  latest: OwnCost | undefined = undefined;
  readonly #api: Api;
  readonly #visibility: Visibility;

  constructor(api: Api, visibility: Visibility) {
    this.#api = api;
    this.#visibility = visibility;
    makeAutoObservable(this, { latest: observableRef, open: false });
  }

  /** Watched while the window can be seen: a hidden one measures nothing. */
  open(): Disposable {
    return whileVisible(this.#visibility, () =>
      this.#api.subscribe('own:cost', {}, { onItems: (items) => this.take(items) }),
    );
  }

  /** Streams that are open to the engine. */
  get openStreams(): number {
    return (this.latest?.streams ?? []).reduce((sum, { open }) => sum + open, 0);
  }

  take(items: readonly OwnCost[]): void {
    this.latest = items.at(-1) ?? this.latest;
  }
}

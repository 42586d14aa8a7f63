import { makeAutoObservable, observable, observableRef } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Item } from '#shared/contract/index.ts';
import type { Stack } from '#shared/contract/stacks.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { SharedOpening } from '#renderer/stores/shared-opening.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';
import type { Api } from '#renderer/transport/api.ts';

/** The stacks with their services while somebody looks at them; what was known stays from one look to the next. */
export class StacksStore {
  readonly byName = observable.map<string, Stack>([], { deep: false });
  isLoaded = false;
  error: AppError | undefined = undefined;
  readonly #api: Api;
  readonly #opening: SharedOpening;

  constructor(api: Api, visibility: Visibility) {
    this.#api = api;
    this.#opening = new SharedOpening(() => whileVisible(visibility, () => this.#subscribe()));
    makeAutoObservable(this, { byName: false, error: observableRef, find: false });
  }

  open(): Disposable {
    return this.#opening.use();
  }

  /** By name. */
  get all(): readonly Stack[] {
    return [...this.byName.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  find(name: string): Stack | undefined {
    return this.byName.get(name);
  }

  replace(stacks: readonly Stack[]): void {
    this.byName.replace(stacks.map((stack): [string, Stack] => [stack.name, stack]));
    this.isLoaded = true;
    this.error = undefined;
  }

  take(changes: readonly Item<'stacks'>[]): void {
    for (const change of changes) {
      if ('upsert' in change) for (const stack of change.upsert) this.byName.set(stack.name, stack);
      else for (const name of change.remove) this.byName.delete(name);
    }
  }

  setError(error: AppError | undefined): void {
    this.error = error;
  }

  #subscribe(): Disposable {
    return this.#api.subscribe(
      'stacks',
      {},
      {
        onWhole: ({ stacks }) => this.replace(stacks),
        onItems: (changes) => this.take(changes),
        onStatus: ({ error }) => this.setError(error as AppError | undefined),
        onEnd: ({ error }) => this.setError(error as AppError | undefined),
      },
    );
  }
}

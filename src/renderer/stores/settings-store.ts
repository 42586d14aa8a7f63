import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { isCancelled } from '#renderer/stores/is-cancelled.ts';
import type { Api } from '#renderer/transport/api.ts';

/** The settings as main holds them; a change shows at once and is taken back with its reason if main refuses it. */
export class SettingsStore {
  value: Settings = DEFAULT_SETTINGS;
  isLoaded = false;
  error: string | undefined = undefined;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    makeAutoObservable(this, { value: observableRef });
  }

  open(): Disposable {
    return this.#api.subscribe(
      'settings',
      {},
      {
        onWhole: (value) => this.take(value),
        onItems: (items) => {
          const last = items.at(-1);
          if (last) this.take(last);
        },
      },
    );
  }

  take(value: Settings): void {
    this.value = value;
    this.isLoaded = true;
  }

  async set(change: Partial<Settings>): Promise<void> {
    const before = this.value;
    runInAction(() => {
      this.value = { ...before, ...change };
      this.error = undefined;
    });
    try {
      const value = await this.#api.call('settings.set', change);
      runInAction(() => this.take(value));
    } catch (error) {
      const { code, message } = error as AppError;
      // Whose role keeps no settings still sorts, folds and groups: for as long as the page lives.
      if (code === 'forbidden' && !isCancelled(error)) return;
      runInAction(() => {
        this.value = before;
        if (!isCancelled(error)) this.error = message;
      });
    }
  }
}

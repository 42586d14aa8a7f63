import { makeAutoObservable, observable, runInAction } from 'mobx';
import { plural } from '#shared/format/quantity.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';

export interface RemovalsOptions<T> {
  readonly toasts: ToastsStore;
  /** "image": what is counted. */
  readonly noun: string;
  keyOf(item: T): string;
  remove(item: T): Promise<unknown>;
}

/** Removing rows of a list: which are on their way, and why some could not go. */
export class Removals<T> {
  /** By the key of the row, until it is dismissed. */
  readonly failures = observable.map<string, string>([], { deep: false });
  readonly busy = observable.set<string>([], { deep: false });
  readonly #options: RemovalsOptions<T>;

  constructor(options: RemovalsOptions<T>) {
    this.#options = options;
    makeAutoObservable(this, { failures: false, busy: false });
  }

  /** Whether it went; why not stands under its row. */
  async remove(item: T): Promise<boolean> {
    const key = this.#options.keyOf(item);
    if (this.busy.has(key)) return false;
    runInAction(() => {
      this.failures.delete(key);
      this.busy.add(key);
    });
    try {
      await this.#options.remove(item);
      return true;
    } catch (error) {
      const { message, hint } = error as AppError;
      runInAction(() => this.failures.set(key, [message, hint].filter(Boolean).join(' ')));
      return false;
    } finally {
      runInAction(() => this.busy.delete(key));
    }
  }

  /** Several, one after another; says at the end how many went, and that the others say why under their rows. */
  async removeAll(items: readonly T[]): Promise<void> {
    const { toasts, noun } = this.#options;
    let done = 0;
    for (const item of items) if (await this.remove(item)) done += 1;
    const failed = items.length - done;
    const rest = failed === 0 ? '' : ` ${failed} stayed: why stands under ${failed === 1 ? 'its row' : 'their rows'}.`;
    toasts.show({ title: `Removed ${done === 0 ? 'none' : plural(done, noun)}.${rest}`, isError: failed > 0 });
  }

  dismiss(key: string): void {
    this.failures.delete(key);
  }
}

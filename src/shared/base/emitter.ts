import { type Disposable, toDisposable } from '#shared/base/disposable.ts';

/** One event with listeners; a listener may add or remove listeners while it runs. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  get size(): number {
    return this.#listeners.size;
  }

  on(listener: (value: T) => void): Disposable {
    // A wrapper, so that the same function registered twice counts twice.
    const entry = (value: T): void => listener(value);
    this.#listeners.add(entry);
    return toDisposable(() => this.#listeners.delete(entry));
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  clear(): void {
    this.#listeners.clear();
  }
}

/** Something that was opened and must be closed. Calling `dispose` twice is allowed and does nothing more. */
export interface Disposable {
  dispose(): void;
}

/** Wraps a function so that it runs once, however often it is disposed. */
export function toDisposable(end: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      end();
    },
  };
}

/** Owns other disposables and ends them in reverse order, so that what was opened last closes first. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = [];
  #disposed = false;

  get isDisposed(): boolean {
    return this.#disposed;
  }

  /** Registers on the line that creates; what comes after the end is ended at once. */
  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (let item = this.#items.pop(); item; item = this.#items.pop()) item.dispose();
  }
}

import { type Disposable, toDisposable } from '#shared/base/disposable.ts';

/** Opens something with the first who asks and closes it with the last: the client allows one subscription a key. */
export class SharedOpening {
  readonly #open: () => Disposable;
  #users = 0;
  #opened: Disposable | undefined;

  constructor(open: () => Disposable) {
    this.#open = open;
  }

  get isOpen(): boolean {
    return this.#opened !== undefined;
  }

  /** Opens it again for those who use it, with what has changed since. */
  renew(): void {
    if (!this.#opened) return;
    this.#opened.dispose();
    this.#opened = this.#open();
  }

  use(): Disposable {
    this.#users += 1;
    if (this.#users === 1) this.#opened = this.#open();
    return toDisposable(() => {
      this.#users -= 1;
      if (this.#users > 0) return;
      this.#opened?.dispose();
      this.#opened = undefined;
    });
  }
}

import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { Credit, Link, Message } from '#shared/protocol/link.ts';

/** What all links share: listeners, a close that fires once, nothing after it. A carrier adds `transmit` and `hangUp`. */
export abstract class LinkBase implements Link {
  readonly credit: Credit;
  readonly #messages = new Emitter<Message>();
  readonly #closed = new Emitter<void>();
  readonly #readied = new Emitter<void>();
  #isClosed = false;

  constructor(credit: Credit) {
    this.credit = credit;
  }

  protected abstract transmit(message: Message): void;
  protected abstract hangUp(): void;

  send(message: Message): void {
    if (!this.#isClosed) this.transmit(message);
  }

  onMessage(listener: (message: Message) => void): Disposable {
    return this.#messages.on(listener);
  }

  onClose(listener: () => void): Disposable {
    if (!this.#isClosed) return this.#closed.on(listener);
    listener();
    return toDisposable(() => undefined);
  }

  ready(): boolean {
    return true;
  }

  onReady(listener: () => void): Disposable {
    return this.#readied.on(listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.hangUp();
    this.#closed.fire();
    this.#closed.clear();
    this.#messages.clear();
    this.#readied.clear();
  }

  protected receive(message: Message): void {
    if (!this.#isClosed) this.#messages.fire(message);
  }

  protected drained(): void {
    if (!this.#isClosed) this.#readied.fire();
  }
}

import type { ByteStream, LogQuery, OnBytes } from '#main/engine/engine.ts';
import type { SimulatedContainer } from '#main/engine/simulated/container.ts';
import { DisposableStore } from '#shared/base/disposable.ts';

const READ_BYTES = 64 * 1024;

/** Reads a simulated log: what there is, then, if it follows, what comes until the container's run ends. */
export class LogStream implements ByteStream {
  readonly done: Promise<{ isComplete: boolean }>;
  readonly #container: SimulatedContainer;
  readonly #query: LogQuery;
  readonly #isFollow: boolean;
  readonly #onBytes: OnBytes;
  readonly #store = new DisposableStore();
  #at: number;
  #held: Uint8Array = new Uint8Array(0);
  #isPaused = false;
  #isOver: boolean;
  #settle: (isComplete: boolean) => void = () => undefined;

  constructor(
    container: SimulatedContainer,
    query: LogQuery,
    isFollow: boolean,
    onBytes: OnBytes,
    signal: AbortSignal,
  ) {
    this.#container = container;
    this.#query = query;
    this.#isFollow = isFollow;
    this.#onBytes = onBytes;
    this.#at = container.log.begin(query);
    // A follow of what does not run ends behind what there is, and does not wait for a start (engine A.1).
    this.#isOver = !isFollow || !container.isActive;
    this.done = new Promise((resolve) => {
      this.#settle = (isComplete) => {
        this.#settle = () => undefined;
        this.#store.dispose();
        resolve({ isComplete });
      };
    });
    const stop = (): void => this.#settle(false);
    signal.addEventListener('abort', stop, { once: true });
    this.#store.add({ dispose: () => signal.removeEventListener('abort', stop) });
    if (signal.aborted) {
      stop();
      return;
    }
    this.#store.add(container.lined.on(() => this.#flush()));
    this.#store.add(
      container.exited.on(() => {
        this.#isOver = true;
        this.#flush();
      }),
    );
    // Never before the caller has the stream in hand.
    queueMicrotask(() => this.#flush());
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    queueMicrotask(() => this.#flush());
  }

  close(): void {
    this.#settle(false);
  }

  #flush(): void {
    while (!this.#isPaused && !this.#store.isDisposed) {
      if (this.#held.length === 0) {
        this.#held = this.#container.log.read(this.#at, this.#query);
        this.#at = this.#container.log.next;
      }
      if (this.#held.length === 0) break;
      const bytes = this.#held.slice(0, READ_BYTES);
      this.#held = this.#held.subarray(READ_BYTES);
      this.#onBytes(bytes);
    }
    if (this.#isOver && !this.#isPaused) this.#settle(!this.#isFollow);
  }
}

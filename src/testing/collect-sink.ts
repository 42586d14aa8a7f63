import type { Sink } from '#main/hub/source.ts';
import type { LogItem } from '#shared/contract/logs.ts';
import { toDisposable } from '#shared/base/disposable.ts';
import { itemsOf } from '#shared/lines/chunk.ts';

/** A sink that keeps what a log source pushes, for tests of sources without a hub. */
export class CollectSink implements Sink<LogItem> {
  readonly items: LogItem[] = [];
  isReady = false;
  isStopped: boolean | undefined;
  last: unknown;
  chunks = 0;
  biggestChunk = 0;
  readonly #pauses = new Set<(isPaused: boolean) => void>();
  readonly #waiting = new Set<() => void>();

  ready(): void {
    this.isReady = true;
    this.isStopped = false;
    this.#changed();
  }

  push(items: readonly LogItem[]): void {
    this.items.push(...items);
    this.#changed();
  }

  pushPacked(packed: Uint8Array): void {
    this.chunks += 1;
    this.biggestChunk = Math.max(this.biggestChunk, packed.length);
    this.push(itemsOf(packed));
  }

  state(): void {
    this.ready();
  }

  stopped(isStopped: boolean): void {
    this.isReady = true;
    this.isStopped = isStopped;
    this.#changed();
  }

  resumeFrom(value: unknown): void {
    this.last = value;
  }

  onPause(listener: (isPaused: boolean) => void): { dispose(): void } {
    this.#pauses.add(listener);
    return toDisposable(() => this.#pauses.delete(listener));
  }

  /** As the hub when every watcher is out of credit. */
  pause(isPaused: boolean): void {
    for (const listener of [...this.#pauses]) listener(isPaused);
  }

  get texts(): string[] {
    return this.items.flatMap((item) => ('mark' in item ? [] : [item.text]));
  }

  get marks(): string[] {
    return this.items.flatMap((item) => ('mark' in item ? [item.mark] : []));
  }

  /** Settles when the condition holds; rejects with what there was after `ms`. */
  until(condition: () => boolean, ms = 20_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        const newest = JSON.stringify(this.items.slice(-5)).slice(0, 1000);
        reject(
          new Error(`not within ${ms} ms: ${condition.toString()}; ${this.items.length} items, the newest: ${newest}`),
        );
      }, ms);
      this.#waiting.add(check);
      check();
    });
  }

  #changed(): void {
    for (const check of [...this.#waiting]) check();
  }
}

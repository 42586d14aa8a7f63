import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { Cursor } from '#main/hub/cursor.ts';

/** The source's socket is not held longer than this for watchers that are out of credit. */
const MAX_PAUSE_MS = 30_000;

/** Holds a stream's source while every watcher with `flow` is out of credit; the fastest decides (`protocol`, Delivery). */
export class Pausing implements Disposable {
  readonly #clock: Clock;
  readonly #isSession: boolean;
  readonly #changes = new Emitter<boolean>();
  #timer: Disposable | undefined;
  #isPaused = false;
  #hasPausedEnough = false;

  constructor(clock: Clock, isSession: boolean) {
    this.#clock = clock;
    this.#isSession = isSession;
  }

  /** Tells at once, then at each change. */
  onPause(listener: (isPaused: boolean) => void): Disposable {
    listener(this.#isPaused);
    return this.#changes.on(listener);
  }

  decide(cursors: Iterable<Cursor>): void {
    let flows = 0;
    let isAnyFree = false;
    for (const cursor of cursors) {
      if (!cursor.hasFlow) continue;
      flows += 1;
      if (cursor.mayReceive) isAnyFree = true;
    }
    if (flows === 0 || isAnyFree) {
      this.#hasPausedEnough = false;
      this.#set(false);
    } else if (!this.#hasPausedEnough) this.#set(true);
  }

  release(): void {
    this.#set(false);
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#changes.clear();
  }

  #set(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    this.#timer?.dispose();
    // A terminal waits for its owner as a real one does; a log goes on and the watcher is told what it missed.
    if (isPaused && !this.#isSession) {
      this.#timer = this.#clock.after(MAX_PAUSE_MS, () => {
        this.#hasPausedEnough = true;
        this.#set(false);
      });
    }
    this.#changes.fire(isPaused);
  }
}

import { makeAutoObservable } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';

/** Design section 16: the live region speaks at most once in 3 s. */
export const SPEAK_EVERY_MS = 3000;

/** What assistive technology is told without being asked: results of own acts and connection changes, nothing else. */
export class AnnouncerStore {
  /** The words in the live region. */
  words = '';
  readonly #waiting: string[] = [];
  #spokeAt = Number.NEGATIVE_INFINITY;
  #timer: Disposable | undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    makeAutoObservable(this);
  }

  /** Says it now, or with what else came up once 3 s have passed since the last time. */
  say(words: string): void {
    if (!this.#waiting.includes(words)) this.#waiting.push(words);
    if (this.#timer) return;
    const wait = this.#spokeAt + SPEAK_EVERY_MS - this.#clock.monotonic();
    if (wait <= 0) this.speak();
    else this.#timer = this.#clock.after(wait, () => this.speak());
  }

  speak(): void {
    this.#timer = undefined;
    this.#spokeAt = this.#clock.monotonic();
    const sentences = this.#waiting.splice(0).map((words) => (/[.?]$/.test(words) ? words : `${words}.`));
    const next = sentences.join(' ');
    // The same words twice would change nothing in the region and so not be spoken: a no-break space makes them differ.
    this.words = next === this.words ? `${next}\u00A0` : next;
  }
}

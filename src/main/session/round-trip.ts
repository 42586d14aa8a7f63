import type { Clock } from '#shared/base/clock.ts';

/** An acknowledgement that has not come in this time never will: its stream has ended, or its watcher acks nothing. */
const GIVE_UP_MS = 30_000;

/**
 * How long a batch and its acknowledgement take: the network there and back, and the other side's reading. One batch at a
 * time is followed, so that it costs nothing where thousands are sent.
 */
export class RoundTrip {
  readonly #clock: Clock;
  #asked: { stream: string; next: number; at: number } | undefined;
  #ms: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The last one, in ms; undefined: none was measured. */
  get ms(): number | undefined {
    return this.#ms;
  }

  /** A batch goes out to a watcher that acks; `next` as in the protocol. */
  sent(stream: string, next: number): void {
    const now = this.#clock.monotonic();
    if (this.#asked && now - this.#asked.at < GIVE_UP_MS) return;
    this.#asked = { stream, next, at: now };
  }

  acked(stream: string, seq: number): void {
    const asked = this.#asked;
    if (asked?.stream !== stream || seq < asked.next) return;
    this.#ms = this.#clock.monotonic() - asked.at;
    this.#asked = undefined;
  }
}

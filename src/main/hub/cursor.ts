import type { EndReason, StreamStatus } from '#shared/protocol/messages.ts';
import type { Credit } from '#shared/protocol/link.ts';
import type { ErrorShape } from '#shared/protocol/errors.ts';

/** What a watcher is told, in the words of the protocol; the session adds the stream's name. */
export interface Delivery {
  batch(data: { from: number; next: number; items?: readonly unknown[]; packed?: Uint8Array; whole?: true }): void;
  gap(data: { dropped: number | null; next: number }): void;
  status(data: { status: StreamStatus; error?: ErrorShape; retryInMs?: number }): void;
  end(data: { reason: EndReason; error?: ErrorShape; exitCode?: number | null }): void;
}

export interface CursorOptions {
  delivery: Delivery;
  /** Undefined: a watcher without `flow`, for whom `isReady` speaks. */
  credit: Credit | undefined;
  wantsPacked: boolean;
  isReady(): boolean;
}

/** A terminal's source pauses at so many un-acked characters and goes on at the lower number (`protocol`, Terminals). */
const SESSION_PAUSE = 100_000;
const SESSION_RESUME = 5000;

/** One watcher's place in a stream: what it was sent, what it has acked, whether it may be sent more. */
export class Cursor {
  readonly options: CursorOptions;
  /** The next number it is owed; undefined until the stream has placed it. */
  position: number | undefined;
  /** A state watcher that must get the whole value before any change. */
  needsWhole = false;
  sentAt = Number.NEGATIVE_INFINITY;
  readonly #isSession: boolean;
  readonly #sent: { from: number; next: number; bytes: number }[] = [];
  #owedBytes = 0;
  #isHeld = false;

  constructor(options: CursorOptions, isSession: boolean) {
    this.options = options;
    this.#isSession = isSession;
  }

  get hasFlow(): boolean {
    return this.options.credit !== undefined;
  }

  /** The first number it may not have: what is on its way when a link breaks never arrives. */
  get confirmed(): number | undefined {
    return this.#sent[0]?.from ?? this.position;
  }

  /** Whether one more message may go out. */
  get mayReceive(): boolean {
    const credit = this.options.credit;
    if (!credit) return this.options.isReady();
    if (this.#isSession) return !this.#isHeld;
    return 'bytes' in credit ? this.#owedBytes < credit.bytes : this.#sent.length < credit.messages;
  }

  noteSent(next: number, bytes: number, now: number): void {
    const from = this.position ?? next;
    this.position = next;
    this.sentAt = now;
    if (!this.hasFlow) return;
    this.#sent.push({ from, next, bytes });
    this.#owedBytes += bytes;
    if (this.#owedBytes >= SESSION_PAUSE) this.#isHeld = true;
  }

  /** `seq` is the next number the watcher wants; acks are cumulative, an old or invented one changes nothing. */
  ack(seq: number): void {
    while (this.#sent.length > 0 && (this.#sent[0] as { next: number }).next <= seq) {
      this.#owedBytes -= (this.#sent.shift() as { bytes: number }).bytes;
    }
    if (this.#owedBytes <= SESSION_RESUME) this.#isHeld = false;
  }
}

import { type Clock, sleep } from '#shared/base/clock.ts';
import type { WebhookAnswer, WebhookMessage, WebhookTarget } from '#main/alerts/webhook-post.ts';

/** Waits before the second try and those after it; then it is given up. */
const RETRY_MS = [1000, 5000, 25_000, 120_000];
/** Messages of one rule that wait; the oldest are given up. */
const MOST_WAITING = 50;

export interface WebhooksOptions {
  readonly clock: Clock;
  post(target: WebhookTarget, message: WebhookMessage, signal: AbortSignal): Promise<WebhookAnswer>;
  /** Looked up at each try: it may have been mended meanwhile. Undefined: there is none any more. */
  targetOf(rule: string): Promise<WebhookTarget | undefined>;
  /** What came of a message, after its last try. */
  onDone(rule: string, answer: WebhookAnswer): void;
  warn(message: string, details?: unknown): void;
}

/** Messages on their way: one after the other for each rule, so that one that hangs holds up its own rule's alone. */
export class Webhooks {
  readonly #options: WebhooksOptions;
  readonly #lanes = new Map<string, WebhookMessage[]>();
  readonly #working = new Set<Promise<void>>();
  readonly #abort = new AbortController();

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  send(rule: string, message: WebhookMessage): void {
    if (this.#abort.signal.aborted) return;
    const lane = this.#lanes.get(rule);
    if (lane) {
      lane.push(message);
      if (lane.length > MOST_WAITING) {
        lane.shift();
        this.#options.warn('a notice was given up: too many wait for their webhook', { rule });
      }
      return;
    }
    const waiting = [message];
    this.#lanes.set(rule, waiting);
    const work = this.#run(rule, waiting).finally(() => this.#working.delete(work));
    this.#working.add(work);
  }

  /** What is on its way is broken off; settles when nothing is. */
  async close(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#working);
  }

  async #run(rule: string, waiting: WebhookMessage[]): Promise<void> {
    for (let message = waiting.shift(); message && !this.#abort.signal.aborted; message = waiting.shift()) {
      try {
        await this.#deliver(rule, message);
      } catch (thrown) {
        this.#options.warn('a notice could not be sent', { rule, thrown });
      }
    }
    // In the same turn as it was found empty: what is sent from now on opens another.
    this.#lanes.delete(rule);
  }

  async #deliver(rule: string, message: WebhookMessage): Promise<void> {
    const { clock, post, targetOf, onDone, warn } = this.#options;
    const { signal } = this.#abort;
    for (let tries = 0; ; tries++) {
      const target = await targetOf(rule);
      if (!target || signal.aborted) return;
      const answer = await post(target, message, signal);
      if (signal.aborted) return;
      const waitMs = RETRY_MS[tries];
      if (answer.isDelivered || !answer.mayRetry || waitMs === undefined) {
        if (!answer.isDelivered)
          warn('a webhook did not take a notice', { rule, tries: tries + 1, why: answer.message });
        onDone(rule, answer);
        return;
      }
      await sleep(clock, waitMs, signal);
    }
  }
}

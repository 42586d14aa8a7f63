import { TICKET_MS } from '#main/session/transfers.ts';
import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** Bytes of a job between it and the one who fetches or sends them: its end is the job's, in whichever way it ends. */
export class Handover {
  readonly #clock: Clock;
  readonly #what: string;
  #bytes: AsyncIterable<Uint8Array> | undefined;
  #settle: (thrown: unknown, sent: number) => void = () => undefined;

  /** `what` stands in its messages: "the log". */
  constructor(clock: Clock, what: string) {
    this.#clock = clock;
    this.#what = what;
  }

  /** Settles when all was fetched; rejects when it broke, was cancelled, or nobody came in time. */
  give(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number> {
    this.#bytes = bytes;
    return new Promise((resolve, reject) => {
      const late = this.#clock.after(TICKET_MS, () => {
        if (this.#bytes) this.#settle(new AppError('timeout', `Nobody fetched ${this.#what} within 60 s.`), 0);
      });
      const stop = (): void => this.#settle(cancelledOne(), 0);
      this.#settle = (thrown, sent) => {
        this.#settle = () => undefined;
        this.#bytes = undefined;
        late.dispose();
        signal.removeEventListener('abort', stop);
        if (thrown === undefined) resolve(sent);
        else reject(thrown);
      };
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
    });
  }

  async *take(gone: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    const bytes = this.#bytes;
    if (!bytes) throw cancelledOne();
    this.#bytes = undefined;
    let sent = 0;
    let failure: unknown = new AppError('conflict', 'The download was broken off.', { reason: 'cancelled' });
    try {
      for await (const some of bytes) {
        if (gone.aborted) return;
        yield some;
        sent += some.length;
      }
      failure = undefined;
    } catch (thrown) {
      failure = thrown;
      throw thrown;
    } finally {
      this.#settle(failure, sent);
    }
  }
}

/** Bytes that somebody sends for a job. */
export class Arrival {
  readonly #clock: Clock;
  readonly #over: Promise<void>;
  #settle: { done: () => void; failed: (thrown: unknown) => void } = { done: () => undefined, failed: () => undefined };
  #arrived: (bytes: AsyncIterable<Uint8Array>) => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#over = new Promise((done, failed) => (this.#settle = { done, failed }));
    // The job tells of it; the sender may be gone by then.
    this.#over.catch(() => undefined);
  }

  /** The job's half: waits for the bytes, at most as long as their ticket is good. */
  async use(work: (bytes: AsyncIterable<Uint8Array>) => Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await work(await this.#wait(signal));
      this.#settle.done();
    } catch (thrown) {
      this.#settle.failed(thrown);
      throw thrown;
    }
  }

  /** The sender's half: settles as the job does. */
  take(bytes: AsyncIterable<Uint8Array>, gone: AbortSignal): Promise<void> {
    this.#arrived(whole(bytes, gone));
    return this.#over;
  }

  #wait(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        late.dispose();
        reject(cancelledOne());
      };
      const late = this.#clock.after(TICKET_MS, () =>
        reject(new AppError('timeout', 'Nobody sent the file within 60 s.')),
      );
      this.#arrived = (some) => {
        late.dispose();
        signal.removeEventListener('abort', stop);
        resolve(some);
      };
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
    });
  }
}

/** A sender that goes away in the middle has not sent all. */
async function* whole(bytes: AsyncIterable<Uint8Array>, gone: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const some of bytes) yield some;
  if (gone.aborted) throw new AppError('conflict', 'The upload was broken off.', { reason: 'cancelled' });
}

const cancelledOne = (): AppError => new AppError('conflict', 'This was cancelled.', { reason: 'cancelled' });

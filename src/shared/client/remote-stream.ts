import type { Backoff } from '#shared/base/backoff.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { ChannelName, Item, Whole } from '#shared/contract/index.ts';
import type { Subscription, Watcher } from '#shared/client/watcher.ts';
import { packedCount } from '#shared/lines/chunk.ts';
import { AppError, type ErrorShape } from '#shared/protocol/errors.ts';
import type { Acknowledgement, Batch, Notice, RequestIn, RequestName } from '#shared/protocol/messages.ts';

export interface RemoteStreamOptions {
  channel: ChannelName;
  params: Record<string, unknown>;
  view: Record<string, unknown> | undefined;
  packed: boolean;
  watcher: Watcher<ChannelName>;
  backoff: Backoff;
  clock: Clock;
  send<R extends RequestName>(name: R, payload: RequestIn<R>, onAnswer?: (answer: Acknowledgement<R>) => void): void;
  bind(name: string, self: RemoteStream): void;
  unbind(name: string, self: RemoteStream): void;
  /** It is disposed or over; `isPending`: the answer to its subscribe is still to come. */
  forget(self: RemoteStream, isPending: boolean): void;
  /** That answer came, and its server half is let go: the same may be subscribed again. */
  released(): void;
}

/** One subscription as the client sees it, over as many links as its life takes. */
export class RemoteStream implements Subscription {
  readonly #options: RemoteStreamOptions;
  #name: string | undefined;
  #epoch: string | undefined;
  #next = 0;
  #isDisposed = false;
  #isEnded = false;
  /** Counts the links, so that an answer of an older one is not taken for this one's. */
  #round = 0;
  #retry: Disposable | undefined;
  #isPending = false;

  constructor(options: RemoteStreamOptions) {
    this.#options = options;
  }

  /** Subscribes on the current link, from where the last one broke. */
  open(): void {
    if (this.#isDisposed || this.#isEnded) return;
    this.#retry?.dispose();
    this.#round += 1;
    const round = this.#round;
    const { channel, params, view, packed } = this.#options;
    const request: RequestIn<'subscribe'> = { channel, params, flow: true, packed };
    if (view !== undefined) request.view = view;
    if (this.#epoch !== undefined) request.since = { epoch: this.#epoch, seq: this.#next };
    this.#isPending = true;
    this.#options.send('subscribe', request, (answer) => {
      if (round !== this.#round) return;
      this.#isPending = false;
      if (answer.ok) this.#opened(answer);
      else this.#refused(answer.error);
    });
  }

  linkLost(): void {
    this.#round += 1;
    this.#name = undefined;
    this.#isPending = false;
    this.#retry?.dispose();
  }

  input(data: string): Promise<void> {
    const stream = this.#name;
    if (stream === undefined)
      return Promise.reject(
        new AppError('conflict', 'The terminal is not connected yet.', { hint: 'Wait for the prompt.' }),
      );
    return new Promise((resolve, reject) => {
      this.#options.send('input', { stream, data }, (answer) =>
        answer.ok ? resolve() : reject(AppError.fromShape(answer.error)),
      );
    });
  }

  batch(data: Batch): void {
    if (this.#isDisposed || data.epoch !== this.#epoch) return;
    const watcher = this.#options.watcher;
    this.#next = data.next;
    if (data.packed) watcher.onPacked?.(data.packed, data.from, packedCount(data.packed));
    else if (data.whole) watcher.onWhole?.(data.items?.[0] as Whole<ChannelName>);
    else watcher.onItems?.((data.items ?? []) as Item<ChannelName>[], data.from);
    const stream = this.#name;
    if (stream !== undefined) this.#options.send('ack', { stream, seq: data.next });
  }

  gap(gap: Notice<'gap'>): void {
    if (this.#isDisposed || gap.epoch !== this.#epoch) return;
    this.#next = gap.next;
    this.#options.watcher.onGap?.({ dropped: gap.dropped, next: gap.next });
  }

  status(notice: Notice<'status'>): void {
    if (this.#isDisposed) return;
    this.#options.watcher.onStatus?.({
      status: notice.status,
      ...(notice.error ? { error: AppError.fromShape(notice.error as ErrorShape) } : {}),
      ...(notice.retryInMs === undefined ? {} : { retryInMs: notice.retryInMs }),
    });
  }

  end(notice: Notice<'end'>): void {
    if (this.#isDisposed) return;
    // "The client subscribes anew" (decisions, Windows): the thing itself goes on, on another engine.
    if (notice.reason === 'engine_changed') {
      this.#unbind();
      this.#epoch = undefined;
      return this.open();
    }
    this.#finish(notice);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#retry?.dispose();
    const stream = this.#name;
    this.#unbind();
    this.#options.forget(this, this.#isPending);
    if (stream !== undefined) this.#options.send('unsubscribe', { stream });
  }

  #opened(answer: { stream: string; epoch: string; next: number }): void {
    if (this.#isDisposed) {
      this.#options.send('unsubscribe', { stream: answer.stream });
      return this.#options.released();
    }
    this.#name = answer.stream;
    this.#options.bind(answer.stream, this);
    this.#options.backoff.reset();
    if (answer.epoch === this.#epoch) return;
    this.#epoch = answer.epoch;
    this.#next = answer.next;
    this.#options.watcher.onEpoch?.(answer.epoch, answer.next);
  }

  #refused(error: ErrorShape): void {
    if (this.#isDisposed) return this.#options.released();
    // Out of reach for now is no reason to give up: the engine or the rate limit comes back.
    if (error.code === 'engine_unavailable' || error.code === 'too_many' || error.code === 'timeout') {
      const retryInMs = error.retryAfterMs ?? this.#options.backoff.next();
      this.#options.watcher.onStatus?.({ status: 'waiting', error: AppError.fromShape(error), retryInMs });
      this.#retry = this.#options.clock.after(retryInMs, () => this.open());
      return;
    }
    this.#finish({ stream: '', reason: 'failed', error });
  }

  #finish(notice: Notice<'end'>): void {
    this.#isEnded = true;
    this.#unbind();
    this.#options.forget(this, false);
    this.#options.watcher.onEnd?.({
      reason: notice.reason,
      ...(notice.error ? { error: AppError.fromShape(notice.error as ErrorShape) } : {}),
      ...(notice.exitCode === undefined ? {} : { exitCode: notice.exitCode }),
    });
  }

  #unbind(): void {
    if (this.#name !== undefined) this.#options.unbind(this.#name, this);
    this.#name = undefined;
  }
}

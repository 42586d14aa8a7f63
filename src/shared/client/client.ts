import { Backoff, LINK_BACKOFF_MS } from '#shared/base/backoff.ts';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import type { CallIn, ChannelName, CommandName, ParamsIn, Result, ViewIn } from '#shared/contract/index.ts';
import { RemoteStream } from '#shared/client/remote-stream.ts';
import type { Subscription, Watcher } from '#shared/client/watcher.ts';
import { AppError, type ErrorShape } from '#shared/protocol/errors.ts';
import type { Link, Message } from '#shared/protocol/link.ts';
import {
  type Acknowledgement,
  batch,
  type Notice,
  notices,
  type RequestIn,
  type RequestName,
} from '#shared/protocol/messages.ts';

export type LinkState = 'connecting' | 'connected' | 'waiting';

export interface SubscribeOptions<C extends ChannelName> {
  view?: ViewIn<C>;
  /** Log channels: take packed chunks instead of items. */
  packed?: boolean;
}

/** An answer must come within this, else the link counts as dead; commands have their own time at the server. */
const ANSWER_TIMEOUT_MS = 3_700_000;

/**
 * The client half of the protocol, over any link. Subscriptions outlive the link: with a new one each goes on where
 * it stood, by epoch and number. It acks by itself. Not for two subscriptions of the same thing at once: a store
 * shares one (the server has one cursor a stream and link, so a second one could not have a view of its own).
 */
export class Client implements Disposable {
  readonly #clock: Clock;
  readonly #streams = new Map<string, RemoteStream>();
  /** Keys whose last subscription was dropped before its answer came: the unsubscribe must go out before a new subscribe. */
  readonly #closing = new Set<string>();
  readonly #byName = new Map<string, RemoteStream>();
  readonly #pending = new Map<number, (answer: Acknowledgement) => void>();
  readonly #states = new Emitter<LinkState>();
  readonly #closings = new Emitter<string>();
  #link: Link | undefined;
  #linkStore = new DisposableStore();
  #lastNumber = 0;
  #state: LinkState = 'connecting';
  #hello: Notice<'connected'> | undefined;

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** What the server said when the link was made. */
  get hello(): Notice<'connected'> | undefined {
    return this.#hello;
  }

  get subscriptionCount(): number {
    return this.#streams.size;
  }

  onState(listener: (state: LinkState) => void): Disposable {
    return this.#states.on(listener);
  }

  /** The server says that it goes away, and why. */
  onClosing(listener: (reason: string) => void): Disposable {
    return this.#closings.on(listener);
  }

  /** Uses this link from now on; an older one is closed. Subscriptions are resumed on it. */
  attach(link: Link): void {
    this.#dropLink();
    this.#link = link;
    const store = new DisposableStore();
    this.#linkStore = store;
    store.add(link.onMessage((message) => this.#receive(message)));
    store.add(link.onClose(() => this.#link === link && this.#lost()));
    this.#setState('connecting');
    for (const stream of this.#streams.values()) stream.open();
  }

  subscribe<C extends ChannelName>(
    channel: C,
    params: ParamsIn<C>,
    watcher: Watcher<C>,
    options: SubscribeOptions<C> = {},
  ): Subscription {
    const key = `${channel} ${stableKey(params)}`;
    if (this.#streams.has(key))
      throw new AppError('conflict', `${channel} is already watched with these params; share that subscription.`);
    const stream = new RemoteStream({
      channel,
      params: params as Record<string, unknown>,
      view: options.view as Record<string, unknown> | undefined,
      packed: options.packed ?? false,
      watcher: watcher as Watcher<ChannelName>,
      backoff: new Backoff(LINK_BACKOFF_MS),
      clock: this.#clock,
      send: (name, payload, onAnswer) => this.#send(name, payload, onAnswer),
      bind: (name, self) => this.#byName.set(name, self),
      unbind: (name, self) => this.#byName.get(name) === self && this.#byName.delete(name),
      forget: (self, isPending) => {
        if (this.#streams.get(key) === self) this.#streams.delete(key);
        if (isPending) this.#closing.add(key);
      },
      released: () => {
        this.#closing.delete(key);
        this.#streams.get(key)?.open();
      },
    });
    this.#streams.set(key, stream);
    if (this.#link && !this.#closing.has(key)) stream.open();
    return stream;
  }

  /** Runs a command; rejects with the AppError of the answer, or `engine_unavailable` style errors of a lost link. */
  async call<C extends CommandName>(command: C, params: CallIn<C>): Promise<Result<C>> {
    const answer = await this.#request('call', { command, params: params as Record<string, unknown> });
    if (!answer.ok) throw AppError.fromShape(answer.error);
    return (answer as { result: unknown }).result as Result<C>;
  }

  dispose(): void {
    for (const stream of [...this.#streams.values()]) stream.dispose();
    this.#dropLink();
    this.#states.clear();
  }

  #request<R extends RequestName>(name: R, payload: RequestIn<R>): Promise<Acknowledgement<R>> {
    return new Promise((resolve) => this.#send(name, payload, resolve));
  }

  /** `onAnswer` runs while the answer is received, before the next message: a batch may be right behind it. */
  #send<R extends RequestName>(name: R, payload: RequestIn<R>, onAnswer?: (answer: Acknowledgement<R>) => void): void {
    const link = this.#link;
    if (!link) return onAnswer?.({ ok: false, error: lostLink() });
    if (!onAnswer) return link.send({ e: name, p: payload });
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    const timer = this.#clock.after(ANSWER_TIMEOUT_MS, () =>
      this.#answer(number, { ok: false, error: { code: 'timeout', message: 'Quayside did not answer.' } }),
    );
    this.#pending.set(number, (answer) => {
      timer.dispose();
      onAnswer(answer as Acknowledgement<R>);
    });
    link.send({ e: name, p: payload, i: number });
  }

  #answer(number: number, answer: Acknowledgement): void {
    const pending = this.#pending.get(number);
    this.#pending.delete(number);
    pending?.(answer);
  }

  #receive(message: Message): void {
    if ('a' in message) return this.#answer(message.a, message.p as Acknowledgement);
    switch (message.e) {
      case 'connected':
        this.#hello = notices.connected.parse(message.p);
        return this.#setState('connected');
      case 'gap': {
        const gap = notices.gap.parse(message.p);
        return this.#byName.get(gap.stream)?.gap(gap);
      }
      case 'status': {
        const status = notices.status.parse(message.p);
        return this.#byName.get(status.stream)?.status(status);
      }
      case 'end': {
        const end = notices.end.parse(message.p);
        return this.#byName.get(end.stream)?.end(end);
      }
      case 'closing':
        return this.#closings.fire(notices.closing.parse(message.p).reason);
      case 'revoked':
        return this.#closings.fire(notices.revoked.parse(message.p).reason);
      case 'fault':
        return;
      default: {
        const data = batch.parse(message.p);
        this.#byName.get(data.stream)?.batch(data);
      }
    }
  }

  #lost(): void {
    this.#dropLink();
    this.#setState('waiting');
  }

  #dropLink(): void {
    const link = this.#link;
    this.#link = undefined;
    this.#linkStore.dispose();
    link?.close();
    this.#byName.clear();
    this.#closing.clear();
    for (const stream of this.#streams.values()) stream.linkLost();
    for (const number of [...this.#pending.keys()]) this.#answer(number, { ok: false, error: lostLink() });
  }

  #setState(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#states.fire(state);
  }
}

const lostLink = (): ErrorShape => ({
  code: 'timeout',
  message: 'The connection to Quayside was lost before the answer came.',
  hint: 'Look at the state before trying again: the act may have been carried out.',
});

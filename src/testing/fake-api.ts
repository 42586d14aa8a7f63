import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import type { LinkState, SubscribeOptions } from '#shared/client/client.ts';
import type { Subscription, Watcher } from '#shared/client/watcher.ts';
import {
  type CallIn,
  type ChannelName,
  type CommandName,
  commands,
  type ParamsIn,
  type Result,
} from '#shared/contract/index.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';

type AnyWatcher = Watcher<ChannelName>;
type Handler = (params: Record<string, unknown>) => unknown;

/** A client without a server, for stores and for the gallery: a test plays the server by hand. */
export class FakeApi implements Api {
  state: LinkState = 'connected';
  hello: Api['hello'] = { user: { name: 'local', role: 'local' }, version: '0.0.0', commands: Object.keys(commands) };
  /** Open subscriptions by "channel {params}". */
  readonly open = new Map<string, AnyWatcher>();
  /** Every subscribe there ever was, in order. */
  readonly subscribed: string[] = [];
  readonly calls: { command: CommandName; params: Record<string, unknown> }[] = [];
  readonly handlers = new Map<CommandName, Handler>();
  /** Told of each new subscription, so that a gallery can fill it. */
  onSubscribe:
    | ((channel: ChannelName, params: Record<string, unknown>, watcher: AnyWatcher) => Disposable | undefined)
    | undefined;
  onInput: ((params: Record<string, unknown>, data: string) => void) | undefined;
  readonly #states = new Emitter<LinkState>();

  onState(listener: (state: LinkState) => void): Disposable {
    return this.#states.on(listener);
  }

  setState(state: LinkState): void {
    this.state = state;
    this.#states.fire(state);
  }

  subscribe<C extends ChannelName>(
    channel: C,
    params: ParamsIn<C>,
    watcher: Watcher<C>,
    _options?: SubscribeOptions<C>,
  ): Subscription {
    const key = `${channel} ${stableKey(params)}`;
    if (this.open.has(key)) throw new AppError('conflict', `${key} is already watched`);
    const any = watcher as AnyWatcher;
    this.open.set(key, any);
    this.subscribed.push(key);
    const feed = this.onSubscribe?.(channel, params as Record<string, unknown>, any);
    const end = toDisposable(() => {
      this.open.delete(key);
      feed?.dispose();
    });
    return {
      dispose: () => end.dispose(),
      input: (data) => Promise.resolve(this.onInput?.(params as Record<string, unknown>, data)),
    };
  }

  call<C extends CommandName>(command: C, params: CallIn<C>): Promise<Result<C>> {
    this.calls.push({ command, params: params as Record<string, unknown> });
    const handler = this.handlers.get(command);
    if (!handler) return Promise.reject(new AppError('not_found', `no fake for ${command}`));
    return Promise.resolve().then(() => handler(params as Record<string, unknown>) as Result<C>);
  }

  /** The watcher of an open subscription, typed by its channel. */
  watcher<C extends ChannelName>(channel: C, params: ParamsIn<C>): Watcher<C> {
    const watcher = this.open.get(`${channel} ${stableKey(params)}`);
    if (!watcher) throw new Error(`${channel} ${stableKey(params)} is not watched`);
    return watcher as Watcher<C>;
  }
}

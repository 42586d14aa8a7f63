import type { Disposable } from '#shared/base/disposable.ts';
import type { LinkState, SubscribeOptions } from '#shared/client/client.ts';
import type { Subscription, Watcher } from '#shared/client/watcher.ts';
import type { CallIn, ChannelName, CommandName, ParamsIn, Result } from '#shared/contract/index.ts';

/** What stores need of the client; `Client` fits it, and so does a fake in a test. */
export interface Api {
  readonly state: LinkState;
  /** Who we are and what we may; undefined until the link is made. */
  readonly hello: { user: { name: string; role: string }; version: string; commands: string[] } | undefined;
  onState(listener: (state: LinkState) => void): Disposable;
  subscribe<C extends ChannelName>(
    channel: C,
    params: ParamsIn<C>,
    watcher: Watcher<C>,
    options?: SubscribeOptions<C>,
  ): Subscription;
  call<C extends CommandName>(command: C, params: CallIn<C>): Promise<Result<C>>;
}

import type { Clock } from '#shared/base/clock.ts';
import { DisposableStore } from '#shared/base/disposable.ts';
import { type ChannelName, channels, commands, isChannel } from '#shared/contract/index.ts';
import { rank } from '#shared/contract/define.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Link, Message } from '#shared/protocol/link.ts';
import { type Answers, PROTOCOL_VERSION, type Request, type RequestName, requests } from '#shared/protocol/messages.ts';
import type { Hub, HubSubscription } from '#main/hub/hub.ts';
import type { Dispatch } from '#main/session/dispatch.ts';
import { parse } from '#main/session/parse.ts';
import type { Caller } from '#main/commands/handler.ts';

export interface SessionPorts {
  clock: Clock;
  hub: Hub;
  dispatch: Dispatch;
  version: string;
  newId(): string;
  toError(thrown: unknown): AppError;
  /** Full id of a container that was named in any way; throws not_found or conflict. */
  resolveContainer(engine: string, ref: string): Promise<string>;
  /** Whether the caller may watch a private stream; throws not_found or forbidden. */
  checkOwner(channel: ChannelName, params: Record<string, unknown>, caller: Caller): void;
  /** Keystrokes of the owner for a session stream. */
  input(params: Record<string, unknown>, data: string, caller: Caller): void;
}

interface Held {
  channel: ChannelName;
  params: Record<string, unknown>;
  subscription: HubSubscription;
}

/** The server half of one link: what one caller watches and asks. Nothing that comes in can be fatal to the server. */
export class Session {
  readonly id: string;
  readonly caller: Caller;
  readonly #link: Link;
  readonly #ports: SessionPorts;
  readonly #store = new DisposableStore();
  readonly #held = new Map<string, Held>();
  /** Subscribes on their way, so that a link that closes meanwhile leaves nothing behind. */
  readonly #abort = new AbortController();

  constructor(link: Link, caller: Caller, ports: SessionPorts) {
    this.id = ports.newId();
    this.caller = caller;
    this.#link = link;
    this.#ports = ports;
    this.#store.add(link.onMessage((message) => void this.#receive(message)));
    this.#store.add(link.onReady(() => this.#pumpAll()));
    this.#store.add(link.onClose(() => this.dispose()));
    link.send({
      e: 'connected',
      p: {
        clientId: this.id,
        user: { name: caller.user, role: caller.role },
        protocol: PROTOCOL_VERSION,
        version: ports.version,
        serverTime: new Date(ports.clock.now()).toISOString(),
        channels: Object.entries(channels).flatMap(([name, def]) =>
          rank(def.role) <= rank(caller.role) ? [name] : [],
        ),
        commands: Object.entries(commands).flatMap(([name, def]) =>
          rank(def.role) <= rank(caller.role) ? [name] : [],
        ),
      },
    });
  }

  get subscriptionCount(): number {
    return this.#held.size;
  }

  /** Tells the other side before the link goes. */
  closing(reason: string): void {
    this.#link.send({ e: 'closing', p: { reason } });
  }

  dispose(): void {
    if (this.#store.isDisposed) return;
    this.#store.dispose();
    this.#abort.abort();
    for (const held of this.#held.values()) held.subscription.dispose();
    this.#held.clear();
    this.#link.close();
  }

  async #receive(message: Message): Promise<void> {
    if ('a' in message) return; // the server asks nothing, so nothing can be answered
    try {
      await this.#handle(message.e, message.p, (answer) => {
        if (message.i !== undefined) this.#link.send({ a: message.i, p: { ok: true, ...answer } });
      });
    } catch (thrown) {
      const error = this.#ports.toError(thrown).toShape();
      if (message.i === undefined) this.#link.send({ e: 'fault', p: { event: message.e, error } });
      else this.#link.send({ a: message.i, p: { ok: false, error } });
    }
  }

  async #handle(event: string, payload: unknown, answer: (value: Answers[RequestName]) => void): Promise<void> {
    if (!Object.hasOwn(requests, event))
      throw new AppError('bad_request', `There is no message "${event.slice(0, 60)}".`, {
        hint: `Known are ${Object.keys(requests).join(', ')}.`,
      });
    switch (event as RequestName) {
      case 'subscribe':
        return this.#subscribe(parse(requests.subscribe, payload), answer);
      case 'unsubscribe': {
        const { stream } = parse(requests.unsubscribe, payload);
        this.#held.get(stream)?.subscription.dispose();
        this.#held.delete(stream);
        return answer({});
      }
      case 'ack': {
        const { stream, seq } = parse(requests.ack, payload);
        // An ack may cross the end of its stream on the way: nothing to complain about.
        this.#held.get(stream)?.subscription.ack(seq);
        return answer({});
      }
      case 'call': {
        const { command, params } = parse(requests.call, payload);
        return answer({ result: await this.#ports.dispatch(command, params, this.caller, this.#abort.signal) });
      }
      case 'input': {
        const { stream, data } = parse(requests.input, payload);
        const held = this.#held.get(stream);
        if (!held) throw new AppError('not_found', `You do not watch a stream "${stream}".`, { field: 'stream' });
        if (channels[held.channel].kind !== 'session')
          throw new AppError('bad_request', `${held.channel} takes no input.`, { field: 'stream' });
        this.#ports.input(held.params, data, this.caller);
        return answer({});
      }
      case 'renew':
        throw new AppError('bad_request', 'This link has no token to renew.');
      case 'ping':
        return answer({ time: new Date(this.#ports.clock.now()).toISOString() });
    }
  }

  async #subscribe(request: Request<'subscribe'>, answer: (value: Answers['subscribe']) => void): Promise<void> {
    const name = request.channel;
    if (!isChannel(name)) throw new AppError('not_found', `There is no channel "${name}".`, { field: 'channel' });
    const def = channels[name];
    if (rank(this.caller.role) < rank(def.role))
      throw new AppError('forbidden', `${name} needs the role ${def.role}; you are ${this.caller.role}.`);
    const params = parse(def.params, request.params, 'params') as Record<string, unknown>;
    const view = parse(def.view, request.view ?? {}, 'view') as { tail?: number; points?: number };
    if (typeof params['container'] === 'string')
      params['container'] = await this.#ports.resolveContainer(String(params['engine']), params['container']);
    if (def.isPrivate) this.#ports.checkOwner(name, params, this.caller);
    if (this.#abort.signal.aborted) return;
    const subscription = await this.#open(name, params, view, request);
    if (this.#abort.signal.aborted) return subscription.dispose();
    const already = this.#held.get(subscription.stream);
    if (already) {
      // Subscribing again to a stream one has changes nothing.
      subscription.dispose();
      return answer({
        stream: subscription.stream,
        params,
        epoch: subscription.epoch,
        next: already.subscription.next,
      });
    }
    this.#held.set(subscription.stream, { channel: name, params, subscription });
    answer({ stream: subscription.stream, params, epoch: subscription.epoch, next: subscription.next });
    subscription.start();
  }

  #open(
    name: ChannelName,
    params: Record<string, unknown>,
    view: { tail?: number; points?: number },
    request: Request<'subscribe'>,
  ): Promise<HubSubscription> {
    let identity: { stream: string; epoch: string } | undefined;
    const send = (event: string, data: object): void =>
      this.#link.send({ e: event, p: { stream: identity?.stream ?? '', ...data } });
    const withEpoch = (data: object): object => ({ epoch: identity?.epoch ?? '', ...data });
    const opened = this.#ports.hub.subscribe({
      channel: name,
      params,
      view,
      since: request.since,
      // A range read belongs to its reader: a late one must get it from its beginning.
      audience: name === 'logs:read' ? this.#ports.newId() : '',
      credit: request.flow ? this.#link.credit : undefined,
      wantsPacked: request.packed,
      isReady: () => this.#link.ready(),
      delivery: {
        batch: (data) => send(name, withEpoch(data)),
        gap: (data) => send('gap', withEpoch(data)),
        status: (data) => send('status', data),
        end: (data) => {
          if (identity) this.#held.delete(identity.stream);
          send('end', data);
        },
      },
    });
    return opened.then((subscription) => {
      identity = subscription;
      return subscription;
    });
  }

  #pumpAll(): void {
    for (const held of [...this.#held.values()]) held.subscription.pump();
  }
}

import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { type ChannelName, channels, isChannel } from '#shared/contract/index.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Link, Message } from '#shared/protocol/link.ts';
import {
  type Answers,
  isPlainAck,
  PROTOCOL_VERSION,
  type Request,
  type RequestName,
  requests,
} from '#shared/protocol/messages.ts';
import type { Hub, HubSubscription } from '#main/hub/hub.ts';
import type { Dispatch } from '#main/session/dispatch.ts';
import { type Auditor, entryFor, isRefusal } from '#main/session/auditor.ts';
import { BadCount, TokenBucket } from '#main/session/message-rate.ts';
import { parse } from '#main/session/parse.ts';
import { RoundTrip } from '#main/session/round-trip.ts';
import { redacted } from '#main/session/redact.ts';
import type { Rights } from '#main/session/rights.ts';
import { viewpointOf } from '#main/session/viewpoint.ts';
import type { Caller } from '#main/commands/handler.ts';

export type { Caller } from '#main/commands/handler.ts';

export interface SessionPorts {
  clock: Clock;
  hub: Hub;
  dispatch: Dispatch;
  version: string;
  newId(): string;
  toError(thrown: unknown): AppError;
  rights: Rights;
  auditor: Auditor;
  /** Whether the caller may watch a private stream; throws not_found or forbidden. */
  checkOwner(channel: ChannelName, params: Record<string, unknown>, caller: Caller): void;
  /** Keystrokes of the owner for a session stream. */
  input(params: Record<string, unknown>, data: string, caller: Caller): void;
}

/** What a door adds for those who come through it; the window has none of it. */
export interface SessionRules {
  /** Each counted by its own bucket; `protocol`, Limits. */
  readonly limits?: {
    readonly messagesPerSecond: number;
    readonly messageBurst: number;
    readonly inputBytesPerSecond: number;
    readonly streams: number;
    readonly watchersPerLog: number;
  };
  /** Takes a fresh access token; throws where it is not the caller's. */
  renew?(token: string): Promise<void>;
}

/** Counted together; `ack`, `ping` and (by its bytes) `input` are not. */
const COUNTED: ReadonlySet<string> = new Set<RequestName>(['subscribe', 'unsubscribe', 'call', 'renew']);

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
  readonly #rules: SessionRules;
  readonly #messages: TokenBucket | undefined;
  readonly #input: TokenBucket | undefined;
  readonly #bad: BadCount | undefined;
  readonly connectedAt: number;
  readonly #watching = new Emitter<void>();
  readonly #roundTrip: RoundTrip;
  #lastSeenAt: number;

  constructor(link: Link, caller: Caller, ports: SessionPorts, rules: SessionRules = {}) {
    this.id = ports.newId();
    this.caller = caller;
    this.#link = link;
    this.#ports = ports;
    this.#rules = rules;
    this.#roundTrip = new RoundTrip(ports.clock);
    const { limits } = rules;
    if (limits) {
      this.#messages = new TokenBucket(ports.clock, limits.messagesPerSecond, limits.messageBurst);
      this.#input = new TokenBucket(ports.clock, limits.inputBytesPerSecond, limits.inputBytesPerSecond);
      this.#bad = new BadCount(ports.clock);
    }
    this.connectedAt = this.#lastSeenAt = ports.clock.now();
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
        channels: ports.rights.channelsFor(caller),
        commands: ports.rights.commandsFor(caller),
      },
    });
  }

  get subscriptionCount(): number {
    return this.#held.size;
  }

  /** ms since 1970 of the last sign of life. */
  get lastSeenAt(): number {
    return this.#lastSeenAt;
  }

  /** ms that the last measured batch took to be acknowledged; undefined: nothing was acknowledged yet. */
  get roundTripMs(): number | undefined {
    return this.#roundTrip.ms;
  }

  /** What it watches, for those who may know. */
  watching(): { channel: ChannelName; params: Record<string, unknown> }[] {
    return [...this.#held.values()].map(({ channel, params }) => ({ channel, params }));
  }

  /** It began or ended to watch something. */
  onWatching(listener: () => void): Disposable {
    return this.#watching.on(listener);
  }

  /** The other side is there: a heartbeat was answered. */
  seen(): void {
    this.#lastSeenAt = this.#ports.clock.now();
  }

  /** Tells the other side before the link goes. */
  closing(reason: string): void {
    this.#link.send({ e: 'closing', p: { reason } });
  }

  /** Its rights are over: it is told why, and everything ends. */
  revoke(reason: string): void {
    this.#link.send({ e: 'revoked', p: { reason } });
    this.dispose();
  }

  dispose(): void {
    if (this.#store.isDisposed) return;
    this.#store.dispose();
    this.#abort.abort();
    for (const held of this.#held.values()) held.subscription.lose();
    this.#held.clear();
    this.#link.close();
  }

  async #receive(message: Message): Promise<void> {
    if ('a' in message) return; // the server asks nothing, so nothing can be answered
    this.seen();
    try {
      if (COUNTED.has(message.e)) this.#messages?.take(1, 'Too many messages');
      await this.#handle(message.e, message.p, (answer) => {
        if (message.i !== undefined) this.#link.send({ a: message.i, p: { ok: true, ...answer } });
      });
    } catch (thrown) {
      const error = this.#ports.toError(thrown).toShape();
      if (message.i === undefined) this.#link.send({ e: 'fault', p: { event: message.e, error } });
      else this.#link.send({ a: message.i, p: { ok: false, error } });
      if (error.code === 'bad_request' && this.#bad?.add()) {
        this.closing('too_many');
        this.dispose();
      }
    }
  }

  async #handle(event: string, payload: unknown, answer: (value: Answers[RequestName]) => void): Promise<void> {
    if (!Object.hasOwn(requests, event))
      throw new AppError('bad_request', `There is no message "${event.slice(0, 60)}".`, {
        hint: `Known are ${Object.keys(requests).join(', ')}.`,
      });
    switch (event as RequestName) {
      case 'subscribe':
        return this.#noted(parse(requests.subscribe, payload), answer);
      case 'unsubscribe': {
        const { stream } = parse(requests.unsubscribe, payload);
        this.#held.get(stream)?.subscription.dispose();
        if (this.#held.delete(stream)) this.#watching.fire();
        return answer({});
      }
      case 'ack': {
        const { stream, seq } = isPlainAck(payload) ? payload : parse(requests.ack, payload);
        // An ack may cross the end of its stream on the way: nothing to complain about.
        this.#roundTrip.acked(stream, seq);
        this.#held.get(stream)?.subscription.ack(seq);
        return answer({});
      }
      case 'call': {
        const { command, params } = parse(requests.call, payload);
        return answer({ result: await this.#ports.dispatch(command, params, this.caller, this.#abort.signal) });
      }
      case 'input': {
        const { stream, data } = parse(requests.input, payload);
        this.#input?.take(data.length, 'Too much input');
        const held = this.#held.get(stream);
        if (!held) throw new AppError('not_found', `You do not watch a stream "${stream}".`, { field: 'stream' });
        if (channels[held.channel].kind !== 'session')
          throw new AppError('bad_request', `${held.channel} takes no input.`, { field: 'stream' });
        this.#ports.input(held.params, data, this.caller);
        return answer({});
      }
      case 'renew': {
        const { token } = parse(requests.renew, payload);
        if (!this.#rules.renew) throw new AppError('bad_request', 'This link has no token to renew.');
        await this.#rules.renew(token);
        return answer({});
      }
      case 'ping':
        return answer({ time: new Date(this.#ports.clock.now()).toISOString() });
    }
  }

  /** What somebody may not watch is noted; what they watch is not. */
  async #noted(request: Request<'subscribe'>, answer: (value: Answers['subscribe']) => void): Promise<void> {
    try {
      await this.#subscribe(request, answer);
    } catch (thrown) {
      if (isRefusal(thrown)) {
        const details = { channel: request.channel, ...redacted(request.params) };
        // The answer is the refusal, noted or not.
        await this.#ports.auditor
          .note(entryFor(this.caller, 'subscribe', 'denied', { details, code: thrown.code }))
          .catch(() => undefined);
      }
      throw thrown;
    }
  }

  async #subscribe(request: Request<'subscribe'>, answer: (value: Answers['subscribe']) => void): Promise<void> {
    const name = request.channel;
    if (!isChannel(name)) throw new AppError('not_found', `There is no channel "${name}".`, { field: 'channel' });
    const def = channels[name];
    this.#ports.rights.check(name, def, this.caller);
    const params = parse(def.params, request.params, 'params') as Record<string, unknown>;
    const view = parse(def.view, request.view ?? {}, 'view') as { tail?: number; points?: number };
    await this.#ports.rights.target(name, def, params, this.caller);
    if (def.isPrivate) this.#ports.checkOwner(name, params, this.caller);
    if (this.#abort.signal.aborted) return;
    this.#checkRoom(name, params);
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
    this.#watching.fire();
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
    const { audience, derive } = viewpointOf(name, params, this.caller, (engine, id) =>
      this.#ports.rights.known(engine, id),
    );
    const opened = this.#ports.hub.subscribe({
      channel: name,
      params,
      view,
      since: request.since,
      // A range read belongs to its reader: a late one must get it from its beginning.
      audience: name === 'logs:read' ? this.#ports.newId() : audience,
      derive,
      credit: request.flow ? this.#link.credit : undefined,
      wantsPacked: request.packed,
      isReady: () => this.#link.ready(),
      delivery: {
        batch: (data) => {
          if (request.flow && identity) this.#roundTrip.sent(identity.stream, data.next);
          send(name, withEpoch(data));
        },
        gap: (data) => send('gap', withEpoch(data)),
        status: (data) => send('status', data),
        end: (data) => {
          if (identity && this.#held.delete(identity.stream)) this.#watching.fire();
          send('end', data);
        },
      },
    });
    return opened.then((subscription) => {
      identity = subscription;
      return subscription;
    });
  }

  #checkRoom(name: ChannelName, params: Record<string, unknown>): void {
    const { limits } = this.#rules;
    if (!limits) return;
    if (this.#held.size >= limits.streams)
      throw new AppError('too_many', `${limits.streams} streams are open, the most for one connection.`, {
        hint: 'Close one to open this.',
      });
    if (name === 'logs:stream' && this.#ports.hub.watchersOf(name, params) >= limits.watchersPerLog)
      throw new AppError(
        'too_many',
        `${limits.watchersPerLog} connections watch this log, the most for one container.`,
      );
  }

  #pumpAll(): void {
    for (const held of [...this.#held.values()]) held.subscription.pump();
  }
}

import type { Clock } from '#shared/base/clock.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import { type ChannelName, channels } from '#shared/contract/index.ts';
import type { ChannelDef } from '#shared/contract/define.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { EndReason } from '#shared/protocol/messages.ts';
import type { Cursor, CursorOptions, Delivery } from '#main/hub/cursor.ts';
import { type Derive, derivedSource } from '#main/hub/derived-source.ts';
import type { Source, Sources } from '#main/hub/source.ts';
import { Stream } from '#main/hub/stream.ts';

/** `protocol`, Delivery: buffers and replays of all streams together. */
export const MAX_HUB_BYTES = 128 * 1024 * 1024;

const DERIVED_LINGER_MS = 5000;

type AnySource = Source<Record<string, unknown>, unknown, unknown>;

export interface HubOptions {
  sources: Sources;
  clock: Clock;
  /** A new random epoch: 8 hex digits. */
  newEpoch(): string;
  toError(thrown: unknown): AppError;
  engineReady(engine: string, signal: AbortSignal): Promise<void>;
  /** Items held for late watchers where a setting decides, else undefined. */
  replayFor?(channel: ChannelName): number | undefined;
  maxBytes?: number;
}

export interface HubRequest extends CursorOptions {
  channel: ChannelName;
  /** Parsed, `engine` filled in, `container` resolved to the full id. */
  params: Record<string, unknown>;
  view: { tail?: number; points?: number };
  since: { epoch: string; seq: number } | undefined;
  /** Who alone shares this stream: empty for all, else part of the key. */
  audience: string;
  /** How this audience sees the channel, where that is not as all others do. */
  derive?: Derive | undefined;
}

/** A cursor in a stream, as the session holds it. */
export interface HubSubscription {
  readonly stream: string;
  readonly epoch: string;
  /** The first number that will be sent. */
  readonly next: number;
  /** To be called once, after the acknowledgement went out. */
  start(): void;
  ack(seq: number): void;
  pump(): void;
  /** The value of a state channel as it is now. */
  whole(): unknown;
  dispose(): void;
  /** The link broke: as `dispose`, and the place is kept for the watcher's return. */
  lose(): void;
}

export interface StreamInfo {
  channel: string;
  params: Record<string, unknown>;
  subscribers: number;
  state: string;
  bytes: number;
  hasUpstream: boolean;
  /** Made of another stream, for an audience. */
  isDerived: boolean;
}

/** Everything live: a stream for each key, opened upstream once however many watch it. */
export class Hub {
  readonly #options: HubOptions;
  readonly #streams = new Map<string, Stream>();
  /** Streams that have ended and still owe something to a cursor are no longer found, but they still count. */
  readonly #all = new Set<Stream>();
  /** Since the beginning: items given to watchers, and those they were told they missed. */
  readonly totals = { items: 0, dropped: 0 };
  #lastName = 0;
  #isDisposed = false;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** Settles when the first number is known; for a source that has to wait for its engine, when that is known. */
  async subscribe(request: HubRequest): Promise<HubSubscription> {
    if (this.#isDisposed)
      throw new AppError('engine_unavailable', 'Quayside is closing.', { reason: 'server_stopping' });
    const full: ChannelDef = channels[request.channel];
    // One audience's view goes soon after it: there may be many, and the full stream stays.
    const def = request.derive ? { ...full, lingerMs: DERIVED_LINGER_MS, keepMs: 0 } : full;
    const key = `${request.channel} ${stableKey(request.params)} ${request.audience}`;
    const stream = this.#streams.get(key) ?? this.#create(key, request, def);
    const cursor = stream.attach(
      { ...request, delivery: this.#counted(request.delivery) },
      request.view,
      request.since,
    );
    await stream.whenAnswerable();
    return this.#subscription(stream, cursor);
  }

  /** Ends every stream of an engine, each watcher told why. */
  endEngine(engine: string, reason: EndReason): void {
    for (const stream of [...this.#streams.values()])
      if (stream.identity.params['engine'] === engine) stream.end(reason);
  }

  /** How many watch this, whoever sees it how. */
  watchersOf(channel: ChannelName, params: Record<string, unknown>): number {
    const key = stableKey(params);
    let count = 0;
    for (const { identity, cursors } of this.#all)
      if (identity.channel === channel && stableKey(identity.params) === key) count += cursors.size;
    return count;
  }

  /** What runs, and for how many. */
  inspect(): StreamInfo[] {
    return [...this.#all].map((stream) => ({
      channel: stream.identity.channel,
      params: stream.identity.params,
      subscribers: stream.cursors.size,
      state: stream.status,
      bytes: stream.list.bytes,
      hasUpstream: stream.hasUpstream,
      isDerived: stream.identity.isDerived,
    }));
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const stream of [...this.#all]) stream.dispose();
    this.#streams.clear();
    this.#all.clear();
  }

  #counted(delivery: Delivery): Delivery {
    return {
      ...delivery,
      batch: (data) => {
        this.totals.items += data.next - data.from;
        delivery.batch(data);
      },
      gap: (data) => {
        this.totals.dropped += data.dropped ?? 0;
        delivery.gap(data);
      },
    };
  }

  #create(key: string, request: HubRequest, def: ChannelDef): Stream {
    this.#lastName += 1;
    const stream = new Stream(
      {
        name: `s${this.#lastName}`,
        key,
        channel: request.channel,
        params: request.params,
        def,
        isDerived: request.derive !== undefined,
        replay: this.#options.replayFor?.(request.channel) ?? def.replay,
      },
      request.derive
        ? derivedSource(this, { channel: request.channel, params: request.params }, request.derive)
        : (this.#options.sources[request.channel] as unknown as AnySource),
      {
        clock: this.#options.clock,
        epoch: this.#options.newEpoch,
        toError: this.#options.toError,
        engineReady: this.#options.engineReady,
        forget: (self) => {
          if (this.#streams.get(key) === self) this.#streams.delete(key);
        },
        disposed: (self) => this.#all.delete(self),
        grew: () => this.#bound(),
      },
    );
    this.#streams.set(key, stream);
    this.#all.add(stream);
    return stream;
  }

  #subscription(stream: Stream, cursor: Cursor): HubSubscription {
    return {
      stream: stream.identity.name,
      epoch: stream.epoch,
      next: cursor.position ?? stream.list.next,
      start: () => stream.start(cursor),
      ack: (seq) => stream.ack(cursor, seq),
      pump: () => stream.pump(cursor),
      whole: () => stream.whole(),
      dispose: () => stream.detach(cursor, false),
      lose: () => stream.detach(cursor, true),
    };
  }

  /** Over the bound the longest lag gives way first; where nobody lags, the replay nobody watches, then the largest. */
  #bound(): void {
    const max = this.#options.maxBytes ?? MAX_HUB_BYTES;
    let total = 0;
    for (const stream of this.#all) total += stream.list.bytes;
    if (total <= max) return;
    const bySize = [...this.#all].sort((a, b) => b.list.bytes - a.list.bytes);
    for (const pass of ['lag', 'unwatched', 'largest'] as const) {
      for (const stream of bySize) {
        while (total > max && stream.list.bytes > 0 && (pass !== 'unwatched' || stream.cursors.size === 0)) {
          const before = stream.list.bytes;
          stream.shrink(pass !== 'lag');
          total -= before - stream.list.bytes;
          if (stream.list.bytes === before) break;
        }
      }
    }
  }
}

import { Backoff, STREAM_BACKOFF_MS } from '#shared/base/backoff.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { ChannelDef } from '#shared/contract/define.ts';
import type { AppError, ErrorShape } from '#shared/protocol/errors.ts';
import type { EndReason, StreamStatus } from '#shared/protocol/messages.ts';
import { ChunkList } from '#main/hub/chunk-list.ts';
import { Cursor, type CursorOptions } from '#main/hub/cursor.ts';
import { Delivering } from '#main/hub/delivering.ts';
import { Pausing } from '#main/hub/pausing.ts';
import { Places } from '#main/hub/places.ts';
import type { Ended, Sink, Source } from '#main/hub/source.ts';

/** `protocol`, Delivery: chunks still owed to a cursor, beside the replay. */
export const MAX_OWED_BYTES = 16 * 1024 * 1024;
export const MAX_REPLAY_BYTES = 8 * 1024 * 1024;
const SESSION_REPLAY_BYTES = 256 * 1024;
/** Changes of a state that a resuming watcher may still get one by one. */
const MAX_CHANGES = 1000;

export interface StreamPorts {
  clock: Clock;
  epoch(): string;
  toError(thrown: unknown): AppError;
  /** Settles when the engine can be used again, or the signal aborts. */
  engineReady(engine: string, signal: AbortSignal): Promise<void>;
  /** The stream is over and no longer to be found. */
  forget(stream: Stream): void;
  /** Nothing is left of it. */
  disposed(stream: Stream): void;
  /** What is held changed; the hub keeps the sum within its bound. */
  grew(stream: Stream): void;
}

export interface StreamIdentity {
  name: string;
  key: string;
  channel: string;
  params: Record<string, unknown>;
  def: ChannelDef;
  replay: number;
  /** Made of another stream of the hub, for an audience. */
  isDerived: boolean;
}

type AnySource = Source<Record<string, unknown>, unknown, unknown>;
type Phase = 'running' | 'lingering' | 'stopping' | 'kept' | 'ended';

/** One upstream, however many watch it: `architecture` section 4 tells its life. */
export class Stream {
  readonly identity: StreamIdentity;
  readonly #source: AnySource;
  readonly #ports: StreamPorts;
  readonly list = new ChunkList();
  readonly cursors = new Set<Cursor>();
  readonly #delivering: Delivering;
  readonly #pausing: Pausing;
  readonly #places: Places;
  readonly #placed = new Emitter<void>();
  readonly #answerable = new Emitter<void>();
  epoch: string;
  #phase: Phase = 'kept';
  #status: { status: StreamStatus; error?: ErrorShape; retryInMs?: number } = { status: 'starting' };
  #abort: AbortController | undefined;
  #last: unknown;
  #whole: (() => unknown) | undefined;
  #timer: Disposable | undefined;
  #isReady = false;
  #ended: { reason: EndReason; error?: ErrorShape; exitCode?: number | null } | undefined;

  constructor(identity: StreamIdentity, source: AnySource, ports: StreamPorts) {
    this.identity = identity;
    this.#source = source;
    this.#ports = ports;
    this.epoch = ports.epoch();
    this.#delivering = new Delivering(this, ports.clock);
    this.#pausing = new Pausing(ports.clock, this.kind === 'session');
    this.#places = new Places(ports.clock, () => this.#trim());
  }

  get kind(): ChannelDef['kind'] {
    return this.identity.def.kind;
  }

  get status(): StreamStatus | 'ended' {
    return this.#ended ? 'ended' : this.#status.status;
  }

  get hasUpstream(): boolean {
    return this.#phase === 'running' || this.#phase === 'lingering' || this.#phase === 'stopping';
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** First number a late watcher may be given: the newest `replay` items, as far as they are held. */
  get replayFrom(): number {
    return Math.max(this.list.first, this.list.next - this.identity.replay);
  }

  /** The whole value of a state channel. */
  whole(): unknown {
    return this.#whole?.();
  }

  attach(
    options: CursorOptions,
    view: { tail?: number; points?: number },
    since: { epoch: string; seq: number } | undefined,
  ): Cursor {
    const cursor = new Cursor(options, this.kind === 'session');
    this.cursors.add(cursor);
    this.#timer?.dispose();
    const wish = { limit: view.tail ?? view.points ?? Number.POSITIVE_INFINITY, since };
    if (this.#isReady || this.list.next > 0) this.#place(cursor, wish);
    else this.#placed.on(() => this.cursors.has(cursor) && cursor.position === undefined && this.#place(cursor, wish));
    if (this.#phase === 'kept') void this.#run();
    else if (this.#phase === 'lingering') this.#phase = 'running';
    this.#pausing.decide(this.cursors);
    return cursor;
  }

  /** Settles when a subscribe can be answered: its first number is known, or the source has to wait for the engine. */
  whenAnswerable(): Promise<void> {
    if (this.#isReady || this.#ended || this.#status.status !== 'starting') return Promise.resolve();
    return new Promise((resolve) => {
      const listener = this.#answerable.on(() => {
        listener.dispose();
        resolve();
      });
    });
  }

  /** The acknowledgement is out: messages may begin. One status comes first. */
  start(cursor: Cursor): void {
    if (!this.cursors.has(cursor)) return;
    cursor.options.delivery.status(this.#status);
    this.#delivering.begin(cursor);
  }

  /** `isLost`: not by choice, its link broke; what it was not given is kept for a while. */
  detach(cursor: Cursor, isLost: boolean): void {
    if (!this.cursors.delete(cursor)) return;
    if (isLost && this.kind === 'log' && cursor.confirmed !== undefined) this.#places.keep(cursor.confirmed);
    this.#delivering.forget(cursor);
    if (this.#ended) {
      if (this.cursors.size === 0) this.dispose();
      return;
    }
    this.#pausing.decide(this.cursors);
    this.#trim();
    if (this.cursors.size === 0) this.#linger();
  }

  ack(cursor: Cursor, seq: number): void {
    cursor.ack(seq);
    this.pump(cursor);
  }

  /** Its link can take more. */
  pump(cursor: Cursor): void {
    if (!this.cursors.has(cursor)) return;
    this.#delivering.pump(cursor);
    this.#trim();
    this.#pausing.decide(this.cursors);
  }

  /** Ends for all watchers from outside; settles when the source has let go. */
  end(reason: EndReason): void {
    this.#finish({ reason });
    this.#abort?.abort();
  }

  /** Gives back memory: everything a late watcher would not get, then (`hard`) the replay as well. */
  shrink(isHard: boolean): void {
    while (this.list.bytes > 0 && (isHard || this.list.secondFrom <= this.replayFrom)) {
      this.list.dropFirst();
      if (isHard) break;
    }
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#pausing.dispose();
    this.#places.dispose();
    this.#delivering.dispose();
    this.#abort?.abort();
    this.#phase = 'ended';
    this.cursors.clear();
    this.#placed.clear();
    this.#answerable.fire();
    this.#answerable.clear();
    this.list.clear();
    this.#ports.disposed(this);
  }

  /** Called by the deliverer: this cursor has everything, and nothing more will come. */
  drained(cursor: Cursor): void {
    if (!this.#ended) return;
    this.cursors.delete(cursor);
    cursor.options.delivery.end(this.#ended);
    if (this.cursors.size === 0) this.dispose();
  }

  #place(cursor: Cursor, wish: { limit: number; since: { epoch: string; seq: number } | undefined }): void {
    const { since } = wish;
    const isResume = since !== undefined && since.epoch === this.epoch && since.seq <= this.list.next;
    if (this.kind === 'state') {
      cursor.needsWhole = !(isResume && since.seq >= this.list.first && this.#isReady);
      cursor.position = cursor.needsWhole ? Math.max(0, this.list.next - 1) : (since?.seq ?? 0);
      return;
    }
    if (isResume) this.#places.takeBack(since.seq);
    // A resume from what is no longer held stands where it asked to: the deliverer tells the gap.
    cursor.position = isResume ? since.seq : Math.max(this.replayFrom, this.list.next - wish.limit);
  }

  async #run(): Promise<void> {
    this.#phase = 'running';
    const backoff = new Backoff(STREAM_BACKOFF_MS);
    const abort = new AbortController();
    this.#abort = abort;
    while (!abort.signal.aborted) {
      try {
        const ended = await this.#openOnce(abort.signal, backoff);
        if (!abort.signal.aborted) this.#finish(ended ?? { reason: 'done' });
        break;
      } catch (thrown) {
        if (abort.signal.aborted) break;
        if (!(await this.#waitAfter(this.#ports.toError(thrown), backoff, abort.signal))) break;
      }
    }
    this.#settled();
  }

  /** One opening with a signal of its own, so that what it listens to does not pile up over the tries. */
  async #openOnce(signal: AbortSignal, backoff: Backoff): Promise<Ended | undefined> {
    const attempt = new AbortController();
    const stop = (): void => attempt.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.#source.open(this.identity.params, this.#sink(attempt.signal, backoff), {
        signal: attempt.signal,
        last: this.#last,
      });
    } finally {
      signal.removeEventListener('abort', stop);
      attempt.abort();
    }
  }

  /** False: the failure is final and the stream has ended. */
  async #waitAfter(error: AppError, backoff: Backoff, signal: AbortSignal): Promise<boolean> {
    if (error.code === 'not_found')
      this.#finish(this.#isReady ? { reason: 'removed' } : { reason: 'failed', error: error.toShape() });
    else if (error.code === 'bad_request' || error.code === 'forbidden' || error.reason === 'not_readable')
      this.#finish({ reason: 'failed', error: error.toShape() });
    else if (error.code === 'engine_unavailable') {
      this.#setStatus({ status: 'waiting', error: error.toShape() });
      await this.#ports.engineReady(String(this.identity.params['engine'] ?? 'default'), signal);
      // The engine's own probe can be a moment ahead of this stream's socket: never a tight loop.
      await sleep(this.#ports.clock, STREAM_BACKOFF_MS[0] ?? 100, signal);
      return true;
    } else {
      const retryInMs = backoff.next();
      this.#setStatus({ status: 'waiting', error: error.toShape(), retryInMs });
      await sleep(this.#ports.clock, retryInMs, signal);
      return true;
    }
    return false;
  }

  #settled(): void {
    this.#abort = undefined;
    this.#pausing.release();
    if (this.#ended || this.#phase === 'ended') return;
    this.#phase = 'kept';
    // Somebody came while the old source was closing: only now may a new one open.
    if (this.cursors.size > 0) void this.#run();
    else if (this.identity.def.keepMs > 0)
      this.#timer = this.#ports.clock.after(this.identity.def.keepMs, () => this.#drop());
    else this.#drop();
  }

  #drop(): void {
    this.#ports.forget(this);
    this.dispose();
  }

  #linger(): void {
    const { lingerMs } = this.identity.def;
    if (lingerMs === 'always' || this.#phase !== 'running') return;
    const stop = (): void => {
      this.#phase = 'stopping';
      this.#abort?.abort();
    };
    if (lingerMs === 0) return stop();
    this.#phase = 'lingering';
    this.#timer = this.#ports.clock.after(lingerMs, stop);
  }

  #sink(signal: AbortSignal, backoff: Backoff): Sink<unknown, unknown> {
    const alive = (): boolean => !signal.aborted && !this.#ended;
    return {
      ready: () => {
        if (!alive()) return;
        backoff.reset();
        this.#becomeReady();
        this.#setStatus({ status: 'live' });
      },
      push: (items) => {
        if (!alive() || items.length === 0) return;
        this.list.pushItems(items);
        this.#arrived();
      },
      pushPacked: (packed) => {
        if (!alive()) return;
        this.list.pushPacked(packed);
        this.#arrived();
      },
      state: (whole) => {
        if (!alive()) return;
        this.#whole = whole;
        this.list.skip();
        for (const cursor of this.cursors) cursor.needsWhole = true;
        this.#becomeReady();
        this.#arrived();
      },
      stopped: (isStopped) => {
        if (!alive()) return;
        this.#becomeReady();
        this.#setStatus({ status: isStopped ? 'stopped' : 'live' });
      },
      resumeFrom: (value) => {
        if (alive()) this.#last = value;
      },
      onPause: (listener) => this.#pausing.onPause(listener),
    };
  }

  #becomeReady(): void {
    if (this.#isReady) return;
    this.#isReady = true;
    this.#placed.fire();
    this.#placed.clear();
    this.#answerable.fire();
    for (const cursor of this.cursors) this.#delivering.pump(cursor);
  }

  #arrived(): void {
    if (!this.#isReady && this.kind !== 'state' && this.list.bytes > MAX_REPLAY_BYTES) this.#becomeReady();
    if (this.#isReady) this.#delivering.arrived();
    this.#trim();
    this.#pausing.decide(this.cursors);
    this.#ports.grew(this);
  }

  #setStatus(next: { status: StreamStatus; error?: ErrorShape; retryInMs?: number }): void {
    const isSame =
      next.status === this.#status.status &&
      next.error?.message === this.#status.error?.message &&
      next.retryInMs === this.#status.retryInMs;
    this.#status = next;
    if (isSame) return;
    this.#answerable.fire(); // a source that waits or stands still may have no history for long
    for (const cursor of this.cursors) if (this.#delivering.hasBegun(cursor)) cursor.options.delivery.status(next);
  }

  #finish(ended: Ended & { error?: ErrorShape }): void {
    if (this.#ended) return;
    this.#ended = ended;
    this.#phase = 'ended';
    this.#pausing.release();
    this.#timer?.dispose();
    this.#placed.fire();
    this.#answerable.fire();
    this.#ports.forget(this);
    for (const cursor of [...this.cursors]) this.#delivering.pump(cursor);
    if (this.cursors.size === 0) this.dispose();
  }

  /** Drops what neither a late watcher nor a cursor needs, or what is over the bound. */
  #trim(): void {
    const isState = this.kind === 'state';
    const replayBytes = this.kind === 'session' ? SESSION_REPLAY_BYTES : MAX_REPLAY_BYTES;
    let needed = Math.min(this.list.next, this.#places.lowest);
    for (const cursor of this.cursors)
      if (cursor.position !== undefined && cursor.position < needed) needed = cursor.position;
    for (;;) {
      const cut = this.list.secondFrom;
      if (this.list.bytes === 0) return;
      const isForReplay = isState
        ? this.list.next - this.list.first <= MAX_CHANGES
        : (this.kind === 'session' || cut > this.replayFrom) && this.list.bytes <= replayBytes;
      const isOwed = !isState && needed < cut && this.list.bytes <= MAX_OWED_BYTES + (isForReplay ? replayBytes : 0);
      if (isForReplay || isOwed || cut >= this.list.next) return;
      this.list.dropFirst();
    }
  }
}

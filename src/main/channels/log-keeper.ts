import { CURSOR_LINES, hashLine, LogCursor } from '#main/engine/log-cursor.ts';
import type { Log } from '#main/engine/engine.ts';
import type { History, NewChunk } from '#main/history/history.ts';
import type { Hub, HubSubscription } from '#main/hub/hub.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Container } from '#shared/contract/containers.ts';
import { isPrivateLog } from '#shared/contract/logs.ts';
import { addItem, ChunkWriter, type LogChunk, lineStart, openChunk, STDERR } from '#shared/lines/chunk.ts';
import { formatNanos, millisOf } from '#shared/lines/time.ts';

/** What was written this long ago is in the file: the most that a killed program loses. */
const FLUSH_MS = 1000;
const FLUSH_BYTES = 256 * 1024;
const CREDIT_BYTES = 1024 * 1024;
/** Docker ends the log of a removed container within 5 ms of the answer; after this nobody waits. */
const LAST_LINES_MS = 5000;

export interface KeepDeps {
  readonly hub: Pick<Hub, 'subscribe'>;
  readonly history: Pick<History, 'generation' | 'tail' | 'append'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps one container's log: follows the shared stream, and first reads from Docker what was written since the last
 * line that is kept. Both go through one cursor that knows the kept lines, so that each is kept once over any number
 * of starts of this program.
 */
export class LogKeeper implements Disposable {
  readonly #deps: KeepDeps;
  readonly #engine: string;
  readonly #container: Container;
  readonly #isNew: boolean;
  readonly #cursor = new LogCursor();
  readonly #writer = new ChunkWriter();
  readonly #abort = new AbortController();
  #first = 0;
  #last = 0;
  #generation: number | undefined;
  /** What the stream gave while the time before it is still being read. */
  #early: Uint8Array[] | undefined = [];
  #live: HubSubscription | undefined;
  #timer: Disposable | undefined;
  #writing: Promise<void> = Promise.resolve();
  #ended: () => void = () => undefined;
  readonly #hasEnded = new Promise<void>((resolve) => {
    this.#ended = resolve;
  });

  /** @param isNew made while logs are kept: what it wrote before it was followed is read too, however much it was */
  constructor(deps: KeepDeps, engine: string, container: Container, isNew: boolean) {
    this.#isNew = isNew;
    this.#deps = deps;
    this.#engine = engine;
    this.#container = container;
  }

  /** Settles when the log is followed. Rejects where it cannot be (a driver that keeps nothing, a full disk). */
  async start(): Promise<void> {
    const { history } = this.#deps;
    const { id, name, image, createdAt, labels, stack, service } = this.#container;
    this.#generation = await history.generation({
      engine: this.#engine,
      stack: stack ?? '',
      service: service ?? name,
      container: id,
      name,
      image,
      created: createdAt,
      isPrivate: isPrivateLog(labels),
    });
    const kept = await history.tail(this.#generation, CURSOR_LINES);
    for (const packed of kept) this.#each(packed, () => undefined);
    if (this.#abort.signal.aborted) return;
    this.#live = await this.#subscribe(
      'logs:stream',
      { container: id },
      { tail: 1000 },
      (packed) => {
        if (this.#early) this.#early.push(packed);
        else this.#take(packed, false);
      },
      this.#ended,
    );
    if (!this.#cursor.isEmpty) await this.#readBefore({ container: id, since: this.#newest() });
    else if (this.#isNew) await this.#readBefore({ container: id });
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const packed of early) this.#take(packed, true);
  }

  /** Writes what is held; settles when it is in the file. */
  async flush(): Promise<void> {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#writer.count > 0 && this.#generation !== undefined) {
      const chunk: NewChunk = {
        generation: this.#generation,
        lines: this.#writer.count,
        packed: this.#writer.take(),
        first: this.#first,
        last: this.#last,
      };
      this.#writing = this.#writing
        .then(() => this.#deps.history.append([chunk]))
        .catch((thrown: unknown) => this.#deps.log.error('lines of a log could not be kept', { thrown }));
    }
    await this.#writing;
  }

  /** The container was removed: its stream gives the last lines and then ends. */
  async finish(): Promise<void> {
    const late = sleep(this.#deps.clock, LAST_LINES_MS, this.#abort.signal);
    await Promise.race([this.#hasEnded, late]);
    await this.flush();
    this.dispose();
  }

  /** Reads no further; settles when what was read is in the file. */
  async stop(): Promise<void> {
    this.dispose();
    await this.flush();
  }

  dispose(): void {
    this.#abort.abort();
    this.#live?.dispose();
    this.#timer?.dispose();
  }

  #newest(): string {
    const { hi, lo } = this.#cursor.newest;
    return formatNanos(hi, lo);
  }

  async #readBefore(params: { container: string; since?: string }): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#abort.signal.addEventListener('abort', () => resolve(), { once: true });
      this.#subscribe('logs:read', params, {}, (packed) => this.#take(packed, true), resolve)
        .then((subscription) =>
          this.#abort.signal.addEventListener('abort', () => subscription.dispose(), { once: true }),
        )
        .catch(reject);
    });
  }

  async #subscribe(
    channel: 'logs:stream' | 'logs:read',
    params: Record<string, unknown>,
    view: { tail?: number },
    onPacked: (packed: Uint8Array) => void,
    onEnd: () => void = () => undefined,
  ): Promise<HubSubscription> {
    let subscription: HubSubscription | undefined;
    subscription = await this.#deps.hub.subscribe({
      channel,
      params: { engine: this.#engine, ...params },
      view,
      since: undefined,
      audience: '',
      credit: { bytes: CREDIT_BYTES },
      wantsPacked: true,
      isReady: () => true,
      delivery: {
        batch: ({ packed, next }) => {
          if (packed) onPacked(packed);
          subscription?.ack(next);
        },
        gap: ({ dropped }) => {
          this.#deps.log.warn('lines of a log were not kept', { container: this.#container.name, dropped });
          onPacked(this.#missed(dropped));
        },
        status: () => undefined,
        end: onEnd,
      },
    });
    subscription.start();
    return subscription;
  }

  /** Stands in the kept log where lines were lost on their way to it, so that none is ever lost without a word. */
  #missed(count: number | null): Uint8Array {
    const time = new Date(this.#deps.clock.now()).toISOString();
    const writer = new ChunkWriter();
    addItem(writer, { time, mark: 'missed', text: 'lines that could not be kept', count });
    return writer.take();
  }

  #take(packed: Uint8Array, isReplayPossible: boolean): void {
    this.#each(
      packed,
      (chunk, index) => {
        const hi = chunk.time[index * 2 + 1] ?? 0;
        const lo = chunk.time[index * 2] ?? 0;
        const ms = millisOf(hi, lo);
        if (this.#writer.count === 0) this.#first = this.#last = ms;
        this.#first = Math.min(this.#first, ms);
        this.#last = Math.max(this.#last, ms);
        this.#writer.add(hi, lo, chunk.flag[index] ?? 0, chunk.payload, lineStart(chunk, index), chunk.end[index] ?? 0);
      },
      isReplayPossible,
    );
    if (this.#writer.bytes >= FLUSH_BYTES) void this.flush();
    else if (this.#writer.count > 0) this.#timer ??= this.#deps.clock.after(FLUSH_MS, () => void this.flush());
  }

  /** Each line that is not known yet. */
  #each(packed: Uint8Array, onNew: (chunk: LogChunk, index: number) => void, isReplayPossible = false): void {
    const chunk = openChunk(packed);
    for (let index = 0; index < chunk.count; index++) {
      const from = lineStart(chunk, index);
      const to = chunk.end[index] ?? 0;
      const stream = ((chunk.flag[index] ?? 0) & STDERR) === 0 ? 0 : 1;
      const hash = hashLine(chunk.payload, from, to, to - from);
      if (
        this.#cursor.accept(stream, chunk.time[index * 2 + 1] ?? 0, chunk.time[index * 2] ?? 0, hash, isReplayPossible)
      )
        onNew(chunk, index);
    }
  }
}

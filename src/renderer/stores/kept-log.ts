import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import { Emitter } from '#shared/base/emitter.ts';
import type { KeptServiceInfo } from '#shared/contract/history.ts';
import type { Result } from '#shared/contract/index.ts';
import { addItem, ChunkWriter, NOTE, packedCount } from '#shared/lines/chunk.ts';
import { LineStore, type Note } from '#shared/lines/line-store.ts';
import { formatNanos, parseNanos } from '#shared/lines/time.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';

/** Lines that one step back or on brings. */
const STEP = 1000;
/** What a reader may gather before the oldest leave: as the largest log pane. */
const LIMITS = { maxLines: 100_000, maxBytes: 64 * 1024 * 1024 };

type Page = Result<'logs.readKept'>;

/** What is kept of one service, over all of its containers: a part around a time, and more of it in both directions. */
export class KeptLog {
  readonly lines = new LineStore(LIMITS);
  readonly arrived = new Emitter<void>();
  readonly service: KeptServiceInfo;
  cleared: { seq: number; at: number } | null = null;
  /** Towards the start of what is kept, and towards its end. */
  earlier: 'more' | 'loading' | 'start' = 'loading';
  later: 'more' | 'loading' | 'end' = 'loading';
  error: AppError | null = null;
  isLoaded = false;
  readonly #api: Api;
  #first: number | undefined;
  #last: number | undefined;

  constructor(service: KeptServiceInfo, api: Api) {
    this.service = service;
    this.#api = api;
    makeAutoObservable(this, { lines: false, arrived: false, service: false, error: observableRef });
  }

  /** As the pane asks for more. */
  get history() {
    const { earlier, error } = this;
    return {
      state: earlier,
      error,
      loadEarlier: () => void this.loadEarlier(),
      // Nothing is ever missing in here: what is not kept has no note.
      loadMissed: () => undefined,
      loadFrom: () => Promise.resolve(),
    };
  }

  /** Reads the newest lines, or those around a time (RFC 3339, to the nanosecond). */
  async open(at: string | null): Promise<void> {
    await this.#load(async () => {
      const service = this.service.service;
      const from = at === null ? null : nanosBefore(at);
      const read = (range: { before?: string; after?: string }): Promise<Page> =>
        this.#api.call('logs.readKept', { service, limit: STEP, ...range });
      const [before, after] = await Promise.all([
        read(at === null ? {} : { before: at }),
        from === null ? undefined : read({ after: from }),
      ]);
      runInAction(() => {
        this.#append([...before.items, ...(after ? after.items : [])], before.isAll);
        this.earlier = before.isAll ? 'start' : 'more';
        this.later = !after || after.isAll ? 'end' : 'more';
        this.isLoaded = true;
      });
    });
  }

  async loadEarlier(): Promise<void> {
    if (this.earlier !== 'more') return;
    this.earlier = 'loading';
    await this.#load(async () => {
      const before = this.#timeFrom(this.lines.first, 1);
      const page = await this.#api.call('logs.readKept', { service: this.service.service, limit: STEP, before });
      runInAction(() => {
        this.#prepend(page);
        this.earlier = page.isAll ? 'start' : 'more';
      });
    });
    if ((this.earlier as string) === 'loading') runInAction(() => (this.earlier = 'more'));
  }

  /** What came after the last line held; at the end it looks whether more was kept meanwhile. */
  async loadLater(): Promise<void> {
    if (this.later === 'loading') return;
    this.later = 'loading';
    await this.#load(async () => {
      const after = this.#timeFrom(this.lines.next - 1, -1);
      const page = await this.#api.call('logs.readKept', { service: this.service.service, limit: STEP, after });
      runInAction(() => {
        this.#append(page.items, false);
        this.later = page.isAll ? 'end' : 'more';
      });
    });
    if ((this.later as string) === 'loading') runInAction(() => (this.later = 'more'));
  }

  /** The container that wrote a line: the divider before it names it. Null for a divider and where it is not known. */
  containerAt(seq: number): string | null {
    const noteAt = (at: number): Note | null =>
      (this.lines.flag(at) & NOTE) === 0 ? null : (JSON.parse(this.lines.raw(at)) as Note);
    if (noteAt(seq)) return null;
    for (let at = seq; at >= this.lines.first; at--) {
      const id = noteAt(at)?.generation?.id;
      if (id !== undefined) return id;
    }
    return this.service.generations.find(({ generation }) => generation === this.#first)?.container ?? null;
  }

  clear(): void {
    this.cleared = { seq: this.lines.next, at: Date.now() };
  }

  readonly showCleared = (): void => {
    this.cleared = null;
  };

  async #load(work: () => Promise<void>): Promise<void> {
    this.error = null;
    try {
      await work();
    } catch (thrown) {
      const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));
      runInAction(() => {
        this.error = error;
        this.isLoaded = true;
      });
    }
  }

  #append(items: Page['items'], isStart: boolean): void {
    const writer = new ChunkWriter();
    for (const [at, { generation, item }] of items.entries()) {
      if (generation !== this.#last && (isStart || at > 0 || this.#last !== undefined))
        this.#divide(writer, generation, item.time);
      addItem(writer, item);
      this.#first ??= generation;
      this.#last = generation;
    }
    if (writer.count === 0) return;
    this.lines.append(writer.take(), this.lines.next);
    this.arrived.fire();
  }

  #prepend({ items, isAll }: Page): void {
    const writer = new ChunkWriter();
    let last: number | undefined;
    for (const { generation, item } of items) {
      if (generation !== last && (isAll || last !== undefined)) this.#divide(writer, generation, item.time);
      addItem(writer, item);
      last = generation;
    }
    const held = this.#first;
    if (held !== undefined && held !== last && this.lines.size > 0)
      this.#divide(writer, held, this.lines.isoTime(this.lines.first));
    this.#first = items[0]?.generation ?? this.#first;
    const packed = writer.take();
    if (packedCount(packed) > 0) this.lines.insert(this.lines.first, packed);
  }

  #divide(writer: ChunkWriter, generation: number, time: string): void {
    const one = this.service.generations.find((each) => each.generation === generation);
    if (!one) return;
    const { name, container: id, image, created } = one;
    const note: Note = { dropped: null, generation: { name, id, image, created } };
    const { hi, lo } = parseNanos(time);
    writer.add(hi, lo, NOTE, new TextEncoder().encode(JSON.stringify(note)));
  }

  /** The time of the first line of a container at or beside `seq`. */
  #timeFrom(seq: number, step: 1 | -1): string {
    let at = seq;
    while (at > this.lines.first && at < this.lines.next - 1 && (this.lines.flag(at) & NOTE) !== 0) at += step;
    return this.lines.isoTime(at);
  }
}

/** The nanosecond before, for a range that begins after it. */
function nanosBefore(time: string): string {
  const { hi, lo } = parseNanos(time);
  return lo === 0 ? formatNanos(hi - 1, 2 ** 32 - 1) : formatNanos(hi, lo - 1);
}

import { makeAutoObservable, runInAction } from 'mobx';
import { ChunkWriter, joinPacked, MARK, NOTE, openChunk, slicePacked } from '#shared/lines/chunk.ts';
import type { LineStore, Note } from '#shared/lines/line-store.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';
import { type LineMark, readLines, startAfter } from '#renderer/stores/log-reader.ts';

/** Lines that one step back brings. */
export const EARLIER_LINES = 1000;
/** Lines of a hole that are loaded at once; what is more stays a hole, with its own way to load it. */
const HOLE_LINES = 10_000;
/** Lines more than are counted: some come while it is asked, and Docker counts long lines in pieces. */
const SLACK = 500;
/** More cannot be asked for by number (contract). */
const MAX_TAIL = 100_000;

/** What the engine still has of a log beyond the lines held here. Nothing is asked before somebody wants it. */
export class LogHistoryStore {
  state: 'more' | 'loading' | 'start' | 'none' = 'more';
  error: AppError | null = null;
  readonly #container: string;
  readonly #api: Api;
  readonly #lines: LineStore;
  /** The store may hold so many lines more than set. */
  readonly #grow: (lines: number) => void;

  constructor(container: string, api: Api, lines: LineStore, grow: (lines: number) => void) {
    this.#container = container;
    this.#api = api;
    this.#lines = lines;
    this.#grow = grow;
    makeAutoObservable(this, { loadEarlier: false, loadMissed: false, loadFrom: false });
  }

  setState(state: LogHistoryStore['state']): void {
    this.state = state;
  }

  /** 1,000 lines before the oldest one held; sets `start` when the engine has none. */
  readonly loadEarlier = (): void => {
    void this.#load(async () => {
      const lines = this.#lines;
      const stop = this.#markAt(this.#nearest(lines.first, 1));
      if (!stop) return;
      const held = (lines.number(lines.next - 1) ?? lines.size) - (lines.number(lines.first) ?? 0) + 1;
      const tail = Math.min(MAX_TAIL, held + SLACK + EARLIER_LINES);
      const { parts } = await readLines(this.#api, this.#container, { tail }, { stop, most: MAX_TAIL });
      const found = joined(parts);
      if (found.count === 0) return await this.#findStart(stop);
      const kept = Math.min(EARLIER_LINES, found.count);
      this.#insert(lines.first, slicePacked(found.packed, found.count - kept, found.count), 0);
      if (found.count < EARLIER_LINES) await this.#findStart(this.#markAt(lines.first));
    });
  };

  /** Fills the hole at a note, as far as the engine still has the lines. */
  readonly loadMissed = (seq: number): void => {
    void this.#load(async () => {
      const lines = this.#lines;
      const before = this.#markAt(this.#nearest(seq - 1, -1));
      const after = this.#markAt(this.#nearest(seq + 1, 1));
      const { parts, isWhole } = await this.#readHole(before, after);
      const found = joined(parts);
      const skip = before && found.count > 0 ? startAfter(found.packed, before) : 0;
      // It may have left while it was asked.
      if ((lines.flag(seq) & NOTE) === 0) return;
      const missed = (JSON.parse(lines.raw(seq)) as Note).dropped;
      const loaded = found.count - skip;
      const rest: Note | null = !isWhole
        ? { dropped: missed === null ? null : Math.max(0, missed - loaded), why: 'unread' }
        : loaded === 0
          ? { dropped: missed, unloadable: [timeOf(before), timeOf(after)] }
          : null;
      const packed = loaded > 0 ? slicePacked(found.packed, skip, found.count) : null;
      this.#insert(seq, withNote(packed, rest, lines.timeHalves(seq)), 1);
    });
  };

  /** From a time on up to the oldest line held: lines that left while they were read. */
  readonly loadFrom = async (isoTime: string): Promise<void> => {
    await this.#load(async () => {
      const lines = this.#lines;
      const after = this.#markAt(this.#nearest(lines.first, 1));
      const { parts, isWhole } = await this.#readHole({ isoTime, bytes: new Uint8Array(0) }, after);
      const found = joined(parts);
      if (found.count === 0) return;
      const rest: Note | null = isWhole ? null : { dropped: null, why: 'unread' };
      this.#insert(lines.first, withNote(found.packed, rest, lines.timeHalves(lines.first)), 0);
    });
  };

  #readHole(before: LineMark | undefined, after: LineMark | undefined): ReturnType<typeof readLines> {
    const range = { ...(before && { since: before.isoTime }), ...(after && { until: after.isoTime }) };
    return readLines(this.#api, this.#container, range, { stop: after, most: HOLE_LINES });
  }

  /** The log's very first line is read alone: it is the start if we hold it. */
  async #findStart(oldest: LineMark | undefined): Promise<void> {
    const { parts } = await readLines(this.#api, this.#container, {}, { stop: oldest, most: 1 });
    if (parts.length === 0) this.setState('start');
  }

  async #load(work: () => Promise<void>): Promise<void> {
    if (this.state === 'loading' || this.state === 'none') return;
    const before = this.state;
    this.setState('loading');
    this.error = null;
    try {
      await work();
    } catch (error) {
      runInAction(() => (this.error = error instanceof AppError ? error : new AppError('internal', String(error))));
    }
    // The work may have found the start.
    if ((this.state as string) === 'loading') this.setState(before);
  }

  #insert(at: number, packed: Uint8Array, replaced: number): void {
    const { count } = openChunk(packed);
    if (count === 0 && replaced === 0) return;
    this.#grow(count);
    this.#lines.insert(at, packed, replaced);
  }

  /** A line of the container at or beside `seq`. */
  #nearest(seq: number, step: 1 | -1): number {
    let at = seq;
    while (at >= this.#lines.first && at < this.#lines.next && (this.#lines.flag(at) & (MARK | NOTE)) !== 0) at += step;
    return at;
  }

  #markAt(seq: number): LineMark | undefined {
    const lines = this.#lines;
    if (seq < lines.first || seq >= lines.next) return undefined;
    return { isoTime: lines.isoTime(seq), bytes: lines.lineBytes(seq).slice() };
  }
}

const timeOf = (mark: LineMark | undefined): number => (mark ? Date.parse(mark.isoTime) : Number.NaN);

function joined(parts: readonly Uint8Array[]): { packed: Uint8Array; count: number } {
  const packed = parts.length === 0 ? new ChunkWriter().take() : joinPacked(parts);
  return { packed, count: openChunk(packed).count };
}

function withNote(packed: Uint8Array | null, note: Note | null, time: { hi: number; lo: number }): Uint8Array {
  if (!note) return packed ?? new ChunkWriter().take();
  const writer = new ChunkWriter();
  writer.add(time.hi, time.lo, NOTE, new TextEncoder().encode(JSON.stringify(note)));
  const own = writer.take();
  return packed ? joinPacked([packed, own]) : own;
}

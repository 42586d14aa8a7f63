import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Cursor } from '#main/hub/cursor.ts';
import { MAX_JSON_BYTES, MAX_PACKED_BYTES } from '#main/hub/chunk-list.ts';
import type { Stream } from '#main/hub/stream.ts';

/** `protocol`, Delivery: flush at 10 items or 100 ms, never two messages within 8 ms unless full. */
export const FLUSH_ITEMS = 10;
export const FLUSH_MS = 100;
export const MIN_SPACING_MS = 8;
/** A series watcher so far behind is not brought up to date sample by sample: it jumps to the newest. */
const SERIES_LAG = 20;

/** Decides when each cursor of a stream is sent what it is owed, and sends it. */
export class Delivering implements Disposable {
  readonly #stream: Stream;
  readonly #clock: Clock;
  readonly #begun = new Set<Cursor>();
  #timer: Disposable | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(stream: Stream, clock: Clock) {
    this.#stream = stream;
    this.#clock = clock;
  }

  hasBegun(cursor: Cursor): boolean {
    return this.#begun.has(cursor);
  }

  begin(cursor: Cursor): void {
    this.#begun.add(cursor);
    this.pump(cursor);
  }

  forget(cursor: Cursor): void {
    this.#begun.delete(cursor);
  }

  /** New items: every cursor that is due is served; one timer for the rest. */
  arrived(): void {
    const now = this.#clock.monotonic();
    for (const cursor of this.#begun) {
      const due = this.#dueAt(cursor, now);
      if (due <= now) this.#serve(cursor, now);
      else this.#wake(due);
    }
  }

  /** Something changed for this cursor (placed, acked, link ready, stream ended): what waited goes out. */
  pump(cursor: Cursor): void {
    // One that was never placed has nothing to get, but is told of the end.
    if (!this.#begun.has(cursor) || (cursor.position === undefined && this.#stream.status !== 'ended')) return;
    const now = this.#clock.monotonic();
    if (now - cursor.sentAt < MIN_SPACING_MS && !this.#isFull(cursor) && this.#stream.status !== 'ended')
      this.#wake(cursor.sentAt + MIN_SPACING_MS);
    else this.#serve(cursor, now);
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#begun.clear();
  }

  #dueAt(cursor: Cursor, now: number): number {
    if (cursor.position === undefined) return Number.POSITIVE_INFINITY;
    if (this.#isFull(cursor)) return now;
    const pending = this.#stream.list.next - cursor.position;
    // A terminal's echo is waited for by a person: with 100 ms a fast typist saw each letter 90 ms late.
    const isDueSoon = pending >= FLUSH_ITEMS || cursor.needsWhole || this.#stream.kind === 'session';
    return cursor.sentAt + (isDueSoon ? MIN_SPACING_MS : FLUSH_MS);
  }

  #isFull(cursor: Cursor): boolean {
    const { list } = this.#stream;
    return (
      cursor.position !== undefined &&
      list.holdsBytesFrom(cursor.position, cursor.options.wantsPacked ? MAX_PACKED_BYTES : MAX_JSON_BYTES)
    );
  }

  #serve(cursor: Cursor, now: number): void {
    const stream = this.#stream;
    const { list } = stream;
    while (this.#begun.has(cursor) && cursor.position !== undefined && cursor.mayReceive) {
      if (stream.kind === 'state' && stream.isReady && (cursor.needsWhole || cursor.position < list.first)) {
        this.#sendWhole(cursor, now);
        continue;
      }
      if (cursor.position >= list.next) break;
      if (this.#jump(cursor)) continue;
      const cut = list.cut(cursor.position, cursor.options.wantsPacked);
      // Counted before it is handed over: a watcher in this process may ack inside the call.
      cursor.noteSent(cut.next, cut.bytes, now);
      cursor.options.delivery.batch(
        cut.packed
          ? { from: cut.from, next: cut.next, packed: cut.packed }
          : { from: cut.from, next: cut.next, items: cut.items ?? [] },
      );
    }
    // Of a stream that never was ready no whole will come.
    const isOwedWhole = cursor.needsWhole && stream.isReady;
    if (stream.status === 'ended' && !isOwedWhole && (cursor.position ?? list.next) >= list.next) {
      this.#begun.delete(cursor);
      stream.drained(cursor);
    }
  }

  /** Skips what is gone (log, session) or not worth sending (series), and tells how much. */
  #jump(cursor: Cursor): boolean {
    const { list, kind, replayFrom } = this.#stream;
    const position = cursor.position ?? 0;
    let to = position;
    if (position < list.first) to = Math.max(list.first, kind === 'session' ? 0 : replayFrom);
    else if (kind === 'series' && cursor.sentAt !== Number.NEGATIVE_INFINITY && list.next - position > SERIES_LAG)
      to = list.next - 1;
    if (to === position) return false;
    cursor.position = to;
    cursor.options.delivery.gap({ dropped: to - position, next: to });
    return true;
  }

  #sendWhole(cursor: Cursor, now: number): void {
    const { list } = this.#stream;
    cursor.needsWhole = false;
    const whole = this.#stream.whole();
    cursor.noteSent(list.next, 1024, now);
    cursor.options.delivery.batch({ from: list.next - 1, next: list.next, items: [whole], whole: true });
  }

  #wake(at: number): void {
    if (at >= this.#timerAt) return;
    this.#timer?.dispose();
    this.#timerAt = at;
    this.#timer = this.#clock.after(Math.max(0, at - this.#clock.monotonic()), () => {
      this.#timerAt = Number.POSITIVE_INFINITY;
      const now = this.#clock.monotonic();
      for (const cursor of [...this.#begun]) {
        if (cursor.position === undefined) continue;
        const hasWork = cursor.needsWhole || cursor.position < this.#stream.list.next;
        if (!hasWork) continue;
        const due = this.#dueAt(cursor, now);
        if (due <= now + 1) this.#serve(cursor, now);
        else if (cursor.mayReceive) this.#wake(due);
      }
    });
  }
}

import type { LogItem } from '#shared/contract/logs.ts';
import { itemsOf, joinPacked, jsonLengthOf, linesWithin, packedCount, slicePacked } from '#shared/lines/chunk.ts';

/** `protocol`, Delivery: a message is at most this, one bigger item alone. */
export const MAX_PACKED_BYTES = 128 * 1024;
export const MAX_JSON_BYTES = 64 * 1024;
const MAX_CUTS = 16;

/** A run of items as it came from the source; numbered, never changed. JSON is made once, when somebody wants it. */
export interface Chunk {
  readonly from: number;
  readonly count: number;
  /** Packed length, or the length of the JSON text: what it costs to hold and to send. */
  readonly bytes: number;
  readonly packed: Uint8Array | undefined;
  items: readonly unknown[] | undefined;
}

/** A cut of the list for one message. */
export interface Cut {
  from: number;
  next: number;
  bytes: number;
  items: readonly unknown[] | undefined;
  packed: Uint8Array | undefined;
}

/** What a stream holds, oldest first: the replay for late watchers and what cursors are still owed, in one list. */
export class ChunkList {
  #chunks: Chunk[] = [];
  #head = 0;
  #next = 0;
  #bytes = 0;
  /** By format and first number; oldest first. */
  readonly #cuts = new Map<string, Cut>();

  /** Number of the oldest item held; `next` while nothing is held. */
  get first(): number {
    return this.#chunks[this.#head]?.from ?? this.#next;
  }

  get next(): number {
    return this.#next;
  }

  get bytes(): number {
    return this.#bytes;
  }

  pushItems(items: readonly unknown[], bytes = JSON.stringify(items).length): void {
    if (items.length > 0) this.#push({ from: this.#next, count: items.length, bytes, packed: undefined, items });
  }

  pushPacked(packed: Uint8Array): void {
    const count = packedCount(packed);
    if (count > 0) this.#push({ from: this.#next, count, bytes: packed.byteLength, packed, items: undefined });
  }

  /** Takes a number without an item: what was before it can only be had as a whole again. */
  skip(): void {
    this.clear();
    this.#next += 1;
  }

  clear(): void {
    this.#chunks = [];
    this.#head = 0;
    this.#bytes = 0;
    this.#cuts.clear();
  }

  /** Drops the oldest chunk and gives its size. */
  dropFirst(): number {
    const chunk = this.#chunks[this.#head];
    if (!chunk) return 0;
    this.#head += 1;
    this.#bytes -= chunk.bytes;
    if (this.#head > 256 && this.#head * 2 > this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
    for (const [key, cut] of this.#cuts) if (cut.from < this.first) this.#cuts.delete(key);
    return chunk.bytes;
  }

  /** End of the oldest chunk: the number that would be the first after `dropFirst`. */
  get secondFrom(): number {
    const chunk = this.#chunks[this.#head];
    return chunk ? chunk.from + chunk.count : this.#next;
  }

  /** Whether at least `bytes` are held from item `from` on; by whole chunks: good enough to decide, never used to cut. */
  holdsBytesFrom(from: number, bytes: number): boolean {
    let total = 0;
    for (let at = this.#chunks.length - 1; at >= this.#head && total < bytes; at--) {
      const chunk = this.#chunks[at] as Chunk;
      if (chunk.from + chunk.count <= from) break;
      total += chunk.bytes;
    }
    return total >= bytes;
  }

  /**
   * The message for a cursor at `from` (which must be held): as many items as fit. Made once and given to every cursor
   * that comes to this place, now or a little later, so that a door can encode it once too.
   */
  cut(from: number, wantsPacked: boolean, maxItems = Number.POSITIVE_INFINITY): Cut {
    const key = `${wantsPacked ? 'packed' : 'json'} ${from}`;
    const known = this.#cuts.get(key);
    if (known && (known.next === this.#next || known.bytes >= MAX_JSON_BYTES / 2)) return known;
    const cut = this.#make(from, wantsPacked, maxItems);
    this.#cuts.delete(key);
    this.#cuts.set(key, cut);
    // Watchers of one log are never far apart: their credit is 4 messages.
    if (this.#cuts.size > MAX_CUTS) for (const oldest of this.#cuts.keys()) if (this.#cuts.delete(oldest)) break;
    return cut;
  }

  #make(from: number, wantsPacked: boolean, maxItems: number): Cut {
    let at = this.#find(from);
    let next = from;
    let bytes = 0;
    const parts: Uint8Array[] = [];
    const items: unknown[] = [];
    const limit = wantsPacked ? MAX_PACKED_BYTES : MAX_JSON_BYTES;
    for (; at < this.#chunks.length && items.length < maxItems; at++) {
      const chunk = this.#chunks[at] as Chunk;
      const start = next - chunk.from;
      if (wantsPacked && chunk.packed) {
        const end = linesWithin(chunk.packed, start, limit - bytes);
        const part = slicePacked(chunk.packed, start, end);
        if (bytes > 0 && bytes + part.byteLength > limit) break;
        parts.push(part);
        bytes += part.byteLength;
        next = chunk.from + end;
        if (end < chunk.count) break;
        continue;
      }
      chunk.items ??= chunk.packed ? itemsOf(chunk.packed) : [];
      const taken = this.#takeItems(chunk, start, limit - bytes, items.length === 0);
      if (taken.count === 0) break;
      for (let i = start; i < start + taken.count; i++) items.push(chunk.items[i]);
      bytes += taken.bytes;
      next += taken.count;
      if (start + taken.count < chunk.count) break;
    }
    return {
      from,
      next,
      bytes,
      items: parts.length > 0 ? undefined : items,
      packed: parts.length > 0 ? joinPacked(parts) : undefined,
    };
  }

  /** How many items from `start` fit; whole chunks by their known size, a split chunk by measuring its items. */
  #takeItems(chunk: Chunk, start: number, room: number, isFirst: boolean): { count: number; bytes: number } {
    if (start === 0 && !chunk.packed && chunk.bytes <= room) return { count: chunk.count, bytes: chunk.bytes };
    let bytes = 0;
    let count = 0;
    for (let i = start; i < chunk.count; i++) {
      const item = chunk.items?.[i] ?? null;
      const size = (chunk.packed ? jsonLengthOf(item as LogItem) : JSON.stringify(item).length) + 1;
      if (bytes + size > room && !(isFirst && count === 0)) break;
      bytes += size;
      count += 1;
    }
    return { count, bytes };
  }

  #find(from: number): number {
    let low = this.#head;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#chunks[middle] as Chunk).from <= from) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #push(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.#next += chunk.count;
    this.#bytes += chunk.bytes;
  }
}

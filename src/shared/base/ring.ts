/** The newest `capacity` items, each known by its number for ever; numbers start at 0 and never start again. */
export class Ring<T> {
  readonly capacity: number;
  readonly #items: (T | undefined)[] = [];
  #next = 0;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError('capacity must be a whole number above 0');
    this.capacity = capacity;
  }

  /** Number of the oldest item held; equals `next` while the ring is empty. */
  get first(): number {
    return Math.max(0, this.#next - this.capacity);
  }

  /** Number that the next item will get. */
  get next(): number {
    return this.#next;
  }

  get size(): number {
    return this.#next - this.first;
  }

  push(item: T): number {
    const seq = this.#next;
    this.#items[seq % this.capacity] = item;
    this.#next += 1;
    return seq;
  }

  /** The item with that number, or undefined where it is no longer or not yet held. */
  get(seq: number): T | undefined {
    return seq >= this.first && seq < this.#next ? this.#items[seq % this.capacity] : undefined;
  }

  /** Items from `from` (clamped to what is held) to the newest. */
  slice(from = this.first): T[] {
    const out: T[] = [];
    for (let seq = Math.max(from, this.first); seq < this.#next; seq++) out.push(this.#items[seq % this.capacity] as T);
    return out;
  }
}

/** The first `limit` bytes of a stream. */
export class Kept {
  readonly #limit: number;
  readonly #parts: Uint8Array[] = [];
  #size = 0;
  isTruncated = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(bytes: Uint8Array): void {
    const room = this.#limit - this.#size;
    if (bytes.length > room) this.isTruncated = true;
    if (room <= 0) return;
    this.#parts.push(bytes.slice(0, room));
    this.#size += Math.min(room, bytes.length);
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}

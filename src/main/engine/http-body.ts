/** Head of an HTTP answer: status and headers in lower case. */
export interface HttpHead {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
}

/** A peer that sends a longer head is no Docker. */
const MAX_HEAD = 64 * 1024;

/** Collects the head of an answer from pieces of any size. */
export class HeadReader {
  #text = '';

  /** The head once it is whole, with the offset in `bytes` where the body begins. Throws RangeError on what is not HTTP. */
  push(bytes: Uint8Array): { head: HttpHead; bodyAt: number } | undefined {
    const before = this.#text.length;
    this.#text += Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MAX_HEAD)).toString('latin1');
    if (this.#text.length >= 5 && !this.#text.startsWith('HTTP/')) throw new RangeError('not an HTTP answer');
    const end = this.#text.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.#text.length > MAX_HEAD) throw new RangeError('head of the answer too long');
      return undefined;
    }
    const [first = '', ...lines] = this.#text.slice(0, end).split('\r\n');
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1];
    if (status === undefined) throw new RangeError('not an HTTP answer');
    const headers = new Map<string, string>();
    for (const line of lines) {
      const colon = line.indexOf(':');
      if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
    return { head: { status: Number(status), headers }, bodyAt: end + 4 - before };
  }
}

/**
 * Takes the chunk marks of HTTP/1.1 out of the bytes of each read, in place: dockerd sends one chunk per log line,
 * and a call per chunk is what makes reading dear (performance 0.2).
 */
export class Dechunker {
  #left = 0;
  /** Where we are: in the size line, in data, in the line end behind data, in the trailer behind the last chunk. */
  #at: 'size' | 'data' | 'end' | 'trailer' | 'done' = 'size';
  #size = 0;
  #digits = 0;
  #hasExtension = false;
  #trailerLength = 0;

  get isDone(): boolean {
    return this.#at === 'done';
  }

  /** Moves the data together at the front of `bytes` and gives its length. Throws RangeError on broken chunks. */
  compact(bytes: Uint8Array): number {
    let to = 0;
    let from = 0;
    while (from < bytes.length && this.#at !== 'done') {
      if (this.#at === 'data') {
        const take = Math.min(this.#left, bytes.length - from);
        if (to !== from) bytes.copyWithin(to, from, from + take);
        to += take;
        from += take;
        this.#left -= take;
        if (this.#left === 0) this.#at = 'end';
      } else {
        this.#mark(bytes[from] as number);
        from += 1;
      }
    }
    return to;
  }

  #mark(byte: number): void {
    if (this.#at === 'end') {
      if (byte === 10) this.#at = 'size';
      else if (byte !== 13) throw new RangeError('broken chunk');
    } else if (this.#at === 'trailer') {
      if (byte === 10) {
        if (this.#trailerLength === 0) this.#at = 'done';
        this.#trailerLength = 0;
      } else if (byte !== 13) this.#trailerLength += 1;
    } else if (byte === 10) {
      if (this.#digits === 0) throw new RangeError('broken chunk size');
      this.#left = this.#size;
      this.#at = this.#size === 0 ? 'trailer' : 'data';
      this.#size = this.#digits = 0;
      this.#hasExtension = false;
    } else this.#sizeDigit(byte);
  }

  #sizeDigit(byte: number): void {
    if (byte === 13 || this.#hasExtension) return;
    if (byte === 59) {
      this.#hasExtension = true;
      return;
    }
    const lower = byte | 32;
    const value = byte >= 48 && byte <= 57 ? byte - 48 : lower >= 97 && lower <= 102 ? lower - 87 : -1;
    this.#digits += 1;
    if (value < 0 || this.#digits > 8) throw new RangeError('broken chunk size');
    this.#size = this.#size * 16 + value;
  }
}

/** An event or a sample is some KB; what is longer has no line end because it is no JSON stream. */
const MAX_LINE = 4 * 1024 * 1024;

/** Splits a stream of JSON lines; several may come in one read, one in many. Throws RangeError on an endless line. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #parts: Uint8Array[] = [];
  #size = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(bytes: Uint8Array): void {
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      const line = this.#take(bytes.subarray(from, end));
      from = end + 1;
      if (line.trim() !== '') this.#onLine(line);
    }
    if (from < bytes.length) {
      this.#size += bytes.length - from;
      if (this.#size > MAX_LINE) throw new RangeError('a line without an end');
      // Copied: the bytes belong to the reader, which uses them again.
      this.#parts.push(bytes.slice(from));
    }
  }

  #take(last: Uint8Array): string {
    if (this.#parts.length === 0) return Buffer.from(last.buffer, last.byteOffset, last.length).toString('utf8');
    const text = Buffer.concat([...this.#parts, last]).toString('utf8');
    this.#parts = [];
    this.#size = 0;
    return text;
  }
}

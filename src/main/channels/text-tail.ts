/** Chunks below this are joined, so that a tail of single keystrokes is not a quarter of a million strings. */
const JOIN_BELOW = 4096;

/** The newest text of a stream, at most `maxBytes` as UTF-8; what is older is cut off at a character. */
export class TextTail {
  readonly #maxBytes: number;
  #chunks: { text: string; bytes: number }[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(text: string): void {
    const bytes = Buffer.byteLength(text);
    const last = this.#chunks.at(-1);
    if (last && last.bytes < JOIN_BELOW) {
      last.text += text;
      last.bytes += bytes;
    } else this.#chunks.push({ text, bytes });
    this.#bytes += bytes;
    // Whole chunks while enough is left behind them; the exact cut is made once, when the text is asked for.
    let from = 0;
    for (
      let first = this.#chunks[0];
      first && this.#bytes - first.bytes >= this.#maxBytes;
      first = this.#chunks[from]
    ) {
      this.#bytes -= first.bytes;
      from += 1;
    }
    if (from > 0) this.#chunks = this.#chunks.slice(from);
  }

  text(): string {
    const whole = this.#chunks.map((chunk) => chunk.text).join('');
    if (this.#bytes <= this.#maxBytes) return whole;
    const bytes = Buffer.from(whole);
    let from = bytes.length - this.#maxBytes;
    // 10xxxxxx goes on with a character that began before.
    while (((bytes[from] ?? 0) & 0xc0) === 0x80) from += 1;
    return bytes.subarray(from).toString('utf8');
  }
}

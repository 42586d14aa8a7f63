import type { LogMark } from '#shared/contract/logs.ts';
import { addItem, ChunkWriter } from '#shared/lines/chunk.ts';

/** `protocol`, Delivery: a message is at most 128 KiB packed; one bigger line stays alone. */
const MAX_CHUNK_BYTES = 128 * 1024;
/** What a line costs in the index beside its bytes, and a little for the padding. */
const LINE_BYTES = 13;
const PADDING_BYTES = 8;

/** Collects what one read gave and hands it over as packed chunks; the hub does the batching over time. */
export class LogOutput {
  readonly #writer = new ChunkWriter();
  readonly #emit: (packed: Uint8Array) => void;

  constructor(emit: (packed: Uint8Array) => void) {
    this.#emit = emit;
  }

  line(hi: number, lo: number, flag: number, bytes: Uint8Array, from: number, to: number): void {
    const writer = this.#writer;
    if (writer.count > 0 && writer.bytes + to - from + LINE_BYTES + PADDING_BYTES > MAX_CHUNK_BYTES) this.flush();
    writer.add(hi, lo, flag, bytes, from, to);
  }

  mark(mark: LogMark): void {
    addItem(this.#writer, mark);
  }

  flush(): void {
    if (this.#writer.count > 0) this.#emit(this.#writer.take());
  }
}

import { Worker } from 'node:worker_threads';
import type {
  KeptChunk,
  KeptGeneration,
  KeptService,
  LogBounds,
  SearchProgress,
  SearchQuery,
} from '#main/history/history-types.ts';
import type { EventRow, StatsRow } from '#main/history/stats-rows.ts';
import { AppError } from '#shared/protocol/errors.ts';

type NewGeneration = Omit<KeptGeneration, 'id' | 'service'> & { engine: string; service: string; stack: string };
export interface NewChunk {
  generation: number;
  packed: Uint8Array;
  first: number;
  last: number;
  lines: number;
}
interface ChunkRange {
  generations: readonly number[];
  sinceMs?: number | undefined;
  untilMs?: number | undefined;
  lines: number;
  isOldestFirst: boolean;
}

type Ask =
  | { op: 'generation'; of: NewGeneration }
  | { op: 'append'; chunks: readonly NewChunk[] }
  | { op: 'tail'; generation: number; lines: number }
  | { op: 'kept' }
  | ({ op: 'chunks' } & ChunkRange)
  | { op: 'bound'; bounds: LogBounds; nowMs: number }
  | { op: 'drop'; service: number }
  | { op: 'search'; query: SearchQuery }
  | { op: 'cancel'; which: number }
  | { op: 'putStats'; rows: readonly StatsRow[]; events: readonly EventRow[]; nowMs: number }
  | { op: 'stats'; container: string; fromMs: number; untilMs: number }
  | { op: 'clearStats' }
  | { op: 'close' };
export type Asked = Ask & { id: number };
export type Answer = { id: number } & ({ result: unknown } | { error: string } | { progress: SearchProgress });

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
  onProgress?: (progress: SearchProgress) => void;
}

export interface HistoryOptions {
  /** The SQLite file; its folder is made. */
  file: string;
  /** Starts the thread of `history-worker`. */
  startWorker(data: { file: string }): Worker;
  /** The store was broken and is kept aside under this name; a new one was begun. */
  onMovedAside(file: string): void;
}

/** The kept logs, from the main thread. The thread behind it starts with the first thing that is asked. */
export class History {
  readonly #options: HistoryOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** The id under which a container's lines are appended. */
  generation(of: NewGeneration): Promise<number> {
    return this.#ask<number>({ op: 'generation', of });
  }

  /** All or none; settles when they would survive the end of the program. */
  append(chunks: readonly NewChunk[]): Promise<void> {
    return this.#ask<void>({ op: 'append', chunks });
  }

  /** The newest chunks with at least so many lines, oldest first. */
  tail(generation: number, lines: number): Promise<Uint8Array[]> {
    return this.#ask<Uint8Array[]>({ op: 'tail', generation, lines });
  }

  kept(): Promise<{ services: KeptService[]; generations: KeptGeneration[] }> {
    return this.#ask({ op: 'kept' });
  }

  /** Chunks from one end of a time range on, until they hold so many lines. */
  chunks(range: ChunkRange): Promise<KeptChunk[]> {
    return this.#ask<KeptChunk[]>({ op: 'chunks', ...range });
  }

  /** Puts half-minutes of statistics and what Docker told in them into the store, and drops what is older than they are kept. */
  putStats(rows: readonly StatsRow[], events: readonly EventRow[], nowMs: number): Promise<void> {
    return this.#ask<void>({ op: 'putStats', rows, events, nowMs });
  }

  /** Oldest first; times in ms since 1970, `untilMs` left out. */
  stats(container: string, fromMs: number, untilMs: number): Promise<{ rows: StatsRow[]; events: EventRow[] }> {
    return this.#ask({ op: 'stats', container, fromMs, untilMs });
  }

  /** Forgets all statistics. */
  clearStats(): Promise<void> {
    return this.#ask<void>({ op: 'clearStats' });
  }

  bound(bounds: LogBounds, nowMs: number): Promise<number> {
    return this.#ask<number>({ op: 'bound', bounds, nowMs });
  }

  drop(service: number): Promise<void> {
    return this.#ask<void>({ op: 'drop', service });
  }

  /** Newest first. Resolves to whether everything was read: false where the limit or the signal cut it. */
  search(query: SearchQuery, onProgress: (progress: SearchProgress) => void, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    const found = this.#ask<boolean>({ op: 'search', query }, onProgress);
    const which = this.#lastId;
    const cancel = (): void => void this.#ask({ op: 'cancel', which }).catch(() => undefined);
    signal.addEventListener('abort', cancel, { once: true });
    return found.finally(() => signal.removeEventListener('abort', cancel));
  }

  async dispose(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    if (!worker) return;
    await this.#ask({ op: 'close' }).catch(() => undefined);
    this.#worker = undefined;
    await worker.terminate();
  }

  #ask<T>(ask: Ask, onProgress?: (progress: SearchProgress) => void): Promise<T> {
    if (this.#isClosed && ask.op !== 'close')
      return Promise.reject(new AppError('engine_unavailable', 'Quayside is closing.', { reason: 'server_stopping' }));
    return new Promise<T>((resolve, reject) => {
      const worker = (this.#worker ??= this.#start());
      this.#lastId += 1;
      const id = this.#lastId;
      this.#waiting.set(id, { resolve, reject, ...(onProgress && { onProgress }) });
      worker.postMessage({ ...ask, id } satisfies Asked);
    });
  }

  #start(): Worker {
    const worker = this.#options.startWorker({ file: this.#options.file });
    worker.unref();
    worker.on('message', (message: Answer) => this.#answered(message));
    const failed = (error: Error): void => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    };
    worker.on('error', (error) => failed(storeError(error.message)));
    worker.on('exit', () => failed(storeError('it ended')));
    return worker;
  }

  #answered(message: Answer): void {
    if (message.id === 0) {
      if ('result' in message && typeof message.result === 'string') this.#options.onMovedAside(message.result);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    if ('progress' in message) return waiting?.onProgress?.(message.progress);
    this.#waiting.delete(message.id);
    if ('error' in message) waiting?.reject(storeError(message.error));
    else waiting?.resolve(message.result as never);
  }
}

const storeError = (why: string): AppError =>
  new AppError('internal', `The kept logs cannot be used: ${why}.`, {
    hint: "Look for a full disk under Quayside's folder.",
  });

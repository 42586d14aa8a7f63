import type * as net from 'node:net';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { connectSocket, type ReachableEndpoint } from '#main/engine/endpoint.ts';
import { connectionError, noAnswer, statusError } from '#main/engine/engine-error.ts';
import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import { Dechunker, HeadReader, type HttpHead } from '#main/engine/http-body.ts';

export interface WireRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly path: string;
  /** 1.0: no chunk marks, and no way to tell an end from a break. 1.1: the engine says when it was all. */
  readonly version: '1.0' | '1.1';
  /** Sent as JSON, with `Upgrade: tcp`: the connection becomes the stream of an exec. */
  readonly upgradeWith?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent chunk by chunk, as fast as the engine takes it; the time for the head counts from its end on. */
  readonly body?: AsyncIterable<Uint8Array>;
  /** Holds small reads together under load, so that 300,000 lines are 1,300 reads and not 300,000. */
  readonly isPaced?: boolean;
  /** ms until the head must be there. */
  readonly headTimeoutMs: number;
  onHead?(head: HttpHead): void;
}

// performance 2: after a read below 16 KB pause 1 ms, but only once a stream had over 50 reads in 10 ms.
const SMALL_READ = 16 * 1024;
const PACE_MS = 1;
const BUSY_WINDOW_MS = 10;
const BUSY_READS = 50;
/** A paced read this small, three times in a row, means that the load is over. */
const IDLE_READ = 512;
const IDLE_READS = 3;
const MAX_ERROR_BODY = 64 * 1024;

/** A request on a bare socket whose answer is a stream of bytes: logs, events, statistics, the connection of an exec. */
export class WireStream implements ByteStream {
  readonly done: Promise<{ isComplete: boolean }>;
  readonly #request: WireRequest;
  readonly #where: string;
  readonly #clock: Clock;
  readonly #onBytes: OnBytes;
  readonly #socket: net.Socket;
  readonly #head = new HeadReader();
  #chunks: Dechunker | undefined;
  #bytesLeft = Number.POSITIVE_INFINITY;
  #status = 0;
  #errorBody = '';
  #isComplete = false;
  #isHeld = false;
  #pace: Disposable | undefined;
  #isBusy = false;
  #windowStart = 0;
  #reads = 0;
  #smallReads = 0;
  #settle: (error?: unknown) => void = () => undefined;

  constructor(endpoint: ReachableEndpoint, request: WireRequest, onBytes: OnBytes, clock: Clock, signal: AbortSignal) {
    this.#request = request;
    this.#clock = clock;
    this.#onBytes = onBytes;
    this.#where = endpoint.kind === 'unix' ? endpoint.path : `${endpoint.host}:${endpoint.port}`;
    this.#socket = connectSocket(endpoint, (bytes) => this.#guarded(bytes));
    this.done = new Promise((resolve, reject) => {
      const stop = (): void => this.#settle();
      let timer: Disposable | undefined;
      const expectHead = (): void => {
        timer = clock.after(request.headTimeoutMs, () =>
          this.#settle(noAnswer(Math.round(request.headTimeoutMs / 1000))),
        );
      };
      if (request.body === undefined) expectHead();
      this.#gotHead = () => timer?.dispose();
      this.#settle = (error) => {
        this.#settle = () => undefined;
        timer?.dispose();
        this.#pace?.dispose();
        signal.removeEventListener('abort', stop);
        this.#socket.destroy();
        if (error === undefined) resolve({ isComplete: this.#isComplete });
        else reject(error);
      };
      this.#socket.on('error', (error) => this.#broke(error));
      this.#socket.on('close', () => this.#broke(undefined));
      this.#socket.on('end', () => this.#broke(undefined));
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) return stop();
      this.#socket.write(requestText(request));
      if (request.body === undefined) return;
      // What fails here is the reader's failure; a socket that is gone says so itself.
      this.#send(request.body).then(
        () => this.#status === 0 && !this.#socket.destroyed && expectHead(),
        (thrown: unknown) => this.#settle(thrown),
      );
    });
  }

  pause(): void {
    this.#isHeld = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#isHeld = false;
    if (!this.#pace) this.#socket.resume();
  }

  /** Only for an upgraded connection. */
  write(data: Uint8Array | string): void {
    if (!this.#socket.destroyed) this.#socket.write(data);
  }

  close(): void {
    this.#settle();
  }

  /** An engine that refuses answers before it has all: then nobody takes the rest. */
  async #send(body: AsyncIterable<Uint8Array>): Promise<void> {
    const socket = this.#socket;
    for await (const part of body) {
      if (socket.destroyed || this.#status >= 300) return;
      if (part.length === 0) continue;
      socket.write(`${part.length.toString(16)}\r\n`);
      socket.write(part);
      if (!socket.write('\r\n')) await drained(socket);
    }
    if (!socket.destroyed) socket.write('0\r\n\r\n');
  }

  #gotHead: () => void = () => undefined;

  #broke(error: Error | undefined): void {
    if (this.#status === 0)
      return this.#settle(
        connectionError(error ?? { code: 'ECONNRESET' }, this.#where, this.#request.method !== 'GET'),
      );
    if (this.#status >= 300) return this.#settle(statusError(this.#status, this.#errorBody));
    // Without chunks or a length HTTP/1.1 ends with the connection, like 1.0: never taken for complete.
    this.#settle();
  }

  /** A callback that throws ends this stream, never the program. */
  #guarded(bytes: Uint8Array): void {
    try {
      this.#read(bytes);
    } catch (thrown) {
      const isOurs = thrown instanceof AppError || !(thrown instanceof RangeError);
      this.#settle(
        isOurs
          ? thrown
          : new AppError(
              'engine_error',
              `What answers at ${this.#where} does not speak like Docker: ${(thrown as Error).message}.`,
              { reason: 'bad_answer', cause: thrown },
            ),
      );
    }
  }

  #read(bytes: Uint8Array): void {
    let body = bytes;
    if (this.#status === 0) {
      const parsed = this.#head.push(bytes);
      if (!parsed) return;
      this.#begin(parsed.head);
      body = bytes.subarray(parsed.bodyAt);
    }
    if (this.#status >= 300) return this.#readError(body);
    if (this.#chunks) body = body.subarray(0, this.#chunks.compact(body));
    else if (body.length > this.#bytesLeft) body = body.subarray(0, this.#bytesLeft);
    this.#bytesLeft -= body.length;
    if (body.length > 0) this.#onBytes(body);
    if (this.#chunks?.isDone || this.#bytesLeft <= 0) {
      this.#isComplete = true;
      this.#settle();
    } else if (this.#request.isPaced) this.#keepPace(bytes.length);
  }

  #begin(head: HttpHead): void {
    this.#gotHead();
    this.#status = head.status;
    this.#request.onHead?.(head);
    const isUpgraded = head.status === 101 || this.#request.upgradeWith !== undefined;
    if (!isUpgraded || head.status >= 300) {
      if (/chunked/i.test(head.headers.get('transfer-encoding') ?? '')) this.#chunks = new Dechunker();
      const length = head.headers.get('content-length');
      if (length !== undefined && /^\d{1,15}$/.test(length)) this.#bytesLeft = Number(length);
      // Its head tells the length of what is not sent.
      if (this.#request.method === 'HEAD') this.#bytesLeft = 0;
    }
    // 101 and 2xx carry the stream; 1xx cannot come, for nothing was asked that allows it.
    if (head.status < 300 && this.#bytesLeft <= 0) {
      this.#isComplete = true;
      this.#settle();
    }
  }

  #readError(body: Uint8Array): void {
    const count = this.#chunks ? this.#chunks.compact(body) : body.length;
    this.#bytesLeft -= count;
    this.#errorBody += Buffer.from(body.subarray(0, count)).toString('utf8');
    const isWhole = this.#chunks?.isDone || this.#bytesLeft <= 0 || this.#errorBody.length > MAX_ERROR_BODY;
    if (isWhole) this.#settle(statusError(this.#status, this.#errorBody));
  }

  #keepPace(count: number): void {
    const now = this.#clock.monotonic();
    if (now - this.#windowStart > BUSY_WINDOW_MS) {
      this.#windowStart = now;
      this.#reads = 0;
    }
    this.#reads += 1;
    if (this.#reads > BUSY_READS) this.#isBusy = true;
    if (!this.#isBusy || count >= SMALL_READ) return;
    this.#smallReads = count < IDLE_READ ? this.#smallReads + 1 : 0;
    if (this.#smallReads >= IDLE_READS) {
      this.#isBusy = false;
      this.#smallReads = 0;
      return;
    }
    this.#socket.pause();
    this.#pace = this.#clock.after(PACE_MS, () => {
      this.#pace = undefined;
      if (!this.#isHeld) this.#socket.resume();
    });
  }
}

function requestText(request: WireRequest): string {
  const head = `${request.method} ${request.path} HTTP/${request.version}\r\nHost: docker\r\nUser-Agent: quayside\r\n`;
  if (request.upgradeWith === undefined) {
    const given = Object.entries(request.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
    const coding = request.body ? 'Transfer-Encoding: chunked\r\n' : '';
    return `${head}Connection: close\r\n${given.join('')}${coding}${request.method === 'POST' && !request.body ? 'Content-Length: 0\r\n' : ''}\r\n`;
  }
  const body = JSON.stringify(request.upgradeWith);
  return `${head}Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Settles when the socket takes more, or is gone. */
function drained(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      socket.off('drain', go);
      socket.off('close', go);
      resolve();
    };
    socket.on('drain', go);
    socket.on('close', go);
  });
}

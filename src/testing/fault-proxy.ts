import { rmSync } from 'node:fs';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

/** One answer on its way through the proxy. */
export interface Passing {
  /** First line of the request, as in `GET /v1.41/containers/json?all=1 HTTP/1.1`. */
  readonly request: string;
  /** Number of the connection, from 1, among those whose request matched. */
  readonly count: number;
  /** Bytes of the answer that came before this piece, its head included. */
  readonly offset: number;
  send(bytes: Uint8Array): void;
  /** Ends the connection as a killed engine does. */
  cut(): void;
}

/** What happens to the answers of matching requests; `undefined` from `answer` = pass on as it is. */
export interface Fault {
  readonly matches: RegExp;
  /** Each piece of the answer; without it everything passes. */
  readonly onData?: (bytes: Buffer, passing: Passing) => void;
  /** The engine's end of the answer is not passed on: the client waits for more for ever. */
  readonly neverEnds?: boolean;
  /** Answers itself instead of asking the engine; '' says nothing at all. */
  readonly answer?: string;
}

/** Stands between a client and an engine's socket and breaks what passes, as `facts/faults` P describes. */
export class FaultProxy {
  readonly socketPath = join(tmpdir(), `qs-proxy-${randomBytes(6).toString('hex')}.sock`);
  readonly #target: string;
  readonly #server = net.createServer((client) => this.#connect(client));
  readonly #sockets = new Set<net.Socket>();
  #fault: Fault | undefined;
  #matched = 0;
  /** First lines of all requests so far. */
  readonly requests: string[] = [];

  constructor(target: string) {
    this.#target = target;
  }

  static async start(targetSocket: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetSocket);
    await new Promise<void>((resolve, reject) => proxy.#server.once('error', reject).listen(proxy.socketPath, resolve));
    return proxy;
  }

  get host(): string {
    return `unix://${this.socketPath}`;
  }

  /** How many requests the fault met. */
  get matched(): number {
    return this.#matched;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  setFault(fault: Fault | undefined): void {
    this.#fault = fault;
    this.#matched = 0;
  }

  /** Cuts every connection there is. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cutAll();
    await closed;
    rmSync(this.socketPath, { force: true });
  }

  #track(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  }

  #connect(client: net.Socket): void {
    this.#track(client);
    client.once('data', (first: Buffer) => {
      const request = first.toString('latin1').split('\r\n', 1)[0] ?? '';
      this.requests.push(request);
      const fault = this.#fault?.matches.test(request) ? this.#fault : undefined;
      if (fault) this.#matched += 1;
      if (fault?.answer !== undefined) return void (fault.answer !== '' && client.end(fault.answer));
      this.#join(client, first, request, fault);
    });
  }

  #join(client: net.Socket, first: Buffer, request: string, fault: Fault | undefined): void {
    const engine = net.connect(this.#target);
    this.#track(engine);
    engine.write(first);
    client.pipe(engine);
    client.on('close', () => engine.destroy());
    const count = this.#matched;
    const onData = fault?.onData;
    if (!onData) return void engine.pipe(client);
    let offset = 0;
    const cut = (): void => {
      engine.destroy();
      client.destroySoon();
    };
    engine.on('data', (bytes: Buffer) => {
      onData(bytes, { request, count, offset, send: (part) => client.write(part), cut });
      offset += bytes.length;
    });
    if (!fault.neverEnds) engine.on('end', () => client.end());
    engine.on('error', () => client.destroy());
  }
}

/** Cuts each answer after so many bytes. */
export const cutEvery = (matches: RegExp, count: number): Fault => ({
  matches,
  onData: (bytes, passing) => {
    const left = count - passing.offset;
    if (left > 0) passing.send(bytes.subarray(0, left));
    if (bytes.length >= left) passing.cut();
  },
});

/** Sends each answer in pieces of one byte. */
export const splitAll = (matches: RegExp): Fault => ({
  matches,
  onData: (bytes, passing) => {
    for (const byte of bytes) passing.send(Uint8Array.of(byte));
  },
});

/** Overwrites what the answer has at that offset, in the first so many connections. */
export const corruptAt = (matches: RegExp, at: number, by: Uint8Array, connections: number): Fault => ({
  matches,
  onData: (bytes, passing) => {
    const copy = Buffer.from(bytes);
    const from = at - passing.offset;
    if (passing.count <= connections)
      for (let i = 0; i < by.length; i++) if (from + i >= 0 && from + i < copy.length) copy[from + i] = by[i] as number;
    passing.send(copy);
  },
});

/** Answers instead of the engine. */
export const answerWith = (matches: RegExp, status: number, body: string, headers = ''): Fault => ({
  matches,
  answer: `HTTP/1.1 ${status} Fault\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
});

/** Takes the connection and says nothing. */
export const silence = (matches: RegExp): Fault => ({ matches, answer: '' });

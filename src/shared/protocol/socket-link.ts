import { type Message, SOCKET_CREDIT } from '#shared/protocol/link.ts';
import { LinkBase } from '#shared/protocol/link-base.ts';

/** What both ends of Socket.io have; both packages' sockets fit it without being imported here. */
interface SocketLike {
  emit(event: string, ...given: unknown[]): unknown;
  onAny(listener: (event: string, ...given: unknown[]) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  disconnect(close?: boolean): unknown;
}

type Answer = (payload: unknown) => void;
type Given = readonly unknown[];

/** The last argument of a packet that wants an acknowledgement. */
const answerOf = (given: Given): Answer | undefined => {
  const last = given.at(-1);
  return typeof last === 'function' ? (last as Answer) : undefined;
};
const payloadOf = (given: Given): unknown => (typeof given[0] === 'function' ? undefined : given[0]);

/** How a server's socket tells that its outgoing buffer is empty, and how batches are sent. */
export interface SocketOutlet {
  isIdle(): boolean;
  onIdle(listener: () => void): void;
  /** Sends a batch in its turn; the same `items` to several sockets are encoded once. */
  batch(event: string, payload: object, items: readonly unknown[]): void;
}

/** The server's end. An acknowledgement that Socket.io wants becomes a number here, and the answer finds it again. */
export class SocketServerLink extends LinkBase {
  readonly #socket: SocketLike;
  readonly #outlet: SocketOutlet;
  readonly #answers = new Map<number, Answer>();
  #lastNumber = 0;

  constructor(socket: SocketLike, outlet: SocketOutlet) {
    super(SOCKET_CREDIT);
    this.#socket = socket;
    this.#outlet = outlet;
    socket.onAny((event, ...given) => this.#take(event, given));
    socket.on('disconnect', () => this.close());
    outlet.onIdle(() => this.drained());
  }

  override ready(): boolean {
    return this.#outlet.isIdle();
  }

  protected transmit(message: Message): void {
    if ('a' in message) {
      const answer = this.#answers.get(message.a);
      this.#answers.delete(message.a);
      return answer?.(message.p);
    }
    const { p } = message;
    if (typeof p === 'object' && p !== null && 'items' in p && Array.isArray(p.items))
      return this.#outlet.batch(message.e, p, p.items);
    this.#socket.emit(message.e, p);
  }

  protected hangUp(): void {
    this.#answers.clear();
    this.#socket.disconnect(true);
  }

  #take(event: string, given: Given): void {
    const answer = answerOf(given);
    if (!answer) return this.receive({ e: event, p: payloadOf(given) });
    this.#lastNumber += 1;
    this.#answers.set(this.#lastNumber, answer);
    this.receive({ e: event, p: payloadOf(given), i: this.#lastNumber });
  }
}

/** The client's end: browser, script, bench. One link for each connection; after a drop there is a new one. */
export class SocketClientLink extends LinkBase {
  readonly #socket: SocketLike;

  constructor(socket: SocketLike) {
    super(SOCKET_CREDIT);
    this.#socket = socket;
    socket.onAny((event, ...given) => this.receive({ e: event, p: withBytes(payloadOf(given)) }));
    socket.on('disconnect', () => this.close());
  }

  protected transmit(message: Message): void {
    if ('a' in message) return;
    const { e, p, i } = message;
    if (i === undefined) return void this.#socket.emit(e, p);
    this.#socket.emit(e, p, (answer: unknown) => this.receive({ a: i, p: answer }));
  }

  protected hangUp(): void {
    this.#socket.disconnect();
  }
}

/** Packed chunks are bytes for the line store; a browser gives an ArrayBuffer. */
function withBytes(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null || !('packed' in payload)) return payload;
  return payload.packed instanceof ArrayBuffer ? { ...payload, packed: new Uint8Array(payload.packed) } : payload;
}

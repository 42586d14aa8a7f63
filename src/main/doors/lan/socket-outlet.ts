import type { Server, Socket } from 'socket.io';
import type { SocketOutlet } from '#shared/protocol/socket-link.ts';

/**
 * Batches on their way to several sockets. The hub hands every cursor at the same place the same `items`, one after
 * the other in one turn, so that they can leave as one broadcast, which Socket.io encodes and frames once.
 */
export class BatchGroup {
  readonly #io: Server;
  #event = '';
  #payload: { items?: unknown } | undefined;
  #ids: string[] = [];

  constructor(io: Server) {
    this.#io = io;
  }

  add(id: string, event: string, payload: { items?: unknown }): void {
    if (this.#payload?.items !== payload.items || this.#event !== event) this.flush();
    if (!this.#payload) queueMicrotask(() => this.flush());
    this.#event = event;
    this.#payload = payload;
    this.#ids.push(id);
  }

  flush(): void {
    const payload = this.#payload;
    if (!payload) return;
    const ids = this.#ids;
    this.#payload = undefined;
    this.#ids = [];
    this.#io.to(ids).emit(this.#event, payload);
  }
}

/** One socket's way out: the group for batches, and whether what was sent has left this process. */
export function socketOutlet(socket: Socket, group: BatchGroup): SocketOutlet {
  const { conn } = socket;
  // Engine.io gives its buffer to the transport while that is writable, which it is again only when the
  // kernel has taken all of it: nothing of a slow viewer piles up here.
  const isIdle = (): boolean => conn.transport.writable;
  return {
    isIdle,
    onIdle: (listener) => {
      const tell = (): void => {
        if (isIdle()) listener();
      };
      const follow = (): void => void conn.transport.on('ready', tell);
      follow();
      // From long polling to WebSocket the connection stays and its transport changes.
      conn.on('upgrade', follow);
    },
    batch: (event, payload) => group.add(socket.id, event, payload),
    flush: () => group.flush(),
  };
}

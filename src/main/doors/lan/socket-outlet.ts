import type { Socket } from 'socket.io';
import type { Traffic } from '#main/session/presence.ts';
import type { SocketOutlet } from '#shared/protocol/socket-link.ts';

/** Socket.io's packet of an event in the default namespace, as its protocol (version 5) writes it. */
const EVENT = '2';

/**
 * Batches as text. The hub gives every watcher at the same place the same `items`, at once or a little later; Socket.io
 * itself would make JSON of them for each, or only share it among those who are sent to in one call.
 */
export class EncodedBatches {
  readonly #texts = new WeakMap<readonly unknown[], string>();

  encode(event: string, payload: object, items: readonly unknown[]): string {
    const known = this.#texts.get(items);
    if (known !== undefined) return known;
    const text = `${EVENT}${JSON.stringify([event, payload])}`;
    this.#texts.set(items, text);
    return text;
  }
}

/** One socket's way out: batches as text, and whether what was sent has left this process. */
export function socketOutlet(socket: Socket, batches: EncodedBatches): SocketOutlet {
  const { conn } = socket;
  // Engine.io gives its buffer to the transport while that is writable, which it is again only when the kernel has
  // taken all of it: nothing of a slow viewer piles up here.
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
    batch: (event, payload, items) => void conn.write(batches.encode(event, payload, items), { compress: false }),
  };
}

/** Counts what one socket sends, whoever makes the packets; without the few bytes of framing. */
export function countSent({ conn }: Socket): Traffic {
  const traffic = { bytesSent: 0 };
  conn.on('packetCreate', ({ data }: { data?: string | ArrayBufferView }) => {
    if (data !== undefined) traffic.bytesSent += typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
  });
  return traffic;
}

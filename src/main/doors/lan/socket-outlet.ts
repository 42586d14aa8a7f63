import type { Socket } from 'socket.io';
import type { Traffic } from '#main/session/presence.ts';
import type { SocketOutlet } from '#shared/protocol/socket-link.ts';

/** Socket.io's packet of an event in the default namespace, as its protocol (version 5) writes it. */
const EVENT = '2';
/** Engine.io's packet of a message (version 4). */
const MESSAGE = '4';
const FINAL_TEXT = 0x81;

/** A batch as every transport wants it. */
interface Encoded {
  readonly text: string;
  /** The WebSocket frame around it: engine.io takes it as it is, else it would make bytes of the text for each viewer. */
  readonly frame: readonly [Buffer];
}

/**
 * The hub gives every watcher at the same place the same `items`, at once or a little later; Socket.io itself would make
 * JSON and bytes of them for each, or only share them among those who are sent to in one call.
 */
export class EncodedBatches {
  readonly #known = new WeakMap<readonly unknown[], Encoded>();

  encode(event: string, payload: object, items: readonly unknown[]): Encoded {
    const known = this.#known.get(items);
    if (known !== undefined) return known;
    const text = `${EVENT}${JSON.stringify([event, payload])}`;
    const encoded = { text, frame: textFrame(`${MESSAGE}${text}`) };
    this.#known.set(items, encoded);
    return encoded;
  }
}

/**
 * A whole, unmasked text frame (RFC 6455, section 5.2) in one piece: of a head and a body apart `ws` makes a list for the
 * kernel, for each viewer.
 */
function textFrame(text: string): readonly [Buffer] {
  const length = Buffer.byteLength(text);
  const size = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(size + length);
  frame[0] = FINAL_TEXT;
  frame[1] = size === 2 ? length : size === 4 ? 126 : 127;
  if (size === 4) frame.writeUInt16BE(length, 2);
  if (size === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(text, size);
  return [frame];
}

/** Its types leave out the frame, which Socket.io's own adapter hands over the same way. */
type SendOptions = Parameters<Socket['conn']['write']>[1];

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
    batch: (event, payload, items) => {
      const { text, frame } = batches.encode(event, payload, items);
      conn.write(text, { compress: false, wsPreEncodedFrame: frame } as SendOptions);
    },
  };
}

/** Of what engine.io tells of a packet; a batch has its frame ready. */
interface Packet {
  readonly data?: string | ArrayBufferView;
  readonly options?: { readonly wsPreEncodedFrame?: Encoded['frame'] };
}

/** Counts what one socket sends, whoever makes the packets, give or take the few bytes of framing. */
export function countSent({ conn }: Socket): Traffic {
  const traffic = { bytesSent: 0 };
  conn.on('packetCreate', (packet: Packet) => {
    traffic.bytesSent += bytesOf(packet);
  });
  return traffic;
}

/** A batch is not measured anew for each viewer: that was a fifth of all work for fifty of them. */
function bytesOf({ data, options }: Packet): number {
  if (options?.wsPreEncodedFrame) return options.wsPreEncodedFrame[0].byteLength;
  if (data === undefined) return 0;
  return typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
}

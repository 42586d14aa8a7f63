import { isMessage, type Link, type Message, PORT_CREDIT } from '#shared/protocol/link.ts';
import { LinkBase } from '#shared/protocol/link-base.ts';

/** The page's MessagePort; the main process and worker_threads wrap theirs in it (`on('message')` becomes `listen`). */
export interface PortLike {
  postMessage(message: unknown): void;
  close(): void;
  start?(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  /** Chromium 122 and later fire it; without it the door tells of the end (a reload brings a new port). */
  addEventListener(type: 'close', listener: () => void): void;
}

class PortLink extends LinkBase {
  readonly #port: PortLike;

  constructor(port: PortLike) {
    super(PORT_CREDIT);
    this.#port = port;
    port.addEventListener('message', (event) => {
      if (isMessage(event.data)) this.receive(event.data);
    });
    port.addEventListener('close', () => this.close());
    port.start?.();
  }

  protected transmit(message: Message): void {
    this.#port.postMessage(message);
  }

  protected hangUp(): void {
    this.#port.close();
  }
}

export const portLink = (port: PortLike): Link => new PortLink(port);

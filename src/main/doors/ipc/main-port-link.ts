import type { MessagePortMain } from 'electron/main';
import { isMessage, type Link, type Message, PORT_CREDIT } from '#shared/protocol/link.ts';
import { LinkBase } from '#shared/protocol/link-base.ts';

/** The main process's end of a window's port. Messages are copied on the way: `MessagePortMain` cannot hand over buffers. */
class MainPortLink extends LinkBase {
  readonly #port: MessagePortMain;

  constructor(port: MessagePortMain) {
    super(PORT_CREDIT);
    this.#port = port;
    port.on('message', ({ data }: { data: unknown }) => {
      if (isMessage(data)) this.receive(data);
    });
    port.on('close', () => this.close());
    port.start();
  }

  protected transmit(message: Message): void {
    this.#port.postMessage(message);
  }

  protected hangUp(): void {
    this.#port.close();
  }
}

export const mainPortLink = (port: MessagePortMain): Link => new MainPortLink(port);

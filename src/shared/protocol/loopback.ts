import { type Credit, type Link, type Message, PORT_CREDIT } from '#shared/protocol/link.ts';
import { LinkBase } from '#shared/protocol/link-base.ts';

class LoopbackEnd extends LinkBase {
  peer: LoopbackEnd | undefined;
  #queue: Message[] = [];
  #isScheduled = false;

  protected transmit(message: Message): void {
    this.peer?.arrive(message);
  }

  protected hangUp(): void {
    this.peer?.close();
  }

  // Delivered in a microtask, so that a send never runs the other side's code inside the sender's.
  arrive(message: Message): void {
    this.#queue.push(message);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    void Promise.resolve().then(() => {
      this.#isScheduled = false;
      const queue = this.#queue;
      this.#queue = [];
      for (const next of queue) this.receive(next);
    });
  }
}

/** Two connected links inside one process: the tray and tests. Values are handed over as they are, not cloned. */
export function loopback(credit: Credit = PORT_CREDIT): { server: Link; client: Link } {
  const server = new LoopbackEnd(credit);
  const client = new LoopbackEnd(credit);
  server.peer = client;
  client.peer = server;
  return { server, client };
}

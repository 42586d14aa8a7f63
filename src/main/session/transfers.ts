import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Caller } from '#main/commands/handler.ts';

/** `protocol`, transfer: good once, for 60 s. */
export const TICKET_MS = 60_000;

/** Bytes that a command has ready. */
export interface Download {
  readonly fileName: string;
  readonly type: string;
  /** Opened when it is fetched; the signal aborts when the other side goes away. */
  open(signal: AbortSignal): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Bytes that a command waits for. */
export interface Upload {
  readonly maxBytes: number;
  take(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<unknown>;
}

type Transfer = { readonly download: Download } | { readonly upload: Upload };

/** Tickets for bytes that do not fit into a message: for the one session that asked, once. */
export class Transfers implements Disposable {
  readonly #clock: Clock;
  readonly #newTicket: () => string;
  readonly #open = new Map<string, { owner: string; transfer: Transfer; timer: Disposable }>();

  /** `newTicket` gives text that nobody guesses and that fits into an address. */
  constructor(clock: Clock, newTicket: () => string) {
    this.#clock = clock;
    this.#newTicket = newTicket;
  }

  /** The address under which the caller fetches or sends the bytes. */
  offer(transfer: Transfer, caller: Caller): { url: string } {
    const ticket = this.#newTicket();
    const timer = this.#clock.after(TICKET_MS, () => this.#open.delete(ticket));
    this.#open.set(ticket, { owner: ownerOf(caller), transfer, timer });
    return { url: `/api/v1/transfer/${ticket}` };
  }

  download(ticket: string, caller: Caller): Download {
    const transfer = this.#take(ticket, caller, 'download');
    return (transfer as { download: Download }).download;
  }

  /** Hands on what is sent, as far as it may go; settles with what came of it. */
  receive(ticket: string, caller: Caller, sent: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<unknown> {
    const transfer = this.#take(ticket, caller, 'upload');
    const { maxBytes, take } = (transfer as { upload: Upload }).upload;
    return take(bounded(sent, maxBytes), signal);
  }

  dispose(): void {
    for (const { timer } of this.#open.values()) timer.dispose();
    this.#open.clear();
  }

  /** Another's ticket, one of the other direction and one that was used are all as if there were none. */
  #take(ticket: string, caller: Caller, kind: 'download' | 'upload'): Transfer {
    const found = this.#open.get(ticket);
    if (!found || found.owner !== ownerOf(caller) || !(kind in found.transfer))
      throw new AppError('not_found', 'This address was used already, or its 60 s are over.', {
        hint: 'Run the command again for a new one.',
      });
    this.#open.delete(ticket);
    found.timer.dispose();
    return found.transfer;
  }
}

async function* bounded(sent: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const part of sent) {
    bytes += part.byteLength;
    if (bytes > maxBytes) throw new AppError('too_large', `This takes at most ${maxBytes} bytes.`);
    yield part;
  }
}

const ownerOf = (caller: Caller): string => caller.remote?.signIn ?? caller.user;

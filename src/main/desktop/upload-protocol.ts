import { protocol } from 'electron/main';
import type { ErrorShape } from '#shared/protocol/errors.ts';
import { UPLOAD_SCHEME } from '#shared/protocol/upload-origin.ts';
import { APP_ORIGIN } from '#main/desktop/app-protocol.ts';

/** What becomes of bytes that the page sends to the ticket of a command; what is wrong with them, undefined where all is well. */
export type Receive = (
  ticket: string,
  sent: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
) => Promise<ErrorShape | undefined>;

/** To Chromium the two schemes are two origins: it asks first, and lets the page read the answer only where it is told to. */
const CORS = { 'access-control-allow-origin': APP_ORIGIN, 'access-control-allow-methods': 'PUT' };

/** Takes the files that the page sends, as a server takes them from a browser. */
export function takeUploads(receive: Receive): void {
  protocol.handle(UPLOAD_SCHEME, async (request) => {
    const ticket = ticketOf(request.url);
    if (ticket === undefined) return new Response('Not found', { status: 404 });
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: CORS });
    if (request.method !== 'PUT') return new Response('Not found', { status: 404 });
    const error = await receive(ticket, sentBytes(request), request.signal);
    // A refusal is an answer here: Chromium writes every other status into the page's console as if the page were at fault.
    return new Response(JSON.stringify(error ? { error } : { result: {} }), {
      headers: { ...CORS, 'content-type': 'application/json', 'x-content-type-options': 'nosniff' },
    });
  });
}

/** An empty file has no body. */
async function* sentBytes({ body }: Request): AsyncGenerator<Uint8Array> {
  if (body) yield* body;
}

/** Of `upload://quayside/api/v1/transfer/TICKET`. */
export function ticketOf(address: string): string | undefined {
  return /^upload:\/\/quayside\/api\/v1\/transfer\/([\w-]{1,64})$/.exec(address)?.[1];
}

import { readFile } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { protocol } from 'electron/main';
import type { ErrorShape } from '#shared/protocol/errors.ts';
import { contentTypeOf, PAGE_HEADERS } from '#main/security/page-policy.ts';

export const APP_ORIGIN = 'app://quayside';

/** Before the app is ready, or it is too late. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** What becomes of bytes that the page sends to the ticket of a command; what is wrong with them, undefined where all is well. */
export type Receive = (
  ticket: string,
  sent: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
) => Promise<ErrorShape | undefined>;

/** Serves the built page; `folder` is out/renderer. A port carries no files, so these come the way they come from a browser. */
export function serveApp(folder: string, receive: Receive): void {
  protocol.handle('app', (request) => (request.method === 'PUT' ? take(request, receive) : answer(folder, request)));
}

async function take(request: Request, receive: Receive): Promise<Response> {
  const ticket = ticketOf(request.url);
  if (ticket === undefined) return refusal();
  const error = await receive(ticket, sentBytes(request), request.signal);
  // A refusal is an answer here: Chromium writes every other status into the page's console as if the page were at fault.
  return new Response(JSON.stringify(error ? { error } : { result: {} }), {
    headers: { ...PAGE_HEADERS, 'content-type': 'application/json' },
  });
}

/** An empty file has no body. */
async function* sentBytes({ body }: Request): AsyncGenerator<Uint8Array> {
  if (body) yield* body;
}

/** Of `app://quayside/api/v1/transfer/TICKET`. */
export function ticketOf(address: string): string | undefined {
  return /^app:\/\/quayside\/api\/v1\/transfer\/([\w-]{1,64})$/.exec(address)?.[1];
}

async function answer(folder: string, request: Request): Promise<Response> {
  const found = request.method === 'GET' ? fileFor(folder, request.url) : undefined;
  if (!found) return refusal();
  try {
    const body = await readFile(found.file);
    return new Response(new Uint8Array(body), { headers: { ...PAGE_HEADERS, 'content-type': found.type } });
  } catch {
    return refusal();
  }
}

const refusal = (): Response => new Response('Not found', { status: 404, headers: PAGE_HEADERS });

/** The file that an address means, or undefined when it is none of ours. Addresses of screens mean the page. */
export function fileFor(folder: string, address: string): { file: string; type: string } | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0') || path.includes('\\')) return undefined;
  // /assets holds files only; elsewhere a path without a known ending is the address of a screen.
  const isFile = contentTypeOf(path) !== undefined;
  if (!isFile && path.startsWith('/assets/')) return undefined;
  const file = normalize(join(folder, isFile ? path : 'index.html'));
  if (!file.startsWith(folder + sep)) return undefined;
  const type = contentTypeOf(file);
  return type ? { file, type } : undefined;
}

import { readFile } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { protocol } from 'electron/main';
import { UPLOAD_ORIGIN, UPLOAD_SCHEME } from '#shared/protocol/upload-origin.ts';
import { contentTypeOf, pageHeaders } from '#main/security/page-policy.ts';

export const APP_ORIGIN = 'app://quayside';

/** Before the app is ready, or it is too late; once for all schemes, for each call undoes the one before. */
export function registerSchemes(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { ...privileges, codeCache: true } },
    { scheme: UPLOAD_SCHEME, privileges: { ...privileges, corsEnabled: true } },
  ]);
}

/**
 * Serves the built page; `folder` is out/renderer. By the older of Electron's calls, where it is still there: `handle`
 * loads Node's fetch before its first answer, 30 ms of the 100 that this window took longer than an empty one, and sends
 * each file through web streams. (Changing over once the page is there does not work: a page keeps what it began with.)
 */
export function serveApp(folder: string): void {
  if (typeof protocol.registerBufferProtocol === 'function') {
    protocol.registerBufferProtocol('app', (request, reply) => {
      void answer(folder, request).then(({ status, headers, body }) => {
        reply({ statusCode: status, headers, data: body });
      });
    });
    return;
  }
  protocol.handle('app', async (request) => {
    const { status, headers, body } = await answer(folder, request);
    return new Response(new Uint8Array(body), { status, headers });
  });
}

/** The page's own policy, and the way for its files. */
const HEADERS = pageHeaders(`'self' ${UPLOAD_ORIGIN}`);

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

async function answer(folder: string, { method, url }: { method: string; url: string }): Promise<Answer> {
  const found = method === 'GET' ? fileFor(folder, url) : undefined;
  if (!found) return refusal();
  try {
    const body = await readFile(found.file);
    return { status: 200, headers: { ...HEADERS, 'content-type': found.type }, body };
  } catch {
    return refusal();
  }
}

const refusal = (): Answer => ({ status: 404, headers: { ...HEADERS }, body: Buffer.from('Not found') });

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

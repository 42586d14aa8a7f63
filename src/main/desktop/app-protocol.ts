import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron/main';

export const APP_ORIGIN = 'app://quayside';

/** The policy of the page. Styles need 'unsafe-inline': React's style attributes, xterm and uPlot set them. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

// The kinds of file that a build has; anything else is not served.
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Before the app is ready, or it is too late. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built page; `folder` is out/renderer. */
export function serveApp(folder: string): void {
  protocol.handle('app', (request) => answer(folder, request));
}

async function answer(folder: string, request: Request): Promise<Response> {
  const found = request.method === 'GET' ? fileFor(folder, request.url) : undefined;
  if (!found) return refusal();
  try {
    const body = await readFile(found.file);
    return new Response(new Uint8Array(body), { headers: { ...HEADERS, 'content-type': found.type } });
  } catch {
    return refusal();
  }
}

const refusal = (): Response => new Response('Not found', { status: 404, headers: HEADERS });

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
  const ending = TYPES[extname(path)] ? extname(path) : undefined;
  if (!ending && path.startsWith('/assets/')) return undefined;
  const file = normalize(join(folder, ending ? path : 'index.html'));
  if (!file.startsWith(folder + sep)) return undefined;
  const type = TYPES[ending ?? '.html'];
  return type ? { file, type } : undefined;
}

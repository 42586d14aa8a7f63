import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { contentTypeOf } from '#main/security/page-policy.ts';

const compress = promisify(gzip);
/** Fonts and pictures are compressed already. */
const COMPRESSES = /^(text|application)\/|svg/;

export interface Page {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Files with a hash in their name never change. */
  readonly isLasting: boolean;
  /** The same as gzip, made when it is first asked for. */
  zipped?: Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * The built page as a fixed list by address, read once: what an address says is looked up and never joined to a path,
 * so there is nothing to climb out of. Empty where nothing was built.
 */
export function readPages(folder: string): Map<string, Page> {
  const pages = new Map<string, Page>();
  for (const path of filesOf(folder)) {
    const type = contentTypeOf(path);
    if (type === undefined) continue;
    const address = `/${path.split(sep).join('/')}`;
    const body = new Uint8Array(readFileSync(join(folder, path)));
    pages.set(address, { type, body, isLasting: address.startsWith('/assets/') });
  }
  const index = pages.get('/index.html');
  if (index) pages.set('/', index);
  return pages;
}

export function zippedPage(page: Page): Promise<Uint8Array<ArrayBuffer>> | undefined {
  if (!COMPRESSES.test(page.type)) return undefined;
  page.zipped ??= compress(page.body).then((zipped) => new Uint8Array(zipped));
  return page.zipped;
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

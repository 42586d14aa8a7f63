import type { FileEntry } from '#shared/contract/files.ts';
import type { Result } from '#shared/contract/index.ts';

const MB = 1e6;
/** Minutes before the gallery's own time. */
type Made = readonly [name: string, bytes: number, minutesAgo: number, more?: Partial<FileEntry>];

const folder = { type: 'folder', mode: 0o755 } as const;
const FOLDERS: Readonly<Record<string, readonly Made[]>> = {
  '/': [
    ['app', 4096, 25, folder],
    ['bin', 4096, 40_000, { type: 'link', mode: 0o777, target: 'usr/bin', isFolder: true }],
    ['data', 4096, 3, folder],
    ['etc', 4096, 60, folder],
    ['tmp', 4096, 2, { ...folder, mode: 0o1777 }],
    ['usr', 4096, 40_000, folder],
    ['var', 4096, 40_000, folder],
    ['.dockerenv', 0, 60, { mode: 0o755 }],
  ],
  '/app': [
    ['node_modules', 4096, 40_000, folder],
    ['package.json', 1284, 40_000],
    ['server.js', 18_320, 25],
    ['latest.log', 0, 2, { type: 'link', mode: 0o777, target: '/var/log/app.log' }],
    ['Grüße aus\nKöln.txt', 12, 900],
    ['core', 64.2 * MB, 12, { mode: 0o600 }],
  ],
  '/etc': [
    ['hostname', 13, 60],
    ['hosts', 174, 60],
    ['passwd', 1130, 40_000],
  ],
};

export function sampleFolder(path: string, now: number): Result<'containers.files.list'> {
  const entries = (FOLDERS[path] ?? []).map(
    ([name, bytes, minutesAgo, more]): FileEntry => ({
      name,
      type: 'file',
      bytes,
      mode: 0o644,
      modifiedAt: new Date(now - minutesAgo * 60_000).toISOString(),
      ...more,
    }),
  );
  return { entries, total: entries.length, by: 'shell' };
}

export const SAMPLE_CHANGES: Result<'containers.files.changes'> = {
  changes: [
    { path: '/app', kind: 'changed' },
    { path: '/app/core', kind: 'added' },
    { path: '/app/server.js', kind: 'changed' },
    { path: '/app/old.js', kind: 'removed' },
    { path: '/tmp', kind: 'changed' },
    { path: '/tmp/upload-2f81', kind: 'added' },
  ],
  total: 6,
};

const SERVER = `import http from 'node:http';
import { orders } from './orders.js';

const server = http.createServer(async (request, answer) => {
  const started = performance.now();
  const order = await orders.find(request.url);
  answer.end(JSON.stringify(order));
  console.log(JSON.stringify({ level: 'info', message: 'served', ms: performance.now() - started }));
});
server.listen(3000);
`;

export const samplePreview = (path: string): Result<'containers.files.preview'> =>
  path.endsWith('core')
    ? {
        path,
        bytes: 64.2 * MB,
        content: { kind: 'binary', hex: `7f454c460201010000000000000000${'00e803a1f4'.repeat(40)}` },
      }
    : { path, bytes: 18_320, content: { kind: 'text', text: SERVER, isCut: false } };

// A program that brings its own updates: it asks where its package says, names a newer version once, and loads it on request.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test as base } from '@playwright/test';
import { packageApp } from '../../scripts/package.mjs';
import { whenDevtoolsListen } from './devtools.ts';

const RELEASE = Buffer.from('the newer program');

/** What electron-builder publishes beside an AppImage. */
const releaseFile = (): string => {
  const sha512 = createHash('sha512').update(RELEASE).digest('base64');
  const file = 'Quayside-9.9.9.AppImage';
  return [
    'version: 9.9.9',
    'files:',
    `  - url: ${file}`,
    `    sha512: ${sha512}`,
    `    size: ${RELEASE.length}`,
    `path: ${file}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-11-21T07:30:30.669Z'",
    '',
  ].join('\n');
};

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'qs-update-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  },
});

test('a newer version is named in the status bar, and loaded when asked', async ({ folder }) => {
  const program = await packageApp('dir', folder);
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    const path = new URL(request.url ?? '', 'http://here').pathname;
    asked.push(path);
    if (path === '/latest-linux.yml') answer.end(releaseFile());
    else if (path === '/Quayside-9.9.9.AppImage') answer.end(RELEASE);
    else answer.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const feed = `provider: generic\nurl: http://127.0.0.1:${port}\nupdaterCacheDirName: quayside-updater\n`;
  writeFileSync(join(program, 'resources/app-update.yml'), feed);
  writeFileSync(join(folder, 'Quayside.AppImage'), 'the program that runs', { mode: 0o755 });
  const child = spawn(join(program, 'quayside'), ['--no-sandbox', '--remote-debugging-port=0'], {
    env: {
      ...process.env,
      QUAYSIDE_HOME: join(folder, 'home'),
      QUAYSIDE_ENGINE: 'simulated',
      HOME: folder,
      XDG_CACHE_HOME: join(folder, 'cache'),
      APPIMAGE: join(folder, 'Quayside.AppImage'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const browser = await chromium.connectOverCDP(await whenDevtoolsListen(child));
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error('the program has no window');
    const bar = page.getByRole('contentinfo');
    await bar.getByRole('button', { name: 'Install version 9.9.9' }).click({ timeout: 40_000 });
    await expect(bar.getByRole('status')).toHaveText('Version 9.9.9 comes when you quit');
    expect(asked).toEqual(expect.arrayContaining(['/latest-linux.yml', '/Quayside-9.9.9.AppImage']));
    await browser.close();
  } finally {
    const ended = child.exitCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
  }
});

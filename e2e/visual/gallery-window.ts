// The real window over the gallery's made data: the same moment, so the same picture.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type Page } from '@playwright/test';
import { createServer } from 'vite';
import { startOptions } from '../desktop/fixture.ts';
import type { Shot } from './shots/shot.ts';

/** The moment of the mock-ups. */
const NOW = new Date('2026-11-21T14:02:12');
const GALLERY = new URL('../../src/testing/gallery/vite.config.ts', import.meta.url).pathname;

/** A page address that was there before would keep what the shot before did: its dialog, its open folders. */
let shown = 0;

export const test = base.extend<{ show: (shot: Shot, theme: 'light' | 'dark') => Promise<Page> }, { window: Page }>({
  window: [
    async ({}, use) => {
      const server = await createServer({
        configFile: GALLERY,
        server: { port: 0, host: '127.0.0.1' },
        logLevel: 'error',
      });
      await server.listen();
      const url = server.resolvedUrls?.local[0] ?? '';
      const home = mkdtempSync(join(tmpdir(), 'qs-gallery-'));
      const options = startOptions(home, { QUAYSIDE_ENGINE: 'simulated', ELECTRON_RENDERER_URL: url, TZ: 'UTC' });
      const app = await _electron.launch(options);
      try {
        const page = await app.firstWindow();
        await page.clock.setFixedTime(NOW);
        await use(page);
      } finally {
        await app.close();
        await server.close();
        rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  show: async ({ window: page }, use) => {
    await use(async (shot, theme) => {
      await page.setViewportSize({ width: shot.width ?? 1280, height: shot.height ?? 800 });
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
      shown += 1;
      const query = new URLSearchParams({ theme, rate: '0', shown: String(shown), ...shot.query });
      await page.goto(`${new URL('/', page.url()).href}?${query}#${shot.address}`);
      // What the palette remembers is of the shot before.
      await page.evaluate(() => localStorage.clear());
      await page
        .locator(shot.ready ?? 'main h1')
        .first()
        .waitFor();
      // The screen's own pointer stands in its middle, and would light the row there.
      await page.mouse.move(0, 0);
      await page.evaluate(() => document.fonts.ready);
      await shot.act?.(page);
      return page;
    });
  },
});
export { expect } from '@playwright/test';

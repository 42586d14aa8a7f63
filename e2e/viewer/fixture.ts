import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { SignInPage } from '../pages/sign-in-page.ts';
import { ViewerServer } from './server.ts';

/** At the top right of every screen, once somebody is in. */
export const roleChip = /what this role allows/;

interface Fixtures {
  readonly server: ViewerServer;
  /** What the page complained of. Anything left in here at the end fails the test: expect it and take it out. */
  readonly complaints: string[];
  /** Comes in by a code of this role, without the owner being asked. */
  readonly enter: (role: 'viewer' | 'operator' | 'admin', more?: object) => Promise<void>;
}

export const test = base.extend<Fixtures & { serverEnv: Record<string, string> }>({
  serverEnv: [{}, { option: true }],
  server: async ({ page, serverEnv }, use) => {
    const home = mkdtempSync(join(tmpdir(), 'qs-viewer-'));
    const server = new ViewerServer(home, serverEnv);
    await server.start();
    await use(server);
    // First, or it would complain of a server that is gone.
    await page.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  },
  // For every test, whether it looks at them or not.
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      listen(page, complaints);
      await use(complaints);
      expect(complaints, 'errors on the page').toEqual([]);
    },
    { auto: true },
  ],
  enter: async ({ page, server }, use) => {
    await use(async (role, more) => {
      const code = await server.code(role, more);
      await page.goto(`${server.url}/#pair=${code}`);
      await new SignInPage(page).pair.click();
      // Not the list: the engine may have no container.
      await expect(page.getByRole('button', { name: roleChip })).toBeVisible();
    });
  },
});
export { expect } from '@playwright/test';

/** Breaches of the page's policy are console errors as well. */
export function listen(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
}

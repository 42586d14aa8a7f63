// Quayside's own log: there at once, over restarts, to be filtered and exported; a full disk under it stops nothing.
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from './fixture.ts';

test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

const lines = (page: Page) => page.getByRole('log', { name: 'Log of Quayside' }).getByRole('listitem');
const go = (page: Page): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'App log' }).click();

test('tells what happened, by source and level, and reaches back over a restart', async ({ launch, home }) => {
  test.setTimeout(60_000);
  const first = await launch();
  await go(first.page);
  await expect(lines(first.page).filter({ hasText: /Quayside [\d.]+ started/ })).toHaveCount(1);
  await expect(lines(first.page).filter({ hasText: 'source=engine' }).first()).toBeVisible();
  await first.page.getByRole('combobox', { name: 'Source' }).click();
  await first.page.getByRole('option', { name: 'core' }).click();
  await expect(lines(first.page).filter({ hasText: 'source=engine' })).toHaveCount(0);
  await expect(lines(first.page).filter({ hasText: 'source=core' })).not.toHaveCount(0);
  await first.close();

  const { page, app } = await launch();
  await go(page);
  await expect(lines(page).filter({ hasText: /Quayside [\d.]+ started/ })).toHaveCount(1);
  await page.getByRole('log').focus();
  await page.keyboard.press('Home');
  const load = page.getByRole('log').getByRole('button', { name: 'Load 1,000 earlier lines' });
  await load.click();
  await expect(load).toHaveCount(0);
  // What the eye was on stayed where it was.
  await page.getByRole('log').focus();
  await page.keyboard.press('Home');
  await expect(lines(page).filter({ hasText: /Quayside [\d.]+ started/ })).toHaveCount(2);
  await expect(lines(page).filter({ hasText: 'This is the start of the log' })).toBeVisible();

  const file = join(await app.evaluate(({ app: electron }) => electron.getPath('userData')), 'exported.jsonl');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await page.getByRole('button', { name: 'Export all' }).click();
  await page.getByRole('menuitem', { name: /JSON lines/ }).click();
  await expect(page.getByText('Exported the app log', { exact: true })).toBeVisible();
  const exported = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { message: string });
  expect(exported.filter(({ message }) => message.endsWith('started'))).toHaveLength(2);

  await app.evaluate(({ shell }) => {
    shell.openPath = (folder) => {
      Object.assign(globalThis, { opened: folder });
      return Promise.resolve('');
    };
  });
  await page.getByRole('button', { name: 'Export all' }).click();
  await page.getByRole('menuitem', { name: 'Open the folder' }).click();
  await expect.poll(() => app.evaluate(() => (globalThis as { opened?: string }).opened)).toBe(join(home, 'logs'));
  await app.evaluate(({ shell }) => {
    shell.openPath = () => Promise.resolve('no file manager was found');
  });
  await page.getByRole('button', { name: 'Export all' }).click();
  await page.getByRole('menuitem', { name: 'Open the folder' }).click();
  await expect(page.getByText('The folder could not be shown: no file manager was found')).toBeVisible();
});

test('a full disk under the log is said, counted as an error, and stops nothing', async ({ launch, home }) => {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true });
  const day = new Date().toISOString().slice(0, 10);
  for (const name of ['quayside', 'error']) symlinkSync('/dev/full', join(folder, `${name}-${day}.log`));
  const { page } = await launch();
  await expect(page.getByRole('contentinfo').getByRole('button', { name: '1 error' })).toBeVisible();
  await page.getByRole('contentinfo').getByRole('button', { name: '1 error' }).click();
  const banner = page.getByRole('status').filter({ hasText: "The disk under Quayside's folder is full" });
  await expect(banner).toContainText('Free some space');
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'No errors' })).toBeVisible();
  await page.getByRole('link', { name: 'Containers' }).click();
  await expect(page.getByRole('row', { name: /shop-api-1/ })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('axe finds nothing', async ({ page }) => {
      await expect(page.getByRole('link', { name: 'App log' })).toBeVisible();
      await page.keyboard.press('g');
      await page.keyboard.press('p');
      await expect(lines(page).first()).toBeVisible();
      await expectAccessible(page, 'app log');
    });
  });
}

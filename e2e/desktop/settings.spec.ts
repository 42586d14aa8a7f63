// Settings: each change at once, each with its own way back, kept over a restart.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { expect, test } from './fixture.ts';

test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

async function openSettings(page: Page): Promise<void> {
  // Keys count from when the page is there.
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
}

test('a change applies at once, can be reset, and is there after a restart', async ({ launch }) => {
  const first = await launch();
  const { page } = first;
  await openSettings(page);
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('radio', { name: 'Compact' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
  await page.getByRole('button', { name: 'Reset Density' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable');
  await expect(page.getByRole('button', { name: 'Reset Density' })).toHaveCount(0);
  await first.close();
  const second = await launch();
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('search finds settings by their words and shortcuts by theirs', async ({ page }) => {
  await openSettings(page);
  const field = page.getByRole('searchbox', { name: 'Search the settings' });
  await expect(field).toBeVisible();
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type('scrollback');
  await expect(page.getByRole('heading', { name: 'Lines above the screen' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Theme' })).toHaveCount(0);
  await field.fill('restart');
  await expect(page.getByText('Restart', { exact: true })).toBeVisible();
  await field.fill('xyzzy');
  await expect(page.getByRole('heading', { name: 'No setting matches "xyzzy".' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(page.getByRole('heading', { name: 'Theme' })).toBeVisible();
});

test('keys can be changed, refused when taken, taken away and set back', async ({ page }) => {
  const fold = page.locator('.app');
  await openSettings(page);
  await page.getByRole('searchbox', { name: 'Search the settings' }).fill('fold the sidebar');
  await page.getByRole('button', { name: 'Change the keys of Fold the sidebar' }).click();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('alert')).toContainText('Ctrl+K is "Search or run a command" already.');
  await page.keyboard.press('Control+Shift+y');
  await expect(page.getByRole('img', { name: 'Ctrl+Shift+Y' })).toBeVisible();
  await page.keyboard.press('Control+Shift+y');
  await expect(fold).toHaveClass(/rail/);
  await page.keyboard.press('Control+b');
  await expect(fold).toHaveClass(/rail/);
  await page.getByRole('button', { name: 'Reset the keys of Fold the sidebar' }).click();
  await page.keyboard.press('Control+b');
  await expect(fold).not.toHaveClass(/rail/);
});

test('without single keys letters do nothing in a list', async ({ page }) => {
  const list = new ContainersPage(page);
  await openSettings(page);
  await page.getByRole('searchbox', { name: 'Search the settings' }).fill('single keys');
  await page.getByRole('switch', { name: 'Single keys' }).click();
  await list.show();
  await expect(list.row('shop-api-1')).toBeVisible();
  await list.grid.focus();
  await page.keyboard.press('?');
  await page.keyboard.press('/');
  await expect(list.grid).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await openSettings(page);
    await expect(page.getByRole('heading', { name: 'Shortcuts' })).toBeVisible();
    await expectAccessible(page, 'settings');
  });
}

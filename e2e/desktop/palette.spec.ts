// The palette and the sheet of shortcuts, by keys alone.
import { expectAccessible } from '../pages/axe.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { expect, test } from './fixture.ts';

test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

test('finds a container and opens it', async ({ page }) => {
  await expect(new ContainersPage(page).row('shop-api-1')).toBeVisible();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Search or run a command' });
  await expect(field).toBeFocused();
  await page.keyboard.type('sapi');
  await expect(page.getByRole('option', { selected: true })).toContainText('shop-api-1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'shop-api-1' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+p');
  await expect(page.getByRole('group', { name: 'Recent' })).toContainText('shop-api-1');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('Tab lists the acts of what is selected, ">" commands only, and killing asks first', async ({ page }) => {
  const list = new ContainersPage(page);
  await expect(list.row('shop-api-1')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('shop-api-1');
  await page.keyboard.press('Tab');
  const field = page.getByRole('combobox', { name: 'Acts on shop-api-1' });
  await expect(field).toBeFocused();
  await expect(page.getByRole('option', { name: /Open a terminal in shop-api-1/ })).toBeVisible();
  await page.keyboard.type('kill');
  await page.keyboard.press('Enter');
  const ask = page.getByRole('alertdialog', { name: 'Kill shop-api-1?' });
  await expect(ask).toBeVisible();
  await expect(ask.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  // While it fades out it is hidden from the tree, but not gone.
  await expect(page.locator('[role="alertdialog"]')).toHaveCount(0);
  await expect(list.row('shop-api-1')).toContainText('Up');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('>density');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
});

test('synonyms find, and what is not there is said', async ({ page }) => {
  await expect(new ContainersPage(page).row('shop-api-1')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('bash shop-web');
  await expect(page.getByRole('option', { selected: true })).toContainText('Open a terminal in shop-web-1');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('zzzz');
  await expect(page.getByText('Nothing matches "zzzz".')).toBeVisible();
});

test('"?" shows the keys of this screen, changed ones as they are', async ({ page }) => {
  const list = new ContainersPage(page);
  await expect(list.row('shop-api-1')).toBeVisible();
  await list.grid.focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Shortcuts of this screen' });
  await expect(sheet.getByText('Filter this list')).toBeVisible();
  await expect(sheet.getByRole('img', { name: 'Ctrl+B' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(list.grid).toBeFocused();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in palette and sheet, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await expect(new ContainersPage(page).row('shop-api-1')).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('shop');
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectAccessible(page, 'palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, 'sheet');
  });
}

test('images, volumes and networks are found with their acts, and what destroys asks as on their screens', async ({
  page,
}) => {
  await expect(new ContainersPage(page).row('shop-api-1')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('shop_db');
  const found = page.getByRole('group', { name: 'Volumes' }).getByRole('option', { name: /shop_db/ });
  await expect(found).toBeVisible();
  await page.getByRole('combobox').fill('delete shop_db');
  await page.getByRole('option', { name: /^Remove shop_db/ }).click();
  const asked = page.getByRole('alertdialog', { name: 'Remove shop_db?' });
  await expect(asked.getByRole('button', { name: 'Remove volume' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(page.locator('[role="alertdialog"]')).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('redis:7-alpine');
  await page
    .getByRole('group', { name: 'Images' })
    .getByRole('option', { name: /redis:7-alpine/ })
    .click();
  await expect(page.getByRole('heading', { name: /redis/ })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('who has which port');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table', { name: 'Taken ports' })).toContainText('shop-api-1');
});

test('a stack is opened at any of its tabs, and its acts are done or ask first', async ({ page }) => {
  await expect(new ContainersPage(page).row('shop-api-1')).toBeVisible();
  const type = async (text: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused();
    await page.keyboard.type(text);
  };
  const selected = page.getByRole('option', { selected: true });
  await type('history of shop');
  await expect(selected).toContainText('Open the history of shop');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'History', selected: true })).toBeVisible();
  await type('stop shop');
  await expect(page.getByRole('option', { name: /^Stop shop(?!-)/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await type('remove shop');
  await page.getByRole('option', { name: /^Remove shop(?!-)/ }).click();
  await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toContainText('shop');
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
});

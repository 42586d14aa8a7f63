// Volumes: made, measured, removed only after the name is typed, pruned by ticks.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { docker, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';
import { TEST_IMAGE } from '../../test/engine.ts';

const show = (page: Page): Promise<void> => page.getByRole('navigation').getByRole('link', { name: 'Volumes' }).click();
const grid = (page: Page): Locator => page.getByRole('treegrid', { name: 'Volumes' });
const row = (page: Page, name: string): Locator =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
const pageMenu = async (page: Page, act: string): Promise<void> => {
  await page.getByRole('button', { name: 'More for volumes' }).click();
  await page.getByRole('menuitem', { name: act }).click();
};

test.describe('simulated', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('a volume is made, and removed once its name is typed, by keys alone', async ({ page }) => {
    await show(page);
    await expect(row(page, 'shop_db')).toBeVisible();
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Create a volume' });
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type('a b');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('A volume is named by 2 to 255 letters');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('shop_db');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('There is a volume "shop_db" already.');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('fresh');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(row(page, 'fresh')).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('name:fresh');
    await expect(grid(page).getByRole('row')).toHaveCount(2);
    await page.keyboard.press('Enter');
    await page.keyboard.press('j');
    await page.keyboard.press('Delete');
    const asked = page.getByRole('alertdialog', { name: 'Remove fresh?' });
    await expect(asked).toContainText('is lost for good');
    await expect(asked.getByRole('button', { name: 'Remove volume' })).toBeDisabled();
    await asked.getByRole('textbox').fill('fresh');
    await page.keyboard.press('Enter');
    await expect(asked).toHaveCount(0);
    await expect(page.getByText('No volume matches "name:fresh".')).toBeVisible();
  });

  test('sizes are measured on demand, and one in use says why it stays', async ({ page }) => {
    await show(page);
    await expect(row(page, 'shop_db')).toContainText('shop-db-1');
    await page.getByRole('button', { name: 'Measure sizes' }).click();
    await expect(row(page, 'shop_db')).toContainText('200 MB');
    await expect(page.getByText(/^5 volumes/)).toContainText(/700.MB at \d\d:\d\d:\d\d/);
    await row(page, 'shop_db').getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Remove 1' }).click();
    const asked = page.getByRole('alertdialog');
    await expect(asked).toContainText('shop-db-1 mounts it.');
    await asked.getByRole('textbox').fill('shop_db');
    await asked.getByRole('button', { name: 'Remove volume' }).click();
    await expect(grid(page).getByRole('alert')).toContainText('Remove the container first; stopping is not enough.');
    await row(page, 'shop_db').getByRole('link').click();
    await expect(page.getByRole('heading', { name: 'shop_db' })).toBeVisible();
    await expect(page.getByRole('tabpanel').getByRole('link', { name: 'shop-db-1' })).toBeVisible();
    await page.getByRole('tab', { name: 'Details' }).click();
    await expect(page.getByRole('tabpanel')).toContainText('/var/lib/docker/volumes/shop_db/_data');
  });

  for (const theme of ['dark', 'light'] as const)
    test(`every state is accessible (${theme})`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme });
      await show(page);
      await expect(row(page, 'shop_db')).toBeVisible();
      await expectAccessible(page, theme);
      await pageMenu(page, 'Remove unused…');
      const plan = page.getByRole('alertdialog', { name: 'Remove unused volumes' });
      await plan.getByRole('checkbox', { name: 'shop_uploads-old' }).click();
      await expect(plan.getByRole('textbox')).toBeVisible();
      await expectAccessible(page, theme);
      await plan.getByRole('button', { name: 'Cancel' }).click();
      await expect(plan).toHaveCount(0);
      await row(page, 'shop_db').getByRole('link').click();
      await expect(page.getByRole('tabpanel').getByRole('link', { name: 'shop-db-1' })).toBeVisible();
      await expectAccessible(page, theme);
      await page.getByRole('tab', { name: 'Details' }).click();
      await expect(page.getByRole('tabpanel')).toContainText('Not measured');
      await expectAccessible(page, theme);
    });
});

test('what Docker makes appears, and a prune takes what is ticked and typed and nothing else', async ({ page }) => {
  const [goes, stays] = [unique('goes'), unique('stays')];
  await docker('volume', 'create', stays);
  try {
    await show(page);
    await expect(row(page, stays)).toBeVisible();
    await docker('run', '--rm', '-v', `${goes}:/data`, TEST_IMAGE, 'sh', '-c', 'echo kept > /data/file');
    await expect(row(page, goes)).toBeVisible();
    await pageMenu(page, 'Remove unused…');
    const plan = page.getByRole('alertdialog', { name: 'Remove unused volumes' });
    await plan.getByRole('checkbox', { name: goes }).click();
    await expect(plan.getByRole('button', { name: 'Remove 1 volume' })).toBeDisabled();
    await plan.getByRole('textbox').fill(goes);
    await plan.getByRole('button', { name: 'Remove 1 volume' }).click();
    await expect(plan).toHaveCount(0);
    await expect(row(page, goes)).toHaveCount(0);
    await expect(row(page, stays)).toBeVisible();
  } finally {
    await docker('volume', 'rm', '-f', goes, stays);
  }
});

// Over the network: what a role may not do to a container is not there, and what is covered stays covered.
import { ContainersPage } from '../pages/containers-page.ts';
import { expect, test } from './fixture.ts';

test.use({ serverEnv: { QUAYSIDE_ENGINE: 'simulated' } });

for (const role of ['viewer', 'operator'] as const)
  test(`who is ${role} changes no container`, async ({ page, enter }) => {
    await enter(role);
    const list = new ContainersPage(page);
    await list.show();
    await expect(list.row('shop-api-1')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'More for containers' })).toHaveCount(0);
    await list.row('shop-api-1').getByRole('gridcell').first().click({ button: 'right' });
    await expect(page.getByRole('menuitem', { name: 'Logs' })).toBeVisible();
    await expect(
      page.getByRole('menuitem', { name: /Edit|Rename|Remove|Protect|Make an image|Export as|another/ }),
    ).toHaveCount(0);
    await page.keyboard.press('Escape');
    await list.row('shop-api-1').click();
    await page.keyboard.press('Delete');
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
  });

test('an admin edits without seeing the secrets, which stay as they are', async ({ page, enter }) => {
  test.setTimeout(60_000);
  await enter('admin');
  const list = new ContainersPage(page);
  await list.show();
  await list.row('shop-api-1').getByRole('gridcell').first().click({ button: 'right' });
  // Files leave this computer only after its owner allowed it.
  await expect(page.getByRole('menuitem', { name: 'Export as a file…' })).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit shop-api-1' });
  await dialog.locator('summary').filter({ hasText: 'Environment' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Name of variable 2' })).toHaveValue('DATABASE_PASSWORD');
  await expect(dialog.getByLabel('Value of variable 2')).toHaveValue('••••••');
  await expect(dialog).not.toContainText('correct-horse');
  await dialog.getByRole('textbox', { name: 'Value of variable 1' }).fill('staging');
  await dialog.getByRole('button', { name: 'Review changes' }).click();
  await expect(dialog.getByRole('row', { name: 'Variable NODE_ENV production staging made anew' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Recreate' }).click();
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Recreated shop-api-1', {
    timeout: 20_000,
  });
  await list.open('shop-api-1');
  await page.getByRole('tab', { name: 'Environment' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('staging');
  const secret = page.getByRole('row').filter({ hasText: 'DATABASE_PASSWORD' });
  await secret.getByRole('button', { name: /^Reveal / }).click();
  await expect(secret).toContainText('correct-horse');
});

// Alert rules over the network: an admin makes one and reads what it told; the others read and no more.
import { expectAccessible } from '../pages/axe.ts';
import { remove, runScript, unique } from '../pages/docker.ts';
import { expect, roleChip, test } from './fixture.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('an admin makes a rule and reads what it told; a viewer reads that too, and sees no rules', async ({
  page,
  server,
  enter,
}) => {
  test.setTimeout(60_000);
  const name = unique('orders');
  await enter('admin');
  await page.goto(`${server.url}/#/app-log/alerts`);
  await page.getByRole('button', { name: 'Add rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Lost orders');
  await dialog.getByLabel('With the text').fill('order lost');
  await dialog.getByRole('radio', { name: 'By name' }).click();
  await dialog.getByLabel('Named').fill(name);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const rule = page.getByRole('list', { name: 'Alert rules' }).getByRole('listitem').filter({ hasText: 'Lost orders' });
  await expect(rule).toBeVisible();
  try {
    await runScript(name, 'echo "ERROR order lost"; exec sleep 1000');
    await expect(rule).toContainText('Told');
    await page.goto(`${server.url}/#/activity`);
    const notice = page.getByRole('region', { name: 'Alerts' }).getByRole('listitem').filter({ hasText: name });
    await expect(notice).toContainText('ERROR order lost');
    await expect(page.getByRole('link', { name: 'Alert rules' })).toBeVisible();

    await page.goto(`${server.url}/#pair=${await server.code('viewer')}`);
    await new SignInPage(page).pair.click();
    await expect(page.getByRole('button', { name: roleChip })).toHaveText(/Viewer/);
    await page.goto(`${server.url}/#/activity`);
    await expect(notice).toContainText('ERROR order lost');
    await expectAccessible(page, 'alerts of a viewer');
    await expect(page.getByRole('link', { name: 'Alert rules' })).toHaveCount(0);
    await page.goto(`${server.url}/#/app-log/alerts`);
    await expect(page.getByText("Your role can't open this.")).toBeVisible();
    await expect(page.getByText('Lost orders')).toHaveCount(0);
  } finally {
    await remove(name);
  }
});

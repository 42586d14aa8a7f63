// An admin on the network gives somebody a password and takes it back.
import { expectAccessible } from '../pages/axe.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { expect, listen, roleChip, test } from './fixture.ts';

test.use({ serverEnv: { QUAYSIDE_ENGINE: 'simulated' } });

test('a user made by an admin comes in, is out at once when disabled, and in again when enabled', async ({
  page,
  server,
  enter,
  browser,
  complaints,
}) => {
  test.setTimeout(60_000);
  await enter('admin');
  await page.getByRole('link', { name: 'Remote access' }).click();
  const users = page.getByRole('region', { name: 'Users' });
  await users.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog');
  // An admin is made at the computer itself.
  await expect(dialog.getByText('Operator', { exact: true })).toBeVisible();
  await expect(dialog.getByText('Admin', { exact: true })).toHaveCount(0);
  await dialog.getByLabel('Name').fill('mara');
  await dialog.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  await page.keyboard.press('Enter');
  await expect(users).toContainText('mara');

  const hers = await browser.newPage();
  listen(hers, complaints);
  await hers.goto(server.url);
  const signIn = new SignInPage(hers);
  await signIn.byPassword('mara', 'correct horse battery');
  await expect(hers.getByRole('button', { name: roleChip })).toBeVisible();
  await users.getByRole('button', { name: 'More of mara' }).click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await page.getByRole('button', { name: 'Disable 1 user' }).click();
  await expect(hers.getByText('Your sign-in has ended. Sign in again.')).toBeVisible({ timeout: 1000 });
  await signIn.byPassword('mara', 'correct horse battery');
  await expect(hers.getByRole('alert')).toHaveText('The name or the password is wrong.');
  // The browser itself notes each answer that is a refusal.
  expect(complaints.splice(0).filter((text) => !text.includes('401'))).toEqual([]);

  await users.getByRole('button', { name: 'More of mara' }).click();
  await page.getByRole('menuitem', { name: 'Enable' }).click();
  await expect(users).not.toContainText('disabled');
  await signIn.byPassword('mara', 'correct horse battery');
  await expect(hers.getByRole('button', { name: roleChip })).toBeVisible();
  await expectAccessible(page, 'users');
  await hers.close();
});

test('who is no admin sees neither users nor tokens', async ({ page, server, enter }) => {
  await enter('operator');
  await page.goto(`${server.url}/#/remote`);
  await expect(page.getByText("Your role can't open this.")).toBeVisible();
  await expect(page.getByRole('region', { name: 'Users' })).toHaveCount(0);
});

// The second door as its owner meets it: off at first, on and off while the program runs.
import { expectAccessible } from '../pages/axe.ts';
import { freePort } from '../pages/free-port.ts';
import { askedOfOwner, ownerSays } from '../pages/owner.ts';
import { expect, test } from './fixture.ts';

test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

test('remote access is off, goes on, shows a code, and frees its port when it goes off', async ({ page }) => {
  await page.getByRole('link', { name: 'Remote access' }).click();
  await expect(page.getByRole('heading', { name: 'Remote access is off' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make a code' })).toHaveCount(0);
  await expectAccessible(page, 'off');
  const port = page.getByRole('textbox', { name: 'Port' });
  await port.fill('99999');
  await expect(page.getByText('A port is a number from 1 to 65535.')).toBeVisible();
  const free = await freePort();
  await port.fill(free);
  await port.press('Enter');

  const door = page.getByRole('switch', { name: 'Remote access', exact: true });
  await door.click();
  await expect(page.getByRole('heading', { name: 'Remote access is on' })).toBeVisible({ timeout: 15_000 });
  const url = `http://127.0.0.1:${free}`;
  await expect(page.getByText(url, { exact: true })).toBeVisible();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await expect(page.getByRole('contentinfo')).toContainText('0 viewers');
  await page.getByRole('radio', { name: 'Operator' }).click();
  await page.getByRole('button', { name: 'Make a code' }).click();
  await expect(page.getByText(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Made a pairing code' })).toBeVisible();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText(/^All \d+ records are whole/)).toBeVisible();
  await expectAccessible(page, 'on');

  await door.click();
  await expect(page.getByRole('heading', { name: 'Remote access is off' })).toBeVisible();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test('users and tokens: made, changed, disabled, removed; an admin only after the owner’s yes', async ({
  app,
  page,
}) => {
  test.setTimeout(60_000);
  await page.getByRole('link', { name: 'Remote access' }).click();
  const dialog = page.getByRole('dialog');
  const users = page.getByRole('region', { name: 'Users' });
  await expect(users).toContainText('Nobody signs in with a password.');
  await users.getByRole('button', { name: 'Add user' }).click();
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('mara k');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('A user name has 1 to 40 letters')).toBeVisible();
  await expect(dialog.getByText('A password has at least 12 characters.')).toBeVisible();
  await expectAccessible(page, 'add a user');
  await dialog.getByLabel('Name').fill('mara');
  await dialog.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  await dialog.getByRole('radio', { name: 'Admin' }).click();
  await ownerSays(app, false);
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('This was not confirmed at this computer.');
  await dialog.getByRole('radio', { name: 'Operator' }).click();
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(dialog).toHaveCount(0);
  const role = users.getByRole('combobox', { name: 'Role of mara' });
  await expect(role).toContainText('Operator');

  await role.click();
  await page.getByRole('option', { name: 'Admin' }).click();
  await expect.poll(() => askedOfOwner(app)).toEqual(['Make mara an admin?', 'Make mara an admin?']);
  await expect(role).toContainText('Operator');
  await ownerSays(app, true);
  await role.click();
  await page.getByRole('option', { name: 'Admin' }).click();
  await expect(role).toContainText('Admin');

  const more = users.getByRole('button', { name: 'More of mara' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Change password' }).click();
  await dialog.getByRole('textbox', { name: 'New password' }).fill('another horse battery');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await more.click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await page.getByRole('button', { name: 'Disable 1 user' }).click();
  await expect(users).toContainText('disabled, cannot sign in');

  const tokens = page.getByRole('region', { name: 'Tokens for scripts' });
  await tokens.getByRole('button', { name: 'New token' }).click();
  await dialog.getByLabel('Name').fill('mara');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('The name "mara" is taken')).toBeVisible();
  await dialog.getByLabel('Name').fill('prometheus');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/^qst_/)).toBeVisible();
  await expectAccessible(page, 'the token, once');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(tokens).toContainText('Viewer, never used');
  await expect(dialog).toHaveCount(0);
  await expectAccessible(page, 'users and tokens');
  await tokens.getByRole('button', { name: 'Revoke prometheus' }).click();
  await page.getByRole('button', { name: 'Revoke 1 token' }).click();
  await expect(tokens).toContainText('No script has a token.');
  await more.click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove 1 user' }).click();
  await expect(users).toContainText('Nobody signs in with a password.');
});

test('what reaches far is done only after the owner’s yes, and a no leaves everything as it was', async ({
  app,
  page,
}) => {
  await page.getByRole('link', { name: 'Remote access' }).click();
  const port = page.getByRole('textbox', { name: 'Port' });
  await port.fill(await freePort());
  await port.press('Enter');
  const network = page.getByRole('combobox', { name: 'Network' });
  await network.click();
  await page.getByRole('option', { name: 'All networks' }).click();
  await expect(network).toContainText('All networks');
  await ownerSays(app, false);
  const door = page.getByRole('switch', { name: 'Remote access', exact: true });
  const terminals = page.getByRole('switch', { name: 'Allow terminals from the network' });
  const autostart = page.getByRole('switch', { name: 'Go on when Quayside starts' });
  await door.click();
  await expect.poll(() => askedOfOwner(app)).toHaveLength(1);
  await expect(page.getByRole('heading', { name: 'Remote access is off' })).toBeVisible();
  await expect(door).not.toBeChecked();
  await terminals.click();
  await expect.poll(() => askedOfOwner(app)).toHaveLength(2);
  await expect(terminals).not.toBeChecked();
  await autostart.click();
  await expect.poll(() => askedOfOwner(app)).toHaveLength(3);
  await expect(autostart).not.toBeChecked();
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);

  await ownerSays(app, true);
  await terminals.click();
  await expect(terminals).toBeChecked();
  await door.click();
  await expect(page.getByRole('heading', { name: 'Remote access is on' })).toBeVisible({ timeout: 15_000 });
  const asked = await askedOfOwner(app);
  expect(asked.slice(3)).toEqual([
    'Allow terminals, files and queries from the network?',
    expect.stringMatching(/^Let other computers reach Quayside on 0\.0\.0\.0, port \d+\?$/),
  ]);
});

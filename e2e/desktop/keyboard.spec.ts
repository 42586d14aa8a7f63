// Remote access, Activity, the search over all logs and a kept log, without a mouse.
import type { Locator, Page } from '@playwright/test';
import { freePort } from '../pages/free-port.ts';
import { LogPage } from '../pages/log-page.ts';
import { expect, test } from './fixture.ts';

test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

/** Tab until it has the focus; the way there is at most once round the page. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let i = 0; i < 80; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(target)}.`);
}

test('remote access goes on, a code is made, a user comes and goes', async ({ page }) => {
  test.setTimeout(60_000);
  const { keyboard } = page;
  await expect(page.getByRole('treegrid')).toBeVisible();
  await keyboard.press('g');
  await keyboard.press('r');
  await tabTo(page, page.getByRole('textbox', { name: 'Port' }));
  await keyboard.press('Control+a');
  await keyboard.type(await freePort());
  await keyboard.press('Enter');
  await tabTo(page, page.getByRole('switch', { name: 'Remote access', exact: true }));
  await keyboard.press('Space');
  await expect(page.getByRole('heading', { name: 'Remote access is on' })).toBeVisible({ timeout: 15_000 });
  await tabTo(page, page.getByRole('button', { name: 'Make a code' }));
  await keyboard.press('Enter');
  await expect(page.getByText(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)).toBeVisible();

  const users = page.getByRole('region', { name: 'Users' });
  await tabTo(page, users.getByRole('button', { name: 'Add user' }));
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await keyboard.type('mara');
  await keyboard.press('Tab');
  await keyboard.type('correct horse battery');
  await tabTo(page, page.getByRole('radio', { name: 'Viewer' }).last());
  await keyboard.press('ArrowRight');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(users.getByRole('combobox', { name: 'Role of mara' })).toContainText('Operator');
  await expect(users.getByRole('button', { name: 'Add user' })).toBeFocused();

  const more = users.getByRole('button', { name: 'More of mara' });
  const cancel = page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' });
  const askToRemove = async (): Promise<void> => {
    await keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Change password' })).toBeFocused();
    await keyboard.press('ArrowUp');
    await expect(page.getByRole('menuitem', { name: 'Remove' })).toBeFocused();
    await keyboard.press('Enter');
    await expect(cancel).toBeFocused();
  };
  await tabTo(page, more);
  await askToRemove();
  await keyboard.press('Escape');
  await expect(more).toBeFocused();
  await askToRemove();
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(users).toContainText('Nobody signs in with a password.');
});

test('events are filtered, logs are kept, found and read', async ({ page }) => {
  test.setTimeout(60_000);
  const { keyboard } = page;
  await expect(page.getByRole('treegrid')).toBeVisible();
  await keyboard.press('g');
  await keyboard.press('a');
  const events = page.getByRole('region', { name: 'Docker events' });
  await tabTo(page, events.getByRole('searchbox', { name: 'Filter events by name' }));
  await keyboard.type('nothing is called so');
  await expect(events.getByRole('listitem')).toHaveCount(0);
  await keyboard.press('Control+a');
  await keyboard.press('Delete');
  await keyboard.press('Tab');
  await expect(events.getByRole('combobox', { name: 'Type' })).toBeFocused();

  await page.getByRole('heading', { name: 'Activity' }).press('g');
  await keyboard.press('l');
  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Search all' }));
  await keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Keep logs' }));
  await keyboard.press('Enter');
  const field = page.getByRole('searchbox', { name: 'Search all logs' });
  await expect(field).toBeFocused();
  await keyboard.type('request handled');
  const hit = page.getByRole('link', { name: /^shop-api-1, .*request handled/ }).first();
  await expect(async () => {
    await field.press('Enter');
    await expect(hit).toBeVisible({ timeout: 1000 });
  }).toPass();
  await tabTo(page, hit);
  await keyboard.press('Enter');
  const log = new LogPage(page);
  await expect(log.row(/request handled/).first()).toBeVisible();
  await tabTo(page, log.log);
  await keyboard.press('ArrowDown');
  await keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Copy the line', exact: true })).toBeVisible();
  await keyboard.press('Escape');
  await expect(log.log).toBeFocused();
  await keyboard.press('Alt+ArrowLeft');
  await expect(field).toHaveValue('request handled');
});

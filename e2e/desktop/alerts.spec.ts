// Alert rules: made and changed by hand, told by a notification that leads to what it is about, and kept.
import type { ElectronApplication, Page } from '@playwright/test';
import { WebhookServer } from '../../test/integration/webhook-server.ts';
import { expectAccessible } from '../pages/axe.ts';
import { remove, runScript, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';

const rules = (page: Page) => page.getByRole('list', { name: 'Alert rules' }).getByRole('listitem');
const dialog = (page: Page) => page.getByRole('dialog');
const open = async (page: Page): Promise<void> => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'App log' }).click();
  await page.getByRole('link', { name: 'Alert rules' }).click();
  await expect(rules(page)).not.toHaveCount(0);
};

interface Shown {
  title: string;
  body: string;
}

/** No notification reaches the tests' screen; what would have is kept in the main process. */
const holdNotifications = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ Notification }) => {
    const held: Electron.Notification[] = [];
    Object.assign(globalThis, { held });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      held.push(this);
    };
  });
const shown = (app: ElectronApplication): Promise<Shown[]> =>
  app.evaluate(() =>
    (globalThis as unknown as { held: Electron.Notification[] }).held.map(({ title, body }) => ({ title, body })),
  );
const clickOn = (app: ElectronApplication, body: string): Promise<void> =>
  app.evaluate((_electron, wanted) => {
    const { held } = globalThis as unknown as { held: Electron.Notification[] };
    held.find((one) => one.body.includes(wanted))?.emit('click');
  }, body);

test('a container that fails is told by a notification, which leads to why', async ({ app, page }) => {
  await expect(page.getByRole('treegrid')).toBeVisible();
  await holdNotifications(app);
  const name = unique('fails');
  await runScript(name, 'echo cannot reach payments; exit 3');
  const of = async (): Promise<Shown[]> => (await shown(app)).filter(({ body }) => body.startsWith(`${name} `));
  await expect.poll(of).toEqual([{ title: 'Unexpected stop', body: `${name} exited with code 3` }]);
  await clickOn(app, name);
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
  await expect(page.getByText('cannot reach payments')).toBeVisible();
  await expect(page.locator('summary').filter({ hasText: name })).toContainText('Unexpected stop');
  await remove(name);
});

test('a rule for lines is made by keys, told in Activity and by its webhook, switched off, changed and removed', async ({
  app,
  page,
  launch,
}) => {
  test.setTimeout(90_000);
  const hooks = await WebhookServer.start();
  const name = unique('shop');
  await open(page);
  await holdNotifications(app);
  await page.getByRole('button', { name: 'Add rule' }).press('Enter');
  await expect(dialog(page).getByLabel('Name', { exact: true })).toBeFocused();
  // What is missing is said where it is missing.
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByText('Give the rule a name.')).toBeVisible();
  await expectAccessible(page, 'a fault in the form');
  await page.keyboard.type('Lost orders');
  await dialog(page).getByLabel('With the text').fill('lost (');
  await dialog(page).getByRole('switch', { name: 'Regular expression' }).press('Space');
  await dialog(page).getByRole('radio', { name: 'By name' }).click();
  await dialog(page).getByLabel('Named').fill(`${name}*`);
  await dialog(page).getByRole('switch', { name: 'Send it to a webhook' }).press('Space');
  await dialog(page).getByLabel('Address').fill(hooks.url('/orders'));
  await dialog(page).getByLabel('Secret').fill('a long secret');
  await dialog(page).getByRole('button', { name: 'Send a test' }).click();
  await expect(dialog(page).getByText('which this rule does not allow')).toBeVisible();
  await dialog(page).getByRole('switch', { name: 'Allow this computer and its network' }).press('Space');
  await dialog(page).getByRole('button', { name: 'Send a test' }).click();
  await expect(dialog(page).getByText('Delivered, answered with 200.')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Add rule' }).click();
  await expect(dialog(page).getByText('Not a valid pattern: unterminated group')).toBeVisible();
  await dialog(page).getByLabel('Pattern').fill('lost( again)?');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add rule' })).toBeFocused();
  const row = rules(page).filter({ hasText: 'Lost orders' });
  await expect(row).toContainText(`A container named ${name}* has an error line that fits lost( again)?`);
  await expect(row).toContainText(new URL(hooks.url('/')).host);

  await runScript(name, 'echo "ERROR order 17 lost"; exec sleep 1000');
  await expect.poll(() => hooks.at('/orders').map(({ json }) => json.kind)).toEqual(['test', 'notice']);
  expect(hooks.at('/orders')[1]?.headers['x-quayside-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
  await expect(row).toContainText('Told');
  expect(await shown(app)).toContainEqual({
    title: 'Lost orders',
    body: `${name} wrote an error that fits lost( again)?\nERROR order 17 lost`,
  });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
  const notice = page.getByRole('region', { name: 'Alerts' }).getByRole('listitem').filter({ hasText: name });
  await expect(notice).toHaveCount(1);
  await expect(notice).toContainText('ERROR order 17 lost');
  await expectAccessible(page, 'activity with alerts');
  await notice.getByRole('link', { name: `${name} wrote an error that fits` }).click();
  await expect(page.getByRole('log')).toContainText('order 17 lost');

  // Another start of the program knows the rule, its notice, and not its secrets.
  await app.close();
  const again = await launch();
  await open(again.page);
  const kept = rules(again.page).filter({ hasText: 'Lost orders' });
  await kept.getByRole('switch', { name: 'Use the rule Lost orders' }).press('Space');
  await expect(kept.getByRole('switch')).not.toBeChecked();
  await kept.getByRole('button', { name: 'Edit Lost orders' }).click();
  await expect(dialog(again.page).getByLabel('Address')).toHaveValue('');
  await expect(dialog(again.page).getByLabel('Secret')).toHaveValue('');
  await dialog(again.page).getByLabel('Name', { exact: true }).fill('Orders');
  await again.page.keyboard.press('Enter');
  const renamed = rules(again.page).filter({ hasText: 'Orders' });
  await expect(renamed).toContainText(new URL(hooks.url('/')).host);
  await renamed.getByRole('button', { name: 'More for Orders' }).click();
  await again.page.getByRole('menuitem', { name: 'Remove…' }).click();
  await again.page.getByRole('button', { name: 'Remove 1 rule' }).click();
  await expect(renamed).toHaveCount(0);
  await remove(name);
  await hooks.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

    test('axe finds nothing, in the list and in each kind of form', async ({ page }) => {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('link', { name: 'Edit alert rules' }).click();
      await expect(rules(page)).toHaveCount(4);
      await expectAccessible(page, 'alert rules');
      await page.getByRole('button', { name: 'Add rule' }).click();
      await dialog(page).getByRole('switch', { name: 'Send it to a webhook' }).click();
      await expectAccessible(page, 'a rule for lines');
      for (const kind of ['uses much CPU', 'restarts again and again', 'the disk is nearly full']) {
        await dialog(page).getByRole('combobox', { name: 'Tell when' }).click();
        await page.getByRole('option', { name: kind }).click();
        await expectAccessible(page, kind);
      }
    });
  });
}

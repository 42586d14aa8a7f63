// Networks: made with checking as one types, joined and left, drawn with who reaches whom, removed, pruned.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';

const show = (page: Page): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name: 'Networks' }).click();
const grid = (page: Page): Locator => page.getByRole('treegrid', { name: 'Networks' });
const row = (page: Page, name: string): Locator =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
const member = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'Members' }).getByRole('row').filter({ hasText: name });

test.describe('simulated', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('what is wrong with a subnet is said while one types, by keys alone', async ({ page }) => {
    await expect(page.getByRole('treegrid')).toBeVisible();
    await page.keyboard.press('Control+6');
    await expect(row(page, 'shop_default')).toContainText('172.');
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Create a network' });
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type('shop_default');
    await expect(dialog).toContainText('There is a network "shop_default" already.');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('lab');
    const subnet = dialog.getByRole('textbox', { name: 'Subnet', exact: true });
    await subnet.fill('10.7.0.0');
    await expect(dialog).toContainText('A subnet is written like 10.7.0.0/24');
    await subnet.fill('172.17.9.0/24');
    await expect(dialog).toContainText('It overlaps with 172.17.0.0/16 of bridge.');
    await subnet.fill('10.7.0.0/24');
    await dialog.getByRole('textbox', { name: 'Gateway' }).fill('10.8.0.1');
    await expect(dialog).toContainText('The gateway is an address in 10.7.0.0/24.');
    await dialog.getByRole('textbox', { name: 'Gateway' }).fill('10.7.0.1');
    await dialog.getByRole('switch', { name: 'Internal' }).click();
    await dialog.getByRole('button', { name: 'Add a label' }).click();
    await dialog.getByRole('textbox', { name: 'Name of label 1' }).fill('tier');
    await dialog.getByRole('textbox', { name: 'Value of label 1' }).fill('lab');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(row(page, 'lab')).toContainText('10.7.0.0/24');
    await expect(row(page, 'lab')).toContainText('Internal');
    await page.keyboard.press('/');
    await page.keyboard.type('label:tier=lab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('j');
    await page.keyboard.press('Delete');
    const asked = page.getByRole('alertdialog', { name: 'Remove lab?' });
    await asked.getByRole('button', { name: 'Remove network' }).click();
    await expect(page.getByText('No network matches "label:tier=lab".')).toBeVisible();
  });

  test('the map says whom a container reaches, and one in use says why it stays', async ({ page }) => {
    await show(page);
    await row(page, 'shop_default').getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Remove 1' }).click();
    const asked = page.getByRole('alertdialog', { name: 'Remove shop_default?' });
    await expect(asked).toContainText('shop-migrate-1');
    await asked.getByRole('button', { name: 'Remove network' }).click();
    await expect(grid(page).getByRole('alert')).toContainText(
      'in this network and running. Disconnect or stop them first.',
    );
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('radio', { name: 'Map' }).click();
    const list = page.getByRole('listbox', { name: 'Containers' });
    await list.getByRole('option', { name: /^shop-db-1/ }).click();
    await expect(page.getByText('In shop_data it reaches shop-api-1, shop-worker-1.')).toBeVisible();
    await expect(page.getByText('Its networks are internal: it reaches nothing outside.')).toBeVisible();
    await list.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'shop-db-1' })).toBeVisible();
  });

  for (const theme of ['dark', 'light'] as const)
    test(`every state is accessible (${theme})`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme });
      await show(page);
      await expect(row(page, 'shop_default')).toBeVisible();
      await expectAccessible(page, theme);
      await page.getByRole('button', { name: 'Create' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, theme);
      await page.keyboard.press('Escape');
      await page.getByRole('radio', { name: 'Map' }).click();
      await page.getByRole('option').first().click();
      await expectAccessible(page, theme);
      await page.getByRole('radio', { name: 'List' }).click();
      await row(page, 'shop_default').getByRole('link').click();
      await expect(member(page, 'shop-api-1')).toContainText('172.');
      await expectAccessible(page, theme);
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, theme);
    });
});

test('a network is made, a container joins by a name and leaves, and the network goes', async ({ page }) => {
  const [name, web] = [unique('lab'), unique('web')];
  await runScript(web, 'sleep 300');
  try {
    await show(page);
    await page.getByRole('button', { name: 'Create' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create a network' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('button', { name: 'Create network' }).click();
    await row(page, name).getByRole('link').click();
    await expect(page.getByText('No container is in this network.')).toBeVisible();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    const connect = page.getByRole('dialog', { name: `Connect a container to ${name}` });
    await connect.getByRole('textbox', { name: 'Container' }).fill(web);
    await connect.getByRole('radio', { name: web }).check();
    await connect.getByRole('textbox', { name: 'IPv4 address' }).fill('9.9.9.9');
    await expect(connect).toContainText(`9.9.9.9 is in no subnet of ${name}.`);
    await connect.getByRole('textbox', { name: 'IPv4 address' }).fill('');
    await connect.getByRole('textbox', { name: 'Aliases' }).fill('www, front');
    await connect.getByRole('button', { name: 'Connect container' }).click();
    await expect(connect).toHaveCount(0);
    await expect(member(page, web)).toContainText('www, front');
    const address = await docker('inspect', '-f', `{{(index .NetworkSettings.Networks "${name}").IPAddress}}`, web);
    await expect(member(page, web)).toContainText(address);
    await page.getByRole('button', { name: `Disconnect ${web}` }).click();
    await expect(page.getByText('No container is in this network.')).toBeVisible();
    await page.getByRole('button', { name: 'Connect again' }).click();
    await expect(member(page, web)).toContainText('www, front');
    await page.getByRole('button', { name: `Disconnect ${web}` }).click();
    await expect(page.getByText('No container is in this network.')).toBeVisible();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove network' }).click();
    await expect(page.getByText("This network isn't here.")).toBeVisible();
    expect(await docker('network', 'ls', '-q', '--filter', `name=${name}`)).toBe('');
  } finally {
    await remove(web);
    await docker('network', 'rm', name).catch(() => undefined);
  }
});

test('a prune takes what is ticked and nothing else', async ({ page }) => {
  const [goes, stays] = [unique('goes'), unique('stays')];
  for (const name of [goes, stays]) await docker('network', 'create', name);
  try {
    await show(page);
    await expect(row(page, goes)).toBeVisible();
    await page.getByRole('button', { name: 'More for networks' }).click();
    await page.getByRole('menuitem', { name: 'Remove unused…' }).click();
    const plan = page.getByRole('alertdialog', { name: 'Remove unused networks' });
    await plan.getByRole('checkbox', { name: 'Tick all' }).click();
    await plan.getByRole('checkbox', { name: goes }).click();
    await plan.getByRole('button', { name: 'Remove 1 network' }).click();
    await expect(plan).toHaveCount(0);
    await expect(row(page, goes)).toHaveCount(0);
    await expect(row(page, stays)).toBeVisible();
  } finally {
    for (const name of [goes, stays]) await docker('network', 'rm', name).catch(() => undefined);
  }
});

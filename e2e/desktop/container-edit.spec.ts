// Containers: run from a form, edited with a way back, removed with a way back.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';
import { TEST_IMAGE } from '../../test/engine.ts';

const RUNS = 'trap "exit 0" TERM; while :; do sleep 0.2; done';
const messages = (page: Page): Locator => page.getByRole('region', { name: 'Messages' });
const open = async (dialog: Locator, ...parts: string[]): Promise<void> => {
  for (const part of parts) await dialog.locator('summary').filter({ hasText: part }).click();
};
const menu = async (page: Page, name: string, act: string): Promise<void> => {
  await new ContainersPage(page).row(name).getByRole('gridcell').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: act }).click();
};
const state = (name: string): Promise<string> => docker('inspect', '--format', '{{.State.Status}}', name);

test('a container is run from the form, which keeps what was typed at each refusal', async ({ page }) => {
  const [name, other] = [unique('ran'), unique('other')];
  const list = new ContainersPage(page);
  await runScript(other, RUNS, '-p', '127.0.0.1:18111:80');
  try {
    await list.show();
    await expect(list.row(other)).toContainText('18111');
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Run a container' });
    await expect(dialog.getByRole('combobox', { name: 'Image' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert').first()).toHaveText('Name an image.');
    await dialog.getByRole('combobox', { name: 'Image' }).fill(TEST_IMAGE);
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(other);
    await expect(dialog).toContainText(`There is a container "${other}" already.`);
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await dialog.getByRole('textbox', { name: 'Command' }).fill(`sh -c '${RUNS}'`);
    await open(dialog, 'Environment', 'Ports', 'Limits');
    await dialog.getByRole('button', { name: 'Add a variable' }).click();
    await dialog.getByRole('textbox', { name: 'Name of variable 1' }).fill('MODE');
    await dialog.getByRole('textbox', { name: 'Value of variable 1' }).fill('a b');
    await dialog.getByRole('button', { name: 'Add a port' }).click();
    await dialog.getByRole('textbox', { name: 'Port 1 of this machine' }).fill('127.0.0.1:18111');
    await dialog.getByRole('textbox', { name: 'Port 1 of the container' }).fill('80');
    await expect(dialog).toContainText(`Port 18111 is already used by ${other}.`);
    await expect(dialog).toContainText(/ \d+ is free\./);
    await dialog.getByRole('textbox', { name: 'Memory' }).fill('64m');
    await expect(dialog.getByLabel('As docker run').last()).toContainText("--env 'MODE=a b'");
    // The engine refuses what was only a warning so far.
    await dialog.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText(`Port 18111 is already used by ${other}.`);
    await expect(dialog.getByRole('textbox', { name: 'Memory' })).toHaveValue('64m');
    await dialog.getByRole('textbox', { name: 'Port 1 of this machine' }).fill('127.0.0.1:18112');
    await dialog.getByRole('radio', { name: 'As compose' }).click();
    await expect(dialog.getByLabel('As compose').last()).toContainText('"127.0.0.1:18112:80"');
    await dialog.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('heading', { name })).toBeVisible();
    const format = '{{.State.Status}} {{.HostConfig.Memory}} {{json .Config.Env}}';
    expect(await docker('inspect', '--format', format, name)).toMatch(/^running 67108864 .*"MODE=a b"/);
  } finally {
    await remove(name, other);
  }
});

test('an edit shows what is different, changes in place, and puts the old one back where the new one is not well', async ({
  page,
}) => {
  const name = unique('edited');
  const list = new ContainersPage(page);
  const id = await runScript(name, RUNS, '-e', 'API_TOKEN=s3cret');
  try {
    await list.show();
    await menu(page, name, 'Edit…');
    const dialog = page.getByRole('dialog', { name: `Edit ${name}` });
    await dialog.getByRole('button', { name: 'Review changes' }).click();
    await expect(dialog.getByRole('alert')).toHaveText('Nothing is different yet.');
    await open(dialog, 'Limits');
    await dialog.getByRole('textbox', { name: 'Memory' }).fill('128m');
    await dialog.getByRole('button', { name: 'Review changes' }).click();
    await expect(
      dialog
        .getByRole('row', { name: 'Memory – 128m made anew' })
        .or(dialog.getByRole('row', { name: 'Memory – 128m in place' })),
    ).toBeVisible();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await expect(dialog).toHaveCount(0);
    expect(await docker('inspect', '--format', '{{.Id}} {{.HostConfig.Memory}}', name)).toBe(`${id} 134217728`);
    // The new one never becomes healthy.
    await menu(page, name, 'Edit…');
    await open(dialog, 'Health check');
    await dialog.getByRole('combobox', { name: 'Health check' }).click();
    await page.getByRole('option', { name: 'A command' }).click();
    await dialog.getByRole('textbox', { name: 'Health command' }).fill('echo not well; false');
    await dialog.getByRole('textbox', { name: 'Every, in seconds' }).fill('0.3');
    await dialog.getByRole('textbox', { name: 'Failures until unhealthy' }).fill('1');
    await dialog.getByRole('button', { name: 'Review changes' }).click();
    await expect(dialog).toContainText('The old one is kept, stopped, until the new one is healthy');
    await dialog.getByRole('button', { name: 'Recreate' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(messages(page)).toContainText(`${name} is back and runs as it was.`, { timeout: 20_000 });
    await expect(messages(page)).toContainText('The new container is not healthy: not well.');
    expect(await docker('inspect', '--format', '{{.Id}} {{.State.Running}}', name)).toBe(`${id} true`);
    await page.getByRole('navigation').getByRole('link', { name: 'Activity' }).click();
    await page
      .locator('summary')
      .filter({ hasText: `Recreate ${name}` })
      .click();
    await expect(page.getByLabel(`Output of Recreate ${name}`)).toContainText(`Putting ${name} back`);
    await expect(page.locator('summary').filter({ hasText: `Change ${name}` })).toBeVisible();
  } finally {
    await remove(name);
  }
});

test('who edits a container on its own screen goes on with the new one', async ({ page }) => {
  const name = unique('followed');
  const list = new ContainersPage(page);
  const id = await runScript(name, RUNS);
  try {
    await list.show();
    await list.open(name);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Edit…' }).click();
    const dialog = page.getByRole('dialog', { name: `Edit ${name}` });
    await open(dialog, 'Environment');
    await dialog.getByRole('button', { name: 'Add a variable' }).click();
    // By keys alone: a new row has the focus, Mod+Enter goes on from everywhere, and no step loses the focus.
    await expect(dialog.getByRole('textbox', { name: 'Name of variable 1' })).toBeFocused();
    await page.keyboard.type('MODE');
    await page.keyboard.press('Tab');
    await page.keyboard.type('new');
    await page.keyboard.press('Control+Enter');
    await expect(dialog.getByRole('button', { name: 'Back' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('combobox', { name: 'Image' })).toBeFocused();
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('button', { name: 'Recreate' }).click();
    await expect(messages(page)).toContainText(`Recreated ${name}`, { timeout: 20_000 });
    const next = await docker('inspect', '--format', '{{.Id}}', name);
    expect(next).not.toBe(id);
    await expect(page).toHaveURL(new RegExp(`/container/${next}/logs`));
    await expect(page.getByRole('heading', { name })).toBeVisible();
  } finally {
    await remove(name);
  }
});

test('a removal says what goes and what stays, and what is gone is made again', async ({ page }) => {
  const [name, volume] = [unique('goes'), unique('data')];
  const list = new ContainersPage(page);
  await runScript(name, RUNS, '-e', 'API_TOKEN=s3cret', '-v', `${volume}:/data`, '-v', '/cache');
  try {
    await list.show();
    await list.row(name).click();
    await page.keyboard.press('Delete');
    const asked = page.getByRole('alertdialog', { name: `Remove ${name}?` });
    await expect(asked).toContainText('It is running: its processes are ended at once.');
    await expect(asked).toContainText(`Volume ${volume} stays.`);
    await expect(asked.getByRole('checkbox', { name: 'Also remove 1 anonymous volume' })).not.toBeChecked();
    await expect(asked).toContainText(`docker rm --force ${name}`);
    await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await asked.getByRole('button', { name: 'Stop and remove' }).click();
    await expect(list.row(name)).toHaveCount(0);
    await expect.poll(() => docker('ps', '-aq', '--filter', `name=${name}`)).toBe('');
    await page.getByRole('button', { name: 'More for containers' }).click();
    await page.getByRole('menuitem', { name: 'Removed…' }).click();
    const removed = page.getByRole('dialog', { name: 'Removed containers' });
    await expect(removed.getByRole('listitem').filter({ hasText: name })).toContainText('removed just now');
    await removed.getByRole('button', { name: `Create ${name} again` }).click();
    await expect(page.getByRole('heading', { name })).toBeVisible();
    expect(await docker('exec', name, 'sh', '-c', 'echo $API_TOKEN')).toBe('s3cret');
    expect(await state(name)).toBe('running');
  } finally {
    await remove(name);
    await docker('volume', 'rm', '-f', volume);
  }
});

test('what is protected has a lock, and is not removed with others', async ({ page }) => {
  const [held, goes] = [unique('held'), unique('goes')];
  const list = new ContainersPage(page);
  await docker('create', '--name', held, TEST_IMAGE, 'true');
  await docker('create', '--name', goes, TEST_IMAGE, 'true');
  try {
    await list.show();
    await menu(page, held, 'Protect');
    await expect(list.row(held).getByRole('img', { name: 'Protected' })).toBeVisible();
    await list.row(held).getByRole('checkbox').click();
    await list.row(goes).getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Remove 2' }).click();
    const asked = page
      .getByRole('alertdialog', { name: `Remove 1 container?` })
      .or(page.getByRole('alertdialog', { name: `Remove ${goes}?` }));
    await expect(asked).toContainText(`${held} is protected and stays.`);
    await asked.getByRole('button', { name: 'Remove container' }).click();
    await expect(list.row(goes)).toHaveCount(0);
    await expect(list.row(held)).toBeVisible();
  } finally {
    await remove(held, goes);
  }
});

test.describe('simulated', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  for (const theme of ['dark', 'light'] as const)
    test(`forms and dialogs are accessible (${theme})`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme });
      const list = new ContainersPage(page);
      await list.show();
      await expect(list.row('shop-api-1')).toBeVisible();
      await menu(page, 'shop-api-1', 'Edit…');
      const dialog = page.getByRole('dialog', { name: 'Edit shop-api-1' });
      await expect(dialog.getByRole('combobox', { name: 'Image' })).toHaveValue('registry.example/shop/api:3.8.0');
      await open(dialog, 'Environment', 'Ports', 'Storage', 'Networks', 'Limits', 'Health check', 'More');
      await dialog.getByRole('button', { name: 'Add a mount' }).click();
      await expectAccessible(page, theme);
      await dialog.getByRole('textbox', { name: 'Command' }).fill('node other.js');
      await dialog.getByRole('button', { name: 'Review changes' }).click();
      await expect(dialog.getByRole('table')).toBeVisible();
      await expectAccessible(page, theme);
      await dialog.getByRole('button', { name: 'Back' }).click();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect(dialog).toHaveCount(0);
      for (const act of ['Rename…', 'Make an image…', 'Kill…', 'Remove…']) {
        await menu(page, 'shop-cache-1', act);
        const asked = page.getByRole('dialog').or(page.getByRole('alertdialog'));
        await expect(asked).toBeVisible();
        await expectAccessible(page, theme);
        await asked.getByRole('button', { name: 'Cancel' }).click();
        await expect(asked).toHaveCount(0);
      }
    });

  test('an image that is not there is pulled from the form of an edit, which keeps what was typed', async ({
    page,
  }) => {
    const list = new ContainersPage(page);
    await list.show();
    await expect(list.row('shop-api-1')).toBeVisible();
    await menu(page, 'shop-api-1', 'Edit…');
    const dialog = page.getByRole('dialog', { name: 'Edit shop-api-1' });
    const image = dialog.getByRole('combobox', { name: 'Image' });
    await dialog.getByRole('textbox', { name: 'Command' }).fill('node other.js');
    await image.fill('registry.example/missing/api:1');
    await expect(dialog).toContainText('Not on this machine: it is pulled first.');
    await dialog.getByRole('button', { name: 'Pull and review' }).click();
    await expect(dialog.getByRole('alert')).toHaveText(/registry\.example has no "registry\.example\/missing\/api:1"/);
    await expect(dialog.getByRole('textbox', { name: 'Command' })).toHaveValue('node other.js');
    await image.fill('registry.example/shop/api:4.0.0');
    await dialog.getByRole('button', { name: 'Pull and review' }).click();
    await expect(dialog.getByRole('status')).toContainText(/Pulling registry\.example\/shop\/api:4\.0\.0, \d+/);
    await expect(dialog.getByRole('row', { name: /Image .*:3\.8\.0 .*:4\.0\.0 made anew/ })).toBeVisible();
    await expect(dialog.getByRole('row', { name: /Command .*node other\.js made anew/ })).toBeVisible();
    // It is there now: not pulled a second time.
    await dialog.getByRole('button', { name: 'Back' }).click();
    await dialog.getByRole('button', { name: 'Review changes' }).click();
    await dialog.getByRole('button', { name: 'Recreate' }).click();
    await expect(messages(page)).toContainText('Recreated shop-api-1', { timeout: 20_000 });
    await expect(list.row('shop-api-1')).toContainText('4.0.0');
  });

  test('a signal is chosen before it is sent, and a new name is told to the list', async ({ page }) => {
    const list = new ContainersPage(page);
    await list.show();
    await menu(page, 'shop-cache-1', 'Kill…');
    const asked = page.getByRole('alertdialog', { name: 'Kill shop-cache-1?' });
    await asked.getByRole('combobox', { name: 'Signal' }).click();
    await page.getByRole('option', { name: 'SIGTERM' }).click();
    await expect(asked).toContainText('docker kill --signal SIGTERM shop-cache-1');
    await asked.getByRole('button', { name: 'Send SIGTERM' }).click();
    await expect(list.row('shop-cache-1')).toContainText('Exited (143)');
    await menu(page, 'shop-cache-1', 'Rename…');
    const dialog = page.getByRole('dialog', { name: 'Rename shop-cache-1' });
    // Not the list under it, although the menu gives its focus back there.
    await expect(dialog.getByRole('textbox', { name: 'New name' })).toBeFocused();
    await dialog.getByRole('textbox', { name: 'New name' }).fill('shop-db-1');
    await expect(dialog.getByRole('alert')).toHaveText('There is a container "shop-db-1" already.');
    await dialog.getByRole('textbox', { name: 'New name' }).fill('store');
    await page.keyboard.press('Enter');
    await expect(list.row('store')).toBeVisible();
  });
});

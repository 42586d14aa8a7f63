// Images, volumes and networks in a browser: what a role may not do is not there.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from './fixture.ts';

test.use({ serverEnv: { QUAYSIDE_ENGINE: 'simulated' } });

const show = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name }).click();
const rowMenu = async (page: Page, name: string): Promise<string[]> => {
  await page.getByRole('treegrid').getByRole('link', { name, exact: true }).click({ button: 'right' });
  const items = await page.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem')).toHaveCount(0);
  return items.map((text) => text.trim());
};

test('a viewer sees all of them and none of the acts', async ({ page, enter }) => {
  await enter('viewer');
  for (const [screen, thing] of [
    ['Images', 'redis:7-alpine'],
    ['Volumes', 'shop_db'],
    ['Networks', 'shop_default'],
  ] as const) {
    await show(page, screen);
    await expect(page.getByRole('treegrid').getByRole('link', { name: thing, exact: true })).toBeVisible();
    for (const act of ['Create', 'Pull', 'Connect'])
      await expect(page.getByRole('button', { name: act, exact: true })).toHaveCount(0);
    expect((await rowMenu(page, thing)).filter((item) => !/^(Layers|Used by|Members|Inspect|Copy)/.test(item))).toEqual(
      [],
    );
    await page.getByRole('treegrid').getByRole('link', { name: thing, exact: true }).click();
    await expect(page.getByRole('heading', { name: thing })).toBeVisible();
    await page.getByRole('tab', { name: 'Inspect' }).click();
    await expect(page.getByRole('button', { name: 'Copy JSON' })).toBeVisible();
  }
  await page.getByRole('tab', { name: 'Members' }).click();
  await expect(page.getByRole('region', { name: 'Members' })).toContainText('shop-api-1');
  await expect(page.getByRole('button', { name: /^Disconnect/ })).toHaveCount(0);
  await expectAccessible(page, 'members');
  await show(page, 'Networks');
  await page.getByRole('radio', { name: 'Map' }).click();
  await page.getByRole('option', { name: /^shop-db-1/ }).click();
  await expect(page.getByText('In shop_data it reaches shop-api-1, shop-worker-1.')).toBeVisible();
});

test('an operator pulls, and makes or removes nothing', async ({ page, enter }) => {
  await enter('operator');
  await show(page, 'Images');
  await expect(page.getByRole('button', { name: 'Pull', exact: true })).toBeVisible();
  await show(page, 'Networks');
  await expect(page.getByRole('treegrid')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create', exact: true })).toHaveCount(0);
  expect(await rowMenu(page, 'old_default')).toEqual(['Members', 'Inspect', 'Copy name', 'Copy ID']);
});

test('an admin makes a network from afar, and removes it only once the owner allows it', async ({ page, enter }) => {
  await enter('admin');
  await show(page, 'Networks');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('afar');
  await page.getByRole('dialog').getByRole('button', { name: 'Create network' }).click();
  await expect(page.getByRole('treegrid').getByRole('link', { name: 'afar', exact: true })).toBeVisible();
  expect(await rowMenu(page, 'afar')).not.toContain('Remove…');
});

test('the owner saves a volume from a browser and sends it back into a new one', async ({ page, server }) => {
  await page.goto(`${server.url}/#token=${server.token}`);
  await show(page, 'Volumes');
  await page.getByRole('treegrid').getByRole('link', { name: 'shop_db', exact: true }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Back up to a file…' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('shop_db.tar');
  const archive = readFileSync(await download.path());
  expect(archive.includes('./data.bin')).toBe(true);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Restore from a file…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore shop_db' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('sent_back');
  await dialog.getByRole('button', { name: 'Restore volume' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Choose the tar file.');
  await dialog
    .getByLabel('File')
    .setInputFiles({ name: 'shop_db.tar', mimeType: 'application/x-tar', buffer: archive });
  await dialog.getByRole('button', { name: 'Restore volume' }).click();
  await expect(page.getByText('Restored sent_back', { exact: true })).toBeVisible();
});

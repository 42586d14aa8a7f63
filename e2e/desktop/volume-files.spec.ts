// Volumes into a file and back: into a new one, in the place of what is there once its name is typed, and cloned.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { FilesPage } from '../pages/files-page.ts';
import { expect, test } from './fixture.ts';
import { TEST_IMAGE } from '../../test/engine.ts';

/** A system dialog cannot be clicked by a test: this is what a person would have chosen in both of them. */
const choose = (app: ElectronApplication, path: string): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, path);
const open = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation').getByRole('link', { name: 'Volumes' }).click();
  await page.getByRole('treegrid', { name: 'Volumes' }).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
};
const act = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name }).click();
};
const files = (volume: string): Promise<string> =>
  docker('run', '--rm', '-v', `${volume}:/data`, TEST_IMAGE, 'sh', '-c', 'cd /data; grep . *');
const toast = (page: Page, text: string): Locator => page.getByText(text, { exact: true });

test('a volume is backed up, restored into a new one and in its own place, and cloned', async ({ app, page, home }) => {
  const [name, user] = [unique('data'), unique('user')];
  const [again, clone] = [`${name}-again`, `${name}-clone`];
  const file = join(home, 'data.tar');
  await docker('run', '--rm', '-v', `${name}:/data`, TEST_IMAGE, 'sh', '-c', 'echo one > /data/a; echo two > /data/b');
  await choose(app, file);
  try {
    await open(page, name);
    await act(page, 'Back up to a file…');
    await expect(toast(page, `Backed up ${name}`)).toBeVisible();
    expect(existsSync(file)).toBe(true);
    await docker(
      'run',
      '--rm',
      '-v',
      `${name}:/data`,
      TEST_IMAGE,
      'sh',
      '-c',
      'echo changed > /data/a; echo new > /data/c',
    );

    await act(page, 'Restore from a file…');
    const dialog = page.getByRole('dialog', { name: `Restore ${name}` });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await expect(dialog).toContainText(`There is a volume "${name}" already.`);
    await dialog.getByRole('textbox', { name: 'Name' }).fill(again);
    await dialog.getByRole('button', { name: 'Choose a file and restore' }).click();
    await expect(toast(page, `Restored ${again}`)).toBeVisible();
    expect(await files(again)).toBe('a:one\nb:two');

    await runScript(user, 'sleep 300', '-v', `${name}:/data`);
    await expect(page.getByRole('tabpanel').getByRole('link', { name: user })).toBeVisible();
    await act(page, 'Restore from a file…');
    await dialog.getByRole('radio', { name: 'Replace' }).click();
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Choose a file and restore' }).click();
    await expect(dialog.getByRole('alert')).toContainText(`${user} mounts it: remove the container first`);
    await remove(user);
    await expect(page.getByText('No container mounts this volume.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Choose a file and restore' }).click();
    await expect(toast(page, `Restored ${name}`)).toBeVisible();
    expect(await files(name)).toBe('a:one\nb:two');

    await page.getByRole('tab', { name: 'Files' }).click();
    await expect(page.getByRole('tabpanel')).toContainText('a');
    await page.getByRole('tabpanel').getByText('b', { exact: true }).click();
    await expect(page.getByRole('tabpanel').getByText('two')).toBeVisible();
    await page.getByRole('tab', { name: 'Used by' }).click();
    await expect.poll(() => docker('ps', '-aq', '--filter', 'label=quayside.helper')).toBe('');

    await act(page, 'Clone…');
    const cloning = page.getByRole('dialog', { name: 'Clone a volume' });
    await cloning.getByRole('textbox').fill(clone);
    await cloning.getByRole('button', { name: 'Clone volume' }).click();
    await expect(toast(page, `Cloned ${name} to ${clone}`)).toBeVisible();
    expect(await files(clone)).toBe('a:one\nb:two');
    expect(await docker('ps', '-aq', '--filter', 'label=quayside.helper')).toBe('');
  } finally {
    await remove(user).catch(() => undefined);
    await docker('volume', 'rm', '-f', name, again, clone);
  }
});

test('paths in a volume are those inside of it, read, written and refused', async ({ page }) => {
  const name = unique('inside');
  const script = 'mkdir -p /data/logs/old; echo hello > /data/logs/old/app.log';
  await docker('run', '--rm', '-v', `${name}:/data`, TEST_IMAGE, 'sh', '-c', script);
  try {
    await open(page, name);
    await page.getByRole('tab', { name: 'Files' }).click();
    const shown = new FilesPage(page);
    await expect(shown.row('logs')).toBeVisible();
    await expect(shown.path).toHaveValue('/');
    await shown.row('logs').click();
    await expect(shown.path).toHaveValue('/logs');
    await shown.path.fill('/logs/old/app.log');
    await shown.path.press('Enter');
    await expect(page.getByLabel('Content of /logs/old/app.log')).toHaveText(/hello/);
    await expect(shown.path).toHaveValue('/logs/old/app.log');
    // Above the volume there is nothing to see.
    await shown.path.fill('../../../etc/passwd');
    await shown.path.press('Enter');
    await expect(page.getByRole('alert')).toHaveText('There is no /etc in this volume.');
    await page.getByRole('button', { name: 'Upload' }).click();
    await expect(page.getByRole('menu')).toContainText('Into /logs/old');
    await page.keyboard.press('Escape');
  } finally {
    await page.getByRole('navigation').getByRole('link', { name: 'Volumes' }).click();
    await expect.poll(() => docker('ps', '-aq', '--filter', `volume=${name}`)).toBe('');
    await docker('volume', 'rm', '-f', name);
  }
});

for (const theme of ['dark', 'light'] as const)
  test.describe(`simulated, ${theme}`, () => {
    test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

    test('the forms of files are accessible', async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme });
      await open(page, 'shop_db');
      await page.getByRole('tab', { name: 'Files' }).click();
      await expect(page.getByRole('tabpanel').getByText('data.bin')).toBeVisible();
      await expectAccessible(page, theme);
      await act(page, 'Restore from a file…');
      const dialog = page.getByRole('dialog', { name: 'Restore shop_db' });
      await expectAccessible(page, theme);
      await dialog.getByRole('radio', { name: 'Add to it' }).click();
      await dialog.getByRole('button', { name: 'Choose a file and restore' }).click();
      await expect(dialog.getByText('shop-db-1 runs with it: stop it first.')).toBeVisible();
      await expectAccessible(page, theme);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await act(page, 'Clone…');
      await expect(page.getByRole('dialog')).toContainText('shop-db-1 may write to it meanwhile');
      await expectAccessible(page, theme);
    });
  });

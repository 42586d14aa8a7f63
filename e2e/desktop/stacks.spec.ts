// Stacks: a target is written, planned and applied as shown; what drifts is seen, and earlier states can be returned to.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { docker, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';
import { TEST_IMAGE } from '../../test/engine.ts';

const show = (page: Page): Promise<void> => page.getByRole('navigation').getByRole('link', { name: 'Stacks' }).click();
const row = (page: Page, name: string): Locator =>
  page
    .getByRole('treegrid', { name: 'Stacks' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
const open = (page: Page, name: string): Promise<void> =>
  row(page, name).getByRole('link', { name, exact: true }).click();
const editor = (page: Page, name: string): Locator => page.getByRole('textbox', { name: `compose.yaml of ${name}` });
const tab = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name }).first().click();

/** As somebody does who pastes: nothing is completed or indented by the way. */
async function write(page: Page, name: string, text: string): Promise<void> {
  await editor(page, name).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

const compose = (seconds: number): string =>
  `services:\n  web:\n    image: ${TEST_IMAGE}\n    command: ["sleep", "${seconds}"]\n    stop_grace_period: 0s\n`;

async function create(page: Page, name: string): Promise<void> {
  await show(page);
  await page
    .getByRole('button', { name: 'New stack' })
    .or(page.getByRole('button', { name: 'Create a stack' }))
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'New stack' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('Not a name');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('A stack is named by up to 63 small letters');
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(editor(page, name)).toBeVisible();
}

const removeStack = async (name: string): Promise<void> => {
  const ids = await docker('ps', '-aq', '--filter', `label=com.docker.compose.project=${name}`);
  if (ids !== '') await docker('rm', '-f', ...ids.split('\n'));
  await docker('network', 'rm', `${name}_default`).catch(() => undefined);
};

test('a target is written, applied as planned, changed, drifts, is returned to and removed', async ({ page }) => {
  test.setTimeout(90_000);
  const name = unique('stack').toLowerCase();
  try {
    await create(page, name);
    await write(page, name, compose(600).replace('command:', 'comand:'));
    await expect(page.getByRole('region', { name: 'Problems' })).toContainText('"command" is one');
    // What was typed is there again after leaving.
    await show(page);
    await open(page, name);
    await tab(page, 'Target');
    await expect(editor(page, name)).toContainText('comand:');
    await write(page, name, compose(600));
    await expect(page.getByRole('region', { name: 'Problems' })).toHaveCount(0);
    await page.keyboard.press('Control+s');
    await page.getByRole('link', { name: 'See the plan' }).click();
    const panel = page.getByRole('tabpanel');
    await expect(panel).toContainText('1 to create');
    await panel.getByRole('button', { name: 'Apply this plan' }).click();
    await expect(panel).toContainText('This apply is done.');
    await expect(panel).toContainText('Nothing to do: what runs is as the target says.');
    expect(await docker('ps', '-q', '--filter', `label=com.docker.compose.project=${name}`)).not.toBe('');

    await tab(page, 'Target');
    await write(page, name, compose(900));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'See the plan' }).click();
    await expect(panel).toContainText('1 to recreate');
    await expect(panel).toContainText('command changed.');
    await panel.getByRole('button', { name: 'Apply this plan' }).click();
    await expect(panel).toContainText('Nothing to do');

    await tab(page, 'History');
    await expect(page.getByRole('list', { name: 'Applied states' }).getByRole('listitem')).toHaveCount(2);
    await page.getByRole('list', { name: 'Applied states' }).getByRole('button').nth(1).click();
    await expect(page.getByRole('region', { name: /and the target now/ })).toContainText('"600"');

    // Drift is seen without asking.
    await docker('rm', '-f', `${name}-web-1`);
    await expect(page.locator('.dhead')).toContainText('Differs', { timeout: 5000 });
    await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    await page
      .getByRole('region', { name: 'Needs attention' })
      .getByRole('button', { name: `Review ${name}` })
      .click();
    await expect(panel).toContainText('1 to create');

    await tab(page, 'History');
    await page.getByRole('list', { name: 'Applied states' }).getByRole('button').nth(1).click();
    await page.getByRole('button', { name: 'Return to this one' }).click();
    await expect(panel).toContainText('1 to create');
    await tab(page, 'Target');
    await expect(editor(page, name)).toContainText('"600"');

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    const asked = page.getByRole('alertdialog', { name: `Remove ${name}?` });
    await asked.getByRole('button', { name: /^Remove \d/ }).click();
    await expect(page.getByText("This stack isn't here.")).toBeVisible();
  } finally {
    await removeStack(name);
  }
});

test('a project of another tool is found, its services are stopped and started, and it is taken over', async ({
  page,
}) => {
  const name = unique('found').toLowerCase();
  const labels = ['project', 'service'].flatMap((key) => [
    '--label',
    `com.docker.compose.${key}=${key === 'project' ? name : 'web'}`,
  ]);
  const project = `com.docker.compose.project=${name}`;
  await docker(
    'network',
    'create',
    '--label',
    project,
    '--label',
    'com.docker.compose.network=default',
    `${name}_default`,
  );
  const joined = ['--network', `${name}_default`, '--network-alias', 'web'];
  await docker(
    'run',
    '-d',
    '--name',
    `${name}-web-1`,
    ...labels,
    ...joined,
    '--stop-timeout=1',
    TEST_IMAGE,
    'sleep',
    '600',
  );
  try {
    await show(page);
    await expect(row(page, name)).toContainText('1 of 1 service');
    await expect(row(page, name)).toContainText('No target');
    await open(page, name);
    await page.getByRole('button', { name: 'Stop web' }).click();
    await expect(page.getByRole('row', { name: /web/ })).toContainText('Stopped');
    await page.getByRole('button', { name: 'Start web' }).click();
    await expect(page.getByRole('row', { name: /web/ })).toContainText('Running');
    await tab(page, 'Target');
    await page.getByRole('button', { name: 'Take over' }).click();
    await expect(editor(page, name)).toContainText(TEST_IMAGE);
    await page.getByRole('button', { name: 'Save as target' }).click();
    await page.getByRole('link', { name: 'See the plan' }).click();
    await expect(page.getByRole('tabpanel')).toContainText('Nothing to do: what runs is as the target says.');
  } finally {
    await removeStack(name);
  }
});

test.describe('simulated', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('a stack begins with a folder of this computer, read as compose reads it', async ({ app, page, home }) => {
    const folder = join(home, 'Shop Front');
    mkdirSync(folder);
    const choose = (): Promise<void> =>
      app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
      }, folder);
    await choose();
    await show(page);
    await page.getByRole('button', { name: 'New stack' }).click();
    const dialog = page.getByRole('dialog', { name: 'New stack' });
    await dialog.getByRole('radio', { name: 'Files' }).click();
    await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
    await expect(dialog.getByRole('alert')).toContainText('This folder has no compose file that can be read.');
    writeFileSync(join(folder, 'docker-compose.yml'), 'services:\n  web:\n    image: redis:${TAG}\n');
    writeFileSync(join(folder, 'docker-compose.override.yml'), 'services:\n  web:\n    restart: always\n');
    writeFileSync(join(folder, '.env'), 'TAG=7\n');
    await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
    await expect(dialog).toContainText('with 2 files beside it.');
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('shopfront');
    await expect(dialog.getByRole('textbox', { name: 'Folder' })).toHaveValue(folder);
    await dialog.getByRole('button', { name: 'Create stack' }).click();
    await expect(editor(page, 'shopfront')).toContainText('redis:${TAG}');
    await page.getByRole('link', { name: 'See the plan' }).click();
    await expect(page.getByRole('tabpanel')).toContainText('redis:7');
  });

  test('what was typed and not saved is there after a reload and after a new start, and can be discarded', async ({
    launch,
  }) => {
    const first = await launch();
    await create(first.page, 'fresh');
    await write(first.page, 'fresh', 'services:\n  web:\n    image: typed-once\n');
    await first.page.reload();
    await expect(editor(first.page, 'fresh')).toContainText('typed-once');
    await expect(first.page.getByText('Unsaved draft from')).toBeVisible();
    await write(first.page, 'fresh', 'services:\n  web:\n    image: typed-twice\n');
    await expect(first.page.getByText('Not saved')).toBeVisible();
    await first.close();
    const { page } = await launch();
    await show(page);
    await open(page, 'fresh');
    await tab(page, 'Target');
    await expect(editor(page, 'fresh')).toContainText('typed-twice');
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect(page.getByText('Unsaved draft from')).toHaveCount(0);
    await expect(editor(page, 'fresh')).toContainText('nginx');
    await expect(page.getByText('Version 1, saved')).toBeVisible();
    await page.reload();
    await expect(editor(page, 'fresh')).toContainText('nginx');
    await expect(page.getByText('Unsaved draft from')).toHaveCount(0);
  });

  test('the editor completes keys of compose, and keys lead out of it', async ({ page }) => {
    await create(page, 'fresh');
    await write(page, 'fresh', 'services:\n  web:\n    image: redis\n');
    await page.keyboard.type('    rest');
    // Not by Enter: a list that has just opened does not take the key of a new line.
    await page.getByRole('option', { name: /^restart/ }).click();
    await expect(editor(page, 'fresh')).toContainText('restart:');
    // What can be undone outlives a look at another file.
    const files = page.getByRole('tablist', { name: 'Files of the target' });
    await files.getByRole('tab', { name: '.env' }).click();
    await expect(editor(page, 'fresh')).toHaveCount(0);
    await files.getByRole('tab', { name: 'compose.yaml' }).click();
    await editor(page, 'fresh').press('Control+z');
    await expect(editor(page, 'fresh')).not.toContainText('restart:');
    await editor(page, 'fresh').press('Control+y');
    await expect(editor(page, 'fresh')).toContainText('restart:');
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('link', { name: 'See the plan' })).toBeVisible();
    await page.keyboard.press('Shift+Tab');
    await expect(editor(page, 'fresh')).not.toBeFocused();
  });

  for (const theme of ['dark', 'light'] as const)
    test(`every tab is accessible (${theme})`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme });
      await create(page, 'fresh');
      await expectAccessible(page, theme);
      await write(page, 'fresh', 'services:\n  web:\n    imag: redis\n');
      await expect(page.getByRole('region', { name: 'Problems' })).toBeVisible();
      await expectAccessible(page, theme);
      await write(page, 'fresh', 'services:\n  web:\n    image: redis\n');
      await page.keyboard.press('Control+s');
      await page.getByRole('link', { name: 'See the plan' }).click();
      await expect(page.getByRole('tabpanel')).toContainText('1 to create');
      await expectAccessible(page, theme);
      await show(page);
      await expect(row(page, 'shop')).toBeVisible();
      await expectAccessible(page, theme);
      await open(page, 'shop');
      await expect(page.getByRole('table')).toBeVisible();
      await expectAccessible(page, theme);
    });
});

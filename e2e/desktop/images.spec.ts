// Images: pulled with progress, built, pruned by a plan that is what goes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { docker, remove, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';
import { TEST_IMAGE } from '../../test/engine.ts';

const show = (page: Page): Promise<void> => page.getByRole('navigation').getByRole('link', { name: 'Images' }).click();
const grid = (page: Page): Locator => page.getByRole('treegrid', { name: 'Images' });
const row = (page: Page, name: string): Locator =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
const pageMenu = async (page: Page, act: string): Promise<void> => {
  await page.getByRole('button', { name: 'More for images' }).click();
  await page.getByRole('menuitem', { name: act }).click();
};
/** What was told of acts whose object is not on screen. */
const messages = (page: Page): Locator => page.getByRole('region', { name: 'Messages' });
const setTheme = (page: Page, theme: 'light' | 'dark'): Promise<void> => page.emulateMedia({ colorScheme: theme });

/** A system dialog cannot be clicked by a test: this is the folder that a person would have chosen in it. */
const chooseFolder = (app: ElectronApplication, path: string): Promise<void> =>
  app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
  }, path);

test.describe('simulated', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('a pull tells of its layers until it is there, by keys alone', async ({ page }) => {
    await show(page);
    await expect(row(page, 'redis:7-alpine')).toBeVisible();
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Pull an image' });
    await expect(dialog.getByRole('textbox', { name: 'Image' })).toBeFocused();
    await page.keyboard.type('No Such');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toHaveText('The name of an image has no spaces.');
    await dialog.getByRole('textbox', { name: 'Image' }).fill('ghcr.io/acme/fresh:2');
    await expect(dialog).toContainText('From ghcr.io, as ghcr.io/acme/fresh:2.');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    const running = page.getByRole('button', { name: /^Pull ghcr\.io\/acme\/fresh:2, / });
    await running.click();
    await page.locator('summary').filter({ hasText: 'Pull ghcr.io/acme/fresh:2' }).click();
    const layers = page.getByRole('list', { name: 'Layers of ghcr.io/acme/fresh:2' });
    await expect(layers.getByRole('listitem')).toHaveCount(4);
    await expect(layers.getByRole('progressbar').first()).toHaveAttribute('aria-valuenow', '100', { timeout: 15_000 });
    await expect(messages(page)).toContainText('Pulled ghcr.io/acme/fresh:2');
    await show(page);
    await expect(row(page, 'ghcr.io/acme/fresh:2')).toBeVisible();
  });

  test('filter, tabs, detail and a removal that is refused says why under its row', async ({ page }) => {
    await show(page);
    await expect(row(page, 'redis:7-alpine')).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('unused:true');
    await expect(grid(page).getByRole('row')).toHaveCount(3);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: /^Dangling/ }).click();
    await expect(grid(page).getByRole('row')).toHaveCount(2);
    await page.getByRole('tab', { name: /^All/ }).click();
    await row(page, 'nginx:1.27-alpine').getByRole('link').click();
    await expect(page.getByRole('heading', { name: 'nginx:1.27-alpine' })).toBeVisible();
    await expect(page.getByRole('tabpanel')).toContainText('apk add');
    await page.getByRole('tab', { name: 'Used by' }).click();
    await expect(page.getByRole('tabpanel').getByRole('link', { name: 'shop-web-1' })).toBeVisible();
    await show(page);
    await row(page, 'nginx:1.27-alpine').getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Remove 1' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('shop-web-1 was made from it.');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await dialog.getByRole('button', { name: 'Remove image' }).click();
    await expect(grid(page).getByRole('alert')).toContainText('uses this image. Stop and remove the container first.');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(grid(page).getByRole('alert')).toHaveCount(0);
  });

  for (const theme of ['light', 'dark'] as const)
    test(`axe finds nothing on the images' screens, ${theme}`, async ({ page }) => {
      test.slow(); // five times axe, on a machine that may be busy
      await setTheme(page, theme);
      await show(page);
      await expect(row(page, 'redis:7-alpine')).toBeVisible();
      await expectAccessible(page, 'the list of images');
      await page.getByRole('button', { name: 'Pull', exact: true }).click();
      await page.locator('.dialog:not([data-starting-style])').waitFor();
      await expectAccessible(page, 'the pull dialog');
      await page.keyboard.press('Escape');
      await pageMenu(page, 'Build from a folder…');
      await page.locator('.dialog:not([data-starting-style])').waitFor();
      await page.getByRole('button', { name: 'Add an argument' }).click();
      await expectAccessible(page, 'the build dialog');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await pageMenu(page, 'Remove unused…');
      await page.getByRole('radio', { name: 'All unused' }).click();
      await expect(page.getByRole('alertdialog').getByRole('listitem')).toHaveCount(2);
      await expectAccessible(page, 'the plan of a prune');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await row(page, 'redis:7-alpine').getByRole('link').click();
      await expect(page.getByRole('tabpanel')).toContainText('apk add');
      await expectAccessible(page, 'the layers of an image');
    });
});

test('a build that fails at its third step says so, with what it printed', async ({ app, page, home }) => {
  const folder = join(home, 'context');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'Dockerfile'),
    `FROM ${TEST_IMAGE}\nARG GREETING\nRUN echo "greeting $GREETING"; exit 3\nRUN echo never\n`,
  );
  await chooseFolder(app, folder);
  await show(page);
  await pageMenu(page, 'Build from a folder…');
  const dialog = page.getByRole('dialog', { name: 'Build an image' });
  await dialog.getByRole('button', { name: 'Build', exact: true }).click();
  await expect(dialog).toContainText('Choose the folder to build from.');
  await dialog.getByRole('button', { name: 'Choose…' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('context:latest');
  const tag = `${unique('quayside-test/third')}:1`;
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(tag);
  await dialog.getByRole('button', { name: 'Add an argument' }).click();
  await dialog.getByRole('textbox', { name: 'Name of argument 1' }).fill('GREETING');
  await dialog.getByRole('textbox', { name: 'Value of argument 1' }).fill('hello');
  await dialog.getByRole('button', { name: 'Build', exact: true }).click();
  const job = page.getByRole('listitem').filter({ hasText: `Build ${tag}` });
  await expect(job).toContainText('Failed');
  await job.getByText(`Build ${tag}`, { exact: true }).click();
  await expect(job).toContainText('Step 3 of 4 failed with exit code 3: RUN echo "greeting $GREETING"; exit 3.');
  await expect(job.getByLabel(`Output of Build ${tag}`)).toContainText('greeting hello');
  await expect(job).toContainText(`docker build -t ${tag} --build-arg GREETING ${folder}`);
});

test('what the plan of a prune shows is what goes, and what was unticked stays', async ({ page, home }) => {
  const made: string[] = [];
  const folder = join(home, 'images');
  mkdirSync(folder);
  const make = async (name: string): Promise<string> => {
    const tag = `${unique(`quayside-test/${name}`)}:1`;
    const container = await docker('create', TEST_IMAGE, 'echo', tag);
    await docker('commit', container, tag);
    await remove(container);
    made.push(tag);
    return tag;
  };
  const goes = await make('goes');
  const stays = await make('stays');
  await show(page);
  await expect(row(page, goes)).toBeVisible();
  await pageMenu(page, 'Remove unused…');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('radio', { name: 'All unused' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: goes })).toBeVisible();
  // Of the images of others on this engine none may go.
  await dialog.getByRole('checkbox', { name: 'Tick all' }).click();
  await expect(dialog.getByRole('button', { name: 'Remove 0 images' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: goes }).click();
  await dialog.getByRole('checkbox', { name: stays }).click();
  const late = await make('late');
  await dialog.getByRole('checkbox', { name: stays }).click();
  await dialog.getByRole('button', { name: 'Remove 1 image' }).click();
  await expect(messages(page)).toContainText(/Removed 1 image, .* freed\./);
  await expect(row(page, goes)).toHaveCount(0);
  await expect(row(page, late)).toBeVisible();
  const left = await docker('images', '--format', '{{.Repository}}:{{.Tag}}');
  expect(left).not.toContain(goes);
  expect(left).toContain(stays);
  expect(left).toContain(late);
  await docker('rmi', stays, late);
});

test.describe('5,000 images', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated', QUAYSIDE_SIMULATED_MORE: 'images=5000' } });

  test('are listed, scrolled to their end and filtered, with only those in view on the page', async ({ page }) => {
    await show(page);
    await expect(page.getByRole('tab', { name: /^All/ })).toContainText('5011');
    const rows = grid(page).getByRole('row');
    expect(await rows.count()).toBeLessThan(80);
    await grid(page).focus();
    await page.keyboard.press('End');
    // Those without a name stand last.
    await expect(grid(page).getByText('No name')).toBeVisible();
    expect(await rows.count()).toBeLessThan(80);
    await page.keyboard.press('/');
    await page.keyboard.type('service-4321');
    await expect(rows).toHaveCount(2);
    await expect(row(page, 'registry.example/many/service-4321:1.1')).toBeVisible();
  });
});

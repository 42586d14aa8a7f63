// The list of containers by keyboard alone, in both themes, with many containers and hostile names. On the simulated
// engine, whose ten containers are always the same; what needs a real one starts its own.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';

/** A menu lies beside the page's landmarks, and takes the focus: that is how it is meant. */
const POPUP = ['region'];

const theme = (page: Page, name: string): Promise<void> =>
  page.evaluate((name) => {
    document.documentElement.dataset['theme'] = name;
  }, name);

test.describe('simulated', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('filter: fields completed as typed, matches counted, Esc clears, the address carries it', async ({ page }) => {
    const list = new ContainersPage(page);
    await list.show();
    await expect(list.row('shop-api-1')).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('sta');
    const options = page.getByRole('listbox', { name: 'Completions' });
    await expect(options.getByRole('option', { name: 'state:' })).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(list.filter).toHaveValue('state:');
    await page.keyboard.type('exi');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(list.filter).toHaveValue('state:exited ');
    await expect(list.row('shop-api-1')).toHaveCount(0);
    await expect(page).toHaveURL(/filter=state%3Aexited/);
    await expectAccessible(page, 'filtered');
    await page.keyboard.press('Escape');
    await expect(list.filter).toHaveValue('');
    await expect(list.row('shop-api-1')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(list.grid).toBeFocused();

    await list.filter.fill('no such thing');
    await expect(page.getByRole('heading', { name: 'No container matches "no such thing".' })).toBeVisible();
    await expectAccessible(page, 'nothing matches');
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await expect(list.row('shop-api-1')).toBeVisible();
  });

  test('select, act on several and hear the result, by keys alone', async ({ page }) => {
    const list = new ContainersPage(page);
    await list.show();
    await expect(list.row('shop-api-1')).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('project:shop');
    await page.keyboard.press('Enter');
    await expect(list.grid).toBeFocused();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByText('2 selected')).toBeVisible();
    await expect(list.grid.getByRole('row', { selected: true })).toHaveCount(2);
    await page.keyboard.press('Control+a');
    const all = await list.grid.getByRole('row', { selected: true }).count();
    expect(all).toBeGreaterThan(2);
    for (const name of ['light', 'dark']) {
      await theme(page, name);
      await expectAccessible(page, `selection, ${name}`);
    }
    await page.keyboard.press('Control+a');
    await expect(page.getByText(/\d selected/)).toHaveCount(0);
    await page.keyboard.press('Space');
    await expect(page.getByText('1 selected')).toBeVisible();
    await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Restart' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Restarted 1\./).first()).toBeVisible();
    await list.grid.focus();
    await expect(list.row('scratchpad')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(list.row('scratchpad')).toBeVisible();
    await expect(page.getByText('1 selected')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('1 selected')).toHaveCount(0);
    await expect(list.filter).toHaveValue('');
  });

  test('groups fold and stay folded; columns are sized, moved, hidden and kept over a restart', async ({ launch }) => {
    const first = await launch();
    const { page } = first;
    const list = new ContainersPage(page);
    await list.show();
    await expect(list.row('shop-api-1')).toBeVisible();
    await list.grid.focus();
    await page.keyboard.press('Home');
    const group = list.grid.getByRole('row', { expanded: true }).first();
    const name = (await group.innerText()).split('\n')[0] ?? '';
    await page.keyboard.press('ArrowLeft');
    await expect(list.grid.getByRole('row', { expanded: false })).toContainText(name);

    const head = (title: string) => list.grid.getByRole('columnheader', { name: title });
    const before = (await head('Status').boundingBox())?.width ?? 0;
    await head('Status').getByRole('button').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect
      .poll(async () => Math.round((await head('Status').boundingBox())?.width ?? 0))
      .toBe(Math.round(before) + 32);
    await head('Status').locator('.tg-divider').dblclick();
    await expect
      .poll(async () => Math.round((await head('Status').boundingBox())?.width ?? 0))
      .not.toBe(Math.round(before) + 32);
    await head('Status').getByRole('button').focus();
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await expect(list.grid.getByRole('columnheader')).toContainText(['Name', 'Status', 'Image']);
    await page.getByRole('button', { name: 'Columns' }).click();
    await expectAccessible(page, 'choice of columns', POPUP);
    await page.getByRole('menuitemcheckbox', { name: 'Container ID' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Ports' }).click();
    await page.keyboard.press('Escape');
    await expect(head('Container ID')).toBeVisible();
    await expect(head('Ports')).toHaveCount(0);
    await head('Name').getByRole('button').click();
    await expect(head('Name')).toHaveAttribute('aria-sort', 'descending');
    await head('Image')
      .getByRole('button')
      .click({ modifiers: ['Shift'] });
    await expect(head('Image')).toHaveAttribute('aria-sort', 'ascending');
    await first.close();

    const again = await launch();
    const later = new ContainersPage(again.page);
    await later.show();
    await expect(later.grid.getByRole('columnheader', { name: 'Container ID' })).toBeVisible();
    await expect(later.grid.getByRole('columnheader', { name: 'Ports' })).toHaveCount(0);
    await expect(later.grid.getByRole('columnheader')).toContainText(['Name', 'Status', 'Image']);
    await expect(later.grid.getByRole('row', { expanded: false })).toContainText(name);
    await expect(later.grid.getByRole('columnheader', { name: 'Image' })).toHaveAttribute('aria-sort', 'ascending');
  });

  test('the logs of what is selected, merged', async ({ page }) => {
    const list = new ContainersPage(page);
    await list.show();
    await list.row('shop-api-1').getByRole('checkbox').click();
    await list.row('scratchpad').getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Logs, merged' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Logs' })).toBeVisible();
    const sources = page.getByRole('region', { name: 'Sources' });
    await expect(sources.getByRole('checkbox', { name: 'shop-api-1' })).toBeChecked();
    await expect(sources.getByRole('checkbox', { name: 'scratchpad' })).toBeChecked();
    await expect(sources.getByRole('checkbox', { name: 'shop-db-1' })).not.toBeChecked();
  });

  test('the row menu by Shift+F10, letters open tabs, S stops and starts', async ({ page }) => {
    const list = new ContainersPage(page);
    await list.show();
    await list.row('shop-api-1').getByRole('checkbox').focus();
    await page.keyboard.press('Escape');
    await expect(list.grid).toBeFocused();
    await page.keyboard.press('/');
    await page.keyboard.type('shop-api-1');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+F10');
    const menu = page.getByRole('menu', { name: 'Actions for shop-api-1' });
    await expect(menu.getByRole('menuitem', { name: /^Stop/ })).toBeVisible();
    await expectAccessible(page, 'row menu', POPUP);
    await page.keyboard.press('Escape');
    await expect(list.grid).toBeFocused();
    await page.keyboard.press('s');
    await expect(list.row('shop-api-1')).toContainText('Exited');
    await page.keyboard.press('s');
    await expect(list.row('shop-api-1')).toContainText(/Up|Starting/);
    await page.keyboard.press('i');
    await expect(page.getByRole('tab', { name: 'Inspect' })).toHaveAttribute('aria-selected', 'true');
  });

  test('the keys that stop and start are for what is selected', async ({ page }) => {
    const list = new ContainersPage(page);
    await list.show();
    await expect(list.row('shop-api-1')).toContainText('Up');
    await page.keyboard.press('/');
    await page.keyboard.type('shop-');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+a');
    await expect(page.getByText(/\d selected/)).toBeVisible();
    await page.keyboard.press('s');
    for (const name of ['shop-api-1', 'shop-cache-1']) await expect(list.row(name)).toContainText('Exited');
    await page.keyboard.press('s');
    for (const name of ['shop-api-1', 'shop-cache-1']) await expect(list.row(name)).toContainText(/Up|Starting/);
  });

  test('list and detail side by side on a wide window', async ({ app, page }) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1800, 1000));
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeGreaterThanOrEqual(1600);
    const list = new ContainersPage(page);
    await list.show();
    await expect(list.row('shop-api-1')).toBeVisible();
    await page.keyboard.press('Control+\\');
    await expect(page.getByRole('heading', { name: 'No container chosen.' })).toBeVisible();
    await list.open('shop-api-1');
    await expect(page.getByRole('heading', { name: 'shop-api-1' })).toBeVisible();
    await expect(list.grid).toBeVisible();
    await expect(page.getByRole('log').getByRole('listitem').first()).toBeVisible();
    for (const name of ['light', 'dark']) {
      await theme(page, name);
      await expectAccessible(page, `split, ${name}`);
    }
    const divider = page.getByRole('separator', { name: 'Width of the list' });
    await divider.focus();
    const before = Number(await divider.getAttribute('aria-valuenow'));
    await page.keyboard.press('ArrowRight');
    await expect(divider).toHaveAttribute('aria-valuenow', String(before + 2));
    await page.keyboard.press('Control+\\');
    await expect(list.grid).toHaveCount(0);
  });
});

test('names and labels that hide, turn round or never end are shown as what they are', async ({ page }) => {
  const list = new ContainersPage(page);
  const long = `${unique('long')}-${'x'.repeat(255)}`.slice(0, 255);
  const labels = [`zero=a\u200bb`, `turn=\u202egpj.exe`, `big=${'y'.repeat(100_000)}`];
  await docker('create', `--name=${long}`, ...labels.map((label) => `--label=${label}`), 'quayside/busybox:1', 'true');
  await list.show();
  const row = list.row(long);
  await expect(row).toBeVisible();
  const box = await row.boundingBox();
  expect(box?.height).toBeLessThan(60);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Labels' }).click();
  await page.keyboard.press('Escape');
  const cell = row.locator('[data-column="labels"]');
  await expect(cell).toContainText('big=y');
  expect((await cell.innerText()).length).toBeLessThan(1000);
  await expectAccessible(page, 'long name');
  await list.open(long);
  await page.getByRole('tab', { name: 'Inspect' }).click();
  const panel = page.getByRole('tabpanel');
  await expect(panel).toContainText('zero=a⟨U+200B⟩b');
  await expect(panel).toContainText('turn=⟨U+202E⟩gpj.exe');
  await expect(panel).toContainText('characters)');
  await page.getByRole('radio', { name: 'JSON' }).click();
  await page.getByRole('searchbox', { name: 'Find in the JSON' }).fill('gpj');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tree').getByText('⟨U+202E⟩gpj.exe')).toBeVisible();
  await remove(long);
});

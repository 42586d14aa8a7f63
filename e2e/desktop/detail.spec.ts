// One container: its neighbours by keys, charts with cursor, zoom, pause and table, environment and inspect.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';

const theme = (page: Page, name: string): Promise<void> =>
  page.evaluate((name) => {
    document.documentElement.dataset['theme'] = name;
  }, name);

/** In both themes, so that no state is readable in one alone. */
async function accessible(page: Page, where: string): Promise<void> {
  for (const name of ['light', 'dark']) {
    await theme(page, name);
    await expectAccessible(page, `${where}, ${name}`);
  }
}

test.describe('simulated', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('previous and next go through the list as it stands and keep the tab', async ({ page }) => {
    const list = new ContainersPage(page);
    const detail = new ContainerPage(page);
    await list.show();
    await expect(list.row('shop-api-1')).toBeVisible();
    await list.filter.fill('project:shop');
    await expect(list.row('scratchpad')).toHaveCount(0);
    const links = await list.grid.getByRole('link', { name: /^shop-/ }).all();
    const names = await Promise.all(links.map(async (link) => (await link.getAttribute('aria-label')) ?? ''));
    expect(names.length).toBeGreaterThan(2);
    await list.open(names[0] ?? '');
    await detail.tab('Inspect').click();
    await page.keyboard.press('Control+ArrowDown');
    await expect(page.getByRole('heading', { level: 1, name: names[1] ?? '' })).toBeVisible();
    await expect(detail.tab('Inspect')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('Control+ArrowUp');
    await expect(page.getByRole('heading', { level: 1, name: names[0] ?? '' })).toBeVisible();
    await page.getByRole('link', { name: 'shop', exact: true }).click();
    await expect(list.filter).toHaveValue('project:shop');
  });

  test('tabs by arrow keys alone', async ({ page }) => {
    const list = new ContainersPage(page);
    const detail = new ContainerPage(page);
    await list.show();
    await list.open('shop-api-1');
    await detail.tab('Logs').focus();
    for (const name of ['Stats', 'Terminal'] as const) {
      await page.keyboard.press('ArrowRight');
      await expect(detail.tab(name)).toHaveAttribute('aria-selected', 'true');
    }
    // The terminal takes the focus for itself when it opens; from its tab one goes on.
    await detail.tab('Terminal').focus();
    await page.keyboard.press('End');
    await expect(detail.tab('Inspect')).toBeFocused();
    await page.keyboard.press('Home');
    await expect(detail.tab('Logs')).toBeFocused();
  });

  test('charts: window, cursor by keys, table, zoom by drag, pause', async ({ page }) => {
    const list = new ContainersPage(page);
    const detail = new ContainerPage(page);
    await list.show();
    await list.open('shop-api-1');
    await detail.tab('Stats').click();
    const cpu = detail.panel.getByRole('img', { name: /^CPU, last 60 seconds, now \d/ });
    await expect(cpu).toBeVisible();
    // What the list's slow sweep had measured before comes behind it.
    await expect(page.getByText(/^\d+ points, one each second(; before |$)/)).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText('From Docker', { exact: true })).toBeVisible();
    await accessible(page, 'charts');

    await page.keyboard.press(']');
    await expect(page.getByRole('radio', { name: '5 min', exact: true })).toHaveAttribute('aria-checked', 'true');
    await expect(detail.panel.getByRole('img', { name: /^CPU, last 5 minutes/ })).toBeVisible();
    await page.keyboard.press('[');
    await expect(cpu).toBeVisible();

    await detail.panel.getByRole('img', { name: /^Memory, / }).focus();
    await page.keyboard.press('End');
    const cursor = detail.panel.getByRole('status').filter({ hasText: 'memory' });
    await expect(cursor).toHaveText(/^\d\d:\d\d:\d\d: CPU .*, memory .*, in .*, out .*/);
    const first = await cursor.innerText();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(cursor).not.toHaveText(first);

    await page.keyboard.press('t');
    const table = page.getByRole('table', { name: 'Data of the charts' });
    await expect(table.getByRole('row').nth(2)).toContainText('%');
    await accessible(page, 'table of the charts');
    await page.getByRole('button', { name: 'Table' }).click();

    const box = await cpu.boundingBox();
    if (!box) throw new Error('no chart');
    await page.mouse.move(box.x + box.width * 0.6, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 60, { steps: 4 });
    await page.mouse.up();
    const zoomed = page.getByRole('button', { name: /show the whole window/ });
    await expect(zoomed).toBeVisible();
    await cpu.focus();
    await page.keyboard.press('Escape');
    await expect(zoomed).toHaveCount(0);

    await page.getByRole('button', { name: 'Pause' }).click();
    const held = await cpu.getAttribute('aria-label');
    // Something else that comes each second goes on meanwhile.
    const head = page.getByRole('heading', { level: 1 }).locator('..');
    const before = await head.innerText();
    await expect.poll(() => head.innerText()).not.toBe(before);
    expect(await cpu.getAttribute('aria-label')).toBe(held);
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(cpu).not.toHaveAttribute('aria-label', held ?? '');
  });

  test('environment: covered, one revealed at a time, where each comes from', async ({ page }) => {
    const list = new ContainersPage(page);
    const detail = new ContainerPage(page);
    await list.show();
    await list.open('shop-api-1');
    await detail.tab('Environment').click();
    const table = page.getByRole('table', { name: 'Environment' });
    const reveals = table.getByRole('button', { name: /^Reveal / });
    await expect(reveals.first()).toBeVisible();
    const all = await reveals.count();
    expect(all).toBeGreaterThan(1);
    await expect(table).not.toContainText('correct-horse');
    await accessible(page, 'environment');
    await reveals.first().click();
    await expect(reveals).toHaveCount(all - 1);
    await reveals.last().click();
    await expect(reveals).toHaveCount(all - 1);
    await expect(table.getByRole('row', { name: /^PATH / })).toContainText('Image');
    await page.getByRole('searchbox', { name: 'Filter variables' }).fill('NODE_ENV');
    await expect(table.getByRole('row')).toHaveCount(2);
    await expect(table.getByRole('row', { name: /^NODE_ENV / })).toContainText('Container');
  });

  test('inspect: summary, tree with search and paths, as command and as file', async ({ page }) => {
    const list = new ContainersPage(page);
    const detail = new ContainerPage(page);
    await list.show();
    await list.open('shop-api-1');
    await detail.tab('Inspect').click();
    await expect(detail.panel).toContainText('Restart policy');
    await accessible(page, 'summary');
    await page.getByRole('radio', { name: 'JSON' }).click();
    const tree = page.getByRole('tree', { name: 'Inspect, JSON' });
    await tree.focus();
    await expect(tree.getByRole('treeitem', { name: /^Config/ })).toHaveAttribute('aria-expanded', 'false');
    await page.getByRole('searchbox', { name: 'Find in the JSON' }).fill('NODE_ENV');
    await page.keyboard.press('Enter');
    await expect(tree.getByRole('treeitem', { name: /NODE_ENV/ })).toBeVisible();
    await expect(tree).not.toContainText('correct-horse');
    await expect(detail.panel.getByRole('status')).toHaveText('1 of 1');
    await accessible(page, 'tree');
    await page.getByRole('radio', { name: 'As docker run' }).click();
    await expect(detail.panel).toContainText('docker run \\');
    await expect(detail.panel).not.toContainText('correct-horse');
    await accessible(page, 'as docker run');
    await page.getByRole('radio', { name: 'As compose' }).click();
    await expect(detail.panel).toContainText('services:');
  });
});

test('the command that is shown makes the same container again', async ({ page }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('again');
  await runScript(
    name,
    `echo "it's $MODE"; sleep 1000`,
    '-e',
    "MODE=a 'b' $c",
    '--label=tier=web "x"',
    '--memory=64m',
    '--cap-add=NET_ADMIN',
  );
  await list.open(name);
  await detail.tab('Inspect').click();
  await page.getByRole('radio', { name: 'As docker run' }).click();
  const command = await detail.panel.locator('pre').innerText();
  await remove(name);
  const run = command.replace(/^docker run/, '').replaceAll('\\\n', ' ');
  await docker('version');
  const { execFile } = await import('node:child_process');
  await new Promise<void>((resolve, reject) => {
    execFile('sh', ['-c', `docker run ${run}`], (error) => (error ? reject(error) : resolve()));
  });
  expect(await docker('logs', name)).toBe(`it's a 'b' $c`);
  expect(
    await docker(
      'inspect',
      '-f',
      '{{index .Config.Labels "tier"}} {{.HostConfig.Memory}} {{.HostConfig.CapAdd}}',
      name,
    ),
  ).toBe('web "x" 67108864 [CAP_NET_ADMIN]');
  await remove(name);
});

// For everybody: axe finds nothing on a screen in either theme, and the list is worked by keys alone.
import { expectAccessible } from '../pages/axe.ts';
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { expect, test } from './fixture.ts';

test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

for (const theme of ['Light', 'Dark'] as const) {
  test(`axe finds nothing, ${theme.toLowerCase()}`, async ({ page }) => {
    test.setTimeout(60_000);
    const list = new ContainersPage(page);
    const detail = new ContainerPage(page);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: theme }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
    await expectAccessible(page, 'settings');
    await list.show();
    await expect(list.row('shop-api-1')).toBeVisible();
    await expectAccessible(page, 'containers');
    await list.open('shop-api-1');
    await expect(detail.logRows.first()).toBeVisible();
    await expectAccessible(page, 'logs');
    const panel = page.getByRole('tabpanel');
    const shown = {
      Stats: panel.getByRole('img', { name: /^CPU/ }),
      Terminal: panel.getByRole('textbox').first(),
      Environment: panel.getByRole('table'),
      Inspect: panel.getByText('Restart policy'),
    };
    for (const [tab, content] of Object.entries(shown)) {
      await detail.tab(tab as keyof typeof shown).click();
      await expect(content).toBeVisible();
      await expectAccessible(page, tab);
    }
  });
}

test('the list by keys alone: filter, walk, open, back', async ({ page }) => {
  const list = new ContainersPage(page);
  await expect(list.row('shop-api-1')).toBeVisible();
  await page.keyboard.press('/');
  await expect(list.filter).toBeFocused();
  await page.keyboard.type('shop-api');
  await page.keyboard.press('Enter');
  await expect(list.grid).toBeFocused();
  await expect(list.row('scratchpad')).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'shop-api-1' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(list.grid).toBeVisible();
  await expect(list.filter).toHaveValue('shop-api');
});

test('F6 leaves the terminal', async ({ page }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  await list.open('scratchpad');
  await detail.tab('Terminal').click();
  await expect(detail.terminalText).toContainText(/[#$]/);
  await page.keyboard.press('F6');
  const inTerminal = await page.evaluate(() => document.activeElement?.closest('.term-host') !== null);
  expect(inTerminal).toBe(false);
});

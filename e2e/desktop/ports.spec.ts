// Who has which port, and what frees the room that Docker's data takes.
import { expectAccessible } from '../pages/axe.ts';
import { docker, remove, unique } from '../pages/docker.ts';
import { TEST_IMAGE } from '../../test/engine.ts';
import { expect, test } from './fixture.ts';

const host = async (page: import('@playwright/test').Page): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name: 'Host' }).click();

test('a port leads to the container that has it, or waits for it', async ({ page }) => {
  const name = unique('ports');
  const port = 30_000 + Math.floor(Math.random() * 9000);
  await docker('create', `--name=${name}`, '-p', `127.0.0.1:${port}:80`, TEST_IMAGE, 'sleep', '1000');
  await host(page);
  await page.getByRole('link', { name: 'Ports' }).click();
  const table = page.getByRole('table', { name: 'Taken ports' });
  await expect(table).toContainText(name);
  await page.keyboard.press('/');
  await page.keyboard.type(name);
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(table).toContainText(`${port}/tcp`);
  await expect(table).toContainText(`${name} when it starts`);
  await docker('start', name);
  await expect(table).not.toContainText('when it starts');
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expectAccessible(page, `ports, ${theme}`);
  }
  await page.getByRole('searchbox', { name: 'Filter ports' }).fill('no such');
  await expect(page.getByText('No port matches "no such".')).toBeVisible();
  await page.keyboard.press('Escape');
  await table.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await remove(name);
});

test.describe('simulated', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('each part of the disk leads to the plan that frees it', async ({ page }) => {
    await page.getByRole('button', { name: /^Disk .* reclaimable$/ }).click();
    const card = page.getByRole('region', { name: 'Docker data' });
    await expect(card).toBeFocused();
    for (const [part, title] of [
      ['images', 'Remove unused images'],
      ['volumes', 'Remove unused volumes'],
      ['containers', 'Remove stopped containers'],
    ] as const) {
      await card.getByRole('button', { name: `Review ${part}` }).click();
      await expect(page.getByRole('alertdialog', { name: title })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.locator('[role="alertdialog"]')).toHaveCount(0);
    }
    await card.getByRole('button', { name: 'Review cache' }).click();
    const plan = page.getByRole('alertdialog', { name: 'Remove build cache' });
    await expect(plan).toContainText('4 pieces, at least 1.7');
    await plan.getByRole('checkbox', { name: 'local source for context' }).click();
    await plan.getByRole('button', { name: 'Remove 3 pieces' }).click();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Removed 3 pieces');
    await expect(card.getByRole('row', { name: /^Cache 1 / })).toBeVisible();
  });
});

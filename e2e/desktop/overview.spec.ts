// The overview: what is wrong can be acted on where it is said.
import { expect, test } from './fixture.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';

test('a container that failed is listed with its reason, acted on, and dismissed', async ({ page }) => {
  const name = unique('failing');
  await runScript(name, 'exit 3');
  try {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click();
    const card = page.getByRole('region', { name: 'Needs attention' });
    const item = card.getByRole('listitem').filter({ hasText: name });
    await expect(item).toContainText('exited with code 3');
    await expect(page.getByRole('region', { name: 'Activity' })).toContainText(name);
    await item.getByRole('button', { name: `Dismiss ${name}` }).click();
    await expect(item).toHaveCount(0);
    // The same condition anew is another matter.
    await docker('start', name);
    await expect(item).toContainText('exited with code 3');
    await item.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(item).toContainText('exited with code 3');
    await item.getByRole('button', { name: 'Open logs' }).click();
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  } finally {
    await remove(name);
  }
});

test.describe('made data', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('shows what containers use, and leads from a stack to its services', async ({ page }) => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click();
    const busiest = page.getByRole('region', { name: 'Busiest containers' });
    await expect(busiest.getByRole('link').first()).toBeVisible({ timeout: 25_000 });
    await expect(page.getByRole('region', { name: 'CPU' })).toContainText('%');
    await expect(page.getByRole('img', { name: /^Memory, last 5 minutes, now/ }).first()).toBeVisible();
    await page.getByRole('region', { name: 'Stacks' }).getByRole('link', { name: 'shop', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'shop' })).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Services', selected: true })).toBeVisible();
  });
});

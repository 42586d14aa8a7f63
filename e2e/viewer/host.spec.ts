// The machine and Quayside's own log over the network: what a role may not see is not there.
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from './fixture.ts';

test.use({ serverEnv: { QUAYSIDE_ENGINE: 'simulated', QUAYSIDE_METRICS_INTERVAL: '1000' } });

test('a viewer sees the machine without its processes, and no app log', async ({ page, enter }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter('viewer');
  await page.goto(`${new URL('/', page.url()).href}#/host`);
  await expect(page.getByRole('img', { name: /^CPU, last 5 minutes, now \d/ })).toBeVisible();
  await expect(page.getByText('Your role does not show processes.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Docker data' }).getByRole('row', { name: /^Images/ })).toBeVisible();
  await expectAccessible(page, 'host on a phone');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.goto(`${new URL('/', page.url()).href}#/app-log`);
  await expect(page.getByText("Your role can't open this.")).toBeVisible();
});

test('an admin reads the app log and takes it home', async ({ page, enter }) => {
  await enter('admin');
  await page.getByRole('link', { name: 'App log' }).click();
  const lines = page.getByRole('log', { name: 'Log of Quayside' }).getByRole('listitem');
  await expect(lines.filter({ hasText: /Quayside [\d.]+ started/ })).toHaveCount(1);
  await page.getByRole('button', { name: 'Export all' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /As text/ }).click();
  expect((await saved).suggestedFilename()).toMatch(/^quayside .*\.log$/);
  await page.getByRole('link', { name: 'Host' }).click();
  await expect(page.getByRole('table', { name: 'Busiest processes' }).getByRole('row')).toHaveCount(11);
});

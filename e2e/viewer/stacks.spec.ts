// What each role may do with stacks over the network; values of variables stay where they may be seen.
import { expect, test } from './fixture.ts';

test.use({ serverEnv: { QUAYSIDE_ENGINE: 'simulated' } });

const COMPOSE = 'services:\n  web:\n    image: redis:7\n    environment:\n      TOKEN: ${TOKEN}\n';

test('a viewer reads services, target, plan and history, and finds nothing to change them by', async ({
  page,
  server,
  enter,
}) => {
  await server.call('stacks.set', { name: 'fresh', compose: COMPOSE, env: 'TOKEN=hunter2\n' });
  await enter('viewer');
  await page.goto(`${server.url}/#/stacks`);
  await expect(page.getByRole('link', { name: 'fresh', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New stack' })).toHaveCount(0);
  await page.goto(`${server.url}/#/stack/shop/services`);
  await expect(page.getByRole('table')).toContainText('api');
  for (const verb of ['Start', 'Stop', 'Restart'])
    await expect(page.getByRole('button', { name: verb })).toHaveCount(0);
  await page.goto(`${server.url}/#/stack/fresh/target`);
  await expect(page.getByText('Your role reads the target, and changes nothing of it.')).toBeVisible();
  const text = page.getByRole('textbox', { name: 'compose.yaml of fresh, read only' });
  await expect(text).toContainText('TOKEN: "••••••"');
  const before = (await text.textContent()) ?? '';
  await text.click();
  await page.keyboard.type('x');
  await expect(text).toHaveText(before);
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await expect(page.locator('body')).not.toContainText('hunter2');
  await page.goto(`${server.url}/#/stack/fresh/plan`);
  await expect(page.getByRole('tabpanel')).toContainText('1 to create');
  await expect(page.getByRole('button', { name: 'Apply this plan' })).toHaveCount(0);
});

test('an operator starts and stops, and finds nothing to remove or take over by', async ({ page, server, enter }) => {
  await enter('operator');
  await page.goto(`${server.url}/#/stack/shop/services`);
  await page.getByRole('button', { name: 'Stop cache' }).click();
  await expect(page.getByRole('row', { name: /cache/ }).first()).toContainText('Stopped');
  await expect(page.getByRole('button', { name: 'More actions' })).toBeVisible();
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Remove…' })).toHaveCount(0);
  await expect(page.getByRole('menuitem', { name: 'Take over…' })).toHaveCount(0);
});

// Queries over the network: for an operator whom the owner of the computer lets, who reads only.
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { expect, test } from './fixture.ts';

// Its made tables are enough here: the real databases are asked in the window's journey.
test.use({ serverEnv: { QUAYSIDE_ENGINE: 'simulated' } });

test('an operator has no query tab until the owner allows it, then reads and cannot write', async ({
  page,
  server,
  enter,
}) => {
  await enter('operator');
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  await list.open('shop-db-1');
  await expect(detail.tab('Inspect')).toBeVisible();
  await expect(detail.tab('Query')).toHaveCount(0);

  await server.call('settings.set', { remoteAllowActs: true });
  await page.reload();
  await detail.tab('Query').click();
  await expect(page.getByRole('switch', { name: 'Allow one write' })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Statement for PostgreSQL' }).fill('select id, total from orders limit 3');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('grid', { name: 'Rows' }).getByRole('row')).toHaveCount(4);
  await expect(detail.panel).toContainText('simulated');
});

test('a viewer has none, whatever the owner allows', async ({ page, server, enter }) => {
  await server.call('settings.set', { remoteAllowActs: true });
  await enter('viewer');
  await new ContainersPage(page).open('shop-db-1');
  await expect(new ContainerPage(page).tab('Inspect')).toBeVisible();
  await expect(new ContainerPage(page).tab('Query')).toHaveCount(0);
});

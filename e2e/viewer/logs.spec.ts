// Logs in the browser: searched over everything kept, one timeline over containers that were made anew, and a link to a line.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { remove, runScript, unique } from '../pages/docker.ts';
import { LogPage } from '../pages/log-page.ts';
import { expect, listen, test } from './fixture.ts';

const goTo = (page: Page, screen: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen }).click();

const emit = (word: string, count: number): string =>
  `i=0; while [ $i -lt ${count} ]; do i=$((i+1)); echo "${word} $i"; done; exec sleep 1000`;

test('a search finds what is kept, and opens it in one timeline over a container that was made anew', async ({
  page,
  server,
  enter,
}) => {
  const log = new LogPage(page);
  const service = unique('orders');
  const labels = ['--label=com.docker.compose.project=e2e', `--label=com.docker.compose.service=${service}`];
  await server.call('settings.set', { keepLogs: true });
  await runScript(`${service}-1`, emit('order', 40), ...labels);
  await enter('viewer');
  await goTo(page, 'Logs');
  await page.getByRole('main').getByRole('link', { name: 'Search all' }).click();
  const field = page.getByRole('searchbox', { name: 'Search all logs' });
  const hit = page.getByRole('link', { name: new RegExp(`^${service}-1, .*order 17$`) });
  await field.fill('order 17');
  await expect(async () => {
    await field.press('Enter');
    await expect(hit).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(hit).toContainText('order 16');
  await expectAccessible(page, 'a search in the browser');

  await remove(`${service}-1`);
  await runScript(`${service}-2`, emit('parcel', 10), ...labels);
  await field.fill('parcel 9');
  const later = page.getByRole('link', { name: new RegExp(`^${service}-2, .*parcel 9$`) });
  await expect(async () => {
    await field.press('Enter');
    await expect(later).toBeVisible({ timeout: 1000 });
  }).toPass();
  await later.press('Enter');
  await expect(page.getByRole('heading', { name: `e2e / ${service}`, level: 1 })).toBeVisible();
  await expect(log.row('parcel 9')).toBeVisible();
  await expect(log.row('order 40')).toBeVisible();
  await expect(log.row(new RegExp(`^${service}-2 \\([0-9a-f]{12}\\), made .* from `))).toBeVisible();
  await expect(log.row(/Container removed at/)).toBeVisible();
  const order = (await log.texts()).flatMap((text) => /(order|parcel) \d+$/.exec(text)?.[0] ?? []);
  expect(order.slice(-12)).toEqual([
    'order 39',
    'order 40',
    ...Array.from({ length: 10 }, (_, at) => `parcel ${at + 1}`),
  ]);
  await expectAccessible(page, 'a kept log in the browser');
  await remove(`${service}-2`);
});

test('a link to a line is an address of this browser, and opens the same line when its container is gone', async ({
  page,
  context,
  server,
  enter,
  complaints,
}) => {
  const log = new LogPage(page);
  const name = unique('linked');
  await server.call('settings.set', { keepLogs: true });
  const id = await runScript(
    name,
    'echo first; sleep 0.2; echo "the odd one" >&2; sleep 0.2; echo last; exec sleep 1000',
  );
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  await enter('viewer');
  await new ContainersPage(page).open(name);
  await expect(log.row(/last$/)).toBeVisible();
  await log.lineAct('the odd one', 'Copy a link to this line');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain(`${server.url}/#/container/${id}/logs?t=`);
  expect(link).toMatch(/Z&s=err&n=0$/);

  const other = await context.newPage();
  listen(other, complaints);
  await other.goto(link);
  await expect(new LogPage(other).row('the odd one')).toBeVisible();
  await expect(other.getByText('Paused by scrolling')).toBeVisible();

  await remove(name);
  await other.reload();
  await expect(other.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(other.getByText('Kept log, 1 container')).toBeVisible();
  await expect(new LogPage(other).row('the odd one')).toBeVisible();
  await other.close();
});

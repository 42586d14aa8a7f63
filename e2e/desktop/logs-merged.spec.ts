// Several containers' logs in one order, on the real engine in the real window.
import { expectAccessible } from '../pages/axe.ts';
import { remove, runScript, unique } from '../pages/docker.ts';
import { LogPage } from '../pages/log-page.ts';
import { expect, test } from './fixture.ts';

const say = (word: string): string =>
  `i=0; while [ $i -lt 20 ]; do i=$((i+1)); echo "${word} $i"; sleep 0.05; done; trap "exit 3" TERM; while :; do sleep 0.1; done`;

test('merged by time, ticked without reconnecting, told of a stop, saved and split', async ({ page }) => {
  const log = new LogPage(page);
  const [alpha, beta] = [unique('alpha'), unique('beta')];
  await Promise.all([runScript(alpha, say('alpha')), runScript(beta, say('beta'))]);
  await page.getByRole('navigation').getByRole('link', { name: 'Logs' }).click();
  const sources = page.getByRole('region', { name: 'Sources' });
  await sources.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByText('No container is ticked.')).toBeVisible();
  await expectAccessible(page, 'nothing ticked');
  for (const name of [alpha, beta]) await sources.getByRole('checkbox', { name, exact: true }).click();
  await expect(page.getByText('2 containers, merged by time')).toBeVisible();
  await expect(log.row('alpha 20')).toBeVisible();
  await expect(log.row('beta 20')).toBeVisible();
  const order = (await log.texts()).flatMap((text) => /\d\d:\d\d:\d\d\.\d{3}/.exec(text)?.[0] ?? []);
  expect(order.length).toBeGreaterThan(20);
  expect(order).toEqual([...order].sort());

  await sources.getByRole('checkbox', { name: alpha, exact: true }).click();
  await expect(log.row('alpha 20')).toHaveCount(0);
  await sources.getByRole('checkbox', { name: alpha, exact: true }).click();
  await expect(log.row('alpha 20')).toBeVisible();
  await expectAccessible(page, 'merged');

  await log.export('All', '.log');
  await expect(log.exportDialog).toContainText("Docker's whole logs of 2 containers, merged by time, each line behind");
  await page.keyboard.press('Escape');

  await remove(beta);
  await expect(log.row(new RegExp(`${beta} (stopped|removed) at`)).first()).toBeVisible();

  await sources.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Mine');
  await page.keyboard.press('Enter');
  await sources.getByRole('button', { name: 'Clear' }).click();
  await sources.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Mine', exact: true }).click();
  await expect(sources.getByRole('checkbox', { name: alpha, exact: true })).toBeChecked();

  await page.getByRole('radio', { name: 'Split by container' }).click();
  await expect(page.getByRole('region', { name: alpha }).getByRole('log')).toBeVisible();
  await expectAccessible(page, 'split');
  await page.getByRole('region', { name: alpha }).getByRole('link', { name: alpha }).click();
  await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
  await remove(alpha);
});

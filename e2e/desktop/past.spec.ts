// What was: kept logs, and why containers stopped, in the real window on the real engine.
import { expectAccessible } from '../pages/axe.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { LogPage } from '../pages/log-page.ts';
import { expect, test } from './fixture.ts';

const THIRTY = 'i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo "parcel $i"; done; exec sleep 1000';

test('logs are kept at a click, found by the palette, and read when their container is gone', async ({ page }) => {
  const name = unique('parcels');
  await page.getByRole('navigation').getByRole('link', { name: 'Logs' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Search all' }).click();
  await expect(page.getByRole('heading', { name: 'Logs are not kept.' })).toBeVisible();
  await expectAccessible(page, 'not kept');
  await page.getByRole('button', { name: 'Keep logs' }).click();
  const field = page.getByRole('searchbox', { name: 'Search all logs' });
  await expect(field).toBeFocused();
  await runScript(name, THIRTY);

  const hit = page.getByRole('link', { name: new RegExp(`^${name}, .*parcel 17$`) });
  await field.fill('parcel 17');
  await expect(async () => {
    await field.press('Enter');
    await expect(hit).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(page.getByText('1 line found')).toBeVisible();
  await expect(hit).toContainText('parcel 16');
  await expect(hit).toContainText('parcel 18');
  await expectAccessible(page, 'found');

  await remove(name);
  await hit.press('Enter');
  const log = new LogPage(page);
  await expect(log.row('parcel 17')).toBeVisible();
  await expect(page.getByText('The end of what is kept')).toBeVisible();
  await expect(async () => {
    await page.getByRole('button', { name: 'Look for later lines' }).click();
    await log.log.press('End');
    await expect(log.row(/removed at/)).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expectAccessible(page, 'the kept log');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('#parcel [0-9]$');
  await page.getByRole('option', { name: 'Search all logs for "parcel [0-9]$"' }).click();
  await expect(page.getByRole('heading', { name: 'No kept line holds "parcel [0-9]$".' })).toBeVisible();
  await page.getByRole('button', { name: 'Search by pattern' }).click();
  await expect(page.getByText('9 lines found')).toBeVisible();
  await field.fill('parcel (');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Not a valid pattern: unterminated group');
  await expectAccessible(page, 'a bad pattern');
});

test('a failure says why, on the container and in Activity, although Docker started it again; a stop by hand says nothing', async ({
  page,
}) => {
  const [loop, asked] = [unique('loop'), unique('asked')];
  await expect(page.getByRole('treegrid')).toBeVisible();
  await runScript(asked, 'trap "exit 7" TERM; while :; do sleep 0.1; done');
  await runScript(loop, 'echo cannot reach payments >&2; exit 3', '--restart=on-failure:2');
  await docker('stop', '-t', '5', asked);

  await page.getByRole('navigation').getByRole('link', { name: 'Activity' }).click();
  const incidents = page.getByRole('region', { name: 'Stopped or ill by themselves' });
  await expect(incidents.getByText('exited with code 3 again and again, 3 times in 10 minutes')).toBeVisible();
  await expect(incidents.getByText(asked)).toHaveCount(0);
  await expectAccessible(page, 'activity');
  await incidents.getByText('exited with code 3 again and again, 3 times in 10 minutes').click();
  await expect(incidents.getByLabel('Last lines before it')).toContainText('cannot reach payments');
  await expect(incidents.getByText('Docker starts it again after a failure')).toBeVisible();
  await expect(incidents.getByText('3 failures')).toBeVisible();
  await expectAccessible(page, 'an incident');
  const events = page.getByRole('region', { name: 'Docker events' });
  await events.getByRole('searchbox', { name: 'Filter events by name' }).fill(asked);
  await expect(events.getByRole('listitem').filter({ hasText: `${asked} stopped` })).toBeVisible();
  await expect(events.getByRole('listitem').filter({ hasText: loop })).toHaveCount(0);

  await incidents.getByRole('link', { name: 'Open in the log' }).click();
  await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
  await page.getByText('Why did it stop?').click();
  await expect(page.getByLabel('Last lines before it')).toContainText('cannot reach payments');
  await expectAccessible(page, 'the card');
  await remove(loop, asked);
});

test('what is kept is set in Settings: on, off for one service, and forgotten', async ({ page }) => {
  const name = unique('ledger');
  await runScript(name, 'i=0; while :; do i=$((i+1)); echo "entry $i"; sleep 0.2; done');
  await page.keyboard.press('Control+,');
  await page.getByRole('searchbox', { name: 'Search the settings' }).fill('kept');
  const row = page.getByRole('list', { name: 'Kept services' }).getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText('nothing kept');
  await page.getByRole('searchbox', { name: 'Search the settings' }).fill('keep logs');
  await page.getByRole('switch', { name: 'Keep logs' }).click();
  await page.getByRole('searchbox', { name: 'Search the settings' }).fill('kept');
  await expect(async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Logs' }).click();
    await page.goBack();
    await expect(row).toContainText(/\d+ lines?, /, { timeout: 1000 });
  }).toPass();
  await expectAccessible(page, 'kept services');
  await row.getByRole('switch', { name: `Keep the log of ${name}` }).click();
  await row.getByRole('button', { name: `Forget ${name}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Forget' }).click();
  await expect(row).toContainText('nothing kept');
  await expect(row.getByRole('switch')).not.toBeChecked();
  await remove(name);
});

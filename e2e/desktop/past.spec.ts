// Kept logs in the real window: nothing kept, kept, found, and read after their container is gone.
import { expectAccessible } from '../pages/axe.ts';
import { remove, runScript, unique } from '../pages/docker.ts';
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

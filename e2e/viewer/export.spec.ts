// A log as a file in the browser: through a ticket, with the job in sight and a way to end it.
import { readFileSync } from 'node:fs';
import { expectAccessible } from '../pages/axe.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { LogPage } from '../pages/log-page.ts';
import { expect, test } from './fixture.ts';

test('a viewer exports all of a log, or thinks better of it', async ({ page, enter }) => {
  const log = new LogPage(page);
  const name = unique('export');
  const id = await runScript(name, 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo "line $i"; done');
  await docker('wait', id);
  await enter('viewer');
  await new ContainersPage(page).open(name);
  await expect(log.row('line 20000')).toBeVisible();

  const downloading = page.waitForEvent('download');
  await log.export('All', '.log');
  await log.exportNow.click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(new RegExp(`^${name}.*\\.log$`));
  expect(readFileSync(await download.path(), 'utf8').trimEnd()).toBe(await docker('logs', id));
  await expect(page.getByText(`Exported the log of ${name}`, { exact: true })).toBeVisible();

  // The bytes are held back, so that the job runs for as long as it takes to cancel it.
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/api/v1/transfer/*', async (route) => {
    await held;
    // Not aborted: that the browser would note as an error, some time later.
    await route.fulfill({ status: 204 });
  });
  await log.export('All', '.jsonl');
  await log.exportNow.click();
  await expect(log.exportDialog.getByRole('progressbar')).toBeVisible();
  await expectAccessible(page, 'an export that runs');
  await log.exportDialog.getByRole('button', { name: 'Cancel the export' }).click();
  await expect(page.getByText('Export cancelled', { exact: true })).toBeVisible();
  await expect(log.exportDialog).toHaveCount(0);
  letGo();
  await page.unrouteAll({ behavior: 'wait' });
  await remove(name);
});

// A link to a line: the same line again, from the outside, from an incident, and when its container is gone.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { LogPage } from '../pages/log-page.ts';
import { expect, startAgain, test } from './fixture.ts';

async function keepLogs(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('searchbox', { name: 'Search the settings' }).fill('keep logs');
  await page.getByRole('switch', { name: 'Keep logs' }).click();
}

const goTo = (page: Page, screen: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen }).click();

test('a copied link opens its line in the window that runs, and in what was kept once the container is gone', async ({
  app,
  page,
  home,
}) => {
  const log = new LogPage(page);
  const name = unique('linked');
  await keepLogs(page);
  const id = await runScript(
    name,
    // Pauses, for the two streams are filed by the engine as it comes to them.
    'i=0; while [ $i -lt 2500 ]; do i=$((i+1)); echo "line $i"; if [ $i = 2490 ]; then sleep 0.3; echo "odd one" >&2; sleep 0.3; fi; done; sleep 1000',
  );
  await goTo(page, 'Containers');
  await new ContainersPage(page).open(name);
  await expect(log.row('line 2500')).toBeVisible();
  await log.lineAct('odd one', 'Copy a link to this line');
  const link = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(link).toMatch(new RegExp(`^quayside://container/${id}/logs\\?t=[^&]+Z&s=err&n=0$`));

  await goTo(page, 'Overview');
  expect(await startAgain(home, link)).toBe(0);
  await expect(log.row('odd one')).toBeVisible();
  await expect(page.getByText('Paused by scrolling')).toBeVisible();

  await goTo(page, 'Overview');
  // What is kept is written a moment after it was read: the end of the container is.
  await remove(name);
  expect(await startAgain(home, link)).toBe(0);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(log.row('odd one')).toBeVisible();
  await log.lineAct('odd one', 'Copy a link to this line');
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(link);
});

test('memory that ran out is said with its limit, and its last line is one step away, kept or live', async ({
  page,
}) => {
  const log = new LogPage(page);
  const name = unique('hungry');
  await keepLogs(page);
  await runScript(
    name,
    'echo warming up; echo about to eat >&2; sleep 0.5; exec tail /dev/zero',
    '--memory=32m',
    '--memory-swap=32m',
  );
  await goTo(page, 'Activity');
  const incidents = page.getByRole('region', { name: 'Stopped or ill by themselves' });
  const incident = incidents.getByRole('listitem').filter({ hasText: name });
  await incident.getByText('was killed because it ran out of memory').click();
  const fact = (of: string): Locator => incident.locator('dl > div').filter({ hasText: of });
  await expect(fact('Out of memory')).toContainText('yes');
  await expect(fact('Memory before')).toContainText(/32\sMiB/);
  await expect(incident.getByLabel('Last lines before it')).toContainText('about to eat');
  await expectAccessible(page, 'an incident of memory');
  const last = incident.getByRole('link', { name: 'Open in the log' });
  await last.click();
  await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
  await expect(log.row('about to eat')).toBeVisible();

  await docker('rm', '-f', name);
  // A page that saw it go keeps its screen; one that comes later has what was kept.
  await page.reload();
  await goTo(page, 'Activity');
  await incident.getByText('was killed because it ran out of memory').click();
  await last.click();
  await expect(page.getByText('Kept log, 1 container')).toBeVisible();
  await expect(log.row('about to eat')).toBeVisible();
});

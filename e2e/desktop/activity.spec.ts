// What Docker told: found by type, act and container, repeats in one line, one click from what it is about.
import { expectAccessible } from '../pages/axe.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { expect, test } from './fixture.ts';

test('events are filtered by type, act and container, folded, and lead to what they are about', async ({ page }) => {
  test.setTimeout(60_000);
  const name = unique('eventful');
  const volume = unique('shelf');
  await expect(page.getByRole('link', { name: 'Activity' })).toBeVisible();
  await runScript(name, 'sleep 1000', '--stop-timeout=0');
  try {
    await docker('volume', 'create', volume);
    for (let i = 0; i < 3; i++) await docker('restart', '-t', '0', name);
    await page.getByRole('link', { name: 'Activity' }).click();
    const events = page.getByRole('region', { name: 'Docker events' });
    await events.getByRole('searchbox', { name: 'Filter events by name' }).fill(name);
    await expect(events.getByRole('listitem')).toHaveText([/restarted 3 times/]);
    await events.getByRole('combobox', { name: 'Act' }).click();
    await page.getByRole('option', { name: 'restarted', exact: true }).click();
    await expect(events.getByRole('listitem')).toHaveCount(1);
    await events.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'volumes' }).click();
    await events.getByRole('button', { name: 'Clear filters' }).click();
    await expect(events.getByRole('listitem').filter({ hasText: volume })).toContainText('created');
    await events.getByRole('listitem').filter({ hasText: name }).first().getByRole('link').click();
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  } finally {
    await remove(name);
    await docker('volume', 'rm', '-f', volume);
  }
});

test('stopping a container stands in Activity with its docker command and how long it took', async ({ page }) => {
  const name = unique('stopped');
  await runScript(name, 'trap "exit 0" TERM; while :; do sleep 0.1; done');
  try {
    const list = new ContainersPage(page);
    await list.show();
    await list.act(name, 'Stop');
    await expect(list.row(name)).toContainText('Exited');
    await page.getByRole('link', { name: 'Activity' }).click();
    const act = page
      .getByRole('region', { name: 'Acts' })
      .getByRole('listitem')
      .filter({ hasText: `Stop ${name}` });
    await expect(act).toContainText('Done');
    await expect(act).toContainText(`docker stop ${name}`);
    await expect(act.locator('.took')).toHaveText(/^\d+(\.\d)?\u202f?\s?(ms|s)$/);
    await act.locator('summary').click();
    await expectAccessible(page, 'acts');
    // The long ones have their own list, in which it is not.
    await expect(page.getByRole('region', { name: 'Jobs' })).not.toContainText(name);
  } finally {
    await remove(name);
  }
});

// Kept statistics: charts reach back over a restart of Quayside, and the time it was away is a hole.
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';

test('charts of 15 min and 1 h reach back over a restart, and forget when they are told to', async ({ launch }) => {
  test.setTimeout(90_000);
  const name = unique('steady');
  await runScript(name, 'while :; do sleep 0.2; done');
  try {
    const first = await launch();
    await new ContainersPage(first.page).open(name);
    await first.page.getByRole('tab', { name: 'Stats' }).click();
    const pace = (page: typeof first.page) => page.getByRole('toolbar', { name: 'Chart tools' });
    // As many as make a curve of seconds.
    await expect(pace(first.page)).toContainText(/1[2-9] points, one each second/, { timeout: 30_000 });
    await docker('pause', name);
    await docker('unpause', name);
    const marked = /Marked: .*paused at .*resumed at /;
    const cpu = (page: typeof first.page) => page.getByRole('img', { name: /^CPU, last \d/ });
    await expect(cpu(first.page)).toHaveAccessibleDescription(marked);
    await first.close();
    const restarted = Date.now();

    const { page } = await launch();
    await new ContainersPage(page).open(name);
    await page.getByRole('tab', { name: 'Stats' }).click();
    await page.getByRole('radio', { name: '15 min' }).click();
    await expect(page.getByRole('img', { name: /^CPU, last 15 minutes, now \d/ })).toBeVisible();
    // What happened before is marked too: it was told to the program that has ended.
    await expect(cpu(page)).toHaveAccessibleDescription(marked);
    await page.keyboard.press(']');
    await expect(page.getByRole('img', { name: /^Memory, last hour, now \d/ })).toBeVisible();
    await page.getByRole('button', { name: 'Table' }).click();
    const times = page.getByRole('table', { name: 'Data of the charts' }).getByRole('rowheader');
    const before = new Date(restarted).toTimeString().slice(0, 8);
    await expect.poll(async () => ((await times.last().textContent()) ?? '99') < before).toBe(true);
    expect(await times.count()).toBeGreaterThan(10);

    // Off is off: what was kept is gone, and the next start has nothing of it.
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('switch', { name: 'Keep what is measured' }).click();
    await expect(page.getByRole('switch', { name: 'Keep what is measured' })).not.toBeChecked();
  } finally {
    await remove(name);
  }
});

// Charts and log share one clock: from a peak to what was written then, from a span to its lines, and back.
import { expectAccessible } from '../pages/axe.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { LogPage } from '../pages/log-page.ts';
import { remove, runScript, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';

test('a time of the charts is a place in the log, a span filters it, and a line is found in the charts', async ({
  page,
}) => {
  test.setTimeout(90_000);
  const name = unique('clock');
  await runScript(name, 'i=0; while :; do i=$((i+1)); echo "tick $i"; sleep 0.1; done');
  try {
    const log = new LogPage(page);
    await new ContainersPage(page).open(name);
    await page.getByRole('tab', { name: 'Stats' }).click();
    await expect(page.getByText(/^(1[5-9]|[2-9]\d) points, one each second/)).toBeVisible({ timeout: 40_000 });
    const cpu = page.getByRole('img', { name: /^CPU, last 60 seconds/ });
    await cpu.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+ArrowLeft');
    const spoken = page.getByRole('status').filter({ hasText: /: CPU .*, memory / });
    const time = (await spoken.innerText()).slice(0, 8);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
    // The reader is put there and stays there, though lines go on coming.
    await expect(log.row(time).first()).toBeVisible();
    await expect(log.tools.getByRole('button', { name: 'Follow', exact: true })).toBeVisible();

    await page.keyboard.press('Alt+ArrowLeft');
    await expect(cpu).toBeVisible();
    const box = await cpu.boundingBox();
    if (!box) throw new Error('no chart');
    await page.mouse.move(box.x + box.width * 0.85, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.95, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Log of this time' }).click();
    const chip = page.getByRole('button', { name: /^Remove the filter \d\d:\d\d:\d\d to \d\d:\d\d:\d\d$/ });
    await expect(chip).toBeVisible();
    const [from = '', to = ''] = /(\S+) to (\S+)/.exec(await chip.innerText())?.slice(1) ?? [];
    await expect(log.row('tick').first()).toBeVisible();
    const times = (await log.rows.allInnerTexts()).flatMap((text) => /\d\d:\d\d:\d\d/.exec(text) ?? []);
    expect(times.length).toBeGreaterThan(0);
    expect(times.every((one) => one >= from && one <= to)).toBe(true);
    await expectAccessible(page, 'a log of a span');

    await log.log.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Show this time in the charts' }).click();
    await expect(page.getByRole('img', { name: /^CPU, last (60 seconds|5 minutes)/ })).toBeVisible();
    await page.keyboard.press('Alt+ArrowLeft');
    await chip.click();
    await expect(chip).toHaveCount(0);
  } finally {
    await remove(name);
  }
});

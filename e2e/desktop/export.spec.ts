// Logs as files, from the window: what is shown, what is held, and all of it as docker logs prints it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { LogPage } from '../pages/log-page.ts';
import { expect, test } from './fixture.ts';

/** A system dialog cannot be clicked by a test: this is what a person would have chosen in it; '' cancels. */
const choose = (app: ElectronApplication, path: string): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: filePath === '', filePath });
  }, path);

/** The file that the page itself hands over next. */
function saved(app: ElectronApplication, path: string): Promise<string> {
  return app.evaluate(
    ({ session }, to) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(to);
          item.once('done', () => resolve(item.getFilename()));
        });
      }),
    path,
  );
}

test('all of a log is what docker logs prints, though the pane holds a part of it', async ({ app, page, home }) => {
  const log = new LogPage(page);
  const name = unique('whole');
  const file = join(home, 'whole.log');
  const id = await runScript(name, 'i=0; while [ $i -lt 15000 ]; do i=$((i+1)); echo "line $i"; done; echo odd >&2');
  await docker('wait', id);
  await new ContainersPage(page).open(name);
  await expect(log.row('line 15000')).toBeVisible();
  await choose(app, '');
  await log.export('All', '.log');
  await expect(log.exportDialog).toContainText('byte for byte what docker logs prints');
  await expectAccessible(page, 'the export dialog');
  await log.exportNow.click();
  await expect(log.exportDialog).toHaveCount(0);

  await choose(app, file);
  await log.export('All', '.log');
  await log.exportDialog.getByRole('switch', { name: "Docker's time before each line" }).click();
  await log.exportNow.click();
  await expect(page.getByText(`Exported the log of ${name}`, { exact: true })).toBeVisible();
  await expect(log.exportDialog).toHaveCount(0);
  // This way of asking the CLI gives standard output alone; Docker files the other stream's line where it came to it.
  const printed = await docker('logs', '--timestamps', id);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(15_001);
  expect(lines.filter((line) => !line.endsWith('Z odd')).join('\n')).toBe(printed);
  expect(lines.filter((line) => line.endsWith('Z odd'))).toHaveLength(1);
  expect(readdirSync(home).filter((one) => one.endsWith('.part'))).toEqual([]);
  await page.getByRole('navigation').getByRole('link', { name: 'Activity' }).click();
  const job = page.getByText(`Export the log of ${name}`);
  await expect(job).toBeVisible();
  await job.click();
  await expect(page.getByText(`docker logs --timestamps ${name}`)).toBeVisible();
  await remove(name);
});

test('what is shown goes into a file as it is shown, what is held as it came', async ({ app, page, home }) => {
  const log = new LogPage(page);
  const name = unique('part');
  await runScript(name, `printf '\\033[31mred\\033[0m apple\\n'; echo green pear >&2; echo red plum; sleep 1000`);
  await new ContainersPage(page).open(name);
  await expect(log.row('red plum')).toBeVisible();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('red');
  await page.keyboard.press('Alt+l');
  await expect(log.row('green pear')).toHaveCount(0);

  const shown = saved(app, join(home, 'shown.log'));
  await log.export('Shown', '.log');
  await expect(log.exportDialog).toContainText('2 lines');
  await log.exportNow.click();
  expect(await shown).toMatch(new RegExp(`^${name}.*\\.log$`));
  expect(readFileSync(join(home, 'shown.log'), 'utf8')).toMatch(/^\S+ red apple\n\S+ red plum\n$/);

  const held = saved(app, join(home, 'held.jsonl'));
  await log.export('Held', '.jsonl');
  await log.exportNow.click();
  expect(await held).toMatch(/\.jsonl$/);
  const items = readFileSync(join(home, 'held.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { stream?: string; text: string });
  expect(items.filter(({ stream }) => stream === 'stdout').map(({ text }) => text)).toEqual([
    '\u001B[31mred\u001B[0m apple',
    'red plum',
  ]);
  expect(items.filter(({ stream }) => stream === 'stderr').map(({ text }) => text)).toEqual(['green pear']);
  await remove(name);
});

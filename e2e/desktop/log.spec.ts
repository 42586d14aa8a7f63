// Reading a log: by keyboard alone, with filters and fields, back to its start, and with hostile bytes in it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from '../pages/axe.ts';
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { LogPage } from '../pages/log-page.ts';
import { expect, test } from './fixture.ts';

const SLEEP = 'while :; do sleep 1; done';
const lines = (count: number): string =>
  `i=0; while [ $i -lt ${count} ]; do i=$((i+1)); echo "line $i"; done; ${SLEEP}`;

test('by keyboard alone: walk, freeze, find, wrap, number, clear and come back', async ({ page }) => {
  const log = new LogPage(page);
  const name = unique('keys');
  await runScript(name, `i=0; while [ $i -lt 200 ]; do i=$((i+1)); echo "INFO line $i"; done; ${SLEEP}`);
  await new ContainersPage(page).open(name);
  await expect(log.row(/line 200$/)).toBeVisible();

  await page.keyboard.press('Control+f');
  await page.keyboard.type('LINE 15');
  await expect(page.getByText('11 matches')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^\d+ of 11$/)).toBeVisible();
  await page.keyboard.press('Alt+c');
  await expect(page.getByText('No matches')).toBeVisible();
  await page.keyboard.press('Alt+c');
  await page.keyboard.press('F3');
  await expect(page.getByText(/^\d+ of 11$/)).toBeVisible();
  await page.keyboard.press('Alt+l');
  await expect(log.rows.filter({ visible: true })).toHaveCount(11);
  await page.keyboard.press('Alt+l');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(log.log).toBeFocused();

  await page.keyboard.press('Home');
  await expect(log.row(/line 1$/)).toBeVisible();
  await expect(page.getByText('Paused by scrolling, still receiving')).toBeVisible();
  await page.keyboard.press('Alt+n');
  await expect(log.row(/^\d+ .*INFO\s+line 2$/)).toBeVisible();
  await page.keyboard.press('Alt+z');
  await expect(log.tools.getByRole('button', { name: 'Wrap lines' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('End');
  await expect(page.getByRole('button', { name: 'Following' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByText('Frozen, still receiving')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Following' })).toBeVisible();

  await page.keyboard.press('Control+l');
  await expect(log.row(/^Cleared at \d\d:\d\d\./)).toBeVisible();
  await expect(log.row('line 200')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(log.log.getByRole('button', { name: 'Show cleared lines' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(log.row(/line 200$/)).toBeVisible();

  // Size of the text, only while the focus is in the log.
  const height = async (): Promise<number> => (await log.rows.first().boundingBox())?.height ?? 0;
  await log.log.focus();
  const before = await height();
  await page.keyboard.press('Control+=');
  await page.keyboard.press('Control+=');
  await expect.poll(height).toBeGreaterThan(before);
  await remove(name);
});

test('the look of a log is kept for its container, over a restart of the window', async ({ launch }) => {
  const name = unique('look');
  await runScript(name, lines(3));
  const first = await launch();
  await new ContainersPage(first.page).open(name);
  const log = new LogPage(first.page);
  await expect(log.row(/line 3$/)).toBeVisible();
  await first.page.keyboard.press('Alt+n');
  await new ContainerPage(first.page).pick('Time', 'UTC');
  await expect(log.row(/^\d+ .*\d\d:\d\d:\d\d\.\d{3}Z line 3$/)).toBeVisible();
  await first.close();
  const second = await launch();
  await new ContainersPage(second.page).open(name);
  await expect(new LogPage(second.page).row(/^\d+ .*\d\d:\d\d:\d\d\.\d{3}Z line 3$/)).toBeVisible();
  await remove(name);
});

test('levels, fields and patterns choose what is shown, and the rest is counted', async ({ page }) => {
  const log = new LogPage(page);
  const name = unique('filter');
  const script = [
    'echo "INFO started"',
    'echo "ERROR broken pipe" >&2',
    'echo "    at pump (pump.js:1)" >&2',
    `echo '{"level":"warn","msg":"slow","order":"A-1","ms":900}'`,
    `echo '{"level":"info","msg":"paid","order":"A-2","ms":12}'`,
    'echo "INFO done"',
    SLEEP,
  ].join('; ');
  await runScript(name, script);
  await new ContainersPage(page).open(name);
  await expect(log.row(/INFO\s+▸ paid order=A-2 ms=12/)).toBeVisible();

  await log.tools.getByRole('button', { name: /^Levels/ }).click();
  for (const level of ['Info', 'Debug', 'No level'])
    await page.getByRole('menuitemcheckbox', { name: level, exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(log.row('at pump')).toBeVisible();
  await expect(log.row('slow')).toBeVisible();
  await expect(log.row('started')).toHaveCount(0);
  await expect(page.getByText(/^3 lines hidden/)).toBeVisible();
  await expectAccessible(page, 'filtered by level');
  await log.tools.getByRole('button', { name: /^Levels/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'All levels' }).click();
  await page.keyboard.press('Escape');

  await log.row('slow').click({ button: 'right', force: true });
  await expect(page.getByRole('menuitem', { name: 'Copy the line raw' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Only lines with order=A-1' }).click();
  await expect(log.row('paid')).toHaveCount(0);
  await expect(log.row('slow')).toBeVisible();
  await page.getByRole('button', { name: 'Remove the filter order=A-1' }).click();
  await expect(log.row('paid')).toBeVisible();

  await log.find.fill('(broken|slow');
  await page.keyboard.press('Alt+r');
  await expect(page.getByText('Not a valid pattern: unterminated group')).toBeVisible();
  await log.find.fill('(broken|slow)');
  await expect(page.getByText('2 matches')).toBeVisible();
  await log.find.fill('(broken|slow)(?=x)');
  await expect(page.getByText("Patterns here can't look around or refer back.")).toBeVisible();
  await expectAccessible(page, 'a bad pattern');

  // Enter opens the line that the keys stand on; the text that is copied has the fields.
  await log.find.fill('');
  await log.row('paid').click({ force: true });
  await page.keyboard.press('Enter');
  await expect(log.row('"order": "A-2",')).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(log.row('"order": "A-2",')).toHaveCount(0);
  await remove(name);
});

test('earlier lines are loaded up to the start, and the text under the eye stays', async ({ page }) => {
  const log = new LogPage(page);
  const name = unique('early');
  await runScript(name, lines(2500));
  await new ContainersPage(page).open(name);
  await expect(log.row(/line 2500$/)).toBeVisible();
  await log.log.focus();
  await page.keyboard.press('Home');
  const load = log.log.getByRole('button', { name: 'Load 1,000 earlier lines' });
  await expect(load).toBeVisible();
  const before = (await log.texts()).filter((text) => /line \d/.test(text));
  await load.click();
  await expect(page.getByText(/1,9\d\d held|2,0\d\d held/)).toBeVisible();
  expect((await log.texts()).filter((text) => /line \d/.test(text))).toEqual(
    expect.arrayContaining(before.slice(0, -1)),
  );
  await expect(async () => {
    await page.keyboard.press('Home');
    if (await load.isVisible()) await load.click();
    await expect(log.row('This is the start of the log')).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(log.row(/line 1$/)).toBeVisible();
  await remove(name);
});

test('a link goes to its line, also when it is older than what is held', async ({ page }) => {
  const log = new LogPage(page);
  const name = unique('link');
  const id = await runScript(name, lines(2500));
  await new ContainersPage(page).open(name);
  await expect(log.row(/line 2500$/)).toBeVisible();
  const [first = ''] = (await docker('logs', '-t', name)).split('\n').filter((line) => line.endsWith(' line 700'));
  const query = new URLSearchParams({ t: first.split(' ')[0] ?? '', s: 'out', n: '0' });
  await page.evaluate((address) => (location.hash = address), `#/container/${id}/logs?${query.toString()}`);
  await expect(log.row(/line 700$/)).toBeVisible();
  await expect(log.row(/line 701$/)).toBeVisible();
  await expect(page.getByText('Paused by scrolling')).toBeVisible();
  await remove(name);
});

test('plain text rows show and find the same', async ({ page }) => {
  const log = new LogPage(page);
  const name = unique('plain');
  await runScript(name, 'printf "\\033[31mred\\033[0m 日本 end\\n"; echo "ERROR x" >&2; sleep 1000');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Plain text' }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Containers' }).click();
  await new ContainersPage(page).open(name);
  await expect(log.row('red 日本 end')).toBeVisible();
  await expect(page.locator('.plain-rows').getByText('red', { exact: true })).toHaveCSS('color', /^rgb/);
  await log.find.fill('日本');
  await expect(page.getByText('1 match')).toBeVisible();
  await expectAccessible(page, 'plain rows');
  await remove(name);
});

test('new errors are spoken where that is switched on, old ones are not', async ({ page }) => {
  const log = new LogPage(page);
  const name = unique('speak');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Speak new errors' }).click();
  await runScript(name, 'echo "ERROR old"; while [ ! -e /go ]; do sleep 0.1; done; echo "ERROR new"; sleep 1000');
  await page.getByRole('navigation').getByRole('link', { name: 'Containers' }).click();
  await new ContainersPage(page).open(name);
  await expect(log.row('old')).toBeVisible();
  await docker('exec', name, 'touch', '/go');
  await expect(log.log.getByRole('status').filter({ hasText: 'ERROR new' })).toHaveText('Error: ERROR new');
  await remove(name);
});

test('what is shown is saved as a file', async ({ app, page, home }) => {
  const log = new LogPage(page);
  const name = unique('save');
  await runScript(name, 'echo plain; printf "\\033[31mred\\033[0m\\n"; echo "WARN end"; sleep 1000');
  await new ContainersPage(page).open(name);
  await expect(log.row(/end$/)).toBeVisible();
  const file = join(home, 'saved.log');
  // Without a path the system asks for one, and nobody is there to answer.
  const saved = app.evaluate(
    ({ session }, path) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(path);
          item.once('done', (_done, state) => resolve(`${state} ${item.getFilename()}`));
        });
      }),
    file,
  );
  await log.tools.getByRole('button', { name: 'Download what is shown' }).click();
  expect(await saved).toMatch(new RegExp(`^completed .*\\.log$`));
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/\d\d:\d\d:\d\d\.\d{3} plain\n\d\d:\d\d:\d\d\.\d{3} red\n\d\d:\d\d:\d\d\.\d{3} WARN end\n$/);
  await remove(name);
});

test('hostile bytes stay text: a megabyte, controls, wide and backward writing, empty floods', async ({ page }) => {
  const log = new LogPage(page);
  const name = unique('odd');
  const script = [
    'head -c 1000000 /dev/zero | tr "\\000" x; echo',
    'printf "10 %%\\r50 %%\\r100 %%\\n"',
    'printf "\\033]52;c;aGk=\\007clip\\033]0;owned\\007\\033[2J\\n"',
    'printf "日本語 👨‍👩‍👧 wide\\n"',
    'printf "\\342\\200\\256drow\\342\\200\\254 \\342\\200\\213zero\\n"',
    'printf "\\000\\001\\377\\376binary\\n"',
    'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo; done',
    'echo last',
    'sleep 1000',
  ].join('; ');
  await runScript(name, script);
  await new ContainersPage(page).open(name);
  await expect(log.row(/last$/)).toBeVisible();
  await expect(page).toHaveTitle('Quayside');
  await log.find.fill('wide');
  await log.log.focus();
  await page.keyboard.press('Home');
  const load = log.log.getByRole('button', { name: 'Load 1,000 earlier lines' });
  await expect(async () => {
    await page.keyboard.press('Home');
    if (await load.isVisible()) await load.click();
    await expect(log.row('日本語 👨‍👩‍👧 wide')).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(log.row(/100 %$/)).toBeVisible();
  await expect(log.row(/clip$/)).toBeVisible();
  await expect(log.row(/drow \u200bzero$/)).toBeVisible();
  await expect(log.row('\ufffd\ufffdbinary')).toBeVisible();
  await expect(log.row(/x{50}/).first()).toBeVisible();
  await page.keyboard.press('Alt+z');
  await expect(log.row(/x{50}/).nth(2)).toBeVisible();
  // Cut where it is drawn until somebody asks for all of it.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Show all of the line' }).press('Enter');
  await expect(log.log).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Cut the line again' })).toBeVisible();
  await expect(log.row(/x{50}/).nth(2)).toBeVisible();
  await page.keyboard.press('Escape');
  await remove(name);
});

test('a driver that keeps no log says so, with the way on', async ({ page }) => {
  const name = unique('none');
  await docker(
    'run',
    '-d',
    `--name=${name}`,
    '--log-driver=none',
    'quayside/busybox:1',
    'sh',
    '-c',
    'echo x; sleep 1000',
  );
  await new ContainersPage(page).open(name);
  await expect(page.getByText(/can't read this log/i).first()).toBeVisible();
  await expectAccessible(page, 'a log that cannot be read');
  await remove(name);
});

for (const theme of ['dark', 'light'] as const) {
  test(`nothing to complain of for assistive technology, ${theme}`, async ({ page }) => {
    const log = new LogPage(page);
    const name = unique('axe');
    await runScript(name, `echo "ERROR x" >&2; echo '{"level":"info","msg":"m","a":1}'; ${lines(1200)}`);
    await page.emulateMedia({ colorScheme: theme });
    await new ContainersPage(page).open(name);
    await expect(log.row(/line 1200$/)).toBeVisible();
    await expectAccessible(page, 'following');
    await log.log.hover();
    await page.mouse.wheel(0, -300);
    await expect(page.getByText('Paused by scrolling')).toBeVisible();
    await log.find.fill('line 11');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+l');
    await expect(page.getByRole('group', { name: 'Filter lines' })).toBeVisible();
    await expectAccessible(page, 'paused, searched and filtered');
    await page.keyboard.press('Alt+l');
    await log.log.focus();
    await page.keyboard.press('Home');
    await expect(log.log.getByRole('button', { name: 'Load 1,000 earlier lines' })).toBeVisible();
    await expectAccessible(page, 'at the top');
    await remove(name);
  });
}

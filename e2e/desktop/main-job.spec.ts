// The main job, as the user does it: containers appear, are operated, their logs read, their figures watched and a
// shell opened in them. Against a real engine in the real window.
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';

const COUNT = 'i=0; while :; do i=$((i+1)); echo "tick $i"; sleep 0.1; done';

test('containers started with the docker CLI appear without a click, and go when they go', async ({ page }) => {
  const list = new ContainersPage(page);
  const names = ['one', 'two', 'three'].map(unique);
  for (const name of names) await runScript(name, 'sleep 1000');
  for (const name of names) await expect(list.row(name)).toContainText('Up');
  await remove(...names);
  for (const name of names) await expect(list.row(name)).toHaveCount(0);
});

test('stop and start from the row', async ({ page }) => {
  const list = new ContainersPage(page);
  const name = unique('row');
  await runScript(name, 'trap "exit 0" TERM; while :; do sleep 0.1; done');
  await list.act(name, 'Stop');
  await expect(list.row(name)).toContainText('Exited (0)');
  expect(await docker('inspect', '-f', '{{.State.Running}}', name)).toBe('false');
  await list.act(name, 'Start');
  await expect(list.row(name)).toContainText('Up');
  expect(await docker('inspect', '-f', '{{.State.Running}}', name)).toBe('true');
  await remove(name);
});

test('an act that fails says why under its row until it is dismissed', async ({ page }) => {
  const list = new ContainersPage(page);
  const name = unique('broken');
  await docker('create', `--name=${name}`, 'quayside/busybox:1', '/no/such/program');
  await list.act(name, 'Start');
  const reason = page.getByRole('alert').filter({ hasText: name });
  await expect(reason).toContainText(`Couldn't start ${name}.`);
  await list.grid.getByRole('row').filter({ has: reason }).getByRole('button', { name: 'Dismiss' }).click();
  await expect(reason).toHaveCount(0);
  await remove(name);
});

test('the log follows, holds still for a reader, finds, and shows a shorter tail without asking again', async ({
  page,
}) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('log');
  await runScript(name, `j=0; while [ $j -lt 400 ]; do j=$((j+1)); echo "early $j"; done; ${COUNT}`);
  await list.open(name);
  await expect(detail.logRows.last()).toContainText('tick');
  await expect(page.getByRole('button', { name: 'Following' })).toHaveAttribute('aria-pressed', 'true');

  await detail.log.hover();
  await page.mouse.wheel(0, -400);
  await expect(page.getByRole('button', { name: 'Follow', exact: true })).toBeVisible();
  const held = await detail.logRows.allInnerTexts();
  await expect(detail.log.getByRole('button', { name: /^\d\d+ new lines/ })).toBeVisible();
  expect(await detail.logRows.allInnerTexts()).toEqual(held);
  await detail.log.getByRole('button', { name: /new lines?/ }).click();
  await expect(page.getByRole('button', { name: 'Following' })).toBeVisible();

  await page.keyboard.press('Control+f');
  await page.keyboard.type('early 39');
  await expect(page.getByText('11 matches')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^\d+ of 11$/)).toBeVisible();
  await expect(detail.logRows.filter({ hasText: 'early 39' }).first()).toBeVisible();

  await detail.log.focus();
  await page.keyboard.press('Home');
  await expect(detail.logRows.first()).toHaveText('This is the start of the log');
  await expect(detail.logRows.nth(1)).toContainText(/early 1$/);
  await detail.pick('Tail', '100');
  await page.keyboard.press('Escape');
  await detail.log.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await expect(detail.logRows.filter({ hasText: /early 1$/ })).toHaveCount(0);
  await remove(name);
});

test('hostile output and labels with markup change nothing but the text', async ({ page, complaints }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('hostile');
  const script =
    'printf "\\033]52;c;aGk=\\007\\033[2J\\033]0;owned\\007be\\033[31mfo\\033[0mre \\377 after\\n"; printf "1 %%\\r2 %%\\r3 %%\\n"; echo done; sleep 1000';
  await runScript(name, script, '--label=note=<img src=x onerror="document.title=1">');
  await list.open(name);
  await expect(detail.logRows.filter({ hasText: 'before \ufffd after' })).toHaveCount(1);
  await expect(detail.logRows.filter({ hasText: '3 %' })).toHaveCount(1);
  await detail.tab('Inspect').click();
  await expect(detail.panel).toContainText('<img src=x onerror="document.title=1">');
  await expect(page).toHaveTitle('Quayside');
  expect(complaints).toEqual([]);
  await remove(name);
});

test('a log tells of stop, start and removal, and stays readable', async ({ page }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('life');
  await runScript(name, `trap "exit 3" TERM; ${COUNT}`);
  await list.open(name);
  await expect(detail.logRows.last()).toContainText('tick');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(detail.logRows.filter({ hasText: 'Container stopped at' })).toContainText('exit code 3');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(detail.logRows.filter({ hasText: 'Container started again' })).toHaveCount(1);
  await remove(name);
  await expect(page.getByText(`${name} was removed at`)).toBeVisible();
  await expect(detail.logRows.filter({ hasText: 'tick' }).first()).toBeVisible();
});

test('charts move and agree with docker stats', async ({ page }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('busy');
  await runScript(name, 'while :; do :; done', '--cpus=0.5', '--memory=64m');
  await list.open(name);
  await detail.tab('Stats').click();
  const chart = detail.panel.getByRole('img', { name: /^CPU, last 60 seconds/ });
  await expect(chart).toHaveAttribute('aria-label', /now \d+\.\d/, { timeout: 15_000 });
  const before = await chart.getAttribute('aria-label');
  await expect(chart).not.toHaveAttribute('aria-label', before ?? '');
  await expect(detail.panel.getByRole('img')).toHaveCount(4);
  const said = await docker('stats', '--no-stream', '--format', '{{.CPUPerc}}', name);
  const shown = Number(/now (\d+(?:\.\d)?)/.exec((await chart.getAttribute('aria-label')) ?? '')?.[1]);
  // Half a core: both figures are of different seconds on a busy machine.
  expect(Math.abs(shown - Number.parseFloat(said))).toBeLessThan(20);
  await remove(name);
});

test('a terminal session outlives leaving the tab and reloading the window', async ({ page }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('shell');
  await runScript(name, 'sleep 1000');
  await list.open(name);
  await detail.tab('Terminal').click();
  await expect(detail.terminalText).toContainText('#');
  await page.keyboard.type('mark=kept; echo first-$((40+2))\n');
  await expect(detail.terminalText).toContainText('first-42');

  await detail.tab('Logs').click();
  await detail.tab('Terminal').click();
  await expect(detail.terminalText).toContainText('first-42');
  await page.keyboard.type('echo still-$mark\n');
  await expect(detail.terminalText).toContainText('still-kept');

  await page.reload();
  await expect(detail.terminalText).toContainText('still-kept');
  await detail.terminalText.waitFor();
  await page.keyboard.type('echo again-$mark; stty size\n');
  await expect(detail.terminalText).toContainText('again-kept');
  await expect(detail.terminalText).toContainText(/\d+ 1\d\d/);

  await page.keyboard.type('exit 7\n');
  await expect(page.getByText('Shell ended, code 7.')).toBeVisible();
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(page.getByText('Shell ended, code 7.')).toHaveCount(0);
  await remove(name);
});

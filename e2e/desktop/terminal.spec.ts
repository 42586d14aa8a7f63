// The terminal of a container beside the main job: several sessions, find, pastes, keys, images without a shell.
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from './fixture.ts';

/** What a paste is to the page; the system's clipboard belongs to whoever sits at the machine. */
const paste = (text: string): void => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  document
    .querySelector('.xterm-helper-textarea')
    ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
};

test('several sessions, numbered, counted on the tab, each with its own text', async ({ page }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('two');
  await runScript(name, 'sleep 1000');
  await list.open(name);
  await detail.tab('Terminal').click();
  await expect(detail.terminalText).toContainText('#');
  await page.keyboard.type('echo in-$((0+1))\n');
  await expect(detail.terminalText).toContainText('in-1');
  await page.getByRole('button', { name: 'New terminal' }).click();
  await expect(page.getByRole('radio', { name: 'Terminal 2' })).toHaveAttribute('aria-checked', 'true');
  await expect(detail.terminalText).not.toContainText('in-1');
  await page.keyboard.type('echo in-$((1+1))\n');
  await expect(detail.terminalText).toContainText('in-2');
  await expect(detail.tab('Terminal')).toContainText('2');
  await page.getByRole('radio', { name: 'Terminal 1' }).click();
  await expect(detail.terminalText).toContainText('in-1');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('radio', { name: 'Terminal 1' })).toHaveCount(0);
  await expect(detail.terminalText).toContainText('in-2');
  await remove(name);
});

test('find by keys, and back into the shell', async ({ page }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('find');
  await runScript(name, 'sleep 1000');
  await list.open(name);
  await detail.tab('Terminal').click();
  await expect(detail.terminalText).toContainText('#');
  await page.keyboard.type('for i in 1 2 3; do echo needle-$i; done\n');
  await expect(detail.terminalText).toContainText('needle-3');
  await page.keyboard.press('Control+Shift+F');
  const field = page.getByRole('searchbox', { name: 'Find in the terminal' });
  await expect(field).toBeFocused();
  await page.keyboard.type('needle-');
  await expect(page.getByRole('search').getByRole('status')).toHaveText(/^\d of 4$/);
  await page.keyboard.press('Enter');
  // The current match stands out from the others although the focus is in the field. xterm blends: one step off the token.
  const grounds = () =>
    page.evaluate(() => {
      const cells = [...document.querySelectorAll('.xterm-rows span')].filter(({ textContent }) => textContent === 'n');
      const numbers = (text: string): number[] => text.match(/\d+/g)?.slice(0, 3).map(Number) ?? [];
      const token = getComputedStyle(document.documentElement).getPropertyValue('--match-current').trim();
      const wanted = [1, 3, 5].map((at) => Number.parseInt(token.slice(at, at + 2), 16));
      return cells.map((cell) =>
        numbers(getComputedStyle(cell).backgroundColor).every((part, at) => Math.abs(part - (wanted[at] ?? 0)) < 3),
      );
    });
  await expect.poll(async () => (await grounds()).filter((isCurrent) => isCurrent).length).toBe(1);
  await expectAccessible(page, 'find in the terminal');
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await page.keyboard.type('echo back-$((40+2))\n');
  await expect(detail.terminalText).toContainText('back-42');
  await remove(name);
});

test('more than one line is pasted only after a question, one line at once', async ({ page }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('paste');
  await runScript(name, 'sleep 1000');
  await list.open(name);
  await detail.tab('Terminal').click();
  await expect(detail.terminalText).toContainText('#');
  await page.evaluate(paste, 'echo one-$((0+1))');
  await page.keyboard.press('Enter');
  await expect(detail.terminalText).toContainText('one-1');

  await page.evaluate(paste, 'echo x-$((5+5))\necho y-$((6+6))\n');
  const question = page.getByRole('alertdialog', { name: 'Paste 2 lines?' });
  await expect(question).toContainText('echo y-');
  await expectAccessible(page, 'paste question');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toHaveCount(0);
  await page.evaluate(paste, 'echo x-$((5+5))\necho y-$((6+6))\n');
  await question.getByRole('button', { name: 'Paste 2 lines' }).click();
  await expect(detail.terminalText).toContainText('y-12');
  await remove(name);
});

test('F6 leaves, Alt+F6 reaches the shell, plain Ctrl keys belong to it', async ({ page }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('keys');
  await runScript(name, 'sleep 1000');
  await list.open(name);
  await detail.tab('Terminal').click();
  await expect(detail.terminalText).toContainText('#');
  await page.keyboard.type('cat -v\n');
  await page.keyboard.press('Alt+F6');
  await page.keyboard.press('Control+v');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Enter');
  await expect(detail.terminalText).toContainText('^[[17~');
  await expect(detail.terminalText).toContainText('^K');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('F6');
  await expect(page.locator('.term-host :focus')).toHaveCount(0);
  await page.keyboard.press('Shift+F6');
  await expect(page.locator('main:focus-within')).toHaveCount(1);
  await remove(name);
});

test('another user and command, and an image without a shell', async ({ page }) => {
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  const name = unique('user');
  await runScript(name, 'sleep 1000');
  await list.open(name);
  await detail.tab('Terminal').click();
  await expect(detail.terminalText).toContainText('#');
  await page.getByRole('button', { name: 'Run as…' }).click();
  await page.getByRole('textbox', { name: 'Command' }).fill(`sh -c 'echo "id $(id -u)"; exec sh'`);
  await page.getByRole('textbox', { name: 'User' }).fill('12');
  await page.keyboard.press('Enter');
  await expect(detail.terminalText).toContainText('id 12');
  await remove(name);

  const bare = unique('bare');
  await docker('run', '-d', `--name=${bare}`, '--entrypoint=/bin/sleep', 'quayside/busybox:1', '1000');
  for (const shell of ['bash', 'ash', 'sh'])
    await docker('exec', '-u', '0', bare, '/bin/busybox', 'rm', '-f', `/bin/${shell}`);
  await list.show();
  await list.open(bare);
  await detail.tab('Terminal').click();
  await expect(page.getByText('This image has no shell. Run a command instead.')).toBeVisible();
  await expectAccessible(page, 'no shell');
  await page.getByRole('textbox', { name: 'Command' }).fill('/bin/busybox echo no-shell-needed');
  await page.keyboard.press('Enter');
  await expect(detail.terminalText).toContainText('no-shell-needed');
  await remove(bare);
});

// Files of a container: looked through by keys, looked into, taken out byte for byte, put in by button and drag.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { FilesPage } from '../pages/files-page.ts';
import { expect, test } from './fixture.ts';

/** A system dialog cannot be clicked by a test: this is what a person would have chosen in it. */
const choose = (app: ElectronApplication, path: string): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

test('files are found by keys, looked into, taken out and put in', async ({ app, page, home }) => {
  const files = new FilesPage(page);
  const name = unique('files');
  const id = await runScript(
    name,
    'mkdir -p /work/deep; echo "hello from inside" > /work/deep/note.txt; head -c 300000 /dev/urandom > /work/bytes; sleep 1000',
  );
  await new ContainersPage(page).open(name);
  await new ContainerPage(page).tab('Files').click();
  await expect(files.row('work')).toContainText('Added');

  await files.tree.focus();
  await page.keyboard.press('End');
  await expect(files.path).toHaveValue('/.dockerenv');
  await page.keyboard.press('/');
  await expect(files.path).toBeFocused();
  await files.path.fill('/work/nope');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('There is no /work/nope in this container.');
  await expect(files.path).toHaveValue('/work/nope');
  await files.path.fill('work/deep');
  await page.keyboard.press('Enter');
  await expect(files.row('note.txt')).toBeVisible();
  await files.tree.focus();
  await page.keyboard.press('j');
  await expect(files.path).toHaveValue('/work/deep/note.txt');
  await page.keyboard.press('Enter');
  await expect(files.preview).toContainText('hello from inside');
  await page.keyboard.press('ArrowLeft');
  await expect(files.path).toHaveValue('/work/deep');
  await page.keyboard.press('ArrowLeft');
  await expect(files.row('note.txt')).toHaveCount(0);
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expectAccessible(page, `files, ${theme}`);
  }

  const target = join(home, 'bytes');
  await choose(app, target);
  await files.row('bytes').click();
  await expect(files.preview).toContainText('Not text');
  await files.preview.getByRole('button', { name: 'Download' }).click();
  await expect(page.getByText('Downloaded /work/bytes', { exact: true })).toBeVisible();
  const sum = (await docker('exec', id, 'md5sum', '/work/bytes')).split(' ')[0];
  expect(md5(readFileSync(target))).toBe(sum);

  const content = randomBytes(200_000);
  await files.upload('file', 'from outside.bin', content);
  await expect(files.row('from outside.bin')).toContainText('Added');
  expect(await docker('exec', id, 'md5sum', '/work/from outside.bin')).toContain(md5(content));

  await files.upload('archive', 'x.tar', Buffer.from('no archive'));
  await expect(page.getByRole('alert')).toContainText('This file is not a tar archive.');
  await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click();

  // As a file manager drops it.
  await files.row('deep').click();
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['dropped'], 'dropped.txt'));
    return transfer;
  });
  await files.tree.dispatchEvent('dragover', { dataTransfer: dropped });
  await expect(page.getByText('Upload into /work/deep', { exact: true })).toBeVisible();
  await files.tree.dispatchEvent('drop', { dataTransfer: dropped });
  await expect(files.row('dropped.txt')).toBeVisible();
  expect(await docker('exec', id, 'cat', '/work/deep/dropped.txt')).toBe('dropped');

  await docker('stop', '-t', '0', id);
  await expect(page.getByText("It doesn't run: folders are read from the archives")).toBeVisible();
  await expect(files.row('dropped.txt')).toBeVisible();
  await page.getByRole('radio', { name: /^Changed/ }).click();
  await page.getByRole('button', { name: '/work/deep/dropped.txt' }).click();
  await expect(files.preview.getByLabel('Content of /work/deep/dropped.txt')).toHaveText('dropped');
  await remove(name);
});

// Files over the network: for an admin whom the owner of the computer lets, and for nobody else.
import { readFileSync } from 'node:fs';
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { FilesPage } from '../pages/files-page.ts';
import { expect, test } from './fixture.ts';

test('the owner takes a file out and puts one in, from a browser', async ({ page, server }) => {
  const files = new FilesPage(page);
  const name = unique('files');
  const id = await runScript(name, 'mkdir /work; echo "hello from inside" > /work/note.txt; sleep 1000');
  await page.goto(`${server.url}/#token=${server.token}`);
  await new ContainersPage(page).open(name);
  await new ContainerPage(page).tab('Files').click();
  await files.row('work').click();
  await files.row('note.txt').click();
  const coming = page.waitForEvent('download');
  await files.preview.getByRole('button', { name: 'Download' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('note.txt');
  expect(readFileSync(await download.path(), 'utf8')).toBe('hello from inside\n');
  await files.upload('file', 'sent.txt', Buffer.from('sent'));
  await expect(files.row('sent.txt')).toBeVisible();
  expect(await docker('exec', id, 'cat', '/work/sent.txt')).toBe('sent');
  await remove(name);
});

for (const role of ['viewer', 'operator', 'admin'] as const)
  test(`${role === 'admin' ? 'an' : 'a'} ${role} from the network has no files`, async ({ page, enter }) => {
    const name = unique('files');
    const id = await runScript(name, 'sleep 1000');
    await enter(role);
    await new ContainersPage(page).open(name);
    await expect(new ContainerPage(page).tab('Logs')).toBeVisible();
    await expect(new ContainerPage(page).tab('Files')).toHaveCount(0);
    await page.evaluate((to) => (location.hash = to), `#/container/${id}/files`);
    await expect(page.getByText(/^Your role can't open this\./)).toBeVisible();
    await remove(name);
  });

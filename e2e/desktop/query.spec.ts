// A database in a container asked by keys alone: rows, pages, CSV, errors, cancel, history, and one write that is asked for first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDatabase } from '../../test/database-images.ts';
import { expectAccessible } from '../pages/axe.ts';
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';

test('a query by keyboard: rows, next rows, CSV, an error with its place, cancel, history', async ({
  app,
  page,
  home,
}) => {
  test.slow();
  const name = unique('db');
  await startDatabase(process.env['DOCKER_HOST'] ?? '', 'postgresql', docker, '--name', name);
  await new ContainersPage(page).open(name);
  const detail = new ContainerPage(page);
  await detail.tab('Logs').press('End');
  await expect(detail.tab('Inspect')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(detail.tab('Query')).toBeFocused();
  const statement = page.getByRole('textbox', { name: 'Statement for PostgreSQL' });
  await expect(page.getByRole('combobox', { name: 'Database' })).toContainText('harbour');
  await expect(detail.panel).toContainText('Read only. One statement at a time, at most 10 s.');
  await statement.focus();
  await page.keyboard.type('select id, name, note, tons from boats order by id');
  await page.keyboard.press('Control+Enter');
  const grid = page.getByRole('grid', { name: 'Rows' });
  await expect(grid.getByRole('row')).toHaveCount(4);
  await expect(detail.panel.getByRole('status')).toContainText(/^3 rows in/);
  await expect(grid.getByRole('row').nth(1)).toContainText('Möwe 🚤');
  await expectAccessible(page, 'rows');
  // The arrows walk through the cells, and what a cell cuts stands whole below.
  await grid.focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  await expect(page.getByRole('region', { name: 'The chosen cell' })).toContainText('two\nlines, "quoted"');
  const file = join(home, 'saved.csv');
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
  await page.getByRole('button', { name: 'Save CSV' }).press('Enter');
  expect(await saved).toBe(`completed ${name}-query.csv`);
  const text = readFileSync(file, 'utf8');
  expect(text).toBe('id,name,note,tons\r\n1,Möwe 🚤,,12.50\r\n2,"",empty name,\r\n3,"two\nlines, ""quoted""",x,-3\r\n');
  await page.getByRole('button', { name: 'Copy as CSV' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();

  await statement.fill('select n from many order by n');
  await page.keyboard.press('Control+Enter');
  await expect(detail.panel).toContainText('There are more rows.');
  await page.getByRole('button', { name: 'Next rows' }).press('Enter');
  await expect(detail.panel.getByRole('status')).toContainText('Rows 501 to 1,000');

  await expect(detail.panel).toContainText('The statement runs again for each page.');
  // Somebody else than the container's settings name: without a password of theirs.
  const user = page.getByRole('textbox', { name: 'User' });
  await expect(user).toHaveAttribute('placeholder', /.+/);
  await user.fill('nobody');
  await page.keyboard.press('Control+Enter');
  await expect(detail.panel.getByRole('alert')).toContainText('PostgreSQL wants a password for the user nobody');
  await user.fill('');

  await statement.fill('select id,\n  nope from boats');
  await page.keyboard.press('Control+Enter');
  const alert = detail.panel.getByRole('alert');
  await expect(alert).toContainText('column "nope" does not exist');
  await expect(alert).toContainText('At line 2, column 3.');
  await expect(statement).toHaveValue('select id,\n  nope from boats');

  await statement.fill('select 1; drop table boats');
  await page.keyboard.press('Control+Enter');
  await expect(alert).toContainText('One statement at a time: a second one begins at line 1, column 11.');

  await statement.fill('select pg_sleep(9)');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(detail.panel.getByRole('status')).toContainText('Cancelled');
  await expect.poll(() => docker('exec', name, 'ps', '-o', 'args')).not.toContain('quayside no scroll');

  await page.getByRole('button', { name: 'History' }).press('Enter');
  const past = page.getByRole('list', { name: 'Statements run before' });
  await expect(past.getByRole('button').first()).toContainText('select pg_sleep(9)');
  await past
    .getByRole('button', { name: /select n from many/ })
    .first()
    .press('Enter');
  await expect(statement).toHaveValue('select n from many order by n');

  // What changes data is asked for first, and the tab reads only afterwards.
  await statement.fill('delete from boats where id = 1');
  await page.keyboard.press('Control+Enter');
  await expect(alert).toContainText('Read only: DELETE is not run.');
  await page.getByRole('switch', { name: 'Allow one write' }).press('Space');
  await statement.focus();
  await page.keyboard.press('Control+Enter');
  const asked = page.getByRole('alertdialog', { name: `Change data in ${name}?` });
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await asked.getByRole('button', { name: 'Run the statement' }).press('Enter');
  await expect(detail.panel).toContainText('DELETE 1');
  await expect(page.getByRole('switch', { name: 'Allow one write' })).not.toBeChecked();
  await remove(name);
});

test('a container without a database has no such tab', async ({ page }) => {
  const name = unique('plain');
  await runScript(name, 'sleep 1000');
  await new ContainersPage(page).open(name);
  const detail = new ContainerPage(page);
  await expect(detail.tab('Inspect')).toBeVisible();
  await expect(detail.tab('Query')).toHaveCount(0);
  await remove(name);
});

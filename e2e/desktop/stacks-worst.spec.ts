// Stacks when it goes wrong, on the real engine: a service that comes back, a plan that no longer fits, a target that changed on disk.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { TEST_IMAGE } from '../../test/engine.ts';
import { docker, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';

const service = (check: string): string => `services:
  web:
    image: ${TEST_IMAGE}
    init: true
    command: ["sleep", "600"]
    stop_grace_period: 0s
    healthcheck: {test: "${check}", interval: 1s, timeout: 2s, retries: 2}
`;

/** What was set elsewhere, in the file that targets are kept in. */
function setOnDisk(home: string, name: string, compose: string): void {
  const folder = join(home, 'store', 'stacks');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith(join(name, 'stack.json')),
  );
  expect(files).toHaveLength(1);
  const file = join(folder, files[0] ?? '');
  const kept = JSON.parse(readFileSync(file, 'utf8')) as { versions: { version: number }[] };
  const last = kept.versions.at(-1);
  kept.versions.push({ ...last, version: (last?.version ?? 0) + 1, compose, setBy: 'Mara' } as { version: number });
  writeFileSync(file, JSON.stringify(kept));
}

test('a service comes back, a stale plan does nothing, and a target that changed on disk is asked about', async ({
  launch,
  home,
}) => {
  test.setTimeout(120_000);
  const name = unique('worst').toLowerCase();
  const editor = (page: Page) => page.getByRole('textbox', { name: `compose.yaml of ${name}` });
  const write = async (page: Page, text: string): Promise<void> => {
    await editor(page).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  };
  const showPlan = async (page: Page): Promise<void> => {
    await page.keyboard.press('Control+s');
    await page.getByRole('link', { name: 'See the plan' }).click();
  };
  const tab = (page: Page, of: string): Promise<void> => page.getByRole('tab', { name: of }).first().click();
  const first = await launch();
  const { page } = first;
  const panel = page.getByRole('tabpanel');
  const apply = panel.getByRole('button', { name: 'Apply this plan' });
  try {
    await page.getByRole('navigation').getByRole('link', { name: 'Stacks' }).click();
    await page
      .getByRole('button', { name: 'New stack' })
      .or(page.getByRole('button', { name: 'Create a stack' }))
      .first()
      .click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name);
    await page.keyboard.press('Enter');
    await expect(editor(page)).toBeVisible();
    await write(page, service('true'));
    await showPlan(page);
    await apply.click();
    await expect(panel).toContainText('This apply is done.', { timeout: 30_000 });
    const id = await docker('inspect', '-f', '{{.Id}}', `${name}-web-1`);

    await tab(page, 'Target');
    await write(page, service('exit 1'));
    await showPlan(page);
    await expect(panel).toContainText('1 to recreate');
    await apply.click();
    await expect(panel).toContainText('This apply failed.', { timeout: 30_000 });
    await expect(panel.getByRole('alert')).toContainText(
      `web is not healthy. ${name}-web-1 is back and runs as it was.`,
    );
    await expect(panel).toContainText('Roll back');
    await expect(panel).toContainText('Nothing was changed.');
    expect(await docker('inspect', '-f', '{{.Id}} {{.State.Status}}', `${name}-web-1`)).toBe(`${id} running`);

    await expect(apply).toBeVisible();
    await docker('rm', '-f', `${name}-web-1`);
    await expect(panel).toContainText('Something changed: what would be done is another plan by now.');
    await apply.click();
    await expect(panel.getByRole('alert').last()).toContainText('nothing was done. This is the plan as it is now.');
    await expect(panel).toContainText('1 to create');
    expect(await docker('ps', '-aq', '--filter', `label=com.docker.compose.project=${name}`)).toBe('');

    await tab(page, 'Target');
    await write(page, service('mine'));
    await expect(page.getByText('Not saved')).toBeVisible();
    await first.close();
    setOnDisk(home, name, service('theirs'));
    const { page: again } = await launch();
    await again.getByRole('navigation').getByRole('link', { name: 'Stacks' }).click();
    await again.getByRole('link', { name, exact: true }).click();
    await tab(again, 'Target');
    await expect(again.getByRole('alert')).toContainText('Mara saved version');
    await expect(again.getByRole('alert')).toContainText('after your unsaved draft from');
    await again.getByRole('button', { name: 'Keep mine' }).click();
    await expect(editor(again)).toContainText('mine');
    await again.keyboard.press('Control+s');
    await expect(again.getByRole('link', { name: 'See the plan' })).toBeVisible();
    await tab(again, 'History');
    await tab(again, 'Target');
    await expect(editor(again)).toContainText('mine');
  } finally {
    const ids = await docker('ps', '-aq', '--filter', `label=com.docker.compose.project=${name}`);
    if (ids !== '') await docker('rm', '-f', ...ids.split('\n'));
    await docker('network', 'rm', `${name}_default`).catch(() => undefined);
  }
});

// Docker's disk is full: Host says so with what can be freed, a prune frees it, and the banner goes.
import { startRestartableEngine, TEST_IMAGE } from '../../test/engine.ts';
import { expect, test } from './fixture.ts';

/** How often Host looks at the disks, which costs a program each time, and some more. */
const LOOKED_MS = 45_000;

test('a full disk is told on Host, and no longer when a prune has made room', async ({ launch, appEnv }) => {
  test.setTimeout(180_000);
  const engine = await startRestartableEngine({ diskMiB: 64 });
  try {
    await engine.docker('run', '--name', 'filler', TEST_IMAGE, 'sh', '-c', 'cat /dev/urandom > /all; true');
    appEnv['DOCKER_HOST'] = engine.host;
    const { page } = await launch();
    await page.getByRole('link', { name: 'Host' }).click();
    const banner = page.getByRole('main').getByText("Docker's disk is full.");
    await expect(banner).toBeVisible({ timeout: LOOKED_MS });
    await expect(page.getByRole('main')).toContainText(/\d+(\.\d)?\sMB can be freed\./, { timeout: 20_000 });
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await expect(page).toHaveURL(/show=disk/);
    await page.getByRole('button', { name: 'Review containers' }).click();
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    await expect(dialog).toContainText('filler');
    await dialog.getByRole('button', { name: /^Remove 1|^Remove container/ }).click();
    await expect(dialog).toHaveCount(0);
    await expect(banner).toHaveCount(0, { timeout: LOOKED_MS });
  } finally {
    await engine.stop();
  }
});

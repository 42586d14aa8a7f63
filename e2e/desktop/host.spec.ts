// The machine that Quayside runs on: its figures, Docker's disk, and a container's process found among the busiest.
import { statfsSync } from 'node:fs';
import { hostname } from 'node:os';
import { expectAccessible } from '../pages/axe.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { expect, test } from './fixture.ts';

test.use({ appEnvOption: { QUAYSIDE_METRICS_INTERVAL: '1000' } });

test('tells what this machine does, and which container keeps it busy', async ({ page }) => {
  test.setTimeout(60_000);
  const name = unique('burner');
  await runScript(name, 'while :; do :; done');
  try {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Host' }).click();
    await expect(page.getByRole('main')).toContainText(hostname());
    await expect(page.getByRole('img', { name: /^CPU, last 5 minutes, now \d/ })).toBeVisible();
    const { blocks, bfree, bavail } = statfsSync('/');
    const used = Math.round(((blocks - bfree) / (blocks - bfree + bavail)) * 100);
    const root = page.getByRole('region', { name: 'File systems' }).getByRole('listitem').first();
    await expect(root).toContainText(new RegExp(`(${used - 1}|${used}|${used + 1})\\s%`));
    // By the container's own name: this is what one looks for here.
    const processes = page.getByRole('table', { name: 'Busiest processes' });
    await expect(processes.getByRole('link', { name })).toBeVisible({ timeout: 20_000 });
    await page.getByRole('radio', { name: 'Memory' }).click();
    await expect(processes.getByRole('row')).toHaveCount(11);
    const engine = page.getByRole('region', { name: 'Docker engine' });
    await expect(engine).toContainText((await docker('info', '--format', '{{.ServerVersion}}')).trim());
    await expect(page.getByRole('region', { name: 'Docker data' }).getByRole('row', { name: /^Images/ })).toBeVisible();
    await page.getByRole('radio', { name: '1 h' }).click();
    await expect(page.getByRole('img', { name: /^CPU, last hour/ })).toBeVisible();
    await page.getByRole('radio', { name: 'CPU' }).click();
    await processes.getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  } finally {
    await remove(name);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('axe finds nothing', async ({ page }) => {
      await expect(page.getByRole('link', { name: 'Host' })).toBeVisible();
      await page.keyboard.press('g');
      await page.keyboard.press('h');
      await expect(page.getByRole('heading', { name: 'Host', level: 1 })).toBeVisible();
      await expect(page.getByRole('table', { name: 'Busiest processes' })).toBeVisible();
      await expect(
        page.getByRole('region', { name: 'Docker data' }).getByRole('row', { name: /^Images/ }),
      ).toBeVisible();
      await expectAccessible(page, 'host');
    });
  });
}

test.describe('no engine', () => {
  test.use({ appEnvOption: { QUAYSIDE_METRICS_INTERVAL: '1000', DOCKER_HOST: 'unix:///nowhere/docker.sock' } });

  test('the machine is shown all the same', async ({ page }) => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Host' }).click();
    await expect(page.getByRole('img', { name: /^CPU, last 5 minutes, now \d/ })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Docker data' }).getByRole('alert')).toContainText('Docker');
  });
});

// No engine, a dying one, a hanging one: the window opens, says why, and comes back by itself.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startRestartableEngine } from '../../test/engine.ts';
import { expectAccessible } from '../pages/axe.ts';
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { expect, test } from './fixture.ts';

test.describe('a dead DOCKER_HOST', () => {
  test.use({ appEnvOption: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });

  test('opens and says why', async ({ page }) => {
    await expect(page.getByRole('heading', { name: /Docker isn't (running|installed)\./ })).toBeVisible();
    await expect(page.getByText('/nowhere/docker.sock').first()).toBeVisible();
    await expect(page.getByRole('main').getByText('Trying again every second')).toBeVisible();
    await expect(page.getByRole('contentinfo')).toContainText('Docker not reachable');
  });
});

test.describe('Docker that can be started', () => {
  test.use({ appEnvOption: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
  const settingsWith = (home: string, dockerStartCommand: string[]): void =>
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ version: 1, dockerStartCommand }));

  test('is started by the command of the settings', async ({ home, launch }) => {
    settingsWith(home, ['touch', join(home, 'started')]);
    const { page } = await launch();
    await page.getByRole('button', { name: 'Start Docker' }).click();
    await expect.poll(() => existsSync(join(home, 'started'))).toBe(true);
  });

  test('says why it could not be started, and stays usable by keys', async ({ home, launch }) => {
    settingsWith(home, ['sh', '-c', 'echo no luck today >&2; exit 1']);
    const { page } = await launch();
    await page.getByRole('button', { name: 'Start Docker' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'no luck today' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start Docker' })).toBeEnabled();
    await expectAccessible(page, 'engine down');
    await page.getByRole('button', { name: 'Show the full error' }).click();
    await expect(page.getByText('"engine_unavailable"')).toBeVisible();
  });

  test('is not offered where nothing would start it', async ({ page }) => {
    await expect(page.getByText('Trying again every second').first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start Docker' })).toHaveCount(0);
  });

  test('can be left for simulated data', async ({ page }) => {
    await page.getByRole('button', { name: 'Explore with simulated data' }).click();
    await expect(new ContainersPage(page).row('shop-api-1')).toBeVisible();
    await expect(page.getByRole('contentinfo')).toContainText('Simulated data');
  });
});

test('what was known stays to be read, without acts, and the checks are one click away', async ({ launch, appEnv }) => {
  test.setTimeout(90_000);
  const engine = await startRestartableEngine();
  try {
    appEnv['DOCKER_HOST'] = engine.host;
    await engine.docker('run', '-d', '--name=witness', 'quayside/busybox:1', 'sleep', '1000');
    const { page } = await launch();
    const list = new ContainersPage(page);
    await expect(list.row('witness')).toBeVisible();
    await expect(page.getByRole('contentinfo')).toContainText('reclaimable');
    await engine.kill();
    const banner = page.getByRole('status').filter({ hasText: "Docker isn't running. Values are from" });
    await expect(banner).toBeVisible();
    await list.row('witness').hover();
    await expect(list.row('witness').getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0);
    await banner.getByRole('button', { name: 'Show the checks' }).click();
    await expect(page.getByText('The engine answers', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: /^View last known state, \d\d:\d\d$/ }).click();
    await expect(list.row('witness')).toBeVisible();
    await page.keyboard.press('Control+1');
    await expect(page.getByRole('region', { name: 'Docker disk' })).toContainText('reclaimable');
    await page.keyboard.press('Control+3');
    await expect(page.getByRole('heading', { name: 'Logs', level: 1 })).toBeVisible();
    await expect(page.getByRole('checkbox', { name: 'witness' })).toBeVisible();
    await banner.getByRole('button', { name: 'Show the checks' }).click();
    await expect(page.getByText('The engine answers', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: /^View last known state/ }).click();
    await expect(page.getByRole('log')).toBeVisible();
  } finally {
    await engine.stop();
  }
});

test.describe('simulated data', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('is marked as such, and can be worked with', async ({ page }) => {
    await expect(page.getByText('Simulated data. No Docker engine was found.')).toBeVisible();
    await expect(new ContainersPage(page).grid.getByRole('row').nth(2)).toBeVisible();
  });
});

test('an engine that is killed and started again is back within 3 s, the log without a gap', async ({
  launch,
  appEnv,
}) => {
  test.setTimeout(90_000);
  const engine = await startRestartableEngine();
  try {
    appEnv['DOCKER_HOST'] = engine.host;
    const { page } = await launch();
    const list = new ContainersPage(page);
    const detail = new ContainerPage(page);
    await engine.docker(
      'run',
      '-d',
      '--name=survivor',
      'quayside/busybox:1',
      'sh',
      '-c',
      'i=0; while :; do i=$((i+1)); echo "n $i"; sleep 0.05; done',
    );
    await list.open('survivor');
    await expect(detail.logRows.last()).toContainText('n ');
    await engine.kill();
    await expect(page.getByText("Docker isn't running.").first()).toBeVisible();
    await list.show();
    // What was known stays to be read.
    await expect(list.row('survivor')).toBeVisible();
    await page.goBack();
    await engine.start();
    const answered = Date.now();
    await expect(page.getByText("Docker isn't running.")).toHaveCount(0, { timeout: 3000 });
    await expect(page.getByText('Live').first()).toBeVisible();
    expect(Date.now() - answered).toBeLessThan(3000);
    const rows = async (): Promise<number[]> =>
      (await detail.logRows.allInnerTexts()).flatMap((text) => {
        const number = /n (\d+)$/.exec(text)?.[1];
        return number === undefined ? [] : [Number(number)];
      });
    await expect(async () => expect((await rows()).at(-1)).toBeGreaterThan(40)).toPass();
    const seen = await rows();
    expect(seen).toEqual(seen.map((_, i) => (seen[0] ?? 0) + i));
  } finally {
    await engine.stop();
  }
});

test('an engine that hangs makes a clear state, and the window stays alive', async ({ launch, appEnv }) => {
  test.setTimeout(90_000);
  const engine = await startRestartableEngine();
  try {
    appEnv['DOCKER_HOST'] = engine.host;
    engine.hang();
    const { page } = await launch();
    await expect(
      page.getByRole('heading', { name: /doesn't answer|Connecting to Docker|slow to answer|isn't running/ }),
    ).toBeVisible({ timeout: 30_000 });
    await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    engine.resume();
    await page.getByRole('navigation').getByRole('link', { name: 'Containers' }).click();
    await expect(page.getByText('No containers yet.')).toBeVisible({ timeout: 15_000 });
  } finally {
    await engine.stop();
  }
});

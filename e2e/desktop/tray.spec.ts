// The tray: what it tells, what its menu does, and the window that comes and goes beside it.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { TEST_IMAGE } from '../../test/engine.ts';
import { expectAccessible } from '../pages/axe.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { freePort } from '../pages/free-port.ts';
import { TrayPage } from '../pages/tray.ts';
import { test as base, expect, launchApp, startAgain, startOptions } from './fixture.ts';

/**
 * The program in a place of its own: entries for the desktop go into the test's folder, and what the session bus says of a
 * tray's host is the test's to choose.
 */
const test = base.extend<{ hasHost: boolean; bin: string }>({
  hasHost: [true, { option: true }],
  bin: async ({ home, hasHost }, use) => {
    const bin = join(home, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'dbus-send'), `#!/bin/sh\necho "   variant       boolean ${hasHost}"\n`);
    chmodSync(join(bin, 'dbus-send'), 0o755);
    await use(bin);
  },
  appEnv: async ({ home, bin, appEnvOption }, use) =>
    use({ XDG_CONFIG_HOME: join(home, 'config'), PATH: `${bin}:${process.env['PATH']}`, ...appEnvOption }),
});

const shownWindows = (app: ElectronApplication): Promise<boolean[]> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
/** As the button of the window does. */
const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

declare global {
  // oxlint-disable-next-line no-var -- what `globalThis` has is declared so
  var saidByDialog: Electron.MessageBoxOptions | undefined;
}

/** New words are given every 5 s at most. */
const RENEWED = { timeout: 20_000 };

test('the menu tells what runs, restarts and stops it, and opens the window at its log', async ({ app, page }) => {
  const tray = await TrayPage.of(app);
  const stack = unique('traystack');
  const name = `${stack}-web-1`;
  const labels = ['--label', `com.docker.compose.project=${stack}`, '--label', 'com.docker.compose.service=web'];
  const id = await runScript(name, 'trap "exit 0" TERM; while :; do echo at work; sleep 0.2; done', ...labels);
  try {
    await expect.poll(() => tray.labels('Stacks', stack), RENEWED).toEqual(['Stop', 'Restart', 'Logs']);
    const [engine, counts, machine] = await tray.labels();
    expect(engine).toMatch(/^Docker \d+\.\d+.*, running$/);
    expect(counts).toMatch(/^\d+ running, \d+ stopped/);
    expect(machine).toMatch(/^CPU \d+ %, memory [\d.]+( [KMG]iB)? of [\d.]+ [KMG]iB$/);
    expect(await tray.tooltip()).toMatch(/^Quayside: \d+ running.*\nCPU \d+ %, memory /);

    const startedAt = (): Promise<string> => docker('inspect', '--format={{.State.StartedAt}}', id);
    const before = await startedAt();
    await tray.click('Stacks', stack, 'Restart');
    await expect.poll(startedAt, RENEWED).not.toBe(before);

    await tray.click('Stacks', stack, 'Logs');
    await expect(page.getByRole('heading', { name: 'Logs', level: 1 })).toBeVisible();
    await expect(page.getByRole('checkbox', { name: new RegExp(name) })).toBeChecked();
    await expect(page).toHaveURL(/#\/logs$/);

    await tray.click('Settings');
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();

    await tray.click('Stacks', stack, 'Stop');
    await expect.poll(() => tray.labels('Stacks', stack), RENEWED).toEqual(['Start', 'Logs']);
  } finally {
    await remove(name);
  }
});

test('an act that fails is said at once, for the window may be hidden', async ({ app }) => {
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = (options: unknown) => {
      globalThis.saidByDialog = options as Electron.MessageBoxOptions;
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
  });
  const tray = await TrayPage.of(app);
  const stack = unique('traystack');
  const name = `${stack}-web-1`;
  await docker(
    'create',
    `--name=${name}`,
    '--label',
    `com.docker.compose.project=${stack}`,
    TEST_IMAGE,
    'no-such-program',
  );
  try {
    await expect.poll(() => tray.labels('Stacks', stack), RENEWED).toContain('Start');
    await tray.click('Stacks', stack, 'Start');
    const said = (): Promise<Electron.MessageBoxOptions | undefined> => app.evaluate(() => globalThis.saidByDialog);
    await expect.poll(said).toMatchObject({ type: 'error', message: `Couldn't start ${stack}.` });
    expect((await said())?.detail).toContain('no-such-program');
  } finally {
    await remove(name);
  }
});

test('the busiest are those that somebody had measured', async ({ app, page }) => {
  const tray = await TrayPage.of(app);
  const name = unique('busy');
  const id = await runScript(name, 'while :; do :; done', '--cpus=0.2');
  try {
    await page.goto(`app://quayside/#/container/${id}/stats`);
    await expect.poll(() => tray.labels(`${name}: `), RENEWED).toEqual(['Logs', 'Terminal', 'Restart', 'Stop']);
    await tray.click(`${name}: `, 'Logs');
    await expect(page).toHaveURL(new RegExp(`#/container/${id}/logs$`));
    await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
  } finally {
    await remove(name);
  }
});

test.describe('with simulated data', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('closing hides the window, and the tray, a second start and a link bring it back', async ({
    app,
    page,
    home,
  }) => {
    const tray = await TrayPage.of(app);
    await expect.poll(() => tray.labels(), RENEWED).toContain('Open Quayside');
    await closeWindow(app);
    await expect.poll(() => shownWindows(app)).toEqual([false]);
    await tray.click('Open Quayside');
    await expect.poll(() => shownWindows(app)).toEqual([true]);
    await closeWindow(app);
    await expect.poll(() => shownWindows(app)).toEqual([false]);
    expect(await startAgain(home, 'quayside://settings?find=tray')).toBe(0);
    await expect.poll(() => shownWindows(app)).toEqual([true]);
    await expect(page.getByRole('heading', { name: 'Keep running in the tray' })).toBeVisible();
    const ended = app.waitForEvent('close');
    await tray.click('Quit Quayside');
    await ended;
  });

  test('remote access stands in the menu, and a pairing code is one click away', async ({ launch, home }) => {
    const remotePort = Number(await freePort());
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ remoteAutostart: true, remotePort }));
    const { app, page } = await launch();
    const tray = await TrayPage.of(app);
    const url = `http://127.0.0.1:${remotePort}`;
    const rows = [url, 'Copy address', 'Show pairing code'];
    await expect.poll(() => tray.labels('Remote access: on, no viewers'), RENEWED).toEqual(rows);
    await tray.click('Remote access: on', 'Show pairing code');
    await expect(page.getByLabel(/^Code [A-Z0-9]{4}-[A-Z0-9]{4}$/)).toBeVisible();
    // A reload would make another code otherwise.
    await expect(page).toHaveURL(/#\/remote$/);
  });

  test('closing quits where the setting says so', async ({ app, page }) => {
    await page.goto('app://quayside/#/settings?find=tray');
    await page.getByRole('switch', { name: 'Keep running in the tray' }).click();
    await expect(page.getByRole('switch', { name: 'Keep running in the tray' })).not.toBeChecked();
    const ended = app.waitForEvent('close');
    await closeWindow(app);
    await ended;
  });

  test.describe('where nothing shows a tray', () => {
    test.use({ hasHost: false });

    test('closing quits: nobody is left with a program that cannot be found', async ({ app, page }) => {
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
      const ended = app.waitForEvent('close');
      await closeWindow(app);
      await ended;
    });
  });

  test('it starts with the system while the setting says so', async ({ page, home }) => {
    const file = join(home, 'config', 'autostart', 'quayside.desktop');
    const lineOf = (key: string): string | undefined =>
      existsSync(file)
        ? readFileSync(file, 'utf8')
            .split('\n')
            .find((line) => line.startsWith(key))
        : undefined;
    await page.goto('app://quayside/#/settings?find=autostart');
    const start = page.getByRole('switch', { name: 'Start with the system' });
    await expect(start).not.toBeChecked();
    await expectAccessible(page, 'the settings of window and tray');
    expect(existsSync(file)).toBe(false);
    await start.click();
    await expect.poll(() => lineOf('Exec=')).toMatch(/^Exec=.* --hidden$/);
    await page.getByRole('switch', { name: 'Start without the window' }).click();
    await expect.poll(() => lineOf('Exec=')).not.toContain('--hidden');
    expect(lineOf('Exec=')).toBeDefined();
    await start.click();
    await expect.poll(() => existsSync(file)).toBe(false);
  });

  test('started hidden there is the tray and no window, until somebody asks for it', async ({ home, appEnv }) => {
    const { args, env } = startOptions(home, appEnv);
    const app = await launchApp({ args: [...args, '--hidden'], env });
    try {
      const tray = await TrayPage.of(app);
      await expect.poll(() => tray.labels(), RENEWED).toContain('Open Quayside');
      expect(await shownWindows(app)).toEqual([]);
      // Signing in twice starts it twice.
      expect(await startAgain(home, '--hidden')).toBe(0);
      expect(await shownWindows(app)).toEqual([]);
      const made = app.waitForEvent('window');
      expect(await startAgain(home)).toBe(0);
      await expect((await made).getByRole('navigation', { name: 'Main' })).toBeVisible();
      await expect.poll(() => shownWindows(app)).toEqual([true]);
    } finally {
      await app.close();
    }
  });
});

// The window itself: that it opens, is closed to the outside, and comes back as it was left.
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContainersPage } from '../pages/containers-page.ts';
import { expect, type Launched, startAgain, test } from './fixture.ts';

test('the window opens with the page in it', async ({ app, page }) => {
  await expect(page).toHaveTitle('Quayside');
  expect(page.url()).toMatch(/^app:\/\/quayside\//);
  await expect(page.locator('#root > *').first()).toBeVisible();
  const shown = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => [window.isVisible(), window.getMinimumSize()]),
  );
  expect(shown).toEqual([[true, [900, 600]]]);
});

test('the page has nothing of Node or Electron', async ({ page }) => {
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'global', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(found).toEqual([]);
});

test('scripts come from the app alone: none inline, no eval, no HTML from strings', async ({ page, complaints }) => {
  const result = await page.evaluate(async () => {
    // What DevTools evaluate may use eval for as long as the first turn lasts; the page itself may not.
    await new Promise((resolve) => setTimeout(resolve, 10));
    const script = document.createElement('script');
    const blocked: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
    const attempt = (act: () => void): string => {
      try {
        act();
        return 'done';
      } catch (error) {
        return error instanceof Error ? error.name : 'unknown';
      }
    };
    const inline = attempt(() => {
      script.textContent = 'window.wasInline = true';
      document.head.append(script);
    });
    const evaluated = attempt(() => {
      (0, eval)('window.wasEvaluated = true');
    });
    const html = attempt(() => {
      document.createElement('div').innerHTML = '<b>bold</b>';
    });
    const away = await fetch('http://127.0.0.1:9/').then(
      () => 'done',
      () => 'refused',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { evaluated, html, inline, away, ran: 'wasInline' in window || 'wasEvaluated' in window, blocked };
  });
  expect(result.ran).toBe(false);
  expect(result.evaluated).toBe('EvalError');
  expect(result.html).toBe('TypeError');
  expect(result.away).toBe('refused');
  expect(result.blocked).toEqual(expect.arrayContaining(['require-trusted-types-for', 'connect-src']));
  complaints.length = 0; // asked for
});

test('every answer carries the policy, and only files of the build are answered', async ({ page, complaints }) => {
  const answers = await page.evaluate(async () => {
    const ask = async (path: string, method = 'GET'): Promise<[number, string | null, string | null]> => {
      const answer = await fetch(path, { method });
      return [
        answer.status,
        answer.headers.get('content-security-policy'),
        answer.headers.get('x-content-type-options'),
      ];
    };
    return {
      page: await ask('/'),
      outside: await ask('/..%2f..%2fpackage.json'),
      missing: await ask('/assets/none.js'),
      post: await ask('/', 'POST'),
    };
  });
  expect(answers.page[0]).toBe(200);
  for (const [, policy, sniff] of Object.values(answers)) {
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(sniff).toBe('nosniff');
  }
  expect([answers.outside[0], answers.missing[0], answers.post[0]]).toEqual([404, 404, 404]);
  complaints.length = 0; // Chromium writes each 404 to the console
});

test('the window neither navigates nor opens another', async ({ app, page, complaints }) => {
  await expect(page).toHaveURL(/#\/containers/); // the first screen has its address
  const before = page.url();
  const opened = await page.evaluate(() => {
    const other = window.open('https://example.invalid/');
    location.assign('https://example.invalid/');
    const link = Object.assign(document.createElement('a'), { href: 'https://example.invalid/', target: '_blank' });
    document.body.append(link);
    link.click();
    return other !== null;
  });
  expect(opened).toBe(false);
  // A navigation that was let through would have begun before this next answer of the page comes.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  expect(page.url()).toBe(before);
  expect(app.windows()).toHaveLength(1);
  // Asked of Electron: Playwright would wait for the end of a navigation that never began.
  const titles = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getTitle()),
  );
  expect(titles).toEqual(['Quayside']);
  complaints.length = 0;
});

test('permissions are refused', async ({ page }) => {
  const states = await page.evaluate(async () => {
    const ask = async (name: string): Promise<string> =>
      (await navigator.permissions.query({ name } as PermissionDescriptor)).state;
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      (error: Error) => error.name,
    );
    const place = await new Promise<string>((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        () => resolve('refused'),
      ),
    );
    return {
      camera,
      place,
      notifications: await Notification.requestPermission(),
      midi: await ask('midi'),
      clipboard: await ask('clipboard-read'),
    };
  });
  expect(states.camera).not.toBe('granted');
  expect(states.place).toBe('refused');
  expect([states.notifications, states.midi, states.clipboard]).toEqual(['denied', 'denied', 'denied']);
});

test('the window comes back where it was left, and its folder is closed to others', async ({ launch, home }) => {
  const bounds = { x: 120, y: 60, width: 1010, height: 690 };
  const first = await launch();
  const boundsOf = ({ app }: typeof first) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await first.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds);
  // The X server answers later, and until then the size is still the old one.
  await expect.poll(() => boundsOf(first)).toEqual(bounds);
  await first.close();
  const second = await launch();
  await expect.poll(() => boundsOf(second)).toEqual(bounds);
  expect(statSync(home).mode & 0o777).toBe(0o700);
});

test('a signal to end it is as good as quitting', async ({ app, page }) => {
  // By then everything is loaded that listens for signals.
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Images' })).toBeVisible();
  const ended = once(app.process(), 'exit');
  app.process().kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('a second start shows the first window and ends', async ({ app, home }) => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(await startAgain(home)).toBe(0);
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible())))
    .toEqual([true]);
});

test('a link opens its screen in the window that runs, and one can go back', async ({ page, home }) => {
  await expect(page.getByRole('heading', { name: 'Containers', level: 1 })).toBeVisible();
  expect(await startAgain(home, 'quayside://settings?find=theme')).toBe(0);
  await expect(page.getByRole('searchbox', { name: 'Search the settings' })).toHaveValue('theme');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('heading', { name: 'Containers', level: 1 })).toBeVisible();
});

test('a settings file that is no JSON is kept aside and told', async ({ launch, home }) => {
  writeFileSync(join(home, 'settings.json'), '{"theme": "dark"');
  const { page } = await launch();
  const notice = page.getByRole('alert').filter({ hasText: "The settings file couldn't be read." });
  await expect(notice).toContainText(/kept beside the new one as settings\.json\.broken-/);
  const kept = readdirSync(home).find((name) => name.startsWith('settings.json.broken-')) ?? '';
  expect(readFileSync(join(home, kept), 'utf8')).toBe('{"theme": "dark"');
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);
});

test('a home that another program uses is left alone', async ({ home }) => {
  const { pid } = process;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  writeFileSync(join(home, 'home.lock'), JSON.stringify({ pid, program: 'Quayside without a display', started }));
  expect(await startAgain(home)).toBe(1);
  expect(readFileSync(join(home, 'home.lock'), 'utf8')).toContain('without a display');
});

test('the zoom of the settings is the window’s, by keys and after a restart', async ({ launch }) => {
  const zoomOf = ({ app }: Launched): Promise<number | undefined> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor());
  const first = await launch();
  await expect(first.page.getByRole('heading', { name: 'Containers', level: 1 })).toBeVisible();
  await first.page.keyboard.press('Control+=');
  await first.page.keyboard.press('Control+=');
  await expect.poll(() => zoomOf(first)).toBeCloseTo(1.25);
  await first.page.keyboard.press('Control+-');
  await expect.poll(() => zoomOf(first)).toBeCloseTo(1.1);
  await first.close();
  const second = await launch();
  await expect.poll(() => zoomOf(second)).toBeCloseTo(1.1);
  await expect(second.page.getByRole('heading', { name: 'Containers', level: 1 })).toBeVisible();
  await second.page.keyboard.press('Control+0');
  await expect.poll(() => zoomOf(second)).toBeCloseTo(1);
});

test.describe('a page that crashes', () => {
  test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

  test('is back at the same place within 3 s', async ({ app, page, complaints }) => {
    const list = new ContainersPage(page);
    await list.open('shop-api-1');
    await page.getByRole('tab', { name: 'Stats' }).click();
    await expect(page).toHaveURL(/\/stats/);
    const url = page.url();
    const crashed = Date.now();
    // Playwright gives a crashed page up, so Electron is asked for what the new one shows.
    const shown = await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (!contents) return [];
      const loaded = new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()));
      contents.forcefullyCrashRenderer();
      await loaded;
      const tab: unknown = await contents.executeJavaScript(`new Promise((resolve) => {
        const look = () => {
          const tab = document.querySelector('[role="tab"][aria-selected="true"]');
          if (tab) resolve(tab.textContent);
          else requestAnimationFrame(look);
        };
        look();
      })`);
      return [contents.getURL(), tab];
    });
    expect(shown).toEqual([url, 'Stats']);
    expect(Date.now() - crashed).toBeLessThan(3000);
    complaints.length = 0;
  });
});

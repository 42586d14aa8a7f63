// The frame: where one is and gets to, by keys alone, at every size.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { expect, test } from './fixture.ts';

test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const start = async (page: Page): Promise<void> => expect(new ContainersPage(page).row('shop-api-1')).toBeVisible();

test('screens by keys, back and forward, and each address brings its screen', async ({ page }) => {
  await start(page);
  await page.keyboard.press('Control+1');
  await expect(heading(page, 'Overview')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Overview' })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Control+,');
  await expect(heading(page, 'Settings')).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(heading(page, 'Overview')).toBeVisible();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(heading(page, 'Settings')).toBeVisible();
  await page.keyboard.press('Control+2');
  await start(page);
  await page.evaluate(() => (location.hash = '#/containers?filter=shop-api'));
  await expect(new ContainersPage(page).row('shop-web-1')).toHaveCount(0);
  await start(page);
});

test('the sidebar folds to a rail with names for everybody, and stays so after a restart', async ({ launch }) => {
  const first = await launch();
  await first.page.setViewportSize({ width: 1280, height: 800 });
  await start(first.page);
  const width = (page: Page): Promise<number> =>
    page.getByRole('navigation', { name: 'Main' }).evaluate((nav) => nav.getBoundingClientRect().width);
  expect(await width(first.page)).toBe(208);
  await first.page.keyboard.press('Control+b');
  await expect.poll(() => width(first.page)).toBe(52);
  await expect(first.page.getByRole('link', { name: 'Containers' })).toBeVisible();
  await first.close();
  const { page } = await launch();
  await page.setViewportSize({ width: 1280, height: 800 });
  await start(page);
  await expect.poll(() => width(page)).toBe(52);
});

test('F6 goes round the landmarks, Shift+F6 back, and the first link skips to the content', async ({ page }) => {
  await start(page);
  const place = (): Promise<string> =>
    page.evaluate(() => document.activeElement?.closest('header, nav, main, footer')?.tagName ?? '');
  const seen: string[] = [];
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('F6');
    seen.push(await place());
  }
  expect([...seen].sort()).toEqual(['FOOTER', 'HEADER', 'MAIN', 'NAV']);
  await page.keyboard.press('Shift+F6');
  expect(await place()).toBe(seen[2]);
  await page.getByRole('link', { name: 'Skip to the content' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('the status bar names the engine and offers the contexts', async ({ page }) => {
  await start(page);
  const bar = page.getByRole('contentinfo');
  await expect(bar.getByRole('button', { name: /^CPU/ })).toBeVisible({ timeout: 25_000 });
  await bar.getByRole('button', { name: /Simulated data/ }).click();
  await expect(page.getByRole('menuitemcheckbox', { checked: true })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Docker settings' }).click();
  await expect(page.getByRole('heading', { name: 'Docker', level: 2 })).toBeInViewport();
});

test('a page that is loaded again gets a link of its own', async ({ page }) => {
  await start(page);
  await expect(page.getByRole('contentinfo')).toContainText('Live');
  await page.reload();
  await start(page);
  await expect(page.getByRole('contentinfo')).toContainText('Live');
});

for (const [width, height] of [
  [900, 600],
  [1920, 1080],
  [640, 400], // 1280x800 at 200 %
  [390, 844],
  [320, 256], // 1280x1024 at 400 %: reflow (WCAG 1.4.10)
] as const) {
  test(`nothing is cut off or out of reach at ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const [address, name] of [
      ['/overview', 'Overview'],
      ['/settings', 'Settings'],
    ] as const) {
      await page.evaluate((to) => (location.hash = `#${to}`), address);
      await expect(heading(page, name)).toBeVisible();
      const over = await page.evaluate(() => {
        const main = document.querySelector('main');
        return Math.max(
          document.documentElement.scrollWidth - innerWidth,
          main === null ? 999 : main.scrollWidth - main.clientWidth,
        );
      });
      expect({ address, over }).toEqual({ address, over: 0 });
      const screens = page.getByRole('navigation', { name: 'Main' });
      for (const link of ['Overview', 'Containers'])
        await expect(screens.getByRole('link', { name: link })).toBeInViewport();
      // The bar of a phone has room for some, and one that leads to the others.
      const last =
        width < 640 ? screens.getByRole('button', { name: 'More' }) : screens.getByRole('link', { name: 'Settings' });
      await expect(last).toBeInViewport();
    }
  });
}

test('a canvas whose graphics came back is drawn again at once', async ({ page }) => {
  const list = new ContainersPage(page);
  await list.open('shop-api-1');
  await page.getByRole('tab', { name: 'Stats' }).click();
  const canvas = page.locator('.uplot canvas').first();
  const inked = (): Promise<number> =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data;
      return Array.from(pixels ?? []).filter((value) => value > 0).length;
    });
  await expect.poll(inked).toBeGreaterThan(0);
  const [empty, again] = await canvas.evaluate(async (element: HTMLCanvasElement) => {
    const context = element.getContext('2d');
    const count = (): number => {
      const pixels = context?.getImageData(0, 0, element.width, element.height).data;
      return Array.from(pixels ?? []).filter((value) => value > 0).length;
    };
    context?.clearRect(0, 0, element.width, element.height);
    const before = count();
    element.dispatchEvent(new Event('contextrestored'));
    await Promise.resolve(); // an observer's turn, too short for a new value from the engine
    await Promise.resolve();
    return [before, count()];
  });
  expect(empty).toBe(0);
  expect(again).toBeGreaterThan(0);
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the overview, folded and at phone width, ${theme}`, async ({ page }) => {
    test.setTimeout(60_000);
    await page.emulateMedia({ colorScheme: theme });
    await start(page);
    await page.keyboard.press('Control+1');
    await expect(heading(page, 'Overview')).toBeVisible();
    await expect(page.locator('.busy').first()).toBeVisible({ timeout: 25_000 });
    await expectAccessible(page, 'overview');
    await page.keyboard.press('Control+b');
    await expectAccessible(page, 'overview with rail');
    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(page, 'overview on a phone');
  });
}

test('forced colours, more contrast and less motion are followed', async ({ page }) => {
  await start(page);
  await page.emulateMedia({ forcedColors: 'active' });
  await page.keyboard.press('Control+1');
  await expect(page.locator('.nav[aria-current="page"]')).toHaveCSS('outline-style', 'solid');
  await page.emulateMedia({ forcedColors: 'none', contrast: 'more', reducedMotion: 'reduce' });
  const style = await page.evaluate(() => {
    const css = getComputedStyle(document.documentElement);
    return [
      css.getPropertyValue('--border') === css.getPropertyValue('--border-strong'),
      css.getPropertyValue('--t-base'),
    ];
  });
  expect(style).toEqual([true, '0s']);
});

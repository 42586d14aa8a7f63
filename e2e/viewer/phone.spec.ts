// A phone on the network, and axe on what only a browser shows.
import { expectAccessible } from '../pages/axe.ts';
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { expect, test } from './fixture.ts';

test.use({ serverEnv: { QUAYSIDE_ENGINE: 'simulated' } });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('axe finds nothing at the door, in the list, in a log and in Remote access', async ({
      page,
      server,
      enter,
    }) => {
      test.setTimeout(60_000);
      await page.goto(server.url);
      await expect(new SignInPage(page).code).toBeVisible();
      await expectAccessible(page, 'pairing');
      await page.getByRole('radio', { name: 'Name and password' }).click();
      await expectAccessible(page, 'password');
      await enter('admin');
      await page.getByRole('button', { name: /what this role allows/ }).click();
      await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
      await expectAccessible(page, 'role');
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Remote access' }).click();
      await page.getByRole('button', { name: 'Make a code' }).click();
      await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
      await expect(page.getByRole('cell', { name: 'Paired', exact: true })).toBeVisible();
      await expectAccessible(page, 'remote access');
    });

    test('a phone reaches every screen, and each fits it', async ({ page, enter }) => {
      test.setTimeout(60_000);
      await page.setViewportSize({ width: 390, height: 844 });
      await enter('admin');
      const nav = page.getByRole('navigation', { name: 'Main' });
      const fits = async (name: string): Promise<void> => {
        await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
        await expectAccessible(page, name);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(390);
      };
      for (const name of ['Overview', 'Containers', 'Logs', 'Activity']) {
        await nav.getByRole('link', { name }).click();
        await fits(name);
      }
      for (const name of ['Host', 'Remote access', 'Settings']) {
        // By keys, as one with a keyboard at the phone would.
        await nav.getByRole('button', { name: 'More' }).press('Enter');
        const item = page.getByRole('menuitem', { name });
        expect((await item.boundingBox())?.height).toBeGreaterThanOrEqual(44);
        await item.press('Enter');
        await fits(name);
        await expect(nav.getByRole('button', { name: 'More' })).toHaveAttribute('aria-current', 'true');
      }
    });

    test('a phone: the screens along the lower edge, nothing beside the page', async ({ page, enter }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await enter('viewer');
      const list = new ContainersPage(page);
      const detail = new ContainerPage(page);
      await expect(list.row('shop-api-1')).toBeVisible();
      await expectAccessible(page, 'list');
      const nav = await page.getByRole('navigation', { name: 'Main' }).boundingBox();
      expect(nav?.y).toBeGreaterThan(760);
      for (const link of await page.getByRole('navigation', { name: 'Main' }).getByRole('link').all()) {
        const box = await link.boundingBox();
        expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
      }
      await list.open('shop-api-1');
      await expect(detail.logRows.first()).toBeVisible();
      await expectAccessible(page, 'log');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    });
  });
}

test('it can be installed: a manifest whose pictures are there, under the page’s policy', async ({
  page,
  server,
  enter,
}) => {
  await enter('viewer');
  const href = await page.locator('link[rel="manifest"]').getAttribute('href');
  const answer = await page.request.get(new URL(href ?? '', server.url).href);
  expect(answer.headers()['content-type']).toContain('application/manifest+json');
  const manifest = (await answer.json()) as { display: string; icons: { src: string; sizes: string; type: string }[] };
  expect(manifest.display).toBe('standalone');
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
  for (const { src, type } of manifest.icons) {
    const icon = await page.request.get(`${server.url}${src}`);
    expect([icon.status(), icon.headers()['content-type']]).toEqual([200, type]);
  }
});

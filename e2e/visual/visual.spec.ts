// What only made data shows at will: six pictures against the last good ones, and a job that never ends. After a wanted
// change: npx playwright test --project=visual --update-snapshots
import { expect, test } from './gallery-window.ts';
import { HELD, SHOTS } from './shots.ts';

for (const [name, theme] of HELD) {
  test(`${name}, ${theme}`, async ({ show }) => {
    const shot = SHOTS.find((one) => one.name === name);
    if (!shot) throw new Error(`There is no shot "${name}".`);
    const page = await show(shot, theme);
    // Edges of letters may differ with the graphics. With a wider threshold one entry more in the sidebar passed.
    await expect(page).toHaveScreenshot(`${name}-${theme}.png`, {
      maxDiffPixels: 60,
      threshold: 0.1,
      animations: 'disabled',
    });
  });
}

test('a job that runs stands in the top bar, and a click opens Activity', async ({ show }) => {
  const page = await show({ name: 'job', address: '/settings' }, 'dark');
  await page.getByRole('banner').getByRole('button', { name: 'Pull node:24-alpine, 62 %. Open Activity' }).click();
  await expect(page.getByRole('region', { name: 'Jobs' })).toContainText('Pull node:24-alpine');
  await show({ name: 'no job', address: '/settings', query: { empty: '' } }, 'dark');
  await expect(page.getByRole('banner').getByRole('button', { name: /Open Activity/ })).toHaveCount(0);
});

// Six pictures against the last good ones. After a wanted change: npx playwright test --project=visual --update-snapshots
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

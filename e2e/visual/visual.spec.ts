// Six pictures against the last good ones. After a wanted change: npx playwright test --project=visual --update-snapshots
import { expect, test } from './gallery-window.ts';
import { HELD, SHOTS } from './shots.ts';

for (const [name, theme] of HELD) {
  test(`${name}, ${theme}`, async ({ show }) => {
    const shot = SHOTS.find((one) => one.name === name);
    if (!shot) throw new Error(`There is no shot "${name}".`);
    const page = await show(shot, theme);
    // Edges of letters differ with the graphics; a moved or recoloured part does not pass.
    await expect(page).toHaveScreenshot(`${name}-${theme}.png`, { maxDiffPixelRatio: 0.01, animations: 'disabled' });
  });
}

// Writes docs/screenshots; somebody looks at each beside its mock-up.
import { expect, test } from './gallery-window.ts';
import { SHOTS } from './shots.ts';

const FOLDER = new URL('../../docs/screenshots/', import.meta.url).pathname;

for (const shot of SHOTS) {
  for (const theme of ['dark', 'light'] as const) {
    // Other sizes show the layout, not the colours again.
    if (shot.width !== undefined && theme === 'light') continue;
    test(`${shot.name}, ${theme}`, async ({ show }) => {
      const page = await show(shot, theme);
      const picture = await page.screenshot({ path: `${FOLDER}${shot.name}-${theme}.png`, animations: 'disabled' });
      expect(picture.byteLength).toBeLessThan(450_000);
    });
  }
}

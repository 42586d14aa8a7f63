// What only made data shows at will: pictures against the last good ones, and states that never end. After a wanted
// change: npm test -- visual --update-snapshots
import { expect, test } from './gallery-window.ts';
import { HELD, SHOTS } from './shots.ts';
import type { Shot } from './shots/shot.ts';

const shotOf = (name: string): Shot => {
  const shot = SHOTS.find((one) => one.name === name);
  if (!shot) throw new Error(`There is no shot "${name}".`);
  return shot;
};

for (const [name, theme] of HELD) {
  test(`${name}, ${theme}`, async ({ show }) => {
    const page = await show(shotOf(name), theme);
    // Edges of letters may differ with the graphics. With a wider threshold one entry more in the sidebar passed.
    await expect(page).toHaveScreenshot(`${name}-${theme}.png`, {
      maxDiffPixels: 60,
      threshold: 0.1,
      animations: 'disabled',
    });
  });
}

for (const theme of ['light', 'dark'] as const) {
  // The pane alone: what is around it has pictures of its own, and every glyph in it is of the bundled font.
  test(`lines that break log viewers, ${theme}`, async ({ show }) => {
    const page = await show(shotOf('log-odd'), theme);
    await expect(page.getByRole('log').getByRole('listitem').filter({ hasText: 'the last line' })).toBeVisible();
    await expect(page.getByRole('log')).toHaveScreenshot(`log-odd-${theme}.png`, {
      maxDiffPixels: 60,
      threshold: 0.1,
      animations: 'disabled',
    });
  });
}

test('wide, joined and backward writing fills its cells, whatever font it is drawn in', async ({ show }) => {
  const page = await show(shotOf('log-wide'), 'dark');
  await expect(page.getByRole('log').getByRole('listitem').filter({ hasText: '0123456789|' })).toBeVisible();
  // Each line has ten cells before its bar, so the bars stand one below the other.
  const bars = await page.locator('.xterm-rows').evaluate((rows) =>
    [...rows.children].flatMap((row) => {
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = (node.textContent ?? '').indexOf('|');
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return [range.getBoundingClientRect().left];
      }
      return [];
    }),
  );
  expect(bars).toHaveLength(8);
  for (const bar of bars) expect(Math.abs(bar - (bars[0] ?? 0))).toBeLessThan(1);
});

test('a job that runs stands in the top bar, and a click opens Activity', async ({ show }) => {
  const page = await show({ name: 'job', address: '/settings' }, 'dark');
  await page.getByRole('banner').getByRole('button', { name: 'Pull node:24-alpine, 62 %. Open Activity' }).click();
  await expect(page.getByRole('region', { name: 'Jobs' })).toContainText('Pull node:24-alpine');
  await show({ name: 'no job', address: '/settings', query: { empty: '' } }, 'dark');
  await expect(page.getByRole('banner').getByRole('button', { name: /Open Activity/ })).toHaveCount(0);
});

// What Quayside itself takes, in the status bar and in full.
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from './fixture.ts';

test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the status bar tells it, and a click shows each process and stream', async ({ app, page }) => {
      const button = page
        .getByRole('contentinfo')
        .getByRole('button', { name: /^Quayside [\d.]+.%, [\d.]+.MiB, \d+ stream/ });
      await button.press('Enter');
      const details = page.getByRole('dialog', { name: 'What Quayside takes' });
      await expect(details.getByRole('row', { name: /^Program [\d.]+.% [\d.]+.MiB$/ })).toBeVisible();
      await expect(details.getByRole('row', { name: /^Window [\d.]+.% [\d.]+.MiB$/ })).toHaveCount(1);
      const total = await details.getByRole('row', { name: /^Together/ }).textContent();
      const mebibytes = Number(/([\d.]+)\u202fMiB/.exec(total ?? '')?.[1]);
      // As the system counts what each process holds, what they share counted for each: more than there is.
      const held = await app.evaluate(({ app: electron }) =>
        electron.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize / 1024, 0),
      );
      expect(mebibytes).toBeGreaterThan(held / 5);
      expect(mebibytes).toBeLessThan(held);
      await expectAccessible(page, 'own cost');
      await page.keyboard.press('Escape');
      await expect(details).toHaveCount(0);
      await expect(button).toBeFocused();
    });
  });
}

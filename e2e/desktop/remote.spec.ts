// The second door as its owner meets it: off at first, on and off while the program runs.
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from './fixture.ts';

test.use({ appEnvOption: { QUAYSIDE_ENGINE: 'simulated' } });

test('remote access is off, goes on, shows a code, and frees its port when it goes off', async ({ page }) => {
  await page.getByRole('link', { name: 'Remote access' }).click();
  await expect(page.getByRole('heading', { name: 'Remote access is off' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make a code' })).toHaveCount(0);
  await expectAccessible(page, 'off');
  const port = page.getByRole('textbox', { name: 'Port' });
  await port.fill('99999');
  await expect(page.getByText('A port is a number from 1 to 65535.')).toBeVisible();
  const free = String(20_000 + (process.pid % 20_000));
  await port.fill(free);
  await port.press('Enter');

  const door = page.getByRole('switch', { name: 'Remote access', exact: true });
  await door.click();
  await expect(page.getByRole('heading', { name: 'Remote access is on' })).toBeVisible({ timeout: 15_000 });
  const url = `http://127.0.0.1:${free}`;
  await expect(page.getByText(url, { exact: true })).toBeVisible();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await expect(page.getByRole('contentinfo')).toContainText('0 viewers');
  await page.getByRole('radio', { name: 'Operator' }).click();
  await page.getByRole('button', { name: 'Make a code' }).click();
  await expect(page.getByText(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Made a pairing code' })).toBeVisible();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText(/^All \d+ records are whole/)).toBeVisible();
  await expectAccessible(page, 'on');

  await door.click();
  await expect(page.getByRole('heading', { name: 'Remote access is off' })).toBeVisible();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

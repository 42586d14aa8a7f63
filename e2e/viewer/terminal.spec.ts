// A terminal over the network: what is typed while the network is away is neither sent nor forgotten silently.
import { expectAccessible } from '../pages/axe.ts';
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { remove, runScript, unique } from '../pages/docker.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { expect, test } from './fixture.ts';

test('a terminal says that nothing is sent while the network is away, and what was lost when it is back', async ({
  page,
  server,
  complaints,
}) => {
  const name = unique('away');
  await runScript(name, 'sleep 1000');
  const network = await startCuttingProxy(server.url);
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  await page.goto(`${network.url}/#token=${server.token}`);
  await list.open(name);
  await detail.tab('Terminal').click();
  await expect(detail.terminalText).toContainText('#');

  network.cut();
  const foot = page.getByRole('alert');
  await expect(foot).toHaveText("Not connected. What is typed here isn't sent.");
  await expectAccessible(page, 'away');
  await page.keyboard.type('echo lost\n');
  await expect(foot).toHaveText("Not connected. What is typed here isn't sent; some was typed already.");

  network.mend();
  await expect(foot).toContainText("What was typed while the terminal wasn't connected wasn't sent.", {
    timeout: 15_000,
  });
  await foot.getByRole('button', { name: 'Dismiss' }).click();
  await expect(foot).toHaveCount(0);
  await detail.terminalText.locator('xpath=ancestor::*[contains(@class, "term-host")]').click();
  await page.keyboard.type('echo back-$((40+2))\n');
  await expect(detail.terminalText).toContainText('back-42');
  await expect(detail.terminalText).not.toContainText('lost');

  // The browser itself notes each request that failed.
  const own = complaints.splice(0).filter((text) => !/WebSocket connection to|ERR_/.test(text));
  expect(own).toEqual([]);
  await page.close();
  network.close();
  await remove(name);
});

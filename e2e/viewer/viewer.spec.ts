// A browser on the network, from the pairing code to being revoked, on a real engine.
import { ContainerPage } from '../pages/container-page.ts';
import { ContainersPage } from '../pages/containers-page.ts';
import { docker, remove, runScript, unique } from '../pages/docker.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { expect, listen, roleChip, test } from './fixture.ts';
import { startNoWebsocketProxy } from './no-websocket-proxy.ts';

test('a device is let in by hand, watches live, may not act, and is out within a second when it is revoked', async ({
  page,
  server,
  browser,
  complaints,
}) => {
  const name = unique('watched');
  await runScript(name, 'i=0; while :; do i=$((i+1)); echo "tick $i"; sleep 0.2; done');

  // The owner: whoever holds the address that the start printed.
  const owner = await browser.newPage();
  listen(owner, complaints);
  await owner.goto(`${server.url}/#token=${server.token}`);
  await owner.getByRole('link', { name: 'Remote access' }).click();
  const code = await server.code('viewer', { confirm: true });

  const signIn = new SignInPage(page);
  await page.goto(server.url);
  await signIn.code.fill(code);
  await signIn.deviceName.fill("Mara's phone");
  await signIn.pair.click();
  await expect(page.getByRole('heading', { name: 'Waiting for the owner' })).toBeVisible();
  const question = owner.getByRole('alertdialog', { name: "Let Mara's phone in as Viewer?" });
  await expect(question).toContainText('127.0.0.1');
  await question.getByRole('button', { name: 'Let in' }).click();

  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  await expect(list.row(name)).toContainText('Up');
  await expect(list.row(name).getByRole('button', { name: 'Stop' })).toHaveCount(0);
  await list.open(name);
  await expect(detail.logRows.filter({ hasText: 'tick' }).first()).toBeVisible();
  const before = await detail.logRows.last().innerText();
  await expect(detail.logRows.last()).not.toHaveText(before);
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0);
  await expect(detail.tab('Terminal')).toHaveCount(0);

  const row = owner.getByRole('row').filter({ hasText: "Mara's phone" }).first();
  await expect(row).toContainText(`${name}, Logs`);
  await expect(row).toContainText(/\d\u202fms round trip/);
  await expect(owner.getByText(/^[\d.]+\u202f(B|kB|MB)\/s$/)).toBeVisible();
  await detail.tab('Stats').click();
  const chart = detail.panel.getByRole('img', { name: /^CPU, last 60 seconds/ });
  await expect(chart).toHaveAttribute('aria-label', /now \d+\.\d/, { timeout: 15_000 });

  // An address can name what the role has not.
  await page.goto(page.url().replace(/\/stats.*$/, '/terminal'));
  await expect(page.getByText("Your role can't open this.")).toBeVisible();
  await page.goto(`${server.url}/#/remote`);
  await expect(page.getByText("Your role can't open this.")).toBeVisible();

  await row.getByRole('button', { name: "Revoke Mara's phone" }).click();
  await owner.getByRole('button', { name: 'Revoke 1 device' }).click();
  await expect(page.getByText('This device is no longer paired.')).toBeVisible({ timeout: 1000 });
  await page.reload();
  await expect(signIn.code).toBeVisible();
  await owner.close();
  await remove(name);
});

test('an operator stops and starts, and sees nothing of who may come in', async ({ page, enter }) => {
  const name = unique('operated');
  await runScript(name, 'trap "exit 0" TERM; while :; do sleep 0.1; done');
  await enter('operator');
  const list = new ContainersPage(page);
  await list.act(name, 'Stop');
  await expect(list.row(name)).toContainText('Exited (0)');
  expect(await docker('inspect', '-f', '{{.State.Running}}', name)).toBe('false');
  await list.act(name, 'Start');
  await expect(list.row(name)).toContainText('Up');
  await expect(page.getByRole('link', { name: 'Remote access' })).toHaveCount(0);
  await page.getByRole('button', { name: roleChip }).click();
  await expect(page.getByText('Start, stop and restart containers')).toBeVisible();
  await expect(page.getByText('Read the audit log')).toHaveCount(0);
  await remove(name);
});

test('a scope shows one container and no other', async ({ page, enter }) => {
  const [mine, other] = [unique('mine'), unique('other')];
  await runScript(mine, 'sleep 1000');
  await runScript(other, 'sleep 1000');
  await enter('viewer', { scope: { containers: [mine] } });
  const list = new ContainersPage(page);
  await expect(list.row(mine)).toBeVisible();
  await expect(list.row(other)).toHaveCount(0);
  await remove(mine, other);
});

test('the server goes and comes back: the place is kept and the log is whole', async ({
  page,
  server,
  enter,
  complaints,
}) => {
  const name = unique('whole');
  await runScript(name, 'i=0; while :; do i=$((i+1)); echo "tick $i"; sleep 0.5; done');
  await enter('viewer');
  const list = new ContainersPage(page);
  const detail = new ContainerPage(page);
  await list.open(name);
  await expect(detail.logRows.last()).toContainText('tick');
  const address = page.url();
  await server.stop();
  await expect(page.getByText(/Connection lost\./).first()).toBeVisible();
  await expect(detail.logRows.filter({ hasText: 'tick' }).first()).toBeVisible();
  const last = Number(/tick (\d+)/.exec(await detail.logRows.last().innerText())?.[1]);
  await server.start();
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(page.getByRole('button', { name: 'Try now' })).toHaveCount(0);
  expect(page.url()).toBe(address);
  await expect(detail.logRows.filter({ hasText: `tick ${last + 8}` })).toHaveCount(1);
  const ticks = (await detail.logRows.allInnerTexts())
    .flatMap((text) => /tick (\d+)/.exec(text)?.[1] ?? [])
    .map(Number);
  expect(ticks).toEqual(ticks.map((_, at) => (ticks[0] ?? 0) + at));
  expect(ticks).toContain(last);
  // The browser itself notes each try in vain.
  expect(complaints.splice(0).filter((text) => !/ERR_CONNECTION_REFUSED/.test(text))).toEqual([]);
  await remove(name);
});

test('a name and a password, a reload, a second tab, and out again', async ({ page, server, context, complaints }) => {
  await server.call('users.create', { name: 'mara', role: 'viewer', password: 'correct horse battery' });
  const signIn = new SignInPage(page);
  await page.goto(server.url);
  await signIn.byPassword('mara', 'wrong horse battery');
  await expect(page.getByRole('alert')).toHaveText('The name or the password is wrong.');
  expect(complaints.splice(0)).toEqual([expect.stringContaining('401')]);
  await signIn.byPassword('mara', 'correct horse battery');
  const chip = page.getByRole('button', { name: roleChip });
  await expect(chip).toBeVisible();
  await page.reload();
  await expect(chip).toBeVisible();

  const second = await context.newPage();
  await second.goto(`${server.url}/#/overview`);
  await expect(second.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await expect(chip).toBeVisible();

  await chip.click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await expect(second.getByText('You are signed out.')).toBeVisible();
});

test('where no WebSocket goes through it is live by polling', async ({ page, server, complaints }) => {
  const proxy = await startNoWebsocketProxy(server.url);
  await page.goto(`${proxy.url}/#pair=${await server.code('viewer')}`);
  await new SignInPage(page).pair.click();
  await expect(page.getByRole('button', { name: roleChip })).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('Live by polling');
  // The browser itself notes each WebSocket that failed.
  expect(complaints.splice(0).filter((text) => !/WebSocket connection to/.test(text))).toEqual([]);
  await page.close();
  proxy.close();
});

test('how the page looks is the browser’s own affair', async ({ page, enter }) => {
  await enter('viewer');
  await page.getByRole('link', { name: 'Settings' }).click();
  // What is of the computer that is looked at is not here.
  const sections = page.getByRole('navigation', { name: 'Sections of the settings' });
  await expect(sections.getByRole('link')).toHaveText(['Appearance', 'Logs', 'Terminal', 'Charts', 'Shortcuts']);
  await expect(page.getByText('Keep logs')).toHaveCount(0);
  await page.getByRole('radio', { name: 'Light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

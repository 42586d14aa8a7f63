// What alert rules tell of real containers, and how it reaches a webhook.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AlertCondition, AlertNotice, AlertRule } from '#shared/contract/alerts.ts';
import type { CallIn, Result } from '#shared/contract/index.ts';
import { BuiltProgram, type RunningProgram } from './built-program.ts';
import { TestContainers } from './containers-of-test.ts';
import { WebhookServer } from './webhook-server.ts';

const LIMITED = ['--memory', '32m', '--memory-swap', '32m'];
/** "Within 2 s of Docker telling it": of a memory's end Docker tells up to 0.6 s late (`incident-recorder`). */
const SOON_MS = 2000;

const containers = new TestContainers();
const built = new BuiltProgram(containers.host, {});
let program: RunningProgram;
let hooks: WebhookServer;

beforeAll(async () => {
  hooks = await WebhookServer.start();
  program = await built.start();
  await vi.waitUntil(async () => (await program.poll<{ items: unknown[] }>('containers')).items.length > 0, 10_000);
});
afterAll(async () => {
  built.dispose();
  await containers.removeAll();
  await hooks.close();
});

async function noticesOf(container: string): Promise<AlertNotice[]> {
  const { items } = await program.poll<{ items: { notices: AlertNotice[] }[] }>('alert:notices');
  return items.flatMap(({ notices }) => notices).filter((one) => one.container === container);
}

/** The only notice of a container, once it is there. */
async function noticeOf(
  container: string,
  kind: AlertNotice['kind'],
  fits: (notice: AlertNotice) => boolean = () => true,
): Promise<AlertNotice> {
  let found: AlertNotice[] = [];
  await expect
    .poll(async () => (found = (await noticesOf(container)).filter((one) => one.kind === kind)).some(fits))
    .toBe(true);
  expect(found).toHaveLength(1);
  return found[0] as AlertNotice;
}

const setRule = (
  when: AlertCondition,
  container: string,
  more: Partial<CallIn<'alerts.set'>> = {},
): Promise<AlertRule> =>
  program.call('alerts.set', {
    name: `Rule for ${container}`,
    isOn: true,
    when,
    containers: { by: 'name', pattern: container },
    quietMinutes: 10,
    isShown: false,
    webhook: null,
    ...more,
  });

const removeRule = ({ rule }: AlertRule): Promise<unknown> => program.call('alerts.remove', { rule });

/** How long after Docker's own time of the end it was told. */
async function delayOf(container: string, { firstTime }: AlertNotice): Promise<number> {
  return (
    Date.parse(firstTime) - Date.parse(await containers.docker('inspect', '-f', '{{.State.FinishedAt}}', container))
  );
}

test('without a rule of one’s own an unexpected stop and the end of memory are told, each once, with its reason', async () => {
  const [failed, eaten] = await Promise.all([
    containers.run('sleep 0.3; exit 3'),
    containers.run('sleep 0.3; exec tail /dev/zero', ...LIMITED),
  ]);
  const stop = await noticeOf(failed, 'stopped');
  expect(stop).toMatchObject({ ruleName: 'Unexpected stop', count: 1 });
  expect(stop.title).toMatch(/exited with code 3$/);
  expect(stop.incident).toMatch(/^[0-9a-f]{16}$/);
  expect(await delayOf(failed, stop)).toBeLessThan(SOON_MS);
  const oom = await noticeOf(eaten, 'oom');
  expect(oom.title).toMatch(/was killed because it ran out of memory$/);
  expect(await delayOf(eaten, oom)).toBeLessThan(SOON_MS);
  expect(await noticesOf(eaten)).toHaveLength(1);
});

test('a health check that fails is told once, and what somebody stopped never', async () => {
  const [ill, stopped] = await Promise.all([
    containers.run('exec sleep 1000', '--health-cmd=exit 1', '--health-interval=200ms', '--health-retries=2'),
    containers.run('trap "exit 7" TERM; while :; do sleep 0.1; done'),
  ]);
  await containers.docker('stop', '-t', '5', stopped);
  const notice = await noticeOf(ill, 'unhealthy');
  expect(notice.title).toMatch(/became unhealthy/);
  expect(await noticesOf(ill)).toHaveLength(1);
  expect(await noticesOf(stopped)).toEqual([]);
});

test('a restart loop is one notice, counted', async () => {
  const id = await containers.run('sleep 0.2; exit 4', '--restart=on-failure:5');
  const notice = await noticeOf(id, 'loop', ({ count }) => count === 5);
  expect(notice.title).toMatch(/restarted 5 times in 10 minutes, last exit: code 4$/);
  expect((await noticesOf(id)).map(({ kind }) => kind).sort()).toEqual(['loop', 'stopped']);
});

test('a log that has errors is told with the line, from the first line of a container that was made later', async () => {
  const name = `alerts-log-${process.pid}`;
  const error = {
    kind: 'log',
    level: 'error',
    text: '',
    isPattern: false,
    matchCase: false,
    count: 1,
    minutes: 1,
  } as const;
  const rule = await setRule(error, `${name}-*`);
  const old = await containers.run(
    'echo ERROR an old line; while [ ! -e /go ]; do sleep 0.1; done; echo ERROR a new line; exec sleep 1000',
    '--name',
    `${name}-1`,
  );
  const notice = await noticeOf(old, 'log');
  expect(notice).toMatchObject({ quote: 'ERROR an old line', count: 1 });
  expect(notice.title).toBe(`${name}-1 wrote an error`);
  await containers.docker('exec', old, 'touch', '/go');
  expect(await noticeOf(old, 'log', ({ count }) => count === 2)).toMatchObject({ quote: 'ERROR a new line' });
  await removeRule(rule);
  // A private log is quoted nowhere, and lines from before a rule are no news.
  const hidden = await containers.run(
    'echo bar of before; exec sleep 1000',
    '--name',
    `${name}-2`,
    '--label',
    'quayside.logs=private',
  );
  const isListed = async (): Promise<boolean> =>
    (await program.call<Result<'containers.list'>>('containers.list', {})).containers.some((one) => one.id === hidden);
  await expect.poll(isListed).toBe(true);
  const pattern = await setRule({ ...error, level: null, text: 'b[a-z]+r', isPattern: true }, `${name}-*`);
  await containers.docker('exec', hidden, 'sh', '-c', 'echo bar > /proc/1/fd/1');
  expect(await noticeOf(hidden, 'log')).toMatchObject({ quote: null, count: 1 });
  await removeRule(pattern);
});

test('CPU above a share is told with its figure, and the engine is asked only while the rule is on', async () => {
  const name = `alerts-cpu-${process.pid}`;
  const sweeps = async (): Promise<number> => {
    const { channels } = (await (
      await fetch(`${program.url}/api/v1/connections`, { headers: { authorization: `Bearer ${program.accessToken}` } })
    ).json()) as { channels: { channel: string; subscribers: number }[] };
    return channels.filter((one) => one.channel === 'docker:stats' && one.subscribers > 0).length;
  };
  expect(await sweeps()).toBe(0);
  const rule = await setRule({ kind: 'stats', figure: 'cpu', percent: 20, minutes: 0 }, name);
  const id = await containers.run('while :; do :; done', '--name', name);
  const notice = await noticeOf(id, 'cpu');
  expect(notice.title).toMatch(/uses more than 20.% CPU, now [\d.]+.%$/);
  expect(await sweeps()).toBe(1);
  await removeRule(rule);
  expect(await sweeps()).toBe(0);
  await containers.docker('rm', '-f', id);
});

test('a webhook gets each notice signed, is tried again after a 500, and one that hangs holds up no other', async () => {
  const name = `alerts-hook-${process.pid}`;
  const secret = 'a secret of this test';
  const webhook = (path: string) => ({ url: hooks.url(path), secret, allowsLocal: true });
  const [once, hung] = await Promise.all([
    setRule({ kind: 'event', event: 'stopped' }, name, { webhook: webhook('/fail-once') }),
    setRule({ kind: 'event', event: 'stopped' }, name, { webhook: webhook('/hang') }),
  ]);
  expect(JSON.stringify(once)).not.toContain(secret);
  expect(once.webhook).toMatchObject({ host: new URL(hooks.url('/')).host, hasSecret: true, last: null });
  const id = await containers.run('exit 5', '--name', name);
  await expect.poll(() => hooks.at('/fail-once').length).toBe(2);
  const [first, second] = hooks.at('/fail-once');
  expect(second?.body).toBe(first?.body);
  expect(second?.headers['x-quayside-delivery']).toBe(first?.headers['x-quayside-delivery']);
  expect(second?.json).toMatchObject({ kind: 'notice', reason: 'stopped', container: { id, name } });
  const timestamp = second?.headers['x-quayside-timestamp'];
  const signature = createHmac('sha256', secret)
    .update(`${String(timestamp)}.${second?.body}`)
    .digest('hex');
  expect(second?.headers['x-quayside-signature']).toBe(`sha256=${signature}`);
  expect(hooks.at('/hang')).toHaveLength(1);
  await Promise.all([removeRule(once), removeRule(hung)]);
});

test('what an address may be: this computer only where allowed, no redirect is followed, a test tells its answer', async () => {
  const ask = (url: string, allowsLocal: boolean): Promise<Result<'alerts.test'>> =>
    program.call('alerts.test', { webhook: { url, allowsLocal } });
  expect(await ask(hooks.url('/tested'), true)).toMatchObject({ isDelivered: true, status: 200, body: 'thanks' });
  expect(hooks.at('/tested')[0]?.json).toMatchObject({ kind: 'test' });
  await expect(ask(hooks.url('/refused'), false)).rejects.toThrow(/which this rule does not allow/);
  // By a name that leads here: known only when it is looked up.
  const named = await ask(hooks.url('/refused').replace('127.0.0.1', 'localhost'), false);
  expect(named).toMatchObject({ isDelivered: false, status: null });
  expect(named.message).toMatch(/localhost cannot be used: .* does not allow/);
  expect(hooks.at('/refused')).toEqual([]);
  const redirected = await ask(hooks.url('/redirect'), true);
  expect(redirected).toMatchObject({ isDelivered: false, status: 302 });
  expect(redirected.message).toMatch(/redirects are not followed/);
  expect(hooks.at('/elsewhere')).toEqual([]);
  await expect(ask('not an address', true)).rejects.toThrow(/no address/);
});

test('rules and notices outlive the program', async () => {
  const rule = await setRule({ kind: 'disk', percent: 99, minutes: 5 }, 'any', { name: 'Disk nearly full' });
  const id = await containers.run('exit 6');
  const { notice } = await noticeOf(id, 'stopped');
  // Told at once, and in the file a moment later.
  await expect.poll(() => readFileSync(join(built.home, 'store', 'alerts', 'notices.json'), 'utf8')).toContain(notice);
  await program.kill();
  program = await built.start();
  const { items } = await program.poll<{ items: { rules: AlertRule[] }[] }>('alert:rules');
  expect(items.flatMap(({ rules }) => rules)).toContainEqual(rule);
  expect((await noticesOf(id)).map((one) => one.notice)).toEqual([notice]);
});

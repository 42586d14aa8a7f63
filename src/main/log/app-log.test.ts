import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '#shared/base/clock.ts';
import type { AppLogEntry, AppLogLevel } from '#shared/contract/app-log.ts';
import { AppLog } from '#main/log/app-log.ts';
import { LogFiles } from '#main/log/log-files.ts';
import { redactDetails, redactText } from '#main/log/redact-log.ts';
import { FakeClock } from '#testing/fake-clock.ts';

let home: string;
const open: AppLog[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qs-log-'));
});
afterEach(async () => {
  for (const log of open.splice(0)) await log.close();
  rmSync(home, { recursive: true, force: true });
});

const folder = (): string => join(home, 'logs');
const today = (): string => new Date().toISOString().slice(0, 10);
const linesOf = (name: string): AppLogEntry[] =>
  readFileSync(join(folder(), name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AppLogEntry);

function onDisk(level: AppLogLevel = 'debug', bounds = { days: 14, bytes: 50_000_000 }) {
  const echoed: AppLogEntry[] = [];
  const files = new LogFiles({ folder: folder(), clock: systemClock, bounds: () => bounds });
  const log = new AppLog({ clock: systemClock, echo: (entry) => echoed.push(entry), level: () => level, files });
  open.push(log);
  return { log, files, echoed };
}

function inMemory(level: AppLogLevel = 'debug') {
  const clock = new FakeClock();
  const echoed: AppLogEntry[] = [];
  const log = new AppLog({ clock, echo: (entry) => echoed.push(entry), level: () => level });
  return { clock, log, echoed };
}

describe('what is kept of an entry', () => {
  test.each([
    ['tcp://mara:hunter2@10.0.0.1:2376', 'tcp://mara:••••••@10.0.0.1:2376'],
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer ••••••'],
    ['open http://127.0.0.1:7420/#token=eyJhbGciOi.J9 now', 'open http://127.0.0.1:7420/#token=•••••• now'],
    ['http://h/#pair=ABCD-EFGH', 'http://h/#pair=••••••'],
    ['POSTGRES_PASSWORD=hunter2 docker run', 'POSTGRES_PASSWORD=•••••• docker run'],
    ['{"api_key":"hunter2"}', '{"api_key":"••••••"}'],
    ['the tokens were counted', 'the tokens were counted'],
    ['exit code 137', 'exit code 137'],
  ])('%s', (text, expected) => expect(redactText(text)).toBe(expected));

  test('details: secret names masked at any depth, errors with their stack, nothing endless', () => {
    const circle: Record<string, unknown> = { name: 'web', env: { DB_PASSWORD: 'hunter2', deep: [{ apiKey: 'k' }] } };
    circle['self'] = circle;
    const kept = JSON.stringify(redactDetails({ ...circle, thrown: new Error('no: //a:b@c') }));
    expect(kept).not.toContain('hunter2');
    expect(kept).not.toContain('"k"');
    expect(kept).toContain('app-log.test.ts');
    expect(redactText('x'.repeat(10_000)).length).toBeLessThan(4100);
    expect(redactDetails(new Uint8Array(9))).toBe('9 bytes');
  });
});

test('the newest 500 are held, told at once with their part of the program, and below the level nothing is', () => {
  const { log, echoed, clock } = inMemory('info');
  const heard: string[] = [];
  const listening = log.onEntry(({ message }) => heard.push(message));
  const engine = log.of('engine');
  engine.debug('not kept');
  engine.warn('slow', { ms: 5 });
  listening.dispose();
  for (let i = 0; i < 600; i++) engine.info(`line ${i}`);
  expect(heard).toEqual(['slow']);
  expect(echoed[0]).toEqual({
    time: new Date(clock.now()).toISOString(),
    level: 'warn',
    message: 'slow',
    source: 'engine',
    details: { ms: 5 },
  });
  expect(log.newest()).toHaveLength(500);
  expect(log.newest()[0]?.message).toBe('line 100');
});

test('a watcher that logs while it is told does not go on for ever', () => {
  const { log } = inMemory();
  const again = log.of('again');
  log.onEntry(() => again.warn('told'));
  log.of('core').info('begin');
  expect(log.newest().map(({ message }) => message)).toEqual(['begin', 'told']);
});

test('a query: level and above, text in message, source and details, part of the program, span, the newest', async () => {
  const { log, clock } = inMemory();
  const at = (): string => new Date(clock.now()).toISOString();
  log.of('engine').info('one', { endpoint: 'unix:///run/Docker.sock' });
  await clock.advance(1000);
  const second = at();
  log.of('remote').error('two');
  await clock.advance(1000);
  log.of('remote').warn('three');
  const found = async (filter: Parameters<AppLog['query']>[0], limit = 10): Promise<string[]> =>
    (await log.query(filter, limit)).map(({ message }) => message);
  expect(await found({})).toEqual(['one', 'two', 'three']);
  expect(await found({}, 2)).toEqual(['two', 'three']);
  expect(await found({ level: 'warn' })).toEqual(['two', 'three']);
  expect(await found({ search: 'docker.SOCK' })).toEqual(['one']);
  expect(await found({ source: 'remote', level: 'error' })).toEqual(['two']);
  expect(await found({ since: second })).toEqual(['two', 'three']);
  expect(await found({ until: second })).toEqual(['one']);
});

describe('on the disk', () => {
  test('a file of the day for its owner alone, errors once more in a file of their own, whole after the end', async () => {
    const { log } = onDisk();
    log.of('core').info('began', { at: 1 });
    log.of('engine').error('broke', { thrown: new Error('no') });
    await log.close();
    const all = linesOf(`quayside-${today()}.log`);
    expect(all.map(({ level, source, message }) => [level, source, message])).toEqual([
      ['info', 'core', 'began'],
      ['error', 'engine', 'broke'],
    ]);
    expect(linesOf(`error-${today()}.log`).map(({ message }) => message)).toEqual(['broke']);
    expect(statSync(join(folder(), `quayside-${today()}.log`)).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
  });

  test('is read back behind what is in memory, over several runs, and broken lines cost only themselves', async () => {
    const first = onDisk();
    for (let i = 0; i < 3; i++) first.log.of('core').info(`old ${i}`);
    await first.log.close();
    writeFileSync(join(folder(), `quayside-${today()}.log`), '{"time":"2026-\n', { flag: 'a' });
    writeFileSync(
      join(folder(), 'quayside-2020-01-02.log'),
      `${JSON.stringify({ time: '2020-01-02T00:00:00.000Z', level: 'warn', message: 'ancient', source: 'core' })}\n`,
    );
    // A moment later, or the runs could not be told apart by their times.
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(first.echoed.at(-1)?.time ?? '')));
    const { log } = onDisk('debug', { days: 36_500, bytes: 1e9 });
    log.of('core').info('new');
    const messages = async (limit: number, filter = {}): Promise<string[]> =>
      (await log.query(filter, limit)).map(({ message }) => message);
    expect(await messages(2)).toEqual(['old 2', 'new']);
    expect(await messages(10)).toEqual(['ancient', 'old 0', 'old 1', 'old 2', 'new']);
    expect(await messages(10, { until: '2021-01-01T00:00:00Z' })).toEqual(['ancient']);
    const exported: string[] = [];
    for await (const entry of log.all({ level: 'warn' })) exported.push(entry.message);
    expect(exported).toEqual(['ancient']);
  });

  test('what is too old or too much goes, the oldest first; other files are not ours', async () => {
    const { log, files } = onDisk('debug', { days: 3, bytes: 12_000_000 });
    log.of('core').info('today');
    await vi.waitFor(() => expect(existsSync(join(folder(), `quayside-${today()}.log`))).toBe(true));
    const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
    const put = (name: string, bytes: number): void => writeFileSync(join(folder(), name), 'x'.repeat(bytes));
    put(`quayside-${day(1)}.log`, 5_000_000);
    put(`quayside-${day(1)}.log.1`, 5_000_000);
    put(`quayside-${day(2)}.log`, 5_000_000);
    put(`error-${day(9)}.log`, 10);
    put('notes.txt', 10);
    await files.sweep();
    expect(readdirSync(folder()).sort()).toEqual(
      [
        `error-${today()}.log`,
        'notes.txt',
        `quayside-${day(1)}.log`,
        `quayside-${day(1)}.log.1`,
        `quayside-${today()}.log`,
      ].sort(),
    );
  });

  test('a full disk keeps the program running, is said once, and what waited is written when there is room', async () => {
    const { log, files } = onDisk();
    log.of('core').info('makes the folder');
    await vi.waitFor(() => expect(existsSync(join(folder(), `quayside-${today()}.log`))).toBe(true));
    await log.close();
    for (const name of readdirSync(folder())) unlinkSync(join(folder(), name));
    symlinkSync('/dev/full', join(folder(), `quayside-${today()}.log`));
    symlinkSync('/dev/full', join(folder(), `error-${today()}.log`));
    const clock = new FakeClock(Date.now());
    const full = new LogFiles({ folder: folder(), clock, bounds: () => files.bounds() });
    const told: AppLogEntry[] = [];
    const again = new AppLog({ clock, echo: (entry) => told.push(entry), level: () => 'debug', files: full });
    again.of('core').error('lost to the disk');
    await vi.waitFor(() => expect(full.problem?.message).toContain('is full'));
    again.of('core').info('waits');
    expect(told.map(({ source, level }) => `${source} ${level}`)).toEqual(['core error', 'files error', 'core info']);
    expect(told[1]?.message).toContain("The disk under Quayside's folder is full");
    for (const name of readdirSync(folder())) unlinkSync(join(folder(), name));
    await clock.advance(10_000);
    // The files are opened by the system, not by the clock of the test.
    await vi.waitFor(async () => {
      await clock.advance(500);
      expect(full.problem).toBeNull();
    });
    await vi.waitFor(() =>
      expect(linesOf(`quayside-${today()}.log`).map(({ message }) => message)).toEqual(['lost to the disk', 'waits']),
    );
    expect(told.at(-1)?.message).toContain('written again');
    const ended = again.close();
    await clock.advance(1000);
    await ended;
  });

  test('a folder that cannot be made is said, and the log goes on without it', async () => {
    writeFileSync(folder(), 'a file stands there');
    const { log, echoed } = onDisk();
    log.of('core').info('one');
    await vi.waitFor(() => expect(echoed.some(({ source }) => source === 'files')).toBe(true));
    log.of('core').info('two');
    expect(log.newest().filter(({ source }) => source === 'core')).toHaveLength(2);
    expect((await log.query({ source: 'core' }, 10)).map(({ message }) => message)).toEqual(['one', 'two']);
  });
});

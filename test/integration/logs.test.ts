import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { logReadSource, readLogItems } from '#main/channels/log-read.ts';
import { MAX_LINE_BYTES } from '#main/engine/log-lines.ts';
import type { Engines } from '#main/engine/engines.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { CollectSink } from '#testing/collect-sink.ts';
import { TestContainers } from './containers-of-test.ts';
import { type LogWatch, openEngines, watchLog, wrongWith } from './log-watch.ts';

const containers = new TestContainers();
let engines: Engines;

beforeAll(async () => {
  engines = openEngines(containers.host);
  await engines.whenConnected('default', AbortSignal.timeout(10_000));
});
afterAll(async () => {
  await containers.removeAll();
  await engines.dispose();
});

function watch(container: string, replayLines?: number): LogWatch {
  const watching = watchLog(engines, container, replayLines);
  onTestFinished(() => watching.stop());
  return watching;
}

const count = (n: number, prefix = ''): string => `i=0; while [ $i -lt ${n} ]; do i=$((i+1)); echo ${prefix}$i; done`;

test('numbered lines come once each and in order through stops, starts and restarts', async () => {
  const script = 'i=$(cat /n 2>/dev/null || echo 0); while :; do i=$((i+1)); echo $i; echo $i > /n; sleep 0.01; done';
  const id = await containers.run(script);
  const { sink } = watch(id);
  await sink.until(() => sink.texts.length > 20);
  await containers.docker('restart', '-t', '0', id);
  await sink.until(() => sink.marks.includes('restarted'));
  await containers.docker('stop', '-t', '0', id);
  await sink.until(() => sink.isStopped === true && sink.marks.filter((mark) => mark === 'stopped').length === 2);
  const before = sink.texts.length;
  await containers.docker('start', id);
  await sink.until(() => sink.texts.length > before + 20);
  const numbers = sink.texts.map(Number);
  // A run that was killed between echo and its note says its last number again in the next run.
  const repeats = numbers.filter((number, index) => number === numbers[index - 1]).length;
  expect(repeats).toBeLessThanOrEqual(2);
  expect(wrongWith([...new Set(sink.texts)], Math.max(...numbers))).toBe('');
  expect(sink.marks).toEqual(['stopped', 'restarted', 'stopped', 'restarted']);
});

test('a last line without its end is shown, each time', async () => {
  const ids = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      containers.create(`sleep 0.0${index}; echo one; printf 'the last ${index}'`),
    ),
  );
  const watches = ids.map((id) => watch(id));
  await Promise.all(watches.map(({ sink }) => sink.until(() => sink.isStopped === true)));
  await Promise.all(ids.map((id) => containers.docker('start', id)));
  await Promise.all(watches.map(({ sink }) => sink.until(() => sink.marks.includes('stopped'))));
  for (const [index, { sink }] of watches.entries()) expect(sink.texts).toEqual(['one', `the last ${index}`]);
});

test('a container that was never started is waited for, its first start and its exit are marked', async () => {
  const id = await containers.create('echo hello; exit 7');
  const { sink } = watch(id);
  await sink.until(() => sink.isStopped === true);
  expect(sink.items).toEqual([]);
  await containers.docker('start', id);
  await sink.until(() => sink.items.length === 3);
  expect(sink.items.map((item) => ('mark' in item ? [item.mark, item.exitCode] : item.text))).toEqual([
    ['started', undefined],
    'hello',
    ['stopped', 7],
  ]);
});

test('pause and unpause are marked, and removal ends the stream after the exit', async () => {
  const id = await containers.run('echo up; exec sleep 1000');
  const { sink, ended } = watch(id);
  await sink.until(() => sink.texts.length === 1);
  await containers.docker('pause', id);
  await containers.docker('unpause', id);
  await sink.until(() => sink.marks.length === 2);
  await containers.docker('rm', '-f', id);
  expect(await ended).toEqual({ reason: 'removed' });
  expect(sink.marks).toEqual(['paused', 'unpaused', 'stopped', 'removed']);
});

test('late watchers get the newest lines, oldest first, and nothing before them', async () => {
  const id = await containers.run(count(5000));
  await containers.docker('wait', id);
  const { sink } = watch(id, 1000);
  await sink.until(() => sink.isStopped === true);
  expect(sink.texts).toEqual(Array.from({ length: 1000 }, (_, index) => String(4001 + index)));
});

test('long lines are joined, and beyond 256 KiB cut and said so', async () => {
  const id = await containers.run(
    `head -c 50000 /dev/zero | tr '\\0' a; echo; head -c 1048576 /dev/zero | tr '\\0' b; echo; head -c 16384 /dev/zero | tr '\\0' c; echo; echo end`,
  );
  const { sink } = watch(id);
  await sink.until(() => sink.texts.includes('end'));
  const lines = sink.items.filter((item) => 'text' in item && !('mark' in item));
  expect(lines.map((line) => ('cut' in line && line.cut === true ? -line.text.length : line.text.length))).toEqual([
    50_000,
    -MAX_LINE_BYTES,
    16_384,
    3,
  ]);
  expect(new Set(sink.texts[1])).toEqual(new Set('b'));
});

test('bytes that are no text, bars and empty lines pass, and nothing crashes', async () => {
  const id = await containers.run(
    `printf 'a\\377b\\n'; printf 'nul\\000end\\n'; printf '10%%\\r20%%\\r\\n'; printf '\\033[31mred\\033[0m\\n'; printf 'dos\\r\\n'; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo; done; echo end`,
  );
  const { sink } = watch(id, 10_000_000);
  await sink.until(() => sink.texts.includes('end'));
  expect(sink.texts.slice(0, 5)).toEqual(['a\uFFFDb', 'nul\0end', '10%\r20%', '\u001B[31mred\u001B[0m', 'dos']);
  expect(sink.texts.filter((text) => text === '')).toHaveLength(20_000);
  expect(sink.biggestChunk).toBeLessThanOrEqual(128 * 1024);
});

test('stdout and stderr are told apart, each in its order', async () => {
  const id = await containers.run('i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo out$i; echo err$i >&2; done');
  const { sink } = watch(id, 10_000);
  await sink.until(() => sink.marks.includes('stopped') || sink.isStopped === true);
  await sink.until(() => sink.texts.length >= 4000);
  const of = (stream: string): string[] =>
    sink.items.flatMap((item) => ('stream' in item && item.stream === stream ? [item.text] : []));
  expect(wrongWith(of('stdout'), 2000, 'out')).toBe('');
  expect(wrongWith(of('stderr'), 2000, 'err')).toBe('');
});

test('a TTY has its lines once each through a restart', async () => {
  const id = await containers.run(
    'i=$(cat /n 2>/dev/null || echo 0); while :; do i=$((i+1)); echo $i > /n; echo $i; sleep 0.01; done',
    '-t',
  );
  const { sink } = watch(id);
  await sink.until(() => sink.texts.length > 20);
  await containers.docker('restart', '-t', '0', id);
  await sink.until(() => sink.marks.includes('restarted'));
  const before = sink.texts.length;
  await sink.until(() => sink.texts.length > before + 20);
  expect(sink.items.every((item) => 'mark' in item || item.stream === 'tty')).toBe(true);
  const numbers = sink.texts.map(Number);
  expect(new Set(numbers).size).toBe(numbers.length);
  // The number that was noted but not yet said when the run was killed is the one that may be absent.
  expect(Math.max(...numbers) - numbers.length).toBeLessThanOrEqual(1);
});

test('a TTY has long lines whole, without the times that Docker writes into them', async () => {
  const id = await containers.run(
    `head -c 50000 /dev/zero | tr '\\0' a; echo; head -c 16384 /dev/zero | tr '\\0' b; echo; head -c 1048576 /dev/zero | tr '\\0' c; echo; echo end`,
    '-t',
  );
  const { sink } = watch(id);
  await sink.until(() => sink.texts.includes('end'));
  expect(sink.texts.map((text) => [text.length, [...new Set(text)].join('')])).toEqual([
    [50_000, 'a'],
    [16_384, 'b'],
    [MAX_LINE_BYTES, 'c'],
    [3, 'end'],
  ]);
});

test('while every watcher is out of credit the source does not read on, and loses nothing', async () => {
  const total = 60_000;
  const id = await containers.create(count(total));
  const { sink } = watch(id);
  await sink.until(() => sink.isStopped === true);
  await containers.docker('start', id);
  await sink.until(() => sink.texts.length > 100);
  sink.pause(true);
  const held = sink.texts.length;
  await containers.docker('wait', id);
  // What was read before the pause may still come in this turn; nothing may come afterwards.
  expect(sink.texts.length - held).toBeLessThan(5000);
  sink.pause(false);
  await sink.until(() => sink.marks.includes('stopped'));
  expect(wrongWith(sink.texts, total)).toBe('');
});

test('a driver that keeps nothing is said so in words, for good', async () => {
  const id = await containers.run('echo x; exec sleep 1000', '--log-driver', 'none');
  const { ended } = watch(id);
  const failure = await ended.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(failure).toBeInstanceOf(AppError);
  expect(failure).toMatchObject({
    reason: 'not_readable',
    message: 'This container does not keep logs (log driver: none).',
  });
});

test('a log that Docker sends elsewhere is read from its cache, and said to be unreadable where there is none', async () => {
  const elsewhere = ['--log-driver', 'syslog', '--log-opt', 'syslog-address=udp://127.0.0.1:9'];
  const cached = await containers.create(count(300), ...elsewhere);
  const { sink } = watch(cached);
  await sink.until(() => sink.isStopped === true);
  await containers.docker('start', cached);
  await sink.until(() => sink.marks.includes('stopped'));
  expect(wrongWith(sink.texts, 300)).toBe('');

  const gone = await containers.run('echo x; exec sleep 1000', ...elsewhere, '--log-opt', 'cache-disabled=true');
  await expect(watch(gone).ended).rejects.toMatchObject({
    reason: 'not_readable',
    message: "Docker can't read this log. The container's log driver, syslog, sends it elsewhere.",
  });
});

test.each(['json-file', 'local'])(
  '%s: a log that is rotated while it is followed is whole, each line once',
  async (driver) => {
    const script =
      'i=0; while [ $i -lt 1500 ]; do i=$((i+1)); echo a line that is long enough to rotate soon $i; usleep 500; done';
    const id = await containers.create(
      script,
      '--log-driver',
      driver,
      '--log-opt',
      // Some rotations, and nothing thrown away: with smaller files a dockerd that gets no time (a machine at load 20)
      // is overtaken by its own rotation, and skips lines without a sign that anybody could pass on.
      'max-size=60k',
      '--log-opt',
      'max-file=5',
    );
    const { sink } = watch(id);
    await sink.until(() => sink.isStopped === true);
    await containers.docker('start', id);
    await sink.until(() => sink.marks.includes('stopped'));
    const numbers = sink.texts.map((text) => Number(text.split(' ').at(-1)));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBe(1500);
    expect(numbers.at(-1)).toBe(1500);
  },
);

test('a range is read from the log and then is done', async () => {
  const id = await containers.run(`${count(100)}; sleep 1.1; echo later`);
  await containers.docker('wait', id);
  const all = await readLogItems(engines, 'default', id, {}, 1000, AbortSignal.timeout(5000));
  expect(all).toHaveLength(101);
  const last = all[100];
  const sink = new CollectSink();
  const open = logReadSource({ engines }).open({ engine: 'default', container: id, since: last?.time ?? '' }, sink, {
    signal: new AbortController().signal,
    last: undefined,
  });
  expect(await open).toEqual({ reason: 'done' });
  expect(sink.texts).toEqual(['later']);
  const tail = await readLogItems(
    engines,
    'default',
    id,
    { tail: 3, until: all[99]?.time },
    1000,
    AbortSignal.timeout(5000),
  );
  expect(tail.map((item) => ('mark' in item ? '' : item.text)).at(-1)).toBe('100');
});

import { afterAll, afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Engines } from '#main/engine/engines.ts';
import { answerWith, corruptAt, cutEvery, type Fault, FaultProxy, silence, splitAll } from '#testing/fault-proxy.ts';
import { TestContainers } from './containers-of-test.ts';
import { type LogWatch, openEngines, watchLog, wrongWith } from './log-watch.ts';

const LOGS = /\/logs\?/;
const FOLLOW = /\/logs\?.*follow=1/;
const containers = new TestContainers();
let proxy: FaultProxy;
let engines: Engines;

beforeEach(async () => {
  proxy = await FaultProxy.start(containers.host.replace('unix://', ''));
  engines = openEngines(proxy.host);
  await engines.whenConnected('default', AbortSignal.timeout(10_000));
});
afterEach(async () => {
  await engines.dispose();
  await vi.waitUntil(() => proxy.openSockets === 0);
  await proxy.close();
});
afterAll(() => containers.removeAll());

function watch(container: string): LogWatch {
  const watching = watchLog(engines, container, 10_000);
  onTestFinished(() => watching.stop());
  return watching;
}

const slowly = (n: number): string =>
  `i=0; while [ $i -lt ${n} ]; do i=$((i+1)); echo out$i; echo err$i >&2; usleep 1000; done; printf 'the end'`;

async function exactly(fault: Fault, n = 1500): Promise<LogWatch> {
  const id = await containers.create(slowly(n));
  const watching = watch(id);
  const { sink } = watching;
  await sink.until(() => sink.isStopped === true);
  proxy.setFault(fault);
  await containers.docker('start', id);
  await sink.until(() => sink.marks.includes('stopped'), 60_000);
  const of = (stream: string): string[] =>
    sink.items.flatMap((item) =>
      'stream' in item && item.stream === stream && item.text !== 'the end' ? [item.text] : [],
    );
  expect(wrongWith(of('stdout'), n, 'out')).toBe('');
  expect(wrongWith(of('stderr'), n, 'err')).toBe('');
  expect(sink.texts.filter((text) => text === 'the end')).toHaveLength(1);
  expect(proxy.matched).toBeGreaterThan(0);
  await watching.stop();
  return watching;
}

test.each([20_000, 5000, 3001])('a log link that is cut every %i bytes loses and repeats nothing', async (bytes) => {
  await exactly(cutEvery(LOGS, bytes));
  expect(proxy.matched).toBeGreaterThan(4);
});

test('lines that are stamped after the end of their container come over a link that is cut all the time', async () => {
  const cut = cutEvery(LOGS, 3001);
  await exactly({
    matches: /\/logs\?|\/json\?/,
    onData: (data, passing) => {
      if (LOGS.test(passing.request)) cut.onData?.(data, passing);
      else passing.send(Buffer.from(data.toString('latin1').replace(FINISHED_AT, aLittleBefore), 'latin1'));
    },
  });
});

// A little more than Docker is given to write its last lines, so that only the very last ones are in doubt.
const FINISHED_AT = /(?<="FinishedAt":")20[^"]*\.\d{3}(?=\d*Z")/;
const aLittleBefore = (time: string): string => new Date(Date.parse(`${time}Z`) - 130).toISOString().slice(0, -1);

test('a follow that the engine never ends is broken off once its container has stopped', async () => {
  const id = await containers.create(slowly(300));
  const { sink } = watch(id);
  await sink.until(() => sink.isStopped === true);
  proxy.setFault({
    matches: FOLLOW,
    neverEnds: true,
    onData: (data, passing) => {
      if (passing.offset < 2000) passing.send(data);
    },
  });
  await containers.docker('start', id);
  await sink.until(() => sink.marks.includes('stopped'), 20_000);
  expect(wrongWith(sink.texts, 300, 'out')).toBe('');
  expect(wrongWith(sink.texts, 300, 'err')).toBe('');
  expect(sink.texts.filter((text) => text === 'the end')).toHaveLength(1);
});

test('a log that comes byte by byte is the same log', async () => {
  await exactly(splitAll(LOGS), 300);
});

test.each([
  ['a type that cannot be', Uint8Array.of(9)],
  ['a length of 4 GiB', Uint8Array.of(1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff)],
])('a damaged frame header, %s, is dropped and read again', async (_name, bytes) => {
  const before = process.memoryUsage().arrayBuffers;
  // Whatever stands at that place; a header that is hit ends the read, a text that is hit would be a changed line.
  const headerAt = 'HTTP/1.0 200 OK\r\n'.length;
  let at = -1;
  const fault: Fault = {
    matches: FOLLOW,
    onData: (data, passing) => {
      const copy = Buffer.from(data);
      // The first frame behind the head of the answer.
      if (at < 0) at = copy.indexOf('\r\n\r\n') + 4;
      if (passing.count === 1 && passing.offset <= at && at < passing.offset + copy.length && copy.length > headerAt)
        copy.set(bytes.subarray(0, copy.length - at + passing.offset), at - passing.offset);
      passing.send(copy);
    },
  };
  await exactly(fault, 500);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * 1024 * 1024);
});

test('damage of any kind in the middle never ends the program and the log goes on', async () => {
  const id = await containers.run(slowly(1500));
  proxy.setFault(corruptAt(FOLLOW, 4000, Buffer.alloc(64, 0xff), 3));
  const { sink } = watch(id);
  await sink.until(() => sink.marks.includes('stopped'), 60_000);
  expect(sink.texts.at(-1)).toBe('the end');
});

test('an error of the engine inside the stream is a break, not the end', async () => {
  const message = Buffer.from('Error grabbing logs: file already closed\n');
  const frame = Buffer.concat([Buffer.from([3, 0, 0, 0, 0, 0, 0, message.length]), message]);
  await exactly({
    matches: FOLLOW,
    onData: (data, passing) => {
      passing.send(data);
      // At the end of a frame only where a read ends with a line, which it does here.
      if (passing.count <= 3 && passing.offset > 2000) {
        passing.send(frame);
        passing.cut();
      }
    },
  });
});

test('an answer that is no Docker, an error and silence are states in words, and all is well after them', async () => {
  const id = await containers.run('echo first; sleep 1000');
  for (const fault of [
    answerWith(LOGS, 500, '<html>proxy error</html>'),
    answerWith(LOGS, 301, '', 'Location: http://127.0.0.1:1/x\r\n'),
    { matches: LOGS, answer: 'SSH-2.0-OpenSSH_9\r\n' },
  ]) {
    proxy.setFault(fault);
    const { sink, failures, stop } = watch(id);
    await expect.poll(() => failures.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(failures[0]?.code).toBe('engine_error');
    proxy.setFault(undefined);
    await sink.until(() => sink.texts.length > 0);
    expect(sink.texts).toEqual(['first']);
    await stop();
  }
});

test('calls to an engine that takes them and says nothing end after 5 s in words', async () => {
  proxy.setFault(silence(/containers\/json/));
  const started = Date.now();
  await expect(engines.get().list(new AbortController().signal)).rejects.toMatchObject({
    code: 'timeout',
    reason: 'no_answer',
    message: 'Docker does not answer (5 s).',
  });
  expect(Date.now() - started).toBeLessThan(6000);
});

test.each([
  ['a page', answerWith(/containers\/json/, 200, '<html>'), 'bad_answer'],
  ['an object', answerWith(/containers\/json/, 200, '{}'), 'bad_answer'],
  ['cut JSON', answerWith(/containers\/json/, 200, '[{"Id":"a'), 'bad_answer'],
  ['an error page', answerWith(/containers\/json/, 500, 'x'.repeat(5000)), undefined],
  ['a redirect', answerWith(/containers\/json/, 301, '', 'Location: http://127.0.0.1:1/\r\n'), 'bad_answer'],
] as const)('%s instead of the list is an error in words', async (_name, fault, reason) => {
  proxy.setFault(fault);
  const failure = await engines
    .get()
    .list(new AbortController().signal)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(failure).toMatchObject({ code: 'engine_error', ...(reason && { reason }) });
  expect(String(failure).length).toBeLessThan(400);
});

test.each([
  '../images',
  '..%2f..%2fversion',
  'x?force=1&y=',
  'a/../../..//127.0.0.1:5997/x',
  'a b',
  '-x',
  '',
  '.',
  'a\r\nb',
])('the name %j is refused and no connection leaves', async (ref) => {
  const before = proxy.requests.length;
  const signal = new AbortController().signal;
  const engine = engines.get();
  const refused = { code: 'bad_request', field: 'container' };
  await expect(engine.inspect(ref, signal)).rejects.toMatchObject(refused);
  await expect(engine.start(ref, signal)).rejects.toMatchObject(refused);
  await expect(engine.exec(ref, { command: ['id'] }, 1, signal)).rejects.toMatchObject(refused);
  await expect(engines.resolveContainer('default', ref)).rejects.toMatchObject(refused);
  await expect(engine.stats(ref, () => undefined, signal)).rejects.toMatchObject(refused);
  await expect((async () => engine.followLogs(ref, {}, () => undefined, signal).done)()).rejects.toMatchObject(refused);
  const others = proxy.requests.slice(before).filter((request) => !/_ping|\/events/.test(request));
  expect(others).toEqual([]);
});

import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TerminalSessions, type TerminalUser } from '#main/channels/terminals.ts';
import type { EngineEvent, RawStats } from '#main/engine/engine-json.ts';
import type { LogQuery } from '#main/engine/engine.ts';
import { FrameParser } from '#main/engine/frame-parser.ts';
import { statsMeter, toStatsSample } from '#main/engine/stats-arithmetic.ts';
import type { Ended, Sink } from '#main/hub/source.ts';
import { systemClock } from '#shared/base/clock.ts';
import { realSubject, simulatedSubject, type Subject } from './engine-subjects.ts';

const LOCAL: TerminalUser = { user: 'local', role: 'local', isLocal: true };
const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) (.*)\n$/s;
const soon = (): AbortSignal => AbortSignal.timeout(15_000);

async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 10_000,
): Promise<T> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const found = await look();
    if (found) return found;
    await wait(20);
  }
  throw new Error(`not within ${ms} ms: ${what}`);
}

interface Frame {
  type: number;
  time: string;
  text: string;
}

/** A log as lines; pieces stay pieces. */
function frameReader(): { frames: Frame[]; onBytes: (bytes: Uint8Array) => void } {
  const frames: Frame[] = [];
  const parser = new FrameParser((type, bytes, from, to) => {
    const whole = Buffer.from(bytes.subarray(from, to)).toString('utf8');
    frames.push({ type, time: whole.slice(0, 30), text: whole.slice(31) });
  });
  return { frames, onBytes: (bytes) => parser.push(bytes) };
}

/** `2026-…669305096Z` as the seconds that `since` and `until` take. */
const seconds = (time: string): string => `${Date.parse(`${time.slice(0, 19)}Z`) / 1000}.${time.slice(20, 29)}`;

describe.each([
  ['DockerEngine', realSubject],
  ['SimulatedEngine', simulatedSubject],
])('%s keeps the promises of an engine', (_name, make) => {
  let subject: Subject;
  const engine = (): Subject['engine'] => subject.engine;
  const statusOf = async (ref: string): Promise<string> => (await engine().inspect(ref, soon())).State.Status;

  beforeAll(async () => {
    subject = await make();
  });
  afterAll(() => subject?.dispose());
  beforeEach(async () => {
    if ((await statusOf(subject.talker)) === 'paused') await engine().unpause(subject.talker, soon());
    await engine().start(subject.talker, soon());
  });

  it('answers a ping with its version and its clock', async () => {
    const answer = await engine().ping(soon());
    expect(answer.version).not.toBe('');
    expect(answer.apiVersion).toMatch(/^\d+\.\d+$/);
    expect(Math.abs((answer.clockMs ?? 0) - Date.now())).toBeLessThan(5000);
  });

  it('lists what runs and what does not', async () => {
    const list = await engine().list(soon());
    const talker = list.find((one) => one.Names.includes(`/${subject.talker}`));
    const failed = list.find((one) => one.Names.includes(`/${subject.failed}`));
    expect(talker).toMatchObject({ State: 'running', Status: expect.stringMatching(/^Up /) });
    expect(talker?.Id).toMatch(/^[0-9a-f]{64}$/);
    expect(failed).toMatchObject({ State: 'exited', Status: expect.stringMatching(/^Exited \(1\) /) });
  });

  it('inspects by id, name and beginning of an id', async () => {
    const byName = await engine().inspect(subject.talker, soon());
    expect(byName).toMatchObject({ Name: `/${subject.talker}`, Config: { Tty: false } });
    expect((await engine().inspect(byName.Id, soon())).Name).toBe(byName.Name);
    expect((await engine().inspect(byName.Id.slice(0, 20), soon())).Id).toBe(byName.Id);
    expect((await engine().inspect(subject.tty, soon())).Config.Tty).toBe(true);
    expect((await engine().inspect(subject.failed, soon())).State).toMatchObject({ Status: 'exited', ExitCode: 1 });
  });

  it('says that it does not know a container, in every call', async () => {
    const bytes = (): void => undefined;
    const calls = [
      () => engine().inspect('nobody-here', soon()),
      () => engine().start('nobody-here', soon()),
      () => engine().stop('nobody-here', {}, soon()),
      () => engine().exec('nobody-here', { command: ['true'] }, 100, soon()),
      () => engine().stats('nobody-here', () => undefined, soon()),
      () => engine().readLogs('nobody-here', {}, bytes, soon()).done,
      () => engine().followLogs('nobody-here', {}, bytes, soon()).done,
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ name: 'AppError', code: 'not_found' });
  });

  it.each(['../images', 'a/../../_ping', 'x?force=1', '', ' ', '-x', 'ä', 'a'.repeat(513)])(
    'refuses the name %j before any request',
    async (ref) => {
      await expect(engine().inspect(ref, soon())).rejects.toMatchObject({ code: 'bad_request', field: 'container' });
      await expect(engine().stop(ref, {}, soon())).rejects.toMatchObject({ code: 'bad_request' });
      await expect(engine().exec(ref, { command: ['true'] }, 100, soon())).rejects.toMatchObject({
        code: 'bad_request',
      });
      const refused = async (): Promise<unknown> => await engine().readLogs(ref, {}, () => undefined, soon()).done;
      await expect(refused()).rejects.toMatchObject({ code: 'bad_request' });
    },
  );

  it('stops, starts, restarts, pauses and kills, and tells of it in order', async () => {
    const { talker } = subject;
    const { Id } = await engine().inspect(talker, soon());
    const told: EngineEvent[] = [];
    const abort = new AbortController();
    const listening = engine().events(
      undefined,
      (event) => void (event.id === Id && event.type === 'container' && told.push(event)),
      abort.signal,
    );
    await wait(300);
    await engine().start(talker, soon()); // it runs: success, and no event
    await engine().stop(talker, { timeoutSeconds: 5 }, soon());
    expect(await statusOf(talker)).toBe('exited');
    await engine().stop(talker, { timeoutSeconds: 5 }, soon());
    await engine().start(talker, soon());
    expect(await statusOf(talker)).toBe('running');
    await engine().pause(talker, soon());
    expect(await statusOf(talker)).toBe('paused');
    await expect(engine().exec(talker, { command: ['true'] }, 100, soon())).rejects.toMatchObject({
      code: 'conflict',
      reason: 'paused',
    });
    await engine().unpause(talker, soon());
    await wait(200); // so that its shell has set the trap
    await engine().restart(talker, { timeoutSeconds: 5 }, soon());
    expect(await statusOf(talker)).toBe('running');
    await engine().kill(talker, undefined, soon());
    await until('killed', async () => (await statusOf(talker)) === 'exited');
    expect((await engine().inspect(talker, soon())).State.ExitCode).toBe(137);
    await expect(engine().kill(talker, 'SIGTERM', soon())).rejects.toMatchObject({ code: 'conflict' });
    await until('the last event', () => told.filter((event) => event.action === 'die').length === 3);
    abort.abort();
    await listening;

    const words = ['die', 'stop', 'start', 'pause', 'unpause', 'restart'];
    // Docker tells `die` and `stop` from two sides: their order is not promised, and times go back now and then.
    const actions = told.map((event) => event.action).filter((action) => words.includes(action));
    expect(actions.filter((action) => action !== 'stop')).toEqual([
      'die',
      'start',
      'pause',
      'unpause',
      'die',
      'start',
      'restart',
      'die',
    ]);
    expect(actions.filter((action) => action === 'stop')).toHaveLength(2);
    expect(told.every((event) => /^\d{19}$/.test(event.timeNano))).toBe(true);
    expect(told.find((event) => event.action === 'die')?.attributes).toMatchObject({
      name: talker,
      exitCode: expect.stringMatching(/^\d+$/),
    });
  });

  it('tells again what happened since a time', async () => {
    const from = Math.floor(Date.now() / 1000) - 1;
    await engine().pause(subject.talker, soon());
    await engine().unpause(subject.talker, soon());
    const told: string[] = [];
    const abort = new AbortController();
    const listening = engine().events(`${from}.000000000`, (event) => told.push(event.action), abort.signal);
    await until('the past', () => told.includes('pause') && told.includes('unpause'));
    abort.abort();
    await listening;
  });

  it('samples a running container, once or each second', async () => {
    const meter = statsMeter('c');
    const raws: RawStats[] = [];
    const abort = new AbortController();
    const stream = engine().stats(subject.talker, (raw) => raws.push(raw), abort.signal);
    await until('3 samples', () => raws.length >= 3);
    abort.abort();
    await stream;
    const [first, second] = raws.map((raw) => meter(raw));
    expect(first).toMatchObject({ cpuPercent: null, networkRxRate: null });
    expect(first?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    expect(second?.cpuPercent).toBeGreaterThanOrEqual(0);
    expect(second?.memoryBytes).toBeGreaterThan(0);
    expect(second?.cpuCores).toBeGreaterThan(0);
    const once = toStatsSample('c', await engine().statsOnce(subject.talker, true, soon()), null);
    expect(once?.cpuPercent).toBeGreaterThanOrEqual(0);
  });

  it('has no sample of what does not run, and keeps the stream', async () => {
    const raws: RawStats[] = [];
    const abort = new AbortController();
    const stream = engine().stats(subject.failed, (raw) => raws.push(raw), abort.signal);
    await until('an answer', () => raws.length > 0);
    expect(raws.map((raw) => toStatsSample('c', raw, null))).toEqual(raws.map(() => null));
    abort.abort();
    await stream;
  });

  it('runs a command: both streams, exit code, limit', async () => {
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
    const both = await engine().exec(
      subject.talker,
      { command: ['/bin/sh', '-c', 'echo out; echo err >&2; exit 3'] },
      1000,
      soon(),
    );
    expect({ ...both, stdout: text(both.stdout), stderr: text(both.stderr) }).toEqual({
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
      isTruncated: false,
    });
    const cut = await engine().exec(subject.talker, { command: ['echo', 'x'.repeat(5000)] }, 100, soon());
    expect([cut.stdout.length, cut.isTruncated]).toEqual([100, true]);
    const missing = await engine().exec(subject.talker, { command: ['no-such-program'] }, 1000, soon());
    expect([126, 127]).toContain(missing.exitCode);
    await expect(engine().exec(subject.failed, { command: ['true'] }, 100, soon())).rejects.toMatchObject({
      code: 'conflict',
    });
    const late = engine().exec(subject.talker, { command: ['sleep', '5'] }, 100, AbortSignal.timeout(300));
    await expect(late).rejects.toMatchObject({ code: 'timeout' });
  });

  it('shows the processes of what runs', async () => {
    const top = await engine().top(subject.talker, soon());
    expect(top.titles).toContain('PID');
    expect(top.processes.length).toBeGreaterThan(0);
    await expect(engine().top(subject.failed, soon())).rejects.toMatchObject({ name: 'AppError' });
  });

  const readAll = async (ref: string, query: LogQuery): Promise<Frame[]> => {
    const reader = frameReader();
    const { isComplete } = await engine().readLogs(ref, query, reader.onBytes, soon()).done;
    expect(isComplete).toBe(true);
    return reader.frames;
  };

  it('reads a log with its times, streams, tail and range', async () => {
    await until('lines', async () => (await readAll(subject.talker, { tail: 50 })).length >= 8);
    const frames = await readAll(subject.talker, { tail: 8 });
    expect(frames).toHaveLength(8);
    for (const frame of frames) expect(`${frame.time} ${frame.text}`).toMatch(LINE);
    const whole = await readAll(subject.talker, {});
    expect(new Set(whole.map((frame) => frame.type))).toEqual(new Set([1, 2]));
    const [from, to] = [frames[2], frames[5]].map((frame) => frame?.time ?? '');
    const range = await readAll(subject.talker, { since: seconds(from ?? ''), until: seconds(to ?? '') });
    const times = range.map((frame) => frame.time);
    // Both ends count, to the nanosecond.
    expect(times).toContain(from);
    expect(times).toContain(to);
    expect(times.every((time) => time >= (from ?? '') && time <= (to ?? ''))).toBe(true);
    expect(await readAll(subject.talker, { tail: 0 })).toEqual([]);
    expect((await readAll(subject.failed, {})).length).toBeGreaterThan(0);
  });

  it('gives the log of a terminal raw, each line behind its time', async () => {
    let text = '';
    await engine().readLogs(subject.tty, { tail: 1 }, (bytes) => (text += Buffer.from(bytes).toString('utf8')), soon())
      .done;
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z .*\r\n$/);
  });

  it('follows a log, can be held, and ends with the run', async () => {
    const reader = frameReader();
    const stream = engine().followLogs(subject.talker, { tail: 0 }, reader.onBytes, soon());
    await until('lines', () => reader.frames.length >= 3);
    stream.pause();
    await wait(300);
    const held = reader.frames.length;
    await wait(700);
    expect(reader.frames.length).toBe(held);
    stream.resume();
    await until('more lines', () => reader.frames.length > held);
    await engine().stop(subject.talker, { timeoutSeconds: 5 }, soon());
    expect(await stream.done).toEqual({ isComplete: false });
    expect(new Set(reader.frames.map((frame) => `${frame.type} ${frame.time} ${frame.text}`)).size).toBe(
      reader.frames.length,
    );
    const over = frameReader();
    await engine().followLogs(subject.failed, {}, over.onBytes, soon()).done;
    expect(over.frames.length).toBeGreaterThan(0);
  });

  it('lets go of a follow that is aborted', async () => {
    const abort = new AbortController();
    const stream = engine().followLogs(subject.talker, { tail: 0 }, () => undefined, abort.signal);
    await wait(100);
    abort.abort();
    expect(await stream.done).toEqual({ isComplete: false });
  });

  describe('terminals', () => {
    function listener(): { sink: Sink<{ data: string }>; text(): string } {
      let text = '';
      const none = (): void => undefined;
      const sink: Sink<{ data: string }> = {
        ready: none,
        push: (items) => (text += items.map((item) => item.data).join('')),
        pushPacked: none,
        state: none,
        stopped: none,
        resumeFrom: none,
        onPause: () => ({ dispose: none }),
      };
      return { sink, text: () => text };
    }
    const open = async (sessions: TerminalSessions, more: { command?: string[]; user?: string } = {}) => {
      const request = { engine: 'default', container: subject.talker, columns: 80, rows: 24, ...more };
      const session = await sessions.open(request, LOCAL, soon());
      const { sink, text } = listener();
      const ended: Promise<Ended | undefined> = sessions
        .source()
        .open({ engine: 'default', session }, sink, { signal: new AbortController().signal, last: undefined });
      return { session, text, ended };
    };
    const processes = async (): Promise<string> => {
      const { stdout } = await engine().exec(subject.talker, { command: ['ps'] }, 100_000, soon());
      return Buffer.from(stdout).toString('utf8');
    };

    it('finds a shell, carries keystrokes and output, and knows the exit code', async () => {
      const sessions = new TerminalSessions({ engineOf: engine, clock: systemClock });
      const { session, text, ended } = await open(sessions);
      await until('a prompt', () => /[#$] /.test(text()));
      expect(text()).not.toMatch(/^\d+\r?\n/);
      await sessions.resize(session, 120, 40, LOCAL);
      sessions.input(session, 'echo hello wörld\r', LOCAL);
      await until('the answer', () => /\r\nhello w/.test(text()));
      expect(sessions.list({ engine: 'default' }, LOCAL)).toMatchObject([
        { session, number: 1, status: 'running', startedBy: 'local' },
      ]);
      sessions.input(session, 'exit 7\r', LOCAL);
      expect(await ended).toEqual({ reason: 'done', exitCode: 7 });
      expect(sessions.list({ engine: 'default' }, LOCAL)).toMatchObject([{ status: 'ended', exitCode: 7 }]);
      // An ended session is still readable.
      const late = listener();
      await sessions
        .source()
        .open({ engine: 'default', session }, late.sink, { signal: new AbortController().signal, last: undefined });
      expect(late.text()).toBe(text());
      await sessions.endAll();
    });

    it('ends the process inside, even one that heeds neither ^C nor ^D', async () => {
      const sessions = new TerminalSessions({ engineOf: engine, clock: systemClock });
      const shell = await open(sessions);
      await sessions.close(shell.session, LOCAL);
      expect(await shell.ended).toMatchObject({ reason: 'closed' });
      const deaf = await open(sessions, { command: ['sh', '-c', "trap '' INT; sleep 4711"] });
      await wait(300);
      await sessions.close(deaf.session, LOCAL);
      expect(await deaf.ended).toMatchObject({ reason: 'closed' });
      await until('no process left', async () => !(await processes()).includes('sleep 4711'));
      await sessions.endAll();
    });

    it('ends with its container', async () => {
      const sessions = new TerminalSessions({ engineOf: engine, clock: systemClock });
      const { text, ended } = await open(sessions);
      await until('a prompt', () => /[#$] /.test(text()));
      await engine().stop(subject.talker, { timeoutSeconds: 5 }, soon());
      expect(await ended).toEqual({ reason: 'done', exitCode: 137 });
      await sessions.endAll();
    });

    it('says why a terminal cannot be opened', async () => {
      const sessions = new TerminalSessions({ engineOf: engine, clock: systemClock });
      await expect(open(sessions, { user: 'ghost' })).rejects.toMatchObject({ code: 'bad_request', field: 'user' });
      await engine().pause(subject.talker, soon());
      await expect(open(sessions)).rejects.toMatchObject({ code: 'conflict', reason: 'paused' });
      await engine().unpause(subject.talker, soon());
      await sessions.endAll();
    });
  });
});

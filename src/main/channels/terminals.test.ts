import { describe, expect, it } from 'vitest';
import { TextTail } from '#main/channels/text-tail.ts';
import {
  KEEP_ENDED_MS,
  MAX_PER_USER,
  OWNER_GRACE_MS,
  TerminalSessions,
  type TerminalUser,
} from '#main/channels/terminals.ts';
import { SimulatedEngine } from '#main/engine/simulated/simulated-engine.ts';
import type { Ended, Sink } from '#main/hub/source.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const OTTO: TerminalUser = { user: 'otto', role: 'operator', isLocal: false };
const EVA: TerminalUser = { user: 'eva', role: 'operator', isLocal: false };
const ADMIN: TerminalUser = { user: 'anna', role: 'admin', isLocal: false };
const WINDOW: TerminalUser = { user: 'local', role: 'local', isLocal: true };
const NEVER = new AbortController().signal;

function fixture() {
  const clock = new FakeClock();
  const engine = new SimulatedEngine({ clock });
  const sessions = new TerminalSessions({ engineOf: () => engine, clock });
  const settled = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false;
    const done = work.finally(() => (isDone = true));
    done.catch(() => undefined);
    for (let i = 0; i < 100 && !isDone; i++) await clock.advance(50);
    return done;
  };
  const open = (
    caller: TerminalUser,
    more: { container?: string; command?: string[]; user?: string } = {},
  ): Promise<string> =>
    settled(
      sessions.open({ engine: 'default', container: 'shop-cache-1', columns: 80, rows: 24, ...more }, caller, NEVER),
    );
  const watch = (session: string) => {
    const watched = {
      text: '',
      ended: undefined as Ended | undefined,
      hold: (_isPaused: boolean): void => undefined,
      leave: new AbortController(),
    };
    const none = (): void => undefined;
    const sink: Sink<{ data: string }> = {
      ready: none,
      push: (items) => (watched.text += items.map((item) => item.data).join('')),
      pushPacked: none,
      state: none,
      stopped: none,
      resumeFrom: none,
      onPause: (listener) => {
        watched.hold = listener;
        return { dispose: none };
      },
    };
    const source = sessions
      .source()
      .open({ engine: 'default', session }, sink, { signal: watched.leave.signal, last: undefined });
    void source.then((ended) => (watched.ended = ended));
    return watched;
  };
  return { clock, engine, sessions, open, watch, settled };
}

describe('terminal sessions', () => {
  it('numbers them by container and lists to each its own, to an admin all', async () => {
    const { sessions, open } = fixture();
    const first = await open(OTTO);
    const second = await open(EVA);
    const other = await open(OTTO, { container: 'shop-db-1' });
    const list = (caller: TerminalUser) =>
      sessions.list({ engine: 'default' }, caller).map((one) => [one.session, one.number, one.user, one.command[0]]);
    expect(list(OTTO)).toEqual([
      [first, 1, 'root', '/bin/sh'],
      [other, 1, 'root', '/bin/bash'],
    ]);
    expect(list(EVA)).toEqual([[second, 2, 'root', '/bin/sh']]);
    expect(list(ADMIN)).toHaveLength(3);
    expect(sessions.list({ engine: 'elsewhere' }, ADMIN)).toEqual([]);
  });

  it('lets only the owner watch, type and resize, and an admin close', async () => {
    const { sessions, open, settled } = fixture();
    const session = await open(OTTO);
    const forbidden = expect.objectContaining({ code: 'forbidden' });
    expect(() => sessions.checkOwner(session, OTTO)).not.toThrow();
    expect(() => sessions.checkOwner(session, ADMIN)).toThrow(forbidden);
    expect(() => sessions.input(session, 'x', EVA)).toThrow(forbidden);
    await expect(sessions.resize(session, 1, 1, EVA)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(sessions.close(session, EVA)).rejects.toMatchObject({ code: 'forbidden' });
    expect(() => sessions.checkOwner('nosuchthing', OTTO)).toThrow(expect.objectContaining({ code: 'not_found' }));
    await settled(sessions.close(session, ADMIN));
    expect(sessions.list({ engine: 'default' }, OTTO)).toEqual([]);
  });

  it('keeps what is printed before anybody watches, and what an ended one printed for 10 min', async () => {
    const { clock, sessions, open, watch } = fixture();
    const session = await open(OTTO);
    sessions.input(session, 'echo früh\r', OTTO);
    await clock.advance(10);
    const early = watch(session);
    await clock.advance(0);
    expect(early.text).toMatch(/^root@\w+:\/# echo früh\r\nfrüh\r\n/);
    sessions.input(session, 'exit 3\r', OTTO);
    await clock.advance(10);
    expect(early.ended).toEqual({ reason: 'done', exitCode: 3 });
    expect(() => sessions.input(session, 'x', OTTO)).toThrow(expect.objectContaining({ code: 'conflict' }));
    await sessions.resize(session, 10, 10, OTTO);
    await clock.advance(KEEP_ENDED_MS - 1000);
    const late = watch(session);
    await clock.advance(0);
    expect(late.text).toBe(early.text);
    expect(late.ended).toEqual({ reason: 'done', exitCode: 3 });
    await clock.advance(2000);
    expect(() => sessions.checkOwner(session, OTTO)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it('ends 30 s after the owner left, unless it comes back; the window never leaves', async () => {
    const { clock, sessions, open, watch } = fixture();
    const session = await open(OTTO);
    const mine = await open(WINDOW);
    const watched = watch(session);
    sessions.ownerGone('otto');
    sessions.ownerGone('local');
    await clock.advance(OWNER_GRACE_MS - 1);
    sessions.ownerBack('otto');
    await clock.advance(OWNER_GRACE_MS * 2);
    expect(watched.ended).toBeUndefined();
    sessions.ownerGone('otto');
    await clock.advance(OWNER_GRACE_MS + 3000);
    expect(watched.ended).toMatchObject({ reason: 'revoked' });
    expect(sessions.list({ engine: 'default' }, WINDOW).find((one) => one.session === mine)).toMatchObject({
      status: 'running',
    });
  });

  it('are ten at most for one user, those on their way among them', async () => {
    const { sessions, open, settled } = fixture();
    const opened = [];
    for (let i = 0; i < MAX_PER_USER; i++) opened.push(await open(OTTO));
    await expect(open(OTTO)).rejects.toMatchObject({
      code: 'too_many',
      message: '10 terminals are open, the most for one user.',
    });
    await open(EVA);
    await settled(sessions.close(opened[0] ?? '', OTTO));
    const together = await Promise.allSettled([open(OTTO), open(OTTO)]);
    expect(together.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await settled(sessions.endAll());
  });

  it('holds the connection while its watcher is behind', async () => {
    const { clock, sessions, open, watch } = fixture();
    const session = await open(OTTO);
    const watched = watch(session);
    watched.hold(true);
    sessions.input(session, 'echo held\r', OTTO);
    await clock.advance(100);
    expect(watched.text).not.toContain('held');
    watched.hold(false);
    expect(watched.text).toContain('held\r\nheld');
  });

  it('goes on when its stream closes, and serves the next one', async () => {
    const { clock, sessions, open, watch } = fixture();
    const session = await open(OTTO);
    const first = watch(session);
    first.leave.abort();
    await clock.advance(0);
    sessions.input(session, 'echo later\r', OTTO);
    await clock.advance(10);
    expect(first.text).not.toContain('later');
    const second = watch(session);
    expect(second.text).toContain('later');
  });

  it('says that an image has no shell, and what else is missing', async () => {
    const { engine, open, clock } = fixture();
    // The restart loop runs 4 s of 16.
    await clock.advance(3500);
    expect((await engine.inspect('shop-payments-1', NEVER)).State.Status).toBe('running');
    await expect(open(OTTO, { container: 'shop-payments-1' })).rejects.toMatchObject({
      reason: 'no_shell',
      message: 'This image has no shell.',
    });
    await expect(open(OTTO, { user: 'ghost' })).rejects.toMatchObject({ code: 'bad_request', field: 'user' });
    await expect(open(OTTO, { container: 'shop-migrate-1' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(open(OTTO, { container: 'observe-charts-1' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'paused',
    });
    await expect(open(OTTO, { container: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('runs a given command as a given user, and tells its end', async () => {
    const { sessions, open, watch, clock } = fixture();
    const session = await open(OTTO, { command: ['whoami'], user: 'nobody' });
    const watched = watch(session);
    await clock.advance(10);
    expect(watched.text).toBe('nobody\r\n');
    expect(watched.ended).toEqual({ reason: 'done', exitCode: 0 });
    expect(sessions.list({ engine: 'default' }, OTTO)).toMatchObject([
      { command: ['whoami'], user: 'nobody', status: 'ended', exitCode: 0 },
    ]);
  });

  it('kills what heeds no farewell, within 2.5 s, and opens nothing afterwards', async () => {
    const { sessions, open, watch, clock, engine } = fixture();
    const deaf = watch(await open(OTTO, { command: ['sleep', '99999'] }));
    const shell = watch(await open(OTTO));
    const ended = sessions.endAll();
    await clock.advance(2500);
    await ended;
    expect([deaf.ended?.exitCode, shell.ended?.exitCode]).toEqual([137, 0]);
    await expect(open(OTTO)).rejects.toMatchObject({ reason: 'cancelled' });
    engine.dispose();
    expect(clock.pending).toBe(0);
  });

  it('leaves nothing of an opening that was given up', async () => {
    const { sessions, clock } = fixture();
    const abort = new AbortController();
    const opening = sessions.open(
      { engine: 'default', container: 'shop-cache-1', columns: 80, rows: 24 },
      OTTO,
      abort.signal,
    );
    abort.abort();
    await clock.advance(3000);
    await expect(opening).rejects.toMatchObject({ name: 'AppError' });
    expect(sessions.list({ engine: 'default' }, ADMIN)).toEqual([]);
  });
});

describe('the tail of a terminal', () => {
  it('keeps the newest bytes and cuts at a character', () => {
    const tail = new TextTail(10);
    tail.push('0123456789');
    tail.push('ä');
    expect(tail.text()).toBe('23456789ä');
    const wide = new TextTail(5);
    wide.push('äöü');
    expect(wide.text()).toBe('öü');
  });

  it('lets go of old text', () => {
    const tail = new TextTail(100_000);
    for (let i = 0; i < 1000; i++) tail.push(`${String(i).padStart(4, '0')}${'x'.repeat(996)}`);
    expect(Buffer.byteLength(tail.text())).toBe(100_000);
    expect(tail.text().startsWith('0900')).toBe(true);
  });
});

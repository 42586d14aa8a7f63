import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/protocol/errors.ts';
import { loopback } from '#shared/protocol/loopback.ts';
import type { Signed, SignInDoor } from '#renderer/transport/sign-in.ts';
import type { DialEvents } from '#renderer/transport/socket-dial.ts';
import { type SignInKind, ViewerConnection, type ViewerMemory } from '#renderer/transport/viewer-connection.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const signed = (accessToken: string): Signed => ({
  accessToken,
  expiresInSeconds: 600,
  user: { name: 'mara', role: 'viewer' },
});

let clock: FakeClock;
let dials: { token: string; events: DialEvents; renewed: string[]; isClosed: boolean }[];
let refreshes: (() => Promise<Signed>)[];
let kept: { kind?: SignInKind | undefined; token?: string | undefined };
let loggedOut: string[];
let connection: ViewerConnection;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const last = () => {
  const dial = dials.at(-1);
  if (!dial) throw new Error('nothing was dialled');
  return dial;
};

beforeEach(() => {
  clock = new FakeClock();
  dials = [];
  refreshes = [];
  kept = {};
  loggedOut = [];
  const memory: ViewerMemory = {
    kind: () => kept.kind,
    setKind: (kind) => (kept.kind = kind),
    startToken: () => kept.token,
    setStartToken: (token) => (kept.token = token),
  };
  const never = (): never => {
    throw new Error('not asked for here');
  };
  const door: SignInDoor = {
    login: never,
    pair: never,
    refresh: () => refreshes.shift()?.() ?? Promise.reject(new AppError('unauthorized', 'This sign-in has ended.')),
    download: never,
    upload: never,
    logout: (token) => {
      loggedOut.push(token);
      return Promise.resolve();
    },
  };
  connection = new ViewerConnection({
    clock,
    door,
    memory,
    dial: (token, events) => {
      const dial = { token, events, renewed: [] as string[], isClosed: false };
      dials.push(dial);
      return {
        renew: (fresh) => {
          dial.renewed.push(fresh);
          return Promise.resolve();
        },
        close: () => void (dial.isClosed = true),
      };
    },
  });
});

const enter = async (): Promise<void> => {
  connection.enter(signed('a1'), 'pairing');
  await settle();
  last().events.opened(loopback().client, 'websocket');
};

describe('ViewerConnection', () => {
  it('asks nothing of the server at a first visit', () => {
    connection.start();
    expect(connection.state).toEqual({ is: 'signedOut', why: 'never' });
    expect(dials).toEqual([]);
  });

  it('comes back by its cookie at a later one', async () => {
    kept.kind = 'pairing';
    refreshes.push(() => Promise.resolve(signed('a2')));
    connection.start();
    await settle();
    expect(last().token).toBe('a2');
    last().events.opened(loopback().client, 'polling');
    expect(connection.state).toEqual({ is: 'online', transport: 'polling' });
    last().events.transport('websocket');
    expect(connection.state).toEqual({ is: 'online', transport: 'websocket' });
  });

  it('tries again after 1, 2, 4, 8, 16 and 16 s, with the same client, and tells how long it is away', async () => {
    await enter();
    const { client } = connection;
    const since = clock.now();
    last().events.closed();
    const waits: number[] = [];
    for (let tries = 0; tries < 6; tries++) {
      const { state } = connection;
      if (state.is !== 'lost' || state.retryAt === undefined) throw new Error(`not lost: ${state.is}`);
      expect([state.tries, state.since]).toEqual([tries, since]);
      const wait = state.retryAt - clock.now();
      waits.push(wait);
      await clock.advance(wait);
      await settle();
      expect(connection.state).toMatchObject({ is: 'lost', retryAt: undefined });
      last().events.refused(new AppError('timeout', "Quayside doesn't answer."));
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 16_000]);
    connection.tryNow();
    await settle();
    last().events.opened(loopback().client, 'websocket');
    expect(connection.state.is).toBe('online');
    expect(connection.client).toBe(client);
    last().events.closed();
    expect(connection.state).toMatchObject({ is: 'lost', tries: 0, retryAt: clock.now() + 1000 });
  });

  it('does not hear what an older try still says', async () => {
    await enter();
    const old = last();
    old.events.closed();
    connection.tryNow();
    await settle();
    last().events.opened(loopback().client, 'websocket');
    old.events.revoked('revoked');
    old.events.closed();
    expect(connection.state.is).toBe('online');
  });

  it('renews its token a minute before it ends, on the open socket', async () => {
    await enter();
    refreshes.push(() => Promise.resolve(signed('a2')));
    await clock.advance(540_000);
    await settle();
    expect(last().renewed).toEqual(['a2']);
    refreshes.push(() => Promise.resolve(signed('a3')));
    await clock.advance(540_000);
    await settle();
    expect(last().renewed).toEqual(['a2', 'a3']);
    expect(dials).toHaveLength(1);
  });

  it('is out at once when it is revoked, and forgets that it was in', async () => {
    await enter();
    last().events.revoked('revoked');
    last().events.closed();
    expect(connection.state).toEqual({ is: 'signedOut', why: 'revoked', kind: 'pairing' });
    expect(connection.client).toBeUndefined();
    expect(kept.kind).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('comes back at once with another role, by a new token and with the same client', async () => {
    await enter();
    const { client } = connection;
    refreshes.push(() => Promise.resolve(signed('a2')));
    last().events.revoked('role_changed');
    last().events.closed();
    await settle();
    expect(last().token).toBe('a2');
    last().events.opened(loopback().client, 'websocket');
    expect(connection.client).toBe(client);
  });

  it('asks its cookie when its token ended while the computer slept, and is out when that has ended too', async () => {
    await enter();
    last().events.closed();
    connection.tryNow();
    await settle();
    refreshes.push(() => Promise.resolve(signed('a2')));
    last().events.refused(new AppError('expired', 'The token has ended.'));
    await settle();
    expect(last().token).toBe('a2');
    // Refused although it is new: asking again at once would go round and round.
    last().events.refused(new AppError('unauthorized', 'This token is not valid.'));
    await settle();
    expect(connection.state).toMatchObject({ is: 'lost', retryAt: clock.now() + 2000 });
    await clock.advance(2000);
    await settle();
    expect(connection.state).toEqual({ is: 'signedOut', why: 'ended', kind: 'pairing' });
  });

  it("waits as long as the server says, and shows the server's words", async () => {
    await enter();
    last().events.closed();
    connection.tryNow();
    await settle();
    last().events.refused(
      new AppError('too_many', '10 connections are open, the most for one user.', { retryAfterMs: 30_000 }),
    );
    expect(connection.state).toMatchObject({ is: 'lost', retryAt: clock.now() + 30_000, error: { code: 'too_many' } });
  });

  it('keeps the token of a start over a reload, does not end it for others, and says when it is of an earlier one', async () => {
    connection.start('qst_1');
    await settle();
    expect([last().token, kept.token]).toEqual(['qst_1', 'qst_1']);
    await connection.signOut();
    expect([loggedOut, kept.token]).toEqual([[], undefined]);
    connection.start('qst_1');
    await settle();
    last().events.refused(new AppError('unauthorized', 'This token is not valid.'));
    expect(connection.state).toEqual({ is: 'signedOut', why: 'tokenEnded', kind: 'token' });
  });

  it('signs out here and there', async () => {
    await enter();
    await connection.signOut();
    expect(loggedOut).toEqual(['a1']);
    expect(connection.state).toEqual({ is: 'signedOut', why: 'signedOut', kind: 'pairing' });
    expect(last().isClosed).toBe(true);
  });

  it('stands aside for another sign-in without forgetting this one', async () => {
    await enter();
    connection.standAside();
    expect(connection.state).toEqual({ is: 'signedOut', why: 'never', kind: 'pairing' });
    expect([connection.client, kept.kind, loggedOut]).toEqual([undefined, 'pairing', []]);
  });
});

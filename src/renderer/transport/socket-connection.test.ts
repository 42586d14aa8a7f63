import { describe, expect, it } from 'vitest';
import type { Link } from '#shared/protocol/link.ts';
import { browserSignIn } from '#renderer/transport/browser-sign-in.ts';
import { SocketConnection, type ViewerSocket } from '#renderer/transport/socket-connection.ts';
import { FakeClock } from '#testing/fake-clock.ts';

class FakeSocket implements ViewerSocket {
  readonly token: string;
  readonly sent: [string, unknown][] = [];
  readonly #listeners = new Map<string, ((given?: unknown) => void)[]>();

  constructor(token: string) {
    this.token = token;
  }

  emit(event: string, payload: unknown): void {
    this.sent.push([event, payload]);
  }

  onAny(): void {
    // Nothing comes in here.
  }

  on(event: string, listener: (given: never) => void): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener as (given?: unknown) => void]);
  }

  disconnect(): void {
    this.fire('disconnect');
  }

  fire(event: string, given?: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(given);
  }
}

function fixture({ hash = '', kept = null as string | null } = {}) {
  const clock = new FakeClock();
  const answers: (number | 'away')[] = [];
  const store = new Map<string, string>(kept === null ? [] : [['quayside.token', kept]]);
  const shown: string[] = [];
  let tokens = 0;
  const signIn = browserSignIn({
    location: { hash, pathname: '/', search: '' },
    history: { replaceState: (_data, _title, url) => void shown.push(url) },
    storage: {
      getItem: (name) => store.get(name) ?? null,
      setItem: (name, value) => void store.set(name, value),
      removeItem: (name) => void store.delete(name),
    },
    fetch: () => {
      const status = answers.shift() ?? 200;
      if (status === 'away') return Promise.reject(new TypeError('Failed to fetch'));
      tokens += 1;
      const body = { accessToken: `access${tokens}`, expiresInSeconds: 600 };
      return Promise.resolve({ ok: status === 200, status, json: () => Promise.resolve(body) });
    },
    now: () => clock.now(),
  });
  const sockets: FakeSocket[] = [];
  const links: Link[] = [];
  let signedOut = 0;
  const connection = new SocketConnection({
    signIn,
    clock,
    open: (token) => {
      const socket = new FakeSocket(token);
      sockets.push(socket);
      return socket;
    },
    onLink: (link) => links.push(link),
    onSignedOut: () => (signedOut += 1),
  });
  return {
    clock,
    answers,
    store,
    shown,
    sockets,
    links,
    connection,
    signedOut: () => signedOut,
    last: () => sockets.at(-1),
  };
}

describe('a browser', () => {
  it('takes the token out of the printed address before anybody sees it, and keeps it for the tab', async () => {
    const first = fixture({ hash: '#token=qst_abc-1' });
    expect(first.shown).toEqual(['/']);
    first.connection.connect();
    await first.clock.advance(0);
    expect(first.last()?.token).toBe('qst_abc-1');
    const reloaded = fixture({ kept: first.store.get('quayside.token') ?? null });
    reloaded.connection.connect();
    await reloaded.clock.advance(0);
    expect(reloaded.last()?.token).toBe('qst_abc-1');
  });

  it('tries again after 1, 2, 4, 8, 16, 16 s, and after 1 s once it was connected', async () => {
    const { clock, connection, sockets, last } = fixture();
    connection.connect();
    await clock.advance(0);
    for (const seconds of [1, 2, 4, 8, 16, 16]) {
      const before = sockets.length;
      last()?.fire('connect_error', new Error('xhr poll error'));
      await clock.advance(seconds * 1000 - 1);
      expect(sockets).toHaveLength(before);
      await clock.advance(1);
      expect(sockets).toHaveLength(before + 1);
    }
    last()?.fire('connect');
    last()?.fire('disconnect');
    const before = sockets.length;
    await clock.advance(1000);
    expect(sockets).toHaveLength(before + 1);
    connection.dispose();
    expect(clock.pending).toBe(0);
  });

  it('renews its token a minute early on the living socket', async () => {
    const { clock, connection, last } = fixture();
    connection.connect();
    await clock.advance(0);
    last()?.fire('connect');
    await clock.advance(539_999);
    expect(last()?.sent).toEqual([]);
    await clock.advance(1);
    expect(last()?.sent).toEqual([['renew', { token: 'access2' }]]);
    await clock.advance(540_000);
    expect(last()?.sent.at(-1)).toEqual(['renew', { token: 'access3' }]);
    connection.dispose();
    expect(clock.pending).toBe(0);
  });

  it('gets a new token when its own is refused, and asks to sign in when there is none', async () => {
    const { answers, clock, connection, last, signedOut } = fixture({ kept: 'qst_old' });
    connection.connect();
    await clock.advance(0);
    last()?.fire('connect_error', Object.assign(new Error('x'), { data: { code: 'unauthorized' } }));
    await clock.advance(0);
    expect(last()?.token).toBe('access1');
    last()?.fire('connect');
    last()?.fire('disconnect');
    await clock.advance(1000);
    answers.push(401);
    last()?.fire('connect_error', Object.assign(new Error('x'), { data: { code: 'expired' } }));
    await clock.advance(0);
    expect(signedOut()).toBe(1);
    connection.dispose();
  });

  it('does not take a server out of reach for a sign-out', async () => {
    const { answers, clock, connection, sockets, signedOut } = fixture();
    answers.push('away', 503);
    connection.connect();
    await clock.advance(0);
    expect(sockets).toHaveLength(0);
    await clock.advance(3000);
    expect(sockets).toHaveLength(1);
    expect(signedOut()).toBe(0);
    connection.dispose();
  });
});

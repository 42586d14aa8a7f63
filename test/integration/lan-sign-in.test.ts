import { createHmac, randomBytes } from 'node:crypto';
import { connect as tlsConnect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type LanServer, startLanServer } from './lan-server.ts';

let server: LanServer;
let admin: string;
const PASSWORD = 'correct horse battery';

beforeAll(async () => {
  server = await startLanServer({ settings: { remoteLimits: { ...LIMITS, signInTries: 50 } } });
  admin = server.startToken;
});
afterAll(() => server.close());

const LIMITS = {
  connectionsPerUser: 3,
  streamsPerConnection: 4,
  watchersPerLog: 2,
  messagesPerSecond: 50,
  messageBurst: 100,
  inputBytesPerSecond: 65_536,
  signInTries: 5,
};
const login = (username: string, password: string, more = {}): Promise<Answer> =>
  server.post('/api/v1/auth/login', { username, password, ...more });
const text = (answer: Answer, name: string): string => String(answer.body[name]);

describe('passwords', () => {
  it('let in who was made by hand, and nobody else', async () => {
    expect((await login('admin', 'admin')).status).toBe(401);
    await server.call('users.create', { name: 'mara', role: 'operator', password: PASSWORD }, admin);
    const wrong = await login('mara', 'wrong horse battery');
    const unknown = await login('nobody', 'wrong horse battery');
    expect(wrong.body).toEqual(unknown.body);
    const right = await login('Mara', PASSWORD);
    expect(right.body).toMatchObject({ expiresInSeconds: 600, user: { name: 'mara', role: 'operator' } });
    const socket = await server.connect(text(right, 'accessToken'));
    expect(socket.hello.user).toEqual({ name: 'mara', role: 'operator' });
    expect(
      (await server.call('users.create', { name: 'mara', role: 'viewer', password: PASSWORD }, admin)).body.error,
    ).toMatchObject({ code: 'conflict', reason: 'taken' });
    expect(
      (await server.call('users.create', { name: 'x', role: 'viewer', password: 'short' }, admin)).body.error,
    ).toMatchObject({ code: 'bad_request', field: 'params.password' });
    expect(
      (await server.call('users.create', { name: 'Local', role: 'viewer', password: PASSWORD }, admin)).status,
    ).toBe(400);
  });

  it('end what was open when they, or the role, change', async () => {
    await server.call('users.create', { name: 'otto', role: 'operator', password: PASSWORD }, admin);
    const signed = await login('otto', PASSWORD);
    const socket = await server.connect(text(signed, 'accessToken'));
    await server.call('users.update', { name: 'otto', role: 'viewer' }, admin);
    expect(await socket.heard('revoked')).toEqual({ reason: 'role_changed' });
    await socket.heard('disconnect');
    expect((await server.post('/api/v1/auth/refresh', { refreshToken: text(signed, 'refreshToken') })).status).toBe(
      401,
    );
    expect((await server.request('/api/v1/connections', { token: text(signed, 'accessToken') })).status).toBe(401);
    expect((await login('otto', PASSWORD)).body).toMatchObject({ user: { role: 'viewer' } });
    await server.call('users.update', { name: 'otto', disabled: true }, admin);
    expect((await login('otto', PASSWORD)).body).toMatchObject({
      error: { code: 'unauthorized', message: 'The name or the password is wrong.' },
    });
    await server.call('users.update', { name: 'otto', disabled: false }, admin);
    expect((await login('otto', PASSWORD)).status).toBe(200);
    await server.call('users.remove', { name: 'otto' }, admin);
    expect((await login('otto', PASSWORD)).status).toBe(401);
  });
});

describe('refresh tokens', () => {
  it('are used once; a second use ends the family, and the sockets with it', async () => {
    await server.call('users.create', { name: 'rita', role: 'viewer', password: PASSWORD }, admin);
    const first = await login('rita', PASSWORD);
    const stolen = text(first, 'refreshToken');
    const second = await server.post('/api/v1/auth/refresh', { refreshToken: stolen });
    expect(second.body['refreshToken']).not.toBe(stolen);
    // Two tabs, or an answer that got lost: the same successor within 10 s.
    const again = await server.post('/api/v1/auth/refresh', { refreshToken: stolen });
    expect(again.body['refreshToken']).toBe(second.body['refreshToken']);
    const third = await server.post('/api/v1/auth/refresh', { refreshToken: text(second, 'refreshToken') });
    const socket = await server.connect(text(third, 'accessToken'));
    // The first one was replaced twice: whoever comes with it now has it from somebody else.
    const replay = await server.post('/api/v1/auth/refresh', { refreshToken: stolen });
    expect(replay.body.error?.code).toBe('unauthorized');
    expect(await socket.heard('revoked')).toEqual({ reason: 'reused' });
    const last = await server.post('/api/v1/auth/refresh', { refreshToken: text(third, 'refreshToken') });
    expect(last.body.error?.code).toBe('unauthorized');
    const { body } = await server.call('audit.query', { action: 'auth.refresh', limit: 1 }, admin);
    expect(body['result']).toMatchObject({ records: [{ result: 'denied', details: { reason: 'reused' } }] });
  });

  it('stay in a cookie that no script sees', async () => {
    const signed = await login('mara', PASSWORD, { cookie: true });
    expect(signed.body['refreshToken']).toBeUndefined();
    const cookie = signed.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^qs=qsr_[\w.-]+; .*HttpOnly; .*SameSite=Strict/);
    const renewed = await server.request('/api/v1/auth/refresh', {
      method: 'POST',
      body: '{"cookie":true}',
      headers: { 'content-type': 'application/json', cookie: cookie.split(';', 1)[0] ?? '' },
    });
    expect(renewed.status).toBe(200);
    const out = await server.post('/api/v1/auth/logout', {}, text(renewed, 'accessToken'));
    expect(out.headers.get('set-cookie')).toContain('qs=;');
    expect((await server.request('/api/v1/connections', { token: text(renewed, 'accessToken') })).status).toBe(401);
  });
});

describe('access tokens', () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'quayside', aud: 'quayside', sub: 'x', sid: 'y', jti: 'z', iat: 1, exp: 9_999_999_999 };
  const signed = (header: object, key: Buffer): string => {
    const head = `${part(header)}.${part(claims)}`;
    return `${head}.${createHmac('sha256', key).update(head).digest('base64url')}`;
  };
  it.each([
    ['alg none', () => `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`],
    ['a foreign key', () => signed({ alg: 'HS256', typ: 'at+jwt' }, randomBytes(32))],
    ['an empty key', () => signed({ alg: 'HS256', typ: 'at+jwt' }, Buffer.alloc(32))],
    ['another kind', () => signed({ alg: 'HS256', typ: 'JWT' }, randomBytes(32))],
    ['nonsense', () => 'a.b.c'],
  ])('with %s open nothing', async (_what, make) => {
    const token = make();
    expect((await server.request('/api/v1/connections', { token })).body.error?.code).toBe('unauthorized');
    await expect(server.connect(token)).rejects.toMatchObject({ data: { code: 'unauthorized' } });
    const { body } = await server.call('audit.query', { action: 'auth.token', limit: 1 }, admin);
    expect(body['result']).toMatchObject({ records: [{ actor: '127.0.0.1', result: 'denied', code: 'unauthorized' }] });
  });

  it('cannot be edited: the role is read where the sign-in is kept', async () => {
    const token = text(await login('mara', PASSWORD), 'accessToken');
    const [head = '', body = '', signature = ''] = token.split('.');
    const edited = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const forged = `${head}.${part({ ...edited, role: 'admin' })}.${signature}`;
    expect((await server.request('/api/v1/connections', { token: forged })).status).toBe(401);
  });

  it('are renewed on a living socket by one of the same sign-in only', async () => {
    const signedIn = await login('mara', PASSWORD);
    const socket = await server.connect(text(signedIn, 'accessToken'));
    const fresh = await server.post('/api/v1/auth/refresh', { refreshToken: text(signedIn, 'refreshToken') });
    expect(await socket.ask('renew', { token: text(fresh, 'accessToken') })).toEqual({ ok: true });
    const other = text(await login('mara', PASSWORD), 'accessToken');
    expect(await socket.ask('renew', { token: other })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await socket.ask('renew', { token: 'nonsense' })).toMatchObject({ error: { code: 'unauthorized' } });
    socket.socket.disconnect();
  });
});

describe('pairing', () => {
  const pair = (code: string, deviceName = 'Phone'): Promise<Answer> =>
    server.post('/api/v1/auth/pair', { code, deviceName });
  const newCode = async (more: object): Promise<string> => {
    const made = await server.call('pairing.create', { role: 'viewer', ...more }, admin);
    return (made.body['result'] as { code: string }).code;
  };

  it('gives one device a role, once', async () => {
    const made = await server.call('pairing.create', { role: 'viewer' }, admin);
    const { code, url, qr } = made.body['result'] as { code: string; url: string; qr: string[] };
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/);
    expect(url).toBe(`${server.url}/#pair=${code}`);
    expect(qr.every((row) => row.length === qr.length)).toBe(true);
    const signed = await pair(code.toLowerCase().replace('-', ' '));
    expect(signed.body).toMatchObject({ user: { name: 'Phone', role: 'viewer' } });
    expect((await pair(code)).status).toBe(401);
    const second = await pair(await newCode({}));
    expect(second.body).toMatchObject({ user: { name: 'Phone (2)' } });
    const { devices } = (await server.call('devices.list', {}, admin)).body['result'] as {
      devices: { user: string }[];
    };
    expect(devices.map(({ user }) => user)).toEqual(expect.arrayContaining(['Phone', 'Phone (2)']));
  });

  it('asks the owner, who lets in or not', async () => {
    const watcher = await server.connect(admin);
    await watcher.ask('subscribe', { channel: 'pairing:requests' });
    const code = await newCode({ confirm: true, role: 'operator' });
    expect(await pair(code, 'Tablet')).toMatchObject({
      status: 202,
      body: { pending: true, retryAfterMs: expect.any(Number) },
    });
    const state = await watcher.heard('pairing:requests', (batch) => JSON.stringify(batch).includes('Tablet'));
    const { asking } = (state['items'] as { asking: { request: string; deviceName: string; role: string }[] }[]).at(
      -1,
    ) ?? { asking: [] };
    expect(asking).toMatchObject([{ deviceName: 'Tablet', role: 'operator', address: '127.0.0.1' }]);
    expect((await pair(code, 'Thief')).body.error).toMatchObject({ code: 'conflict', reason: 'taken' });
    await server.call('pairing.answer', { request: asking[0]?.request, allow: true }, admin);
    expect((await pair(code, 'Tablet')).body).toMatchObject({ user: { name: 'Tablet', role: 'operator' } });

    const refused = await newCode({ confirm: true });
    await pair(refused, 'Stranger');
    const again = (await watcher.heard('pairing:requests', (batch) => JSON.stringify(batch).includes('Stranger')))[
      'items'
    ] as { asking: { request: string }[] }[];
    await server.call('pairing.answer', { request: again.at(-1)?.asking[0]?.request, allow: false }, admin);
    expect((await pair(refused, 'Stranger')).status).toBe(401);
    watcher.socket.disconnect();
  });

  it('is over after five wrong codes', async () => {
    const code = await newCode({});
    for (let tries = 0; tries < 5; tries++) expect((await pair('AAAA-AAAA')).status).toBe(401);
    expect((await pair(code)).status).toBe(401);
  });

  it('limits a device to some containers, at the act and not only in the list', async () => {
    const code = await newCode({ role: 'operator', scope: { containers: ['shop-api-1'] }, deviceName: 'Wall' });
    const token = text(await pair(code, 'anything'), 'accessToken');
    const socket = await server.connect(token);
    await socket.ask('subscribe', { channel: 'containers' });
    const batch = await socket.heard('containers');
    const [whole] = batch['items'] as { containers: { name: string }[] }[];
    expect(whole?.containers.map(({ name }) => name)).toEqual(['shop-api-1']);
    const list = (await server.call('containers.list', {}, token)).body['result'] as { containers: { name: string }[] };
    expect(list.containers.map(({ name }) => name)).toEqual(['shop-api-1']);
    const all = (await server.call('containers.list', {}, admin)).body['result'] as {
      containers: { id: string; name: string }[];
    };
    const other = all.containers.find(({ name }) => name !== 'shop-api-1');
    for (const container of [other?.id, other?.name, other?.id.slice(0, 12), 'no-such-container']) {
      const refused = { ok: false, error: { code: 'forbidden', message: expect.stringContaining('limited') } };
      expect(await socket.ask('subscribe', { channel: 'logs:stream', params: { container } })).toMatchObject(refused);
      expect(await socket.ask('call', { command: 'containers.stop', params: { container } })).toMatchObject(refused);
    }
    expect(await socket.ask('call', { command: 'connections.list', params: {} })).toMatchObject({
      error: { code: 'forbidden' },
    });
    expect(await socket.ask('subscribe', { channel: 'presence' })).toMatchObject({ error: { code: 'forbidden' } });
    expect(
      await socket.ask('call', {
        command: 'containers.restart',
        params: { container: 'shop-api-1', timeoutSeconds: 0 },
      }),
    ).toEqual({ ok: true, result: {} });
    socket.socket.disconnect();
  });

  it('ends at its time, and a time that is over is refused', async () => {
    expect(
      (await server.call('pairing.create', { role: 'viewer', endsAt: '2020-01-01T00:00:00Z' }, admin)).body.error,
    ).toMatchObject({ code: 'bad_request', field: 'params.endsAt' });
    const endsAt = new Date(Date.now() + 700).toISOString();
    const token = text(await pair(await newCode({ endsAt }), 'Guest'), 'accessToken');
    const socket = await server.connect(token);
    await socket.heard('disconnect');
    expect((await server.request('/api/v1/connections', { token })).status).toBe(401);
  });

  it('is revoked within a second, with all it has open', async () => {
    const signed = await pair(await newCode({}), 'Lost phone');
    const socket = await server.connect(text(signed, 'accessToken'));
    await socket.ask('subscribe', { channel: 'logs:stream', params: { container: 'shop-api-1' } });
    const { body } = await server.request('/api/v1/connections', { token: admin });
    const mine = (body['connections'] as { id: string; user: string }[]).find(({ user }) => user === 'Lost phone');
    const began = performance.now();
    await server.call('connections.revoke', { id: mine?.id }, admin);
    expect(await socket.heard('revoked')).toEqual({ reason: 'revoked' });
    await socket.heard('disconnect');
    expect(performance.now() - began).toBeLessThan(1000);
    expect((await server.post('/api/v1/auth/refresh', { refreshToken: text(signed, 'refreshToken') })).status).toBe(
      401,
    );
  });
});

describe('limits', () => {
  it('hold for connections, streams and watchers of a log, in words', async () => {
    const tokens = [server.tokenOf('viewer', 'many'), server.tokenOf('viewer', 'more')];
    const sockets = [];
    for (let i = 0; i < LIMITS.connectionsPerUser; i++) sockets.push(await server.connect(tokens[0] ?? ''));
    await expect(server.connect(tokens[0] ?? '')).rejects.toMatchObject({
      data: { code: 'too_many', message: '3 connections are open, the most for one user.' },
    });
    const log = { channel: 'logs:stream', params: { container: 'shop-web-1' } };
    const [first, second] = sockets;
    expect(await first?.ask('subscribe', log)).toMatchObject({ ok: true });
    expect(await second?.ask('subscribe', log)).toMatchObject({ ok: true });
    const other = await server.connect(tokens[1] ?? '');
    expect(await other.ask('subscribe', log)).toMatchObject({
      error: { code: 'too_many', message: '2 connections watch this log, the most for one container.' },
    });
    for (const channel of ['containers', 'docker:events', 'engine:status']) await first?.ask('subscribe', { channel });
    expect(await first?.ask('subscribe', { channel: 'docker:stats', params: { all: true } })).toMatchObject({
      error: { code: 'too_many', message: '4 streams are open, the most for one connection.' },
    });
    for (const { socket } of [...sockets, other]) socket.disconnect();
  });

  it('hold for messages: too many are answered so, and the connection goes on', async () => {
    const peer = await server.connect(server.tokenOf('viewer', 'hasty'));
    const answers = await Promise.all(Array.from({ length: 300 }, () => peer.ask('unsubscribe', { stream: 's0' })));
    const refused = answers.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThan(100);
    expect(refused.every(({ error }) => error?.code === 'too_many' && Number(error['retryAfterMs']) > 0)).toBe(true);
    expect(await peer.ask('ping')).toMatchObject({ ok: true });
    peer.socket.disconnect();
  });
});

describe('TLS', () => {
  it('is the server’s own, with a CA behind it and a fingerprint that a browser shows too', async () => {
    const safe = await startLanServer({ isTls: true });
    try {
      const { ca } = await (await safe.core.security()).certificate(['127.0.0.1']);
      const { port, hostname } = new URL(safe.url);
      const seen = await new Promise<string>((resolve, reject) => {
        const socket = tlsConnect({ host: hostname, port: Number(port), ca, servername: 'localhost' }, () => {
          resolve(socket.getPeerCertificate().fingerprint256);
          socket.destroy();
        });
        socket.on('error', reject);
      });
      expect(safe.fingerprint).toBe(seen);
      expect(safe.url).toMatch(/^https:/);
      const peer = await safe.connect(safe.startToken, { ca, rejectUnauthorized: true });
      expect(peer.hello.user.role).toBe('admin');
    } finally {
      await safe.close();
    }
  });
});

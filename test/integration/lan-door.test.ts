import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LanServer, startLanServer } from './lan-server.ts';

let server: LanServer;
let admin: string;
let viewer: string;
let operator: string;

beforeAll(async () => {
  server = await startLanServer();
  admin = server.startToken;
  viewer = server.tokenOf('viewer');
  operator = server.tokenOf('operator');
});
afterAll(() => server.close());

describe('pages', () => {
  it('are served with the policy, compressed, and lasting only where their name says so', async () => {
    const index = await server.request('/');
    expect(index.status).toBe(200);
    expect(index.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(index.headers.get('x-frame-options')).toBe('DENY');
    expect(index.headers.get('cache-control')).toBe('no-cache');
    const asset = await server.request('/assets/app.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect(asset.body['text']).toContain('answer = 42');
  });

  it.each([
    '/..%2f..%2fetc/passwd',
    '/assets/..%2f..%2fsecrets/audit',
    '/secrets/audit',
    '/index.html%00.js',
    '/assets/',
    '/%2e%2e/%2e%2e/etc/passwd',
  ])('have nothing at %s', async (path) => {
    const answer = await server.request(path);
    expect([answer.status, answer.body.error?.code]).toEqual([404, 'not_found']);
  });
});

describe('who asks', () => {
  it.each([
    ['a foreign Host', { host: 'evil.example' }],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['no page at all', { origin: 'null' }],
    ['a request that another site made', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ])('is refused with %s', async (_what, headers) => {
    const { request } = await import('node:http');
    for (const path of ['/healthz', '/socket.io/?EIO=4&transport=polling']) {
      const status = await new Promise((resolve, reject) => {
        const asked = request(`${server.url}${path}`, { headers: headers as Record<string, string> }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asked.on('error', reject).end();
      });
      expect(status).toBe(400);
    }
  });

  it('needs a token for all but health, and gets no details without', async () => {
    const bare = await server.request('/healthz');
    expect(bare.body).toEqual({ status: 'ok', engine: { state: 'connected' } });
    expect((await server.request('/healthz', { token: admin })).body).toMatchObject({ version: '0.0.0' });
    for (const path of ['/api/v1/connections', '/api/v1/poll/containers', '/api/v1/transfer/x'])
      expect((await server.request(path)).body.error?.code).toBe('unauthorized');
    expect((await server.post('/api/v1/call/containers.list', {})).status).toBe(401);
    await expect(server.connect('')).rejects.toMatchObject({ data: { code: 'unauthorized' } });
    await expect(server.connect('qst_nonsense')).rejects.toMatchObject({ data: { code: 'unauthorized' } });
  });
});

describe('commands', () => {
  it('answer the same over HTTP and over the socket, with the same rights', async () => {
    const socket = await server.connect(viewer);
    expect(socket.hello.user).toEqual({ name: 'a-viewer', role: 'viewer' });
    const overSocket = await socket.ask('call', { command: 'containers.list', params: {} });
    const overHttp = await server.call('containers.list', {}, viewer);
    expect(overHttp.status).toBe(200);
    const names = (result: unknown): string[] =>
      (result as { containers: { name: string }[] }).containers.map(({ name }) => name);
    expect(names(overHttp.body['result'])).toEqual(names(overSocket['result']));
    const container = 'shop-api-1';
    expect(await socket.ask('call', { command: 'containers.stop', params: { container } })).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    expect((await server.call('containers.stop', { container }, viewer)).status).toBe(403);
    expect((await server.call('containers.restart', { container, timeoutSeconds: 0 }, operator)).body).toEqual({
      result: {},
    });
    expect((await server.call('nothing.here', {}, admin)).body.error?.code).toBe('not_found');
    expect((await server.call('containers.stop', { container: '../images' }, admin)).body.error).toMatchObject({
      code: 'bad_request',
      field: 'params.container',
    });
    // The printed token sits at this computer: it has the window's rights.
    expect((await server.call('settings.get', {}, admin)).status).toBe(200);
    expect((await server.call('settings.get', {}, server.tokenOf('admin'))).status).toBe(403);
  });

  it('write down what was done and what was refused', async () => {
    await server.call('containers.pause', { container: 'shop-api-1' }, operator);
    await server.call('containers.unpause', { container: 'shop-api-1' }, operator);
    await server.call('containers.kill', { container: 'shop-api-1' }, server.tokenOf('viewer', 'nosy'));
    const { body } = await server.call('audit.query', { limit: 3 }, admin);
    const { records } = body['result'] as { records: Record<string, unknown>[] };
    expect(records.map(({ actor, action, result, code, door }) => [actor, action, result, code, door])).toEqual([
      ['nosy', 'containers.kill', 'denied', 'forbidden', 'network'],
      ['a-operator', 'containers.unpause', 'ok', undefined, 'network'],
      ['a-operator', 'containers.pause', 'ok', undefined, 'network'],
    ]);
    expect(records[1]).toMatchObject({ target: { kind: 'container', name: 'shop-api-1' }, address: '127.0.0.1' });
    expect((await server.call('audit.verify', {}, admin)).body['result']).toMatchObject({ ok: true });
    const { body: exported } = await server.call('audit.export', {}, admin);
    const { url } = exported['result'] as { url: string };
    expect((await server.request(url, { token: operator })).status).toBe(404);
    const file = await fetch(`${server.url}${url}`, { headers: { authorization: `Bearer ${admin}` } });
    expect(file.headers.get('content-disposition')).toContain('quayside-audit-');
    const lines = (await file.text()).trim().split('\n');
    expect(lines.length).toBeGreaterThan(3);
    expect((await server.request(url, { token: admin })).status).toBe(404); // good once
    expect(readFileSync(join(server.home, 'audit', 'audit.jsonl'), 'utf8')).toContain(lines[0]);
  });

  it.each([
    ['text/plain', '{}', 400, 'bad_request'],
    ['application/json', '{nonsense', 400, 'bad_request'],
    ['application/json', '[]', 400, 'bad_request'],
    ['application/json', JSON.stringify({ x: 'y'.repeat(1_100_000) }), 413, 'too_large'],
  ])('refuse a body of %s: %.10s', async (type, body, status, code) => {
    const answer = await server.request('/api/v1/call/containers.list', {
      method: 'POST',
      body,
      headers: { 'content-type': type },
      token: admin,
    });
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });
});

describe('streams', () => {
  it('come over the socket in order, and over polls without loss or repeats', async () => {
    const socket = await server.connect(viewer);
    const params = { container: 'shop-api-1' };
    const answer = await socket.ask('subscribe', { channel: 'logs:stream', params, view: { tail: 0 } });
    expect(answer).toMatchObject({
      ok: true,
      params: { engine: 'default', container: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const batch = await socket.heard('logs:stream');
    expect(batch['stream']).toBe(answer['stream']);

    type Poll = { epoch: string; next: number; items: { text: string }[] };
    const poll = async (query: string): Promise<Poll> =>
      (await server.request(`/api/v1/poll/logs:stream?container=shop-api-1&${query}`, { token: viewer }))
        .body as unknown as Poll;
    let last = await poll('tail=5');
    expect(last.items.length).toBeLessThanOrEqual(5);
    const seen = last.items.length;
    let first = last.next - seen;
    let count = seen;
    for (let round = 0; round < 4; round++) {
      const next = await poll(`tail=5&since_epoch=${last.epoch}&since_seq=${last.next}&wait=5`);
      expect(next.epoch).toBe(last.epoch);
      count += next.items.length;
      last = next;
    }
    expect(count).toBe(last.next - first);
    expect(first).toBeGreaterThanOrEqual(0);
    const { body } = await server.request('/api/v1/connections', { token: operator });
    expect(body['connections']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ user: 'a-viewer', transport: 'poll' }),
        expect.objectContaining({ user: 'a-viewer', transport: 'websocket' }),
      ]),
    );
    const logs = (body['channels'] as { channel: string; subscribers: number }[]).filter(
      ({ channel }) => channel === 'logs:stream',
    );
    expect(logs).toEqual([expect.objectContaining({ subscribers: 2, state: 'live' })]);
    socket.socket.disconnect();
  });

  it('answer bad polls in words', async () => {
    const ask = async (query: string) => (await server.request(`/api/v1/poll/${query}`, { token: viewer })).body.error;
    expect(await ask('containers?wait=99')).toMatchObject({ code: 'bad_request', field: 'wait' });
    expect(await ask('containers?since_seq=1')).toMatchObject({ code: 'bad_request', field: 'since_epoch' });
    expect(await ask('nothing')).toMatchObject({ code: 'not_found' });
    expect(await ask('logs:stream?container=1234567')).toMatchObject({ code: 'not_found' });
    expect(await ask('app:logs')).toMatchObject({ code: 'forbidden' });
  });
});

describe('what is told of it all', () => {
  it('is in openapi.json: every command and channel of the contract, with its errors', async () => {
    const { channels, commands } = await import('#shared/contract/index.ts');
    expect((await server.request('/api/v1/openapi.json')).status).toBe(401);
    const { body } = await server.request('/api/v1/openapi.json', { token: viewer });
    const paths = body['paths'] as Record<string, Record<string, { parameters?: { name: string }[] }>>;
    for (const name of Object.keys(commands)) expect(paths[`/api/v1/call/${name}`]?.['post']).toBeDefined();
    for (const name of Object.keys(channels)) expect(paths[`/api/v1/poll/${name}`]?.['get']).toBeDefined();
    const logs = paths['/api/v1/poll/logs:stream']?.['get']?.parameters?.map(({ name }) => name);
    expect(logs).toEqual(expect.arrayContaining(['container', 'tail', 'since_epoch', 'since_seq', 'wait']));
    expect(JSON.stringify(body)).toContain('too_many 429');
  });

  it('is on a page for people, and as figures for Prometheus', async () => {
    const page = await server.request('/api/v1/reference');
    expect(page.body['text']).toContain('<code>containers.stop</code>');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect((await server.request('/metrics')).status).toBe(401);
    const socket = await server.connect(viewer);
    await socket.ask('subscribe', { channel: 'logs:stream', params: { container: 'shop-api-1' } });
    await socket.heard('logs:stream');
    const { body, headers } = await server.request('/metrics', { token: viewer });
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const metrics = String(body['text']);
    expect(metrics).toMatch(/^quayside_engine_state\{engine="default",state="connected"\} 1$/m);
    expect(metrics).toMatch(/^quayside_connections\{transport="websocket"\} \d+$/m);
    expect(metrics).toMatch(/^quayside_containers\{state="running"\} [1-9]/m);
    expect(Number(/^quayside_items_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
    for (const line of metrics.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) quayside_\w+ .+|quayside_\w+(\{[^}]*\})? [\d.e+-]+)$/);
    socket.socket.disconnect();
  });
});

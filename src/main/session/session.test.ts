import { describe, expect, it } from 'vitest';
import { settle } from '#testing/fake-clock.ts';
import { loopback } from '#shared/protocol/loopback.ts';
import { OPERATOR, rawPeer, sessionFixture, VIEWER } from '#testing/session-fixture.ts';
import { AppError } from '#shared/protocol/errors.ts';

const C1 = { container: 'c1' };

function raw(fixture = sessionFixture(), caller = VIEWER) {
  const pair = loopback();
  fixture.serve(pair.server, caller);
  return { ...fixture, link: pair.client, ...rawPeer(pair.client) };
}

describe('the session', () => {
  it('greets with who one is and what one may', async () => {
    const { received } = raw();
    await settle();
    const hello = received[0]?.p as { channels: string[]; commands: string[] };
    expect(received[0]).toMatchObject({
      e: 'connected',
      p: { user: { name: 'vera', role: 'viewer' }, protocol: 1, version: '0.0.0' },
    });
    expect(hello.channels).toContain('logs:stream');
    expect(hello.channels).not.toContain('terminal:output');
    expect(hello.commands).not.toContain('containers.stop');
  });

  it('answers a subscribe before the first message, with params filled in and one status', async () => {
    const { ask, received, source } = raw();
    const answer = ask('subscribe', { channel: 'logs:stream', params: { container: 'web' } });
    await settle();
    source.current.sink.push([{ text: 'a' }]);
    source.current.sink.ready();
    expect(await answer).toEqual({
      ok: true,
      stream: 's1',
      params: { engine: 'default', container: 'f'.repeat(64) },
      epoch: '00000001',
      next: 0,
    });
    await settle();
    expect(received.slice(1)).toEqual([
      { e: 'status', p: { stream: 's1', status: 'live' } },
      { e: 'logs:stream', p: { stream: 's1', epoch: '00000001', from: 0, next: 1, items: [{ text: 'a' }] } },
    ]);
  });

  it('changes nothing on a second subscribe of the same', async () => {
    const { ask, source, hub } = raw();
    const first = ask('subscribe', { channel: 'logs:stream', params: C1 });
    await settle();
    source.current.sink.ready();
    const one = await first;
    expect(await ask('subscribe', { channel: 'logs:stream', params: C1, view: { tail: 5 } })).toEqual(one);
    expect(hub.inspect()[0]?.subscribers).toBe(1);
  });

  it.each([
    ['subscribe', { channel: 'nothing:here' }, 'not_found', 'channel'],
    ['subscribe', { channel: 'logs:stream', params: { container: '../images' } }, 'bad_request', 'params.container'],
    ['subscribe', { channel: 'logs:stream', params: { container: 'x?force=1&y=' } }, 'bad_request', 'params.container'],
    ['subscribe', { channel: 'logs:stream', params: { container: 'c1', tail: 5 } }, 'bad_request', 'params'],
    ['subscribe', { channel: 'logs:stream', params: C1, view: { tail: 10_001 } }, 'bad_request', 'view.tail'],
    ['subscribe', { channel: 'logs:stream', params: { container: 'nobody' } }, 'not_found', undefined],
    ['subscribe', { channel: 'terminal:output', params: { session: 'abcdefgh' } }, 'forbidden', undefined],
    ['subscribe', null, 'bad_request', undefined],
    ['call', { command: 'constructor', params: {} }, 'not_found', 'command'],
    ['call', { command: 'containers.stop', params: C1 }, 'forbidden', undefined],
    ['input', { stream: 's9', data: 'x' }, 'not_found', 'stream'],
    ['input', { stream: 's9', data: 7 }, 'bad_request', 'data'],
    ['ack', { stream: 's1', seq: -1 }, 'bad_request', 'seq'],
    ['toString', {}, 'bad_request', undefined],
    ['renew', { token: 'x' }, 'bad_request', undefined],
  ])('answers a bad %s %j with %s', async (event, payload, code, field) => {
    const { ask } = raw();
    const answer = (await ask(event, payload)) as {
      ok: boolean;
      error: { code: string; message: string; field?: string };
    };
    expect(answer.ok).toBe(false);
    expect(answer.error.code).toBe(code);
    expect(answer.error.message.length).toBeGreaterThan(10);
    if (field) expect(answer.error.field).toBe(field);
  });

  it('sends a fault where no answer was asked for, and goes on', async () => {
    const { tell, ask, received } = raw();
    tell('nonsense', 1);
    expect(await ask('ping', undefined)).toMatchObject({ ok: true, time: '2026-11-21T10:00:00.000Z' });
    expect(received.find((message) => message.e === 'fault')).toMatchObject({
      p: { event: 'nonsense', error: { code: 'bad_request' } },
    });
  });

  it('gives an unknown throw a number that the app log holds too', async () => {
    const fixture = sessionFixture({ 'containers.list': () => Promise.reject(new Error('secret detail')) });
    const { ask, reports } = raw(fixture);
    const answer = (await ask('call', { command: 'containers.list', params: {} })) as {
      error: { code: string; id: string };
    };
    expect(answer.error.code).toBe('internal');
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(reports).toEqual([{ thrown: new Error('secret detail'), id: answer.error.id }]);
  });

  it('answers in time although a handler hangs, and tells the handler to stop', async () => {
    let signal: AbortSignal | undefined;
    const fixture = sessionFixture({
      'containers.top': (_params, context) => new Promise(() => (signal = context.signal)),
    });
    const { ask, clock } = raw(fixture, OPERATOR);
    const answer = ask('call', { command: 'containers.top', params: C1 });
    await clock.advance(5000);
    expect(await answer).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expect(signal?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('lets exec through from the network only after the local switch', async () => {
    const fixture = sessionFixture({
      'containers.exec': () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '', truncated: false }),
    });
    const { ask } = raw(fixture, OPERATOR);
    const call = { command: 'containers.exec', params: { container: 'c1', command: ['true'] } };
    expect(await ask('call', call)).toMatchObject({ error: { code: 'forbidden' } });
    fixture.allowNetwork();
    expect(await ask('call', call)).toMatchObject({ ok: true, result: { exitCode: 0 } });
  });

  it('leaves nothing behind when the link closes, also in the middle of a subscribe', async () => {
    const { ask, source, hub, link, clock } = raw();
    void ask('subscribe', { channel: 'logs:stream', params: C1 });
    await settle();
    source.current.sink.ready();
    void ask('subscribe', { channel: 'logs:stream', params: { container: 'c2' } });
    await settle();
    link.close();
    source.current.sink.ready();
    await clock.advance(5000);
    expect(hub.inspect().map((stream) => stream.subscribers)).toEqual([0, 0]);
    expect(source.openNow).toBe(0);
    await clock.advance(300_000);
    expect(hub.inspect()).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('client and session', () => {
  it('share items, ack by themselves and resume on a new link without loss or repeats', async () => {
    const { client, connect, source, clock } = sessionFixture();
    const link = connect();
    const seen: unknown[] = [];
    const statuses: string[] = [];
    client.subscribe('logs:stream', C1, {
      onItems: (items) => seen.push(...items),
      onStatus: ({ status }) => statuses.push(status),
    });
    await clock.advance(0);
    source.current.sink.ready();
    for (let i = 0; i < 50; i++) source.current.sink.push([i as never]);
    await clock.advance(200);
    expect(seen).toHaveLength(50);
    link.close();
    expect(client.state).toBe('waiting');
    for (let i = 50; i < 80; i++) source.current.sink.push([i as never]);
    connect();
    await clock.advance(200);
    expect(client.state).toBe('connected');
    expect(seen).toEqual(Array.from({ length: 80 }, (_, i) => i));
    expect(source.openings).toHaveLength(1);
    expect(statuses).toEqual(['live', 'live']);
  });

  it('refuse a second subscription of the same, and allow it after the first is gone', async () => {
    const { client, connect, source, clock, hub } = sessionFixture();
    connect();
    const first = client.subscribe('logs:stream', C1, {});
    expect(() => client.subscribe('logs:stream', C1, {})).toThrow(AppError);
    first.dispose();
    client.subscribe('logs:stream', C1, {});
    await clock.advance(0);
    source.current.sink.ready();
    await clock.advance(0);
    expect(hub.inspect()[0]?.subscribers).toBe(1);
  });

  it('leave no subscriber when a subscription is dropped before its answer came', async () => {
    const { client, connect, source, clock, hub } = sessionFixture();
    connect();
    client.subscribe('logs:stream', C1, {}).dispose();
    await clock.advance(0);
    source.current.sink.ready();
    await clock.advance(100);
    expect(hub.inspect()[0]?.subscribers).toBe(0);
    expect(client.subscriptionCount).toBe(0);
  });

  it('subscribe anew when the engine was changed, and end when the container is gone', async () => {
    const { client, connect, source, clock, hub } = sessionFixture();
    connect();
    const epochs: string[] = [];
    const ends: string[] = [];
    client.subscribe('logs:stream', C1, {
      onEpoch: (epoch) => epochs.push(epoch),
      onEnd: ({ reason }) => ends.push(reason),
    });
    await clock.advance(0);
    source.current.sink.ready();
    await clock.advance(0);
    hub.endEngine('default', 'engine_changed');
    await clock.advance(0);
    source.current.sink.ready();
    await clock.advance(0);
    expect(epochs).toEqual(['00000001', '00000002']);
    source.current.end({ reason: 'removed' });
    await clock.advance(100);
    expect(ends).toEqual(['removed']);
    expect(client.subscriptionCount).toBe(0);
  });

  it('carry terminal input in order and answer calls that a lost link leaves open', async () => {
    const { client, connect, source, clock, inputs, hub } = sessionFixture({
      'containers.list': () => new Promise(() => undefined),
    });
    const link = connect();
    const terminal = client.subscribe('terminal:output', { session: 'oflocal0' }, {});
    await clock.advance(0);
    source.current.sink.ready();
    await clock.advance(0);
    expect(hub.inspect()[0]?.subscribers).toBe(1);
    await Promise.all([terminal.input('l'), terminal.input('s')]);
    expect(inputs).toEqual(['l', 's']);
    const call = client.call('containers.list', {});
    link.close();
    await expect(call).rejects.toMatchObject({ code: 'timeout' });
  });
});

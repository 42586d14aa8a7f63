import { describe, expect, it } from 'vitest';
import { type ChannelDef, type CommandDef, rank, type Role } from '#shared/contract/define.ts';
import { type ChannelName, channels, commands } from '#shared/contract/index.ts';
import type { HostMetrics } from '#shared/contract/host.ts';
import { loopback } from '#shared/protocol/loopback.ts';
import type { Caller, Handlers } from '#main/commands/handler.ts';
import { settle } from '#testing/fake-clock.ts';
import { sampleHost } from '#testing/samples.ts';
import { LOCAL, rawPeer, sessionFixture, VIEWER } from '#testing/session-fixture.ts';

const remote = { address: '192.168.1.51', signIn: 's', agent: '' };
const over = (role: Role, isLocal = false): Caller => ({ user: `a-${role}`, role, isLocal, remote });
/** Everybody there is: the window, the token of a start on this computer, and the roles of the network. */
const CALLERS: [string, Caller, { may: Role; hasSwitch: boolean }][] = [
  ['the window', LOCAL, { may: 'local', hasSwitch: true }],
  ['the token of this start', over('admin', true), { may: 'local', hasSwitch: true }],
  ['an admin', over('admin'), { may: 'admin', hasSwitch: false }],
  ['an operator', over('operator'), { may: 'operator', hasSwitch: false }],
  ['a viewer', over('viewer'), { may: 'viewer', hasSwitch: false }],
];

function peerOf(caller: Caller, isNetworkAllowed = false) {
  const handlers = Object.fromEntries(Object.keys(commands).map((name) => [name, () => Promise.resolve({})]));
  const fixture = sessionFixture(handlers as unknown as Partial<Handlers>);
  if (isNetworkAllowed) fixture.allowNetwork();
  const pair = loopback();
  fixture.serve(pair.server, caller);
  return { ...fixture, ...rawPeer(pair.client) };
}
type Answered = { ok: boolean; error?: { code: string } };

/** Refused for want of rights; a right that is there fails, if at all, for want of params. */
const isForbidden = (answer: unknown): boolean => (answer as Answered).error?.code === 'forbidden';

describe.each(CALLERS)('%s', (_who, caller, { may, hasSwitch }) => {
  it.each(Object.entries(commands) as [string, CommandDef][])('and %s', async (command, def) => {
    for (const isNetworkAllowed of [false, true]) {
      const { ask, noted, received } = peerOf(caller, isNetworkAllowed);
      const isAllowed = rank(def.role) <= rank(may) && (!def.needsNetworkSwitch || hasSwitch || isNetworkAllowed);
      expect(isForbidden(await ask('call', { command, params: {} }))).toBe(!isAllowed);
      const hello = received.find(({ e }) => e === 'connected')?.p as { commands: string[] };
      expect(hello.commands.includes(command)).toBe(isAllowed);
      const denied = noted.filter(({ result }) => result === 'denied').map(({ action, actor }) => [action, actor]);
      expect(denied).toEqual(isAllowed ? [] : [[command, caller.user]]);
    }
  });

  it.each(Object.entries(channels) as [ChannelName, ChannelDef][])('and %s', async (channel, def) => {
    const { ask, received } = peerOf(caller);
    const isAllowed = rank(def.role) <= rank(may);
    // Nonsense in the params: a right that is there gets as far as them.
    const answer = await ask('subscribe', { channel, params: { nonsense: 1 } });
    expect((answer as Answered).error?.code).toBe(isAllowed ? 'bad_request' : 'forbidden');
    const hello = received.find(({ e }) => e === 'connected')?.p as { channels: string[] };
    expect(hello.channels.includes(channel)).toBe(isAllowed);
  });
});

describe('a log that is kept private', () => {
  const ID = 'c1';
  const labels = { 'quayside.logs': 'private' };
  it.each([
    ['subscribe', { channel: 'logs:stream', params: { container: ID } }],
    ['subscribe', { channel: 'logs:read', params: { container: ID } }],
    ['call', { command: 'containers.logs', params: { container: ID } }],
  ])('is refused to viewers on %s %j, and to nobody else', async (event, payload) => {
    const viewer = peerOf(over('viewer'));
    viewer.known.set(ID, { id: ID, name: 'web', labels });
    expect(await viewer.ask(event, payload)).toMatchObject({
      error: { code: 'forbidden', message: 'The log of this container is private.' },
    });
    expect(viewer.noted).toMatchObject([{ result: 'denied', actor: 'a-viewer', address: '192.168.1.51' }]);
    const operator = peerOf(over('operator'));
    operator.known.set(ID, { id: ID, name: 'web', labels });
    const answer = operator.ask(event, payload);
    await settle();
    if (event === 'subscribe') operator.source.current.sink.ready();
    expect(isForbidden(await answer)).toBe(false);
  });
});

describe('what a viewer sees of events', () => {
  it('is a stream of its own, made of the one upstream, without the arguments of commands', async () => {
    const fixture = sessionFixture();
    const peers = [VIEWER, VIEWER, LOCAL].map((caller) => {
      const pair = loopback();
      fixture.serve(pair.server, caller);
      return rawPeer(pair.client);
    });
    const answers = Promise.all(peers.map(({ ask }) => ask('subscribe', { channel: 'docker:events' })));
    await settle();
    fixture.source.current.sink.ready();
    const streams = ((await answers) as { stream: string }[]).map(({ stream }) => stream);
    expect(streams[0]).toBe(streams[1]);
    expect(streams[0]).not.toBe(streams[2]);
    expect(fixture.source.openings).toHaveLength(1);
    const action = 'exec_create: sh -c "login --password hunter2"';
    fixture.source.current.sink.push([
      { time: 't', type: 'container', action, id: 'c1', name: 'web', attributes: {} },
    ] as never);
    await fixture.clock.advance(300);
    const heard = peers.map(({ received }) => JSON.stringify(received.filter(({ e }) => e === 'docker:events')));
    expect(heard[0]).toContain('"action":"exec_create"');
    expect(heard[0]).not.toContain('hunter2');
    expect(heard[1]).toBe(heard[0]);
    expect(heard[2]).toContain('hunter2');
  });
});

describe('what one sees of the processes of the host', () => {
  it.each([
    ['nothing, as a viewer', VIEWER, 0, ''],
    ['arguments masked, as an operator', over('operator'), 1, '"--password","••••••"'],
    ['arguments masked, as an admin of the network', over('admin'), 1, '"--password","••••••"'],
    ['everything, at this computer', LOCAL, 1, '"--password","hunter2"'],
  ])('%s', async (_words, caller, count, command) => {
    const fixture = sessionFixture();
    const pair = loopback();
    fixture.serve(pair.server, caller);
    const { ask, received } = rawPeer(pair.client);
    const answer = ask('subscribe', { channel: 'host:metrics' });
    await settle();
    const { sink } = fixture.source.current;
    sink.push([sampleHost] as never);
    sink.ready();
    await answer;
    await fixture.clock.advance(300);
    const items = received.flatMap(({ e, p }) => (e === 'host:metrics' ? (p as { items: HostMetrics[] }).items : []));
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ hostname: 'harbor-01', cpuPercent: 34 });
    expect(items[0]?.topProcesses).toHaveLength(count);
    expect(JSON.stringify(items)).toContain(command);
  });
});

describe('a scope', () => {
  it('cuts the list to its containers, and follows what comes, goes and is renamed', async () => {
    const fixture = sessionFixture();
    const pair = loopback();
    fixture.serve(pair.server, { ...over('viewer'), scope: { stack: 'shop' } });
    const { ask, received } = rawPeer(pair.client);
    const one = (id: string, stack: string) => ({ id, name: id, stack });
    const now = [one('a', 'shop'), one('b', 'other')];
    const answer = ask('subscribe', { channel: 'containers' });
    await settle();
    const { sink } = fixture.source.current;
    sink.state(() => ({ containers: now }) as never);
    sink.ready();
    await answer;
    sink.push([
      { upsert: [one('c', 'other'), one('d', 'shop')] },
      { remove: ['b', 'd'] },
      { upsert: [one('a', 'elsewhere')] },
    ] as never);
    await fixture.clock.advance(300);
    const items = received.flatMap(({ e, p }) => (e === 'containers' ? (p as { items: unknown[] }).items : []));
    expect(items).toEqual([
      { containers: [one('a', 'shop')] },
      { upsert: [one('d', 'shop')] },
      { remove: ['d'] },
      { remove: ['a'] },
    ]);
  });
});

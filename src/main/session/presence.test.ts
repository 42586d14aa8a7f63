import { expect, it } from 'vitest';
import { loopback } from '#shared/protocol/loopback.ts';
import { LEAVE_MS, Presence } from '#main/session/presence.ts';
import { rawPeer, sessionFixture, VIEWER } from '#testing/session-fixture.ts';

function fixture() {
  const session = sessionFixture();
  const presence = new Presence(session.clock);
  const join = (signIn: string, traffic?: { bytesSent: number }) => {
    const pair = loopback();
    const joined = session.serve(pair.server, { ...VIEWER, remote: { address: '10.0.0.7', signIn, agent: '' } });
    presence.joined(joined, signIn, 'websocket', traffic);
    pair.server.onClose(() => presence.left(joined));
    return { ...rawPeer(pair.client), link: pair.client, joined };
  };
  return { ...session, presence, join };
}

it('shows who is here and what they watch, and each leaves 5 min after it was last seen', async () => {
  const { presence, join, clock, source } = fixture();
  let told = 0;
  presence.onChanged(() => (told += 1));
  const phone = join('phone');
  const answer = phone.ask('subscribe', { channel: 'logs:stream', params: { container: 'c1' } });
  await clock.advance(0);
  source.current.sink.ready();
  await answer;
  expect(presence.viewers()).toMatchObject([
    { user: 'vera', address: '10.0.0.7', connected: true, viewing: [{ channel: 'logs:stream', container: 'c1' }] },
  ]);
  expect(presence.socketsOf('vera')).toBe(1);
  await clock.advance(60_000);
  expect(told).toBe(1); // the page's first moment is one change
  phone.link.close();
  await clock.advance(0);
  expect(presence.viewers()).toMatchObject([{ connected: false, viewing: [] }]);
  expect(presence.connections()).toEqual([]);
  await clock.advance(LEAVE_MS - 60_000 - 1);
  expect(presence.viewers()).toHaveLength(1);
  await clock.advance(1);
  expect(presence.viewers()).toEqual([]);
  await clock.advance(300_000);
  presence.dispose();
  expect(clock.pending).toBe(0);
});

it('who comes back takes the place of its own shadow', async () => {
  const { presence, join, clock } = fixture();
  join('phone').link.close();
  await clock.advance(1000);
  join('phone');
  join('tablet').link.close();
  await clock.advance(0);
  expect(presence.viewers().map(({ connected }) => connected)).toEqual([true, false]);
  presence.dispose();
});

it('knows how long a batch and its acknowledgement take, and how much was sent by those who left', async () => {
  const { presence, join, clock, source } = fixture();
  const phone = join('phone');
  const answer = phone.ask('subscribe', { channel: 'logs:stream', params: { container: 'c1' }, flow: true });
  await clock.advance(0);
  source.current.sink.ready();
  const { stream } = (await answer) as { stream: string };
  source.current.sink.push([{ text: 'one' }]);
  await clock.advance(40);
  expect(presence.connections()[0]).not.toHaveProperty('roundTripMs');
  phone.tell('ack', { stream, seq: 1 });
  await clock.advance(0);
  expect(presence.connections()).toMatchObject([{ roundTripMs: 40 }]);

  const traffic = { bytesSent: 0 };
  const tablet = join('tablet', traffic);
  traffic.bytesSent = 700;
  expect(presence.bytesSent).toBe(700);
  tablet.link.close();
  await clock.advance(0);
  expect(presence.connections()).toHaveLength(1);
  expect(presence.bytesSent).toBe(700);
  presence.dispose();
});

import { describe, expect, it } from 'vitest';
import { loopback } from '#shared/protocol/loopback.ts';
import { BadCount, TokenBucket } from '#main/session/message-rate.ts';
import { redacted } from '#main/session/redact.ts';
import { Transfers } from '#main/session/transfers.ts';
import { FakeClock, settle } from '#testing/fake-clock.ts';
import { LOCAL, OPERATOR, rawPeer, sessionFixture, VIEWER } from '#testing/session-fixture.ts';

const RULES = {
  limits: { messagesPerSecond: 50, messageBurst: 100, inputBytesPerSecond: 1000, streams: 2, watchersPerLog: 1 },
};

describe('a bucket', () => {
  it('gives its burst at once and its rate from then on', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(clock, 50, 100);
    for (let i = 0; i < 100; i++) bucket.take(1, 'x');
    expect(() => bucket.take(1, 'Too many messages')).toThrow(
      expect.objectContaining({ code: 'too_many', retryAfterMs: 20, message: expect.stringContaining('50 a second') }),
    );
    await clock.advance(1000);
    for (let i = 0; i < 50; i++) bucket.take(1, 'x');
    expect(() => bucket.take(1, 'x')).toThrow('50 a second');
    await clock.advance(3_600_000);
    for (let i = 0; i < 100; i++) bucket.take(1, 'x');
    expect(() => bucket.take(1, 'x')).toThrow('50 a second');
  });

  it('lets one that is bigger than its burst through when it is full, and makes the next wait for it', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(clock, 1000, 1000);
    bucket.take(5000, 'x');
    await clock.advance(4000);
    expect(() => bucket.take(1, 'x')).toThrow('1000 a second');
    await clock.advance(1000);
    bucket.take(1, 'x');
  });

  it('of bad messages is over 50 in 10 s', async () => {
    const clock = new FakeClock();
    const bad = new BadCount(clock);
    for (let round = 0; round < 10; round++) {
      for (let i = 0; i < 50; i++) expect(bad.add()).toBe(false);
      await clock.advance(10_001);
    }
    for (let i = 0; i < 50; i++) bad.add();
    expect(bad.add()).toBe(true);
  });
});

describe('a session with limits', () => {
  it('answers 50 bad messages and ends with the next', async () => {
    const fixture = sessionFixture();
    const pair = loopback();
    fixture.serve(pair.server, VIEWER, RULES);
    const { tell, received } = rawPeer(pair.client);
    let isClosed = false;
    pair.client.onClose(() => (isClosed = true));
    for (let i = 0; i < 50; i++) tell('nonsense', i);
    await settle();
    expect(received.filter(({ e }) => e === 'fault')).toHaveLength(50);
    expect(isClosed).toBe(false);
    tell('nonsense', 51);
    await settle();
    expect(isClosed).toBe(true);
  });

  it('takes acks and pings without counting them, and so much input a second', async () => {
    const fixture = sessionFixture();
    const pair = loopback();
    fixture.serve(pair.server, OPERATOR, RULES);
    const { ask } = rawPeer(pair.client);
    for (let i = 0; i < 500; i++) await ask('ack', { stream: 's1', seq: i });
    expect(await ask('ping', null)).toMatchObject({ ok: true });
    await ask('input', { stream: 's1', data: 'x'.repeat(1000) });
    expect(await ask('input', { stream: 's1', data: 'x' })).toMatchObject({ error: { code: 'too_many' } });
  });

  it('has none for the window', async () => {
    const fixture = sessionFixture();
    const pair = loopback();
    fixture.serve(pair.server, LOCAL);
    const { ask } = rawPeer(pair.client);
    const answers = await Promise.all(Array.from({ length: 500 }, () => ask('unsubscribe', { stream: 'x' })));
    expect(answers.every((answer) => (answer as { ok: boolean }).ok)).toBe(true);
  });
});

async function* nothing(): AsyncGenerator<Uint8Array> {}

describe('a ticket', () => {
  it('is good once, for 60 s, for the one who asked, in its direction', async () => {
    const clock = new FakeClock();
    let tickets = 0;
    const transfers = new Transfers(clock, () => `t${++tickets}`);
    const download = { fileName: 'x', type: 'text/plain', open: () => [] };
    const ticketOf = (): string => transfers.offer({ download }, OPERATOR).url.split('/').at(-1) ?? '';
    const first = ticketOf();
    expect(() => transfers.download(first, VIEWER)).toThrow('used already');
    expect(() => transfers.receive(first, OPERATOR, nothing(), new AbortController().signal)).toThrow('used already');
    expect(transfers.download(first, OPERATOR)).toBe(download);
    expect(() => transfers.download(first, OPERATOR)).toThrow('used already');
    const late = ticketOf();
    await clock.advance(60_000);
    expect(() => transfers.download(late, OPERATOR)).toThrow('used already');
    expect(clock.pending).toBe(0);
  });
});

it('what is noted of params has no secrets and stays short', () => {
  expect(
    redacted({
      engine: 'default',
      container: 'c1',
      password: 'hunter2',
      env: { A: 'b' },
      args: { NPM_AUTH: 'b' },
      command: ['mysql', '-phunter2', 'db'],
      changes: { token: 'x', tag: 'v1' },
      text: 'y'.repeat(1000),
    }),
  ).toEqual({
    container: 'c1',
    password: '••••••',
    env: '••••••',
    args: '••••••',
    command: ['mysql', '… 2 more'],
    changes: { token: '••••••', tag: 'v1' },
    text: `${'y'.repeat(200)}…`,
  });
});

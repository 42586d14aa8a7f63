import { expect, test } from 'vitest';
import type { WebhookAnswer, WebhookTarget } from '#main/alerts/webhook-post.ts';
import { Webhooks } from '#main/alerts/webhooks.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const answer = (status: number | null): WebhookAnswer => ({
  isDelivered: status === 200,
  status,
  message: `answered with ${status}`,
  body: '',
  mayRetry: status === null || status >= 500,
});

/** `answers`: by the url, one for each try; "hang" never comes. */
function fixture(answers: Record<string, (number | null | 'hang')[]>) {
  const clock = new FakeClock();
  const sent: string[] = [];
  const done: string[] = [];
  const warned: string[] = [];
  const webhooks = new Webhooks({
    clock,
    post: ({ url }, { id }, signal) => {
      sent.push(`${url} ${id}`);
      const row = answers[url] ?? [];
      const next = row.length > 0 ? (row.shift() ?? null) : 200;
      if (next !== 'hang') return Promise.resolve(answer(next));
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(answer(null))));
    },
    targetOf: (rule) =>
      Promise.resolve<WebhookTarget | undefined>(
        rule === 'gone' ? undefined : { url: rule, secret: null, allowsLocal: false },
      ),
    onDone: (rule, { message }) => done.push(`${rule} ${message}`),
    warn: (message) => warned.push(message),
  });
  const send = (rule: string, id: string): void => webhooks.send(rule, { id, body: '{}' });
  return { clock, webhooks, sent, done, warned, send };
}

test('one that fails is tried again after longer and longer waits, and then given up', async () => {
  const f = fixture({ a: [500, null, 503, 500, 500, 500] });
  f.send('a', '1');
  for (const [ms, tries] of [
    [0, 1],
    [1000, 2],
    [5000, 3],
    [25_000, 4],
    [120_000, 5],
    [3_600_000, 5],
  ] as const) {
    await f.clock.advance(ms);
    expect(f.sent).toHaveLength(tries);
  }
  expect(f.done).toEqual(['a answered with 500']);
  expect(f.warned).toEqual(['a webhook did not take a notice']);
  expect(f.clock.pending).toBe(0);
});

test('what cannot go better is not tried again, and order is kept', async () => {
  const f = fixture({ a: [404, 500, 200, 200] });
  for (const id of ['1', '2', '3']) f.send('a', id);
  await f.clock.advance(1000);
  expect(f.sent).toEqual(['a 1', 'a 2', 'a 2', 'a 3']);
  f.send('a', '4');
  await f.clock.advance(0);
  expect(f.done.at(-1)).toBe('a answered with 200');
  expect(f.sent.at(-1)).toBe('a 4');
});

test('one that hangs holds up its own rule alone, and the end does not wait for it', async () => {
  const f = fixture({ a: ['hang'] });
  f.send('a', '1');
  f.send('b', '2');
  await f.clock.advance(0);
  expect(f.done).toEqual(['b answered with 200']);
  await f.webhooks.close();
  f.send('b', '3');
  expect(f.sent).toEqual(['a 1', 'b 2']);
});

test('of many that wait the oldest are given up; a rule that is gone sends nothing', async () => {
  const f = fixture({ a: ['hang'] });
  for (let i = 0; i < 60; i++) f.send('a', String(i));
  f.send('gone', 'x');
  await f.clock.advance(0);
  expect(f.sent).toEqual(['a 0']);
  expect(f.warned).toHaveLength(9);
  await f.webhooks.close();
});

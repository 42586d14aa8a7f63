import { expect, test } from 'vitest';
import { Jobs } from '#main/jobs/jobs.ts';
import { JoinedActs } from '#main/jobs/joined-acts.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { FakeClock } from '#testing/fake-clock.ts';

function fixture() {
  const clock = new FakeClock();
  const jobs = new Jobs(clock, (thrown) =>
    thrown instanceof AppError ? thrown : new AppError('internal', String(thrown)),
  );
  const acts = new JoinedActs(jobs, clock);
  const sleep = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  const stop = (name: string, work: () => Promise<void> = () => sleep(400), startedBy = 'vera') =>
    acts.do({ verb: 'Stop', noun: 'container', name, words: ['docker', 'stop'], engine: 'default', startedBy }, work);
  const kept = () => jobs.list().map(({ title, command, status }) => [title, command, status]);
  return { clock, jobs, acts, sleep, stop, kept };
}

test('one act is kept with its docker command and how long it took', async () => {
  const { clock, jobs, stop } = fixture();
  const done = stop('web');
  expect(jobs.list()).toEqual([]);
  await clock.advance(400);
  await done;
  const [job] = jobs.list();
  expect(job).toMatchObject({ kind: 'change', title: 'Stop web', command: 'docker stop web', status: 'done' });
  expect(Date.parse(job?.endedAt ?? '') - Date.parse(job?.startedAt ?? '')).toBe(400);
});

test('what is done to several together is one entry, which says of each how it went', async () => {
  const { clock, jobs, kept, sleep, stop } = fixture();
  const gone = new AppError('not_found', 'The container is gone.', { hint: 'It was removed meanwhile.' });
  const all = Promise.allSettled([stop('a'), stop('b', () => Promise.reject(gone)), stop('c', () => sleep(1200))]);
  await clock.advance(1200);
  await all;
  expect(kept()).toEqual([['Stop 3 containers', 'docker stop b a c', 'failed']]);
  const [job] = jobs.list();
  expect(job?.error).toEqual({
    code: 'not_found',
    message: '1 of 3 failed. b: The container is gone.',
    hint: 'It was removed meanwhile.',
  });
  expect(jobs.get(job?.job ?? '').output).toEqual([
    'b: The container is gone. It was removed meanwhile.',
    'a: done in 400\u202fms',
    'c: done in 1.2\u202fs',
  ]);
});

test('one after the other is together too, but not after a while, nor what another person or another act does', async () => {
  const { acts, clock, kept, stop } = fixture();
  const now = () => Promise.resolve();
  await stop('a', now);
  await clock.advance(900);
  await stop('b', now);
  await stop('c', now, 'otto');
  const kill = { verb: 'Kill', noun: 'container', name: 'd', words: ['docker', 'kill'], engine: 'default' };
  await acts.do({ ...kill, startedBy: 'vera' }, now);
  await clock.advance(1100);
  await stop('e', now);
  expect(kept()).toEqual([
    ['Stop e', 'docker stop e', 'done'],
    ['Kill d', 'docker kill d', 'done'],
    ['Stop c', 'docker stop c', 'done'],
    ['Stop 2 containers', 'docker stop a b', 'done'],
  ]);
});

test('an act that nobody waited for any more says so, for Docker may have done it', async () => {
  const { jobs, stop } = fixture();
  const cancelled = new AppError('timeout', 'The request was cancelled.', { reason: 'cancelled' });
  await expect(stop('web', () => Promise.reject(cancelled))).rejects.toBe(cancelled);
  expect(jobs.list()[0]?.error).toMatchObject({
    reason: 'cancelled',
    hint: expect.stringContaining('Look at the state'),
  });
});

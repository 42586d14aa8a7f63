import { expect, test } from 'vitest';
import { Jobs, type JobContext } from '#main/jobs/jobs.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const PLAN = { kind: 'search', title: 'Search', startedBy: 'vera', command: null } as const;

function fixture() {
  const clock = new FakeClock();
  const jobs = new Jobs(clock, (thrown) =>
    thrown instanceof AppError ? thrown : new AppError('internal', String(thrown)),
  );
  const told: Job[] = [];
  jobs.onChange((job) => told.push(job));
  return { clock, jobs, told };
}

test('a job tells of its progress and its end, and can be read afterwards', async () => {
  const { clock, jobs, told } = fixture();
  const id = jobs.start(PLAN, async ({ progress, output }) => {
    progress(0.5);
    output('half');
    progress(7);
  });
  await clock.advance(0);
  expect(told.map(({ status, progress }) => [status, progress])).toEqual([
    ['running', null],
    ['running', 0.5],
    ['running', 1],
    ['done', 1],
  ]);
  expect(jobs.get(id)).toMatchObject({ job: { status: 'done', startedBy: 'vera' }, output: ['half'] });
});

test('what a job throws is its own error', async () => {
  const { clock, jobs } = fixture();
  const id = jobs.start(PLAN, () => Promise.reject(new AppError('conflict', 'taken')));
  await clock.advance(0);
  expect(jobs.get(id).job).toMatchObject({ status: 'failed', error: { code: 'conflict', message: 'taken' } });
});

test('cancel waits until the work has let go, and does not change what has ended', async () => {
  const { jobs } = fixture();
  let isReleased = false;
  const id = jobs.start(
    PLAN,
    ({ signal }: JobContext) =>
      new Promise<void>((resolve) =>
        signal.addEventListener('abort', () =>
          setTimeout(() => {
            isReleased = true;
            resolve();
          }),
        ),
      ),
  );
  await jobs.cancel(id);
  expect([isReleased, jobs.get(id).job.status]).toEqual([true, 'cancelled']);
  const done = jobs.start(PLAN, () => Promise.resolve());
  await jobs.cancel(done);
  await jobs.cancel(done);
  expect(['done', 'cancelled']).toContain(jobs.get(done).job.status);
});

test('200 of 24 h are kept, running ones always', async () => {
  const { clock, jobs } = fixture();
  const running = jobs.start(
    PLAN,
    ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  );
  for (let i = 0; i < 300; i++) {
    jobs.start(PLAN, () => Promise.resolve());
    await clock.advance(0);
  }
  expect(jobs.list()).toHaveLength(200);
  expect(jobs.get(running).job.status).toBe('running');
  await clock.advance(25 * 3600 * 1000);
  expect(jobs.list().map(({ job }) => job)).toEqual([running]);
  expect(() => jobs.get('0'.repeat(16))).toThrow('There is no job');
  await jobs.dispose();
});

test('acts that were over at once never push out what took long', async () => {
  const { clock, jobs } = fixture();
  const build = jobs.start({ ...PLAN, kind: 'build' }, () => Promise.resolve());
  await clock.advance(0);
  for (let i = 0; i < 300; i++) jobs.record({ ...PLAN, kind: 'change', title: `Stop ${i}` }, clock.now());
  expect(jobs.list().filter(({ kind }) => kind === 'change')).toHaveLength(100);
  expect(jobs.list()[0]?.title).toBe('Stop 299');
  expect(jobs.get(build).job.status).toBe('done');
});

import { expect, test } from 'vitest';
import type { Job } from '#shared/contract/jobs.ts';
import { tellOfJobs } from '#main/desktop/job-notices.ts';
import type { SystemNotice } from '#main/desktop/notifications.ts';

const running: Job = {
  job: '0123456789abcdef',
  kind: 'build',
  title: 'Build shop:1',
  status: 'running',
  progress: null,
  startedBy: 'local',
  startedAt: '2026-11-21T14:00:00.000Z',
  command: null,
};
const done: Job = { ...running, status: 'done', progress: 1, endedAt: '2026-11-21T14:02:10.000Z' };

function watched(isHidden = true) {
  const shown: SystemNotice[] = [];
  let take: (jobs: readonly Job[]) => void = () => undefined;
  tellOfJobs({
    client: {
      subscribe: (_channel, _params, watcher) => {
        take = (jobs) => watcher.onItems?.(jobs as never, {} as never);
        return { dispose: () => undefined } as never;
      },
    },
    isHidden: () => isHidden,
    show: (notice) => shown.push(notice),
  });
  return { shown, take: (...jobs: Job[]) => take(jobs) };
}

test('a long job that ends while nobody looks is told once', () => {
  const { shown, take } = watched();
  take(running, { ...running, progress: 0.5 }, done, done);
  expect(shown).toEqual([{ title: 'Build shop:1', body: 'Done after 2 min 10 s.', address: '/activity' }]);
});

test('one that failed says why', () => {
  const { shown, take } = watched();
  const error = { code: 'engine_error', message: 'Step 3 ended with code 1.' } as const;
  take(running, { ...done, status: 'failed', error });
  expect(shown.map(({ body }) => body)).toEqual(['Failed after 2 min 10 s. Step 3 ended with code 1.']);
});

test.each<[string, Job[]]>([
  ['a short one', [running, { ...done, endedAt: '2026-11-21T14:00:30.000Z' }]],
  ['one that was cancelled', [running, { ...done, status: 'cancelled' }]],
  ['one that somebody else started', [running, { ...done, startedBy: 'Mara' }]],
  ['one that had ended before', [done]],
])('nothing is told of %s', (_words, jobs) => {
  const { shown, take } = watched();
  take(...jobs);
  expect(shown).toEqual([]);
});

test('nothing is told while the window is in sight', () => {
  const { shown, take } = watched(false);
  take(running, done);
  expect(shown).toEqual([]);
});

import { rank } from '#shared/contract/define.ts';
import { jobSeenBy } from '#shared/contract/jobs.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function jobHandlers({ jobs }: HandlerDeps): Pick<Handlers, 'jobs.list' | 'jobs.get' | 'jobs.cancel'> {
  return {
    'jobs.list': (_params, { caller }) =>
      Promise.resolve({ jobs: jobs.list().map((one) => jobSeenBy(caller.role, one)) }),
    'jobs.get': ({ job }, { caller }) => {
      const found = jobs.get(job);
      // The lines of somebody else's job may hold what only its starter may read.
      const mayRead = found.job.startedBy === caller.user || rank(caller.role) >= rank('admin');
      return Promise.resolve({ job: jobSeenBy(caller.role, found.job), output: mayRead ? found.output : [] });
    },
    'jobs.cancel': async ({ job }, { caller }) => {
      const { startedBy } = jobs.get(job).job;
      if (startedBy !== caller.user && rank(caller.role) < rank('admin'))
        throw new AppError('forbidden', `Only ${startedBy} or an admin can cancel this job.`);
      await jobs.cancel(job);
      return {};
    },
  };
}

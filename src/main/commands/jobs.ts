import { rank } from '#shared/contract/define.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function jobHandlers({ jobs }: HandlerDeps): Pick<Handlers, 'jobs.list' | 'jobs.get' | 'jobs.cancel'> {
  return {
    'jobs.list': () => Promise.resolve({ jobs: jobs.list() }),
    'jobs.get': ({ job }, { caller }) => {
      const found = jobs.get(job);
      // The lines of somebody else's job may hold what only its starter may read.
      const mayRead = found.job.startedBy === caller.user || rank(caller.role) >= rank('admin');
      return Promise.resolve(mayRead ? found : { job: found.job, output: [] });
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

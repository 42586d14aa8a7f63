import type { HandlerDeps } from '#main/commands/deps.ts';
import type { JobPlan } from '#main/jobs/jobs.ts';
import type { AppError } from '#shared/protocol/errors.ts';

/**
 * Does an act that is over before anybody could watch it, and keeps it among the jobs afterwards: what it was in docker's
 * words, how long it took, and why it failed; `tell`: what there is to say of how it went,
 * with a failure where a part of it failed. What was not even tried (a name
 * that cannot be) is not kept. What is done to several things of a sort goes through `acts.do` instead.
 */
export async function recorded<T>(
  { jobs, clock }: Pick<HandlerDeps, 'jobs' | 'clock'>,
  plan: Omit<JobPlan, 'kind'>,
  work: () => Promise<T>,
  tell: (result: T) => { output: readonly string[]; failure?: AppError | undefined } = () => ({ output: [] }),
): Promise<T> {
  const beganMs = clock.now();
  try {
    const result = await work();
    const { output, failure } = tell(result);
    jobs.record({ ...plan, kind: 'change' }, beganMs, failure, { output });
    return result;
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code !== 'bad_request')
      jobs.record({ ...plan, kind: 'change' }, beganMs, thrown);
    throw thrown;
  }
}

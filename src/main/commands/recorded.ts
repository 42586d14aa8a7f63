import type { HandlerDeps } from '#main/commands/deps.ts';
import type { JobPlan } from '#main/jobs/jobs.ts';

/**
 * Does an act that is over before anybody could watch it, and keeps it among the jobs afterwards: what it was in docker's
 * words, how long it took, and why it failed. What was not even tried (a name that cannot be) is not kept.
 */
export async function recorded<T>(
  { jobs, clock }: Pick<HandlerDeps, 'jobs' | 'clock'>,
  plan: Omit<JobPlan, 'kind'>,
  work: () => Promise<T>,
): Promise<T> {
  const beganMs = clock.now();
  try {
    const result = await work();
    jobs.record({ ...plan, kind: 'change' }, beganMs);
    return result;
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code !== 'bad_request')
      jobs.record({ ...plan, kind: 'change' }, beganMs, thrown);
    throw thrown;
  }
}

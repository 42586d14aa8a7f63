import { Jobs } from '#main/jobs/jobs.ts';
import { JoinedActs } from '#main/jobs/joined-acts.ts';
import type { Clock } from '#shared/base/clock.ts';

/** Where handlers keep what they did. */
export function keptActs(clock: Clock): { jobs: Jobs; acts: JoinedActs } {
  const jobs = new Jobs(clock, (thrown) => thrown as never);
  return { jobs, acts: new JoinedActs(jobs, clock) };
}

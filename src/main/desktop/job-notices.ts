import type { Disposable } from '#shared/base/disposable.ts';
import type { Client } from '#shared/client/client.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { longDuration } from '#shared/format/duration.ts';
import type { SystemNotice } from '#main/desktop/notifications.ts';

/** `design` 14: what was over sooner is not worth a notification. */
const LONG_MS = 30_000;

/** What is told of a job's end; nothing of a short one, of one that was cancelled, and of what somebody else started. */
export function endOf({ status, startedAt, endedAt, startedBy, title, error }: Job): SystemNotice | undefined {
  if (endedAt === undefined || startedBy !== 'local' || (status !== 'done' && status !== 'failed')) return undefined;
  const took = Date.parse(endedAt) - Date.parse(startedAt);
  if (took <= LONG_MS) return undefined;
  const text = status === 'done' ? `Done after ${longDuration(took)}.` : `Failed after ${longDuration(took)}.`;
  return { title, body: error ? `${text} ${error.message}` : text, address: '/activity' };
}

export interface JobNoticesOptions {
  readonly client: Pick<Client, 'subscribe'>;
  /** Nobody looks at the window. */
  isHidden(): boolean;
  show(notice: SystemNotice): void;
}

/** Tells of long jobs that end while nobody looks, each once. */
export function tellOfJobs({ client, isHidden, show }: JobNoticesOptions): Disposable {
  const running = new Set<string>();
  const take = (job: Job): void => {
    if (job.endedAt === undefined) {
      running.add(job.job);
      return;
    }
    // What had ended before anybody listened is no news.
    if (!running.delete(job.job)) return;
    const notice = isHidden() ? endOf(job) : undefined;
    if (notice) show(notice);
  };
  return client.subscribe(
    'jobs',
    {},
    { onWhole: ({ jobs }) => jobs.forEach(take), onItems: (items) => items.forEach(take) },
  );
}

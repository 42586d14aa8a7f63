import { when } from 'mobx';
import type { Job } from '#shared/contract/jobs.ts';
import type { JobsStore } from '#renderer/stores/jobs-store.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';

/** The job as it ended. */
export async function jobEnd(jobs: JobsStore, job: string): Promise<Job | undefined> {
  const find = (): Job | undefined => jobs.list.find((one) => one.job === job);
  await when(() => find()?.endedAt !== undefined);
  return find();
}

/** Says how a job ended wherever the reader is by then; `saysMore`: with the last line that it said. */
export async function tellJobEnd(
  { jobs, toasts }: { jobs: JobsStore; toasts: ToastsStore },
  job: string,
  { done, failed, saysMore = false }: { done: string; failed: string; saysMore?: boolean },
): Promise<void> {
  const ended = await jobEnd(jobs, job);
  if (ended?.status === 'cancelled') return;
  if (ended?.status === 'failed') {
    const text = [ended.error?.message, ended.error?.hint].filter(Boolean).join(' ');
    toasts.show({ title: failed, text, isError: true });
    return;
  }
  const said = saysMore ? (await jobs.output(job).catch(() => [])).at(-1) : undefined;
  toasts.show({ title: done, ...(said !== undefined && { text: said }) });
}

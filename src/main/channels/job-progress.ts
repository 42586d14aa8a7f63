import type { Source } from '#main/hub/source.ts';
import type { ProgressFeed } from '#main/jobs/progress-feed.ts';

/** The progress of one job until its end, or of all there are. */
export function jobProgressSource<I extends { readonly job: string }>(
  feed: ProgressFeed<I>,
): Source<{ job?: string | undefined }, I> {
  return {
    open: async ({ job }, sink, { signal }) => {
      const over = feed.watch(job, (items) => sink.push(items), signal);
      sink.ready();
      await over;
      return { reason: 'done' };
    },
  };
}

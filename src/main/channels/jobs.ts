import { untilAborted } from '#main/channels/until-aborted.ts';
import type { Source } from '#main/hub/source.ts';
import type { Jobs } from '#main/jobs/jobs.ts';
import type { Item, Params, Whole } from '#shared/contract/index.ts';

/** The jobs as they are and each change of one. */
export function jobsSource(jobs: Jobs): Source<Params<'jobs'>, Item<'jobs'>, Whole<'jobs'>> {
  return {
    async open(_params, sink, { signal }) {
      sink.state(() => ({ jobs: jobs.list() }));
      sink.ready();
      const listening = jobs.onChange((job) => sink.push([job]));
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}

import { observer } from 'mobx-react-lite';
import { useLocation } from 'wouter';
import { wholePercent } from '#shared/format/percent.ts';
import { words } from '#shared/format/quantity.ts';
import { jobIcon } from '#renderer/views/activity/job-icon.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Progress } from '#renderer/ui/progress.tsx';

/** In the top bar while something takes long: the job that began last, how far it is, and how many more there are. */
export const RunningJob = observer(function RunningJob() {
  const { jobs } = useStores();
  const [, go] = useLocation();
  const [job, ...more] = jobs.running;
  if (!job) return null;
  const share = job.progress === null ? undefined : words(wholePercent(job.progress * 100));
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return (
    <button
      type="button"
      className="running-job"
      aria-label={`${job.title}${others}, ${share ?? 'running'}. Open Activity`}
      title={job.title}
      onClick={() => go('/activity')}
    >
      <Icon name={jobIcon(job)} />
      <span className="ell">
        {job.title}
        <span className="t3">{others}</span>
      </span>
      <Progress label={job.title} share={job.progress} width={64} />
      {share === undefined ? null : <span className="num t2">{share}</span>}
    </button>
  );
});

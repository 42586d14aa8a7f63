import { observer } from 'mobx-react-lite';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Job } from '#shared/contract/jobs.ts';
import type { DeployLine } from '#shared/contract/stacks.ts';
import { clockTime, fullTime } from '#shared/format/clock-time.ts';
import { longDuration, tookWords } from '#shared/format/duration.ts';
import { plural } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { jobIcon } from '#renderer/views/activity/job-icon.ts';
import { TransferLayers } from '#renderer/views/activity/transfer-layers.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';

const STATUS: Record<Job['status'], string> = {
  queued: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};
/** As near to the end as a reader's finger leaves it. */
const FOLLOW_PX = 60;
/** Ended ones that are shown until the reader asks for all. */
const SHOWN = 5;

/** Jobs: what runs first, with its progress and a way to end it; then what ended, with what it said. */
export const JobList = observer(function JobList() {
  const { jobs, jobProgress } = useStores();
  useEffect(() => {
    const looking = jobProgress.open();
    return () => looking.dispose();
  }, [jobProgress]);
  const { running } = jobs;
  const ended = jobs.long.filter((one) => !running.includes(one));
  return (
    <section className="card activity-card" aria-labelledby="jobs-title">
      <div className="card-head">
        <h2 id="jobs-title">Jobs</h2>
        {running.length === 0 ? null : <span className="t3 num">{running.length} running</span>}
      </div>
      <Rows
        first={running}
        ended={ended}
        noun="ended job"
        none="Nothing that takes long was started in the last 24 h."
      />
    </section>
  );
});

/** What was over at once, in a list of its own: whoever starts and stops a lot still finds the build of this morning. */
export const ActList = observer(function ActList() {
  const { jobs } = useStores();
  return (
    <section className="card activity-card" aria-labelledby="acts-title">
      <div className="card-head">
        <h2 id="acts-title">Acts</h2>
      </div>
      <Rows ended={jobs.acts} noun="act" none="Nothing was started, stopped or changed from here in the last 24 h." />
    </section>
  );
});

interface RowsProps {
  /** Always shown, before the others. */
  readonly first?: readonly Job[];
  readonly ended: readonly Job[];
  readonly noun: string;
  readonly none: string;
}

const Rows = ({ first = [], ended, noun, none }: RowsProps) => {
  const [isAll, setAll] = useState(false);
  const shown = [...first, ...(isAll ? ended : ended.slice(0, SHOWN))];
  return (
    <>
      {shown.length === 0 ? (
        <p className="card-line t2">{none}</p>
      ) : (
        <ul>
          {shown.map((job) => (
            <JobRow key={job.job} job={job} />
          ))}
        </ul>
      )}
      {ended.length <= SHOWN ? null : (
        <button type="button" className="link-btn activity-more" onClick={() => setAll(!isAll)}>
          {isAll ? 'Show fewer' : `Show all ${plural(ended.length, noun)}`}
        </button>
      )}
    </>
  );
};

const JobRow = observer(function JobRow({ job }: { job: Job }) {
  const { jobs, session } = useStores();
  const [error, setError] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const isRunning = job.status === 'running' || job.status === 'queued';
  const me = session.hello?.user;
  const mayCancel = isRunning && (job.startedBy === me?.name || me?.role === 'admin' || me?.role === 'local');
  const cancel = (): void => void jobs.cancel(job.job).catch((thrown: Error) => setError(thrown.message));
  const started = Date.parse(job.startedAt);
  return (
    <li>
      <details className="incident" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <Icon name="chevronRight" />
          <Icon name={jobIcon(job)} className="t3" />
          <span className="incident-words">
            <b className="thing">{job.title}</b>{' '}
            <span className={job.status === 'failed' ? 'bad' : 't2'}>
              {STATUS[job.status]}
              {job.startedBy === me?.name ? '' : `, started by ${job.startedBy}`}
            </span>
          </span>
          {job.kind === 'change' && job.command !== null ? (
            <code className="t3 act-command hide-s">{job.command}</code>
          ) : null}
          {isRunning ? <Running since={started} /> : <span className="t3 num took">{tookWords(tookMs(job))}</span>}
          <time className="t3 num" title={fullTime(started)}>
            {clockTime(started)}
          </time>
        </summary>
        {isOpen && (job.kind === 'pull' || job.kind === 'push') ? <TransferLayers job={job.job} /> : null}
        {isOpen ? <Output job={job} /> : null}
      </details>
      {isRunning && job.message !== undefined ? <p className="t2 job-message">{job.message}</p> : null}
      {isRunning ? (
        <div className="job-progress">
          <Progress label={job.title} share={job.progress} width="100%" />
          {mayCancel ? (
            <button type="button" className="btn sm" aria-label={`Cancel ${job.title}`} onClick={cancel}>
              Cancel
            </button>
          ) : null}
        </div>
      ) : null}
      {error === undefined ? null : (
        <p className="bad job-error" role="alert">
          {error}
        </p>
      )}
    </li>
  );
});

const stepWords = ({ service, message }: DeployLine): string =>
  service === undefined ? message : `${service}: ${message}`;

const tookMs = ({ startedAt, endedAt }: Job): number => Date.parse(endedAt ?? startedAt) - Date.parse(startedAt);

const Running = ({ since }: { since: number }) => (
  <span className="t3 num">{longDuration(Math.max(0, useNow(1000) - since))}</span>
);

/** Why it failed, the docker command of the same effect, and the last lines it said. */
const Output = observer(function Output({ job }: { job: Job }) {
  const { jobs, jobProgress } = useStores();
  const [lines, setLines] = useState<readonly string[]>();
  const { job: id, status } = job;
  // A build and an apply are read while they run; what else a job says is there at its end, and for the one who began it.
  const live =
    status !== 'running'
      ? undefined
      : job.kind === 'build'
        ? jobProgress.builds.get(id)?.map(({ message }) => message)
        : job.kind === 'deploy'
          ? jobProgress.deploys.get(id)?.map(stepWords)
          : undefined;
  const shown = live ?? lines;
  const end = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    const pane = end.current;
    // Only who is at the end is kept there.
    if (pane && pane.scrollHeight - pane.scrollTop - pane.clientHeight < FOLLOW_PX) pane.scrollTop = pane.scrollHeight;
  }, [shown]);
  useEffect(() => {
    let isGone = false;
    jobs
      .output(id)
      .then((found) => !isGone && setLines(found))
      .catch(() => !isGone && setLines([]));
    return () => {
      isGone = true;
    };
  }, [jobs, id, status]);
  return (
    <div className="incident-facts">
      {job.error === undefined ? null : (
        <p className="bad">
          {job.error.message} {job.error.hint}
        </p>
      )}
      {job.command === null ? null : <code className="text">{job.command}</code>}
      {shown && shown.length > 0 ? (
        <pre ref={end} className="mono text incident-lines" tabIndex={0} aria-label={`Output of ${job.title}`}>
          {shown.map(visibleText).join('\n')}
        </pre>
      ) : shown && !job.error && !live && job.kind !== 'change' ? (
        <p className="t2">It said nothing.</p>
      ) : null}
    </div>
  );
});

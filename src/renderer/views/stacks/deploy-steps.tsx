import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import type { DeployLine } from '#shared/contract/stacks.ts';
import { clockTime, fullTime } from '#shared/format/clock-time.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { Progress } from '#renderer/ui/progress.tsx';
import { RESULT_WORDS, STAGE_WORDS } from '#renderer/views/stacks/plan-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** An apply as it goes on: each service with the step it is at, what was taken back, and a way to stop it. */
export const DeploySteps = observer(function DeploySteps({ job, title }: { job: string; title: string }) {
  const { jobProgress, jobs, session } = useStores();
  const [error, setError] = useState<string>();
  useEffect(() => {
    const looking = jobProgress.open();
    return () => looking.dispose();
  }, [jobProgress]);
  const found = jobs.list.find((one) => one.job === job);
  const lines = jobProgress.deploys.get(job) ?? [];
  const isRunning = found === undefined || found.status === 'running' || found.status === 'queued';
  const me = session.hello?.user;
  const mayCancel =
    found !== undefined && isRunning && (found.startedBy === me?.name || me?.role === 'admin' || me?.role === 'local');
  const share = found ? found.progress : (lines.at(-1)?.progress ?? null);
  const ended = found?.status ?? lines.at(-1)?.status ?? 'done';
  const cancel = (): void => void jobs.cancel(job).catch((thrown: Error) => setError(thrown.message));
  return (
    <section className="deploy" aria-label={title}>
      <div className="deploy-head">
        <span role="status">{isRunning ? (found?.message ?? 'The target is being applied.') : ENDED_WORDS[ended]}</span>
        {isRunning ? <Progress label={title} share={share} width={160} /> : null}
        {mayCancel ? (
          <button type="button" className="btn sm" onClick={cancel}>
            Cancel
          </button>
        ) : null}
      </div>
      {error === undefined ? null : (
        <p className="bad" role="alert">
          {error}
        </p>
      )}
      <ul className="deploy-services">
        {newestOf(lines, isRunning).map((line) => (
          <Service key={line.service ?? ''} line={line} />
        ))}
      </ul>
      <details className="deploy-lines">
        <summary>All steps</summary>
        <ol>
          {lines.map((line, i) => (
            // oxlint-disable-next-line react/no-array-index-key -- lines only come at the end
            <li key={i}>
              <time className="t3 num" title={fullTime(Date.parse(line.time))}>
                {clockTime(Date.parse(line.time))}
              </time>
              <span className="t2">{line.service === undefined ? '' : visibleText(line.service)}</span>
              <span className={line.error ? 'bad' : undefined}>{visibleText(line.message)}</span>
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
});

const ENDED_WORDS: Record<DeployLine['status'], string> = {
  queued: 'This apply waits.',
  running: 'This apply runs.',
  done: 'This apply is done.',
  failed: 'This apply failed.',
  cancelled: 'This apply was stopped.',
};

function Service({ line }: { line: DeployLine }) {
  const { stage, service, message, error, status } = line;
  const tone = error ? 'bad' : stage === 'rollback' || status === 'cancelled' ? 'warn' : stage === 'done' ? 'ok' : '';
  return (
    <li>
      <b className="thing ell">{service === undefined ? 'Stack' : visibleText(service)}</b>
      <span className={`chip ${tone}`}>
        {stage === 'done' && status !== 'done'
          ? RESULT_WORDS[status === 'cancelled' ? status : 'failed']
          : STAGE_WORDS[stage]}
      </span>
      <span className="t2">
        {error ? (
          <span className="bad" role="alert">
            {visibleText([error.message, error.hint].filter(Boolean).join(' '))}{' '}
          </span>
        ) : null}
        {error?.message === message ? null : visibleText(message)}
      </span>
    </li>
  );
}

/**
 * What each service is at, in the order in which they were begun; those of no service first, and only while there is
 * nothing newer. Once it is over only what went wrong, and how it ended: nobody waits any more.
 */
function newestOf(lines: readonly DeployLine[], isRunning: boolean): readonly DeployLine[] {
  const newest = new Map<string, DeployLine>();
  for (const line of lines) {
    const key = line.service ?? '';
    const before = newest.get(key);
    // A failure stays to be read: what comes after it is clearing up, told by its stage.
    if (before?.error && line.stage !== 'rollback') continue;
    newest.set(key, before?.error && !line.error ? { ...line, error: before.error } : line);
  }
  const last = lines.at(-1);
  const isTold = (line: DeployLine): boolean =>
    line.error !== undefined ||
    (line === last && line.status !== 'done') ||
    (isRunning ? line.service !== undefined : line.stage === 'rollback');
  return [...newest.values()]
    .filter(isTold)
    .sort((a, b) => Number(a.service !== undefined) - Number(b.service !== undefined));
}

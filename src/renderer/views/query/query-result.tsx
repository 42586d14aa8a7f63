import { tookWords } from '#shared/format/duration.ts';
import { observer } from 'mobx-react-lite';
import { csvText } from '#shared/format/csv-text.ts';
import { count, plural } from '#shared/format/quantity.ts';
import type { QueryDesk } from '#renderer/stores/queries-store.ts';
import type { QueryRun } from '#renderer/stores/query-run.ts';
import { saveFile } from '#renderer/views/logs/save-file.ts';
import { QueryGrid } from '#renderer/views/query/query-grid.tsx';
import { CopyTextButton } from '#renderer/ui/copy-button.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';

/** How a statement went, and its rows. */
export const QueryResult = observer(function QueryResult({
  desk,
  run,
  name,
}: {
  desk: QueryDesk;
  run: QueryRun;
  name: string;
}) {
  const hasRows = run.rows.length > 0;
  const csv = (): string => csvText(run.columns, run.rows);
  return (
    <>
      <div className="query-state">
        <span role="status" className="num">
          {stateWords(run)}
        </span>
        {run.isTruncated ? (
          <span className="t2">
            {run.writes
              ? 'There are more; only these are shown.'
              : 'There are more rows. The statement runs again for each page.'}
          </span>
        ) : null}
        <span className="grow" />
        {run.isTruncated && run.status === 'done' && !run.writes ? (
          <button type="button" className="btn" onClick={() => desk.next()}>
            Next rows
          </button>
        ) : null}
        {hasRows ? (
          <>
            <CopyTextButton text={csv()} label="Copy as CSV" />
            <button type="button" className="btn" onClick={() => saveFile(`${name}-query.csv`, [csv()])}>
              <Icon name="download" />
              Save CSV
            </button>
          </>
        ) : null}
      </div>
      {run.status === 'failed' && run.error ? (
        <div className="query-error" role="alert">
          <pre className="mono text bad">{run.error.message}</pre>
          {run.error.hint === undefined ? null : <p className="t2">{run.error.hint}</p>}
          <CopyTextButton text={[run.error.message, run.error.hint ?? ''].join('\n').trim()} label="Copy the error" />
        </div>
      ) : null}
      {hasRows ? <QueryGrid run={run} /> : <NoRows run={run} />}
    </>
  );
});

const NoRows = observer(function NoRows({ run }: { run: QueryRun }) {
  if (run.status === 'failed') return null;
  if (run.status === 'running') return <Empty title="Running." text="It is ended after 10 s." />;
  if (run.status === 'cancelled')
    return <Empty title="Cancelled." text="The statement was ended before it gave rows." />;
  if (run.writes || run.message !== null)
    return <Empty title="Done." text={run.message ?? 'The statement gives no rows.'} />;
  return (
    <Empty
      title="No rows."
      {...(run.columns.length > 0 && { text: `The statement gives ${run.columns.join(', ')}, and no row fits.` })}
    />
  );
});

function stateWords({ status, rows, durationMs, offset }: QueryRun): string {
  const shown = offset > 0 ? `Rows ${count(offset + 1)} to ${count(offset + rows.length)}` : plural(rows.length, 'row');
  const took = tookWords(durationMs);
  if (status === 'running') return rows.length === 0 ? 'Running' : `Running, ${shown} so far`;
  if (status === 'cancelled') return `Cancelled, ${shown} came`;
  if (status === 'failed') return `Failed after ${took}`;
  return `${shown} in ${took}`;
}

import { observer } from 'mobx-react-lite';
import type { PastStatement } from '#shared/contract/db-queries.ts';
import { clockTime, fullTime } from '#shared/format/clock-time.ts';
import { plural } from '#shared/format/quantity.ts';
import { cutEnd, visibleText } from '#shared/format/visible-text.ts';
import type { QueryDesk } from '#renderer/stores/queries-store.ts';
import { Empty } from '#renderer/ui/empty.tsx';

const MAX_SHOWN = 400;

/** What was run on this container before; a click brings a statement back into the editor. */
export const QueryHistoryList = observer(function QueryHistoryList({
  desk,
  onPick,
}: {
  desk: QueryDesk;
  onPick: (statement: string) => void;
}) {
  const { past } = desk;
  if (past === null) return null;
  if (past.length === 0)
    return <Empty title="No statements yet." text="The last 100 are kept here, never what they gave." />;
  return (
    <ul className="query-past" aria-label="Statements run before">
      {past.map((one) => (
        <li key={`${one.time} ${one.statement}`}>
          <button type="button" onClick={() => onPick(one.statement)}>
            <span className="mono ell">{visibleText(cutEnd(one.statement.replace(/\s+/g, ' '), MAX_SHOWN))}</span>
            <span className="t3 num query-past-note">
              {one.writes ? <span className="warn">write</span> : null}
              <span>{ending(one)}</span>
              <time title={fullTime(Date.parse(one.time))}>{clockTime(Date.parse(one.time))}</time>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
});

const ending = ({ status, rowCount }: PastStatement): string =>
  status === 'done' ? plural(rowCount, 'row') : status === 'cancelled' ? 'cancelled' : 'failed';

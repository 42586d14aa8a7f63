import { observer } from 'mobx-react-lite';
import { useStores } from '#renderer/views/stores-context.tsx';
import { clockTime, fullTime } from '#shared/format/clock-time.ts';
import { ago } from '#shared/format/duration.ts';
import { count } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { saveFile } from '#renderer/views/logs/save-file.ts';
import { actWords, auditText, onWords, resultWords, whoWords } from '#renderer/views/remote/audit-words.ts';
import type { Verified } from '#renderer/stores/audit-store.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { SearchField } from '#renderer/ui/search-field.tsx';
import { TableHead } from '#renderer/ui/table-head.tsx';

/** Who did what; the log proves by itself that nothing was taken out of it. */
export const AuditCard = observer(function AuditCard() {
  const { audit, clock } = useStores();
  const wanted = audit.filter.trim().toLowerCase();
  const shown = wanted === '' ? audit.records : audit.records.filter((record) => auditText(record).includes(wanted));
  const save = async (): Promise<void> => {
    const text = await audit.everything();
    if (text === undefined) return;
    saveFile(`quayside-audit ${new Date(clock.now()).toISOString().slice(0, 10)}.jsonl`, [text]);
  };
  const now = clock.now();
  return (
    <section className="card remote-list audit" aria-labelledby="audit-log">
      <header className="card-bar">
        <h2 id="audit-log">Audit log</h2>
        <span className="grow" />
        <SearchField
          label="Filter the audit log"
          placeholder="Filter"
          className="audit-filter"
          value={audit.filter}
          onType={(text) => audit.setFilter(text)}
        />
        <button type="button" className="btn" disabled={audit.isBusy} onClick={() => void audit.verify()}>
          <Icon name="check" />
          Verify
        </button>
        <button type="button" className="btn" disabled={audit.isBusy} onClick={() => void save()}>
          <Icon name="download" />
          Export
        </button>
      </header>
      {audit.error === undefined ? null : (
        <p className="field-error card-note" role="alert">
          {audit.error}
        </p>
      )}
      {audit.verified ? <Proof verified={audit.verified} /> : null}
      {shown.length === 0 ? (
        <p className="t2 card-note">
          {audit.isLoaded
            ? wanted === ''
              ? 'Nothing has been done yet.'
              : `No record matches "${audit.filter}".`
            : ''}
        </p>
      ) : (
        <div className="audit-scroll" tabIndex={0} role="region" aria-label="Records of the audit log">
          <table className="remote-table">
            <TableHead names={['Time', 'Who', 'What', 'On', 'Result']} />
            <tbody>
              {shown.map((record) => {
                const at = Date.parse(record.time);
                const outcome = resultWords(record);
                return (
                  <tr key={record.seq}>
                    <td className="t2 num" title={fullTime(at)}>
                      {now - at < 86_400_000 ? clockTime(at) : ago(now - at)}
                    </td>
                    <td title={record.address}>{visibleText(whoWords(record))}</td>
                    <td className="t2" title={record.action}>
                      {actWords(record)}
                    </td>
                    <td className="t2 ell">{visibleText(onWords(record))}</td>
                    <td className={outcome.isGood ? 'result' : 'result is-bad'} title={record.code}>
                      <Icon name={outcome.isGood ? 'check' : 'close'} size={14} />
                      {outcome.words}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
});

function Proof({ verified }: { verified: Verified }) {
  const { ok, records, firstBad, otherKey } = verified;
  return (
    <p className={ok ? 'card-note t2' : 'card-note bad'} role="status">
      {ok
        ? `All ${count(records)} records are whole, and none is missing.`
        : `Record ${count(firstBad ?? 0)} was changed, left out or cut off. Do not rely on what comes after it.`}
      {otherKey > 0 ? ` ${count(otherKey)} are signed with a key that is lost, so they cannot be checked.` : ''}
    </p>
  );
}

import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { KeptServiceInfo } from '#shared/contract/history.ts';
import { fullTime } from '#shared/format/clock-time.ts';
import { count, plural } from '#shared/format/quantity.ts';
import { serviceName } from '#renderer/stores/history-store.ts';
import type { KeptLog } from '#renderer/stores/kept-log.ts';
import { type LogViewState, type LogWanted, SHOW_ALL } from '#renderer/terminal/log/log-display.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { useQuery } from '#renderer/views/address.ts';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { lineLink } from '#renderer/views/logs/log-link.ts';
import { LogView } from '#renderer/views/logs/log-view.tsx';
import { NoLongerKept } from '#renderer/views/past/keep-logs.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/past/past.css';

/** The kept log of a service, over its containers, those that are gone too; at the time that the address names. */
export const KeptScreen = observer(function KeptScreen({ id }: { id: string }) {
  const { history } = useStores();
  useEffect(() => void history.load(), [history]);
  const [query] = useQuery();
  const { kept, error } = history;
  const service = kept?.services.find((one) => String(one.service) === id);
  if (!kept) return <Loading error={error ?? undefined} />;
  if (!service) return <NothingKept />;
  // Another time is another part of the log, read anew.
  const at = query.get('t');
  return <Kept key={`${id} ${at}`} service={service} at={at} />;
});

const NothingKept = () => {
  const [, go] = useLocation();
  return (
    <>
      <div className="phead">
        <h1>Kept log</h1>
      </div>
      <Empty title="Nothing is kept of this service." text="It was forgotten, or grew older than logs are kept.">
        <button type="button" className="btn" onClick={() => go('/logs/search')}>
          Search all logs
        </button>
      </Empty>
    </>
  );
};

const Kept = observer(function Kept({ service, at }: { service: KeptServiceInfo; at: string | null }) {
  const { history, containers, connection } = useStores();
  const [log] = useState(() => history.keptLog(service));
  const [wanted, setWanted] = useState<LogWanted>(SHOW_ALL);
  useEffect(() => void log.open(at), [log, at]);
  const newest = service.generations.at(-1);
  const live = newest && containers.find(newest.container);
  return (
    <>
      <div className="phead">
        <h1 className="ell">{serviceName(service)}</h1>
        <span className="t2 hide-s ell">
          Kept log, {plural(service.generations.length, 'container')}, {fullTime(Date.parse(service.from))} to{' '}
          {fullTime(Date.parse(service.to))}
        </span>
        <span className="grow" />
        {live ? (
          <Link to={`/container/${live.id}/logs`} className="btn">
            Live log
          </Link>
        ) : null}
        <Link to={`/logs/search?in=service:${service.service}`} className="btn">
          Search it
        </Link>
      </div>
      <NoLongerKept />
      <LogView
        subject={log}
        name={service.name}
        all={{ service: service.service }}
        label={`Kept log of ${serviceName(service)}`}
        hasStreams
        empty={emptyWords(log)}
        linkOf={(seq) => {
          const container = log.containerAt(seq);
          return container === null ? null : lineLink(log.lines, seq, container, connection.isBrowser);
        }}
        wanted={wanted}
        onWanted={setWanted}
        renderFoot={(view) => <Foot log={log} view={view} />}
      />
    </>
  );
});

function emptyWords(log: KeptLog): string | null {
  if (!log.isLoaded || log.lines.size > 0) return null;
  return log.error ? log.error.message : 'Nothing is kept of this time.';
}

/** Where the reader is, and the way on: what is kept does not come by itself. */
const Foot = observer(function Foot({ log, view }: { log: KeptLog; view: LogViewState | null }) {
  return (
    <div className="pfoot">
      <span className="state" role="status">
        {log.later === 'loading'
          ? 'Loading'
          : log.later === 'more'
            ? 'Later lines are kept'
            : 'The end of what is kept'}
      </span>
      {log.later === 'loading' ? null : (
        <button type="button" className="link-btn" onClick={() => void log.loadLater()}>
          {log.later === 'more' ? 'Load 1,000 later lines' : 'Look for later lines'}
        </button>
      )}
      <span className="grow" />
      {(view?.hidden ?? 0) > 0 ? <span>{plural(view?.hidden ?? 0, 'line')} hidden by level or filter</span> : null}
      {view?.isoTime == null ? null : <span className="hide-m">{view.isoTime}</span>}
      <span>{count(log.lines.size)} loaded</span>
    </div>
  );
});

import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Incident } from '#shared/contract/incidents.ts';
import { fullTime } from '#shared/format/clock-time.ts';
import { ago } from '#shared/format/duration.ts';
import { incidentTitle, isLoop } from '#shared/format/incident-words.ts';
import { plural } from '#shared/format/quantity.ts';
import { IncidentFacts } from '#renderer/views/activity/incident-facts.tsx';
import { useQuery } from '#renderer/views/address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

/** Shown until the reader asks for all. */
const SHOWN = 8;

/** Containers that stopped or fell ill by themselves, each with all that was taken down of it. */
export const IncidentList = observer(function IncidentList() {
  const { incidents } = useStores();
  const [isAll, setAll] = useState(false);
  const shown = isAll ? incidents.list : incidents.list.slice(0, SHOWN);
  return (
    <section className="card activity-card" aria-labelledby="incidents-title">
      <div className="card-head">
        <h2 id="incidents-title">Stopped or ill by themselves</h2>
        {incidents.list.length === 0 ? null : <span className="t3 num">{incidents.list.length}</span>}
      </div>
      {incidents.list.length === 0 ? (
        <p className="card-line t2">
          No container has failed while Quayside was looking. Why one did is taken down here at once.
        </p>
      ) : (
        <ul>
          {shown.map((incident) => (
            <Row key={incident.incident} incident={incident} />
          ))}
        </ul>
      )}
      {incidents.list.length <= SHOWN ? null : (
        <button type="button" className="link-btn activity-more" onClick={() => setAll(!isAll)}>
          {isAll ? 'Show fewer' : `Show all ${plural(incidents.list.length, 'incident')}`}
        </button>
      )}
    </section>
  );
});

const Row = observer(function Row({ incident }: { incident: Incident }) {
  const { clock, alerts } = useStores();
  const told = alerts.toldOf(incident.incident);
  const [query, setQuery] = useQuery();
  const isOpen = query.get('incident') === incident.incident;
  const at = Date.parse(incident.time);
  return (
    <li>
      <details
        className="incident"
        open={isOpen}
        onToggle={(event) => {
          const next = event.currentTarget.open;
          if (next !== isOpen) setQuery({ incident: next ? incident.incident : undefined }, { replace: true });
        }}
      >
        <summary>
          <Icon name="chevronRight" />
          <StateMark shape={isLoop(incident) ? 'restarting' : incident.kind === 'unhealthy' ? 'unhealthy' : 'failed'} />
          <span className="incident-words">
            <b className="thing">{incident.name}</b> <span className="t2">{incidentTitle(incident)}</span>
          </span>
          {told === undefined ? null : (
            <span className="incident-told t3 hide-s" title={`Told ${fullTime(Date.parse(told.firstTime))}`}>
              <Icon name="bell" size={14} /> {told.ruleName}
            </span>
          )}
          <time className="t3 num" title={fullTime(at)}>
            {ago(clock.now() - at)}
          </time>
        </summary>
        {isOpen ? <IncidentFacts incident={incident} /> : null}
      </details>
    </li>
  );
});

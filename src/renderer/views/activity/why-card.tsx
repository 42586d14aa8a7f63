import { observer } from 'mobx-react-lite';
import type { Container } from '#shared/contract/containers.ts';
import { fullTime } from '#shared/format/clock-time.ts';
import { ago } from '#shared/format/duration.ts';
import { incidentTitle } from '#shared/format/incident-words.ts';
import { IncidentFacts } from '#renderer/views/activity/incident-facts.tsx';
import { useQuery } from '#renderer/views/address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';

/** A container that runs well again has had its incident long enough after this. */
const RECENT_MS = 600_000;

/** "Why did it stop?" over the tabs of a container that stopped, restarts or is ill, closed until it is asked. */
export const WhyCard = observer(function WhyCard({ container }: { container: Container }) {
  const { incidents, clock } = useStores();
  const [query, setQuery] = useQuery();
  const incident = incidents.of(container.id);
  if (!incident) return null;
  const at = Date.parse(incident.time);
  const isWell = container.state === 'running' && container.health !== 'unhealthy';
  if (isWell && clock.now() - at > RECENT_MS) return null;
  // Stopped by hand later, or ended well: that is no longer why.
  const endedLater = Date.parse(container.finishedAt ?? '') - at > 2000;
  if (!isWell && container.state !== 'restarting' && container.health !== 'unhealthy' && endedLater) return null;
  const isOpen = query.has('why');
  return (
    <details
      className="why"
      open={isOpen}
      onToggle={(event) => {
        const next = event.currentTarget.open;
        if (next !== isOpen) setQuery({ why: next ? '1' : undefined }, { replace: true });
      }}
    >
      <summary>
        <Icon name="chevronRight" />
        <b className="thing">{incident.kind === 'unhealthy' ? 'Why is it unhealthy?' : 'Why did it stop?'}</b>
        <span className="t2 incident-words">It {incidentTitle(incident)}.</span>
        <time className="t3 num" title={fullTime(at)}>
          {ago(clock.now() - at)}
        </time>
      </summary>
      {isOpen ? <IncidentFacts incident={incident} /> : null}
    </details>
  );
});

import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { duration, longDuration } from '#shared/format/duration.ts';
import { ActivityCard } from '#renderer/views/overview/activity-card.tsx';
import { AttentionCard } from '#renderer/views/overview/attention-card.tsx';
import { BusiestCard } from '#renderer/views/overview/busiest-card.tsx';
import { ContainerTiles } from '#renderer/views/overview/container-tiles.tsx';
import { MachineTiles } from '#renderer/views/overview/machine-tiles.tsx';
import { StacksCard } from '#renderer/views/overview/stacks-card.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/overview/overview.css';

/** Is anything wrong, what changed, what uses this machine. */
export const OverviewScreen = observer(function OverviewScreen() {
  return (
    <EngineGate title="Overview">
      {({ showChecks }) => (
        <>
          <div className="phead">
            <h1>Overview</h1>
            <About />
          </div>
          <Banners showChecks={showChecks} />
          <Content />
        </>
      )}
    </EngineGate>
  );
});

const Content = observer(function Content() {
  const { containers, stats, attention, session } = useStores();
  useEffect(() => {
    const sweep = stats.openSweep();
    return () => sweep.dispose();
  }, [stats]);
  useEffect(() => {
    const looking = attention.open();
    return () => looking.dispose();
  }, [attention]);
  if (!containers.isLoaded) return <Loading error={containers.error} />;
  return (
    <div className="overview">
      <AttentionCard />
      {session.can('system.df') ? <MachineTiles /> : <ContainerTiles />}
      <div className="overview-two">
        <BusiestCard />
        <ActivityCard />
      </div>
      <StacksCard />
    </div>
  );
});

/** Which machine this is about: "harbor-01, Debian GNU/Linux 13, kernel 6.12, up 12 d 4 h". */
const About = observer(function About() {
  const { session, host } = useStores();
  const { latest, info } = host;
  if (!session.can('system.df')) return <MeasuredAt />;
  if (!latest) return null;
  const up =
    latest.uptimeSeconds === null ? [] : [`up ${longDuration(Math.floor(latest.uptimeSeconds / 60) * 60_000)}`];
  const away = info?.isRemote ? [`Docker on ${info.name || info.endpoint}`] : [];
  return (
    <span className="t3 num ell">
      {[latest.hostname, ...(latest.system === null ? [] : [latest.system]), ...up, ...away].join(', ')}
    </span>
  );
});

/** Totals of containers are of the slow sweep, so they say how old they are. */
const MeasuredAt = observer(function MeasuredAt() {
  const { machine, clock, attention } = useStores();
  const { figures } = machine;
  if (!figures) return null;
  const age = Math.max(0, Math.max(clock.now(), attention.now) - figures.at);
  return (
    <span className="t3 num ell">
      What containers use, {age < 5000 ? 'measured just now' : `measured ${duration(age)} ago`}
    </span>
  );
});

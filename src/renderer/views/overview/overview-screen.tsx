import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { duration } from '#shared/format/duration.ts';
import { ActivityCard } from '#renderer/views/overview/activity-card.tsx';
import { AttentionCard } from '#renderer/views/overview/attention-card.tsx';
import { BusiestCard } from '#renderer/views/overview/busiest-card.tsx';
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
            <MeasuredAt />
          </div>
          <Banners showChecks={showChecks} />
          <Content />
        </>
      )}
    </EngineGate>
  );
});

const Content = observer(function Content() {
  const { containers, stats, attention } = useStores();
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
      <MachineTiles />
      <div className="overview-two">
        <BusiestCard />
        <ActivityCard />
      </div>
      <StacksCard />
    </div>
  );
});

/** Totals are of the slow sweep, so they say how old they are. */
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

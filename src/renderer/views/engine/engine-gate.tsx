import { observer } from 'mobx-react-lite';
import { type ReactNode, useState } from 'react';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EnginePanel } from '#renderer/views/engine/engine-panel.tsx';
import { LastKnownButton } from '#renderer/views/engine/last-known.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/**
 * A screen that needs the engine: its head and what it shows, or why there is no engine. What was known stays readable
 * while the engine is away, with the banner that says since when; the checks are one click from there, and back.
 */
export const EngineGate = observer(function EngineGate({
  title,
  head,
  children,
}: {
  title: string;
  /** Beside the title. */
  head?: ReactNode;
  children: ReactNode;
}) {
  const { engine, containers } = useStores();
  const { status } = engine;
  // The loss, by its time, whose checks the reader asked for; the next loss starts with what is known again.
  const [checksOf, setChecksOf] = useState<string>();
  const isAway = status !== undefined && !engine.isConnected;
  const showsPanel = isAway && (checksOf === status.since || !containers.isLoaded);
  return (
    <>
      <div className="phead">
        <h1>{title}</h1>
        {showsPanel ? <span className="grow" /> : head}
        {showsPanel && containers.knownAt !== undefined ? (
          <LastKnownButton at={containers.knownAt} onView={() => setChecksOf(undefined)} />
        ) : null}
      </div>
      {showsPanel ? (
        <EnginePanel status={status} />
      ) : (
        <>
          <Banners showChecks={() => setChecksOf(status?.since)} />
          {children}
        </>
      )}
    </>
  );
});

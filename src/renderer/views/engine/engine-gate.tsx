import { observer } from 'mobx-react-lite';
import { type ReactNode, useState } from 'react';
import { EnginePanel } from '#renderer/views/engine/engine-panel.tsx';
import { LastKnownButton } from '#renderer/views/engine/last-known.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/**
 * A screen that needs the engine: what it shows, or why there is no engine. What was known stays readable while the
 * engine is away (`isAway`), with the banner that says since when; `showChecks` leads from there to the checks, and a
 * button at the head leads back.
 */
export const EngineGate = observer(function EngineGate({
  title,
  children,
}: {
  title: string;
  children: (state: { isAway: boolean; showChecks: () => void }) => ReactNode;
}) {
  const { engine, containers } = useStores();
  const { status } = engine;
  // The loss, by its time, whose checks the reader asked for; the next loss starts with what is known again.
  const [checksOf, setChecksOf] = useState<string>();
  const isAway = status !== undefined && !engine.isConnected;
  if (!isAway || (checksOf !== status.since && containers.isLoaded))
    return children({ isAway, showChecks: () => setChecksOf(status?.since) });
  return (
    <>
      <div className="phead">
        <h1>{title}</h1>
        <span className="grow" />
        {containers.knownAt === undefined ? null : (
          <LastKnownButton at={containers.knownAt} onView={() => setChecksOf(undefined)} />
        )}
      </div>
      <EnginePanel status={status} />
    </>
  );
});

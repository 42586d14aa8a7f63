import { observer } from 'mobx-react-lite';
import { clockTime } from '#shared/format/clock-time.ts';
import { ConnectionBanner } from '#renderer/views/viewer/connection-banner.tsx';
import { panelWords } from '#renderer/views/engine/panel-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Banner } from '#renderer/ui/banner.tsx';

/** One at most, under the page head (design section 14): what is shown is old, or is not real. */
export const Banners = observer(function Banners({ showChecks }: { showChecks?: () => void }) {
  const { engine, session, containers, connection } = useStores();
  const { status } = engine;
  const known = containers.knownAt === undefined ? '' : ` Values are from ${clockTime(containers.knownAt)}.`;
  if (connection.lost) return <ConnectionBanner />;
  if (session.state === 'waiting' && !connection.isBrowser) {
    return <Banner icon="unplug" title={`Connection to Quayside's core lost.${known}`} />;
  }
  if (status && status.state !== 'connected' && containers.isLoaded) {
    return (
      <Banner
        icon="warning"
        title={`${panelWords(status).title} Values are from ${clockTime(Date.parse(status.since))}.`}
        text="Trying again every second."
      >
        {showChecks ? (
          <button type="button" className="btn" onClick={showChecks}>
            Show the checks
          </button>
        ) : null}
      </Banner>
    );
  }
  if (status?.simulated) {
    return (
      <Banner
        isCalm
        icon="info"
        title="Simulated data. No Docker engine was found."
        text={
          session.can('engines.select') ? 'Start Docker, or choose a socket or context in the settings.' : undefined
        }
      />
    );
  }
  return null;
});

import { observer } from 'mobx-react-lite';
import { clockTime } from '#shared/format/clock-time.ts';
import { panelWords } from '#renderer/views/engine/panel-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';

/** One at most, under the page head (design section 14): what is shown is old, or is not real. */
export const Banners = observer(function Banners({ showChecks }: { showChecks?: () => void }) {
  const { engine, session, containers } = useStores();
  const { status } = engine;
  const known = containers.knownAt === undefined ? '' : ` Values are from ${clockTime(containers.knownAt)}.`;
  if (session.state === 'waiting') {
    return (
      <div className="banner" role="status">
        <Icon name="unplug" />
        <span>Connection to Quayside's core lost.{known}</span>
      </div>
    );
  }
  if (status && status.state !== 'connected' && containers.isLoaded) {
    return (
      <div className="banner" role="status">
        <Icon name="warning" />
        <span className="ell">
          {panelWords(status).title} Values are from {clockTime(Date.parse(status.since))}.{' '}
          <span className="t2">Trying again every second.</span>
        </span>
        <span className="grow" />
        {showChecks ? (
          <button type="button" className="btn" onClick={showChecks}>
            Show the checks
          </button>
        ) : null}
      </div>
    );
  }
  if (status?.simulated) {
    return (
      <div className="banner" role="status">
        <Icon name="info" />
        <span className="ell">
          Simulated data. No Docker engine was found.{' '}
          <span className="t2">Start Docker, or choose a socket or context in the settings.</span>
        </span>
      </div>
    );
  }
  return null;
});

import { observer } from 'mobx-react-lite';
import { useStores } from '#renderer/views/stores-context.tsx';

/** On phones there is no status bar: the host and whether it is live stand under the title. */
export const PhoneLive = observer(function PhoneLive() {
  const { connection, engine, session } = useStores();
  if (!connection.isBrowser) return null;
  const isLive = session.state === 'connected' && !connection.lost;
  const words = !isLive ? 'not connected' : connection.transport === 'polling' ? 'live by polling' : 'live';
  return (
    <span className={isLive ? 'phone-live' : 'phone-live is-lost'}>
      <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
        <circle cx="4" cy="4" r="4" fill="currentColor" />
      </svg>
      <span className="ell">
        {engine.status?.name ?? location.hostname}, {words}
      </span>
    </span>
  );
});

import { observer } from 'mobx-react-lite';
import { useLocation } from 'wouter';
import type { EngineStatus } from '#shared/contract/engines.ts';
import type { StateShape } from '#shared/format/container-status.ts';
import { engineWords } from '#renderer/views/engine/engine-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

/** The engine's state is always in view (design section 2: it must never be hidden). */
export const StatusBar = observer(function StatusBar() {
  const { engine, session } = useStores();
  const [, go] = useLocation();
  const status = engine.status;
  return (
    <footer className="status">
      <button type="button" className="it" onClick={() => go('/settings')} title="Docker settings">
        {status === undefined ? (
          <>
            <StateMark shape="created" size={10} />
            Looking for Docker
          </>
        ) : (
          <EngineItem status={status} />
        )}
      </button>
      <span className="grow" />
      <span className="it" role="status">
        <Icon name={session.state === 'connected' ? 'activity' : 'unplug'} size={14} />
        {session.state === 'connected' ? 'Live' : session.state === 'connecting' ? 'Connecting' : 'Connection lost'}
      </span>
    </footer>
  );
});

/** At this size the sign inside of a disc would be a blot. */
const Disc = () => (
  <svg className="ok" width="10" height="10" viewBox="0 0 14 14" aria-hidden="true">
    <circle cx="7" cy="7" r="6" fill="currentColor" />
  </svg>
);

function EngineItem({ status }: { status: EngineStatus }) {
  const isUp = status.state === 'connected';
  const shape: StateShape = isUp ? 'running' : status.state === 'connecting' ? 'starting' : 'failed';
  return (
    <>
      {isUp ? <Disc /> : <StateMark shape={shape} size={10} />}
      <span className={isUp ? '' : status.state === 'connecting' ? 'warn' : 'bad'}>{engineWords(status)}</span>
      {status.simulated ? null : <span className="t3">{status.context}</span>}
    </>
  );
}

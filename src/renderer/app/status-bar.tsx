import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { EngineStatus } from '#shared/contract/engines.ts';
import { memory, ofWords, size } from '#shared/format/bytes.ts';
import type { StateShape } from '#shared/format/container-status.ts';
import { wholePercent } from '#shared/format/percent.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { ViewerCount } from '#renderer/app/viewer-count.tsx';
import { engineWords } from '#renderer/views/engine/engine-words.ts';
import { OwnCost } from '#renderer/views/own-cost/own-cost.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { type Act, ActMenu } from '#renderer/ui/act-menu.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

/** The engine's state is always in view (design section 2: it must never be hidden). Each item leads to its screen. */
export const StatusBar = observer(function StatusBar() {
  return (
    <footer className="status">
      <EngineMenu />
      <Machine />
      <span className="grow" />
      <Update />
      <OwnCost />
      <StreamState />
      <ViewerCount />
      <AppLogErrors />
    </footer>
  );
});

/** The engine and its context; a click offers the other contexts. */
const EngineMenu = observer(function EngineMenu() {
  const { engine, session } = useStores();
  const [, go] = useLocation();
  const { status } = engine;
  const contexts = engine.entries.map(
    (entry): Act => ({
      label: entry.isSupported ? entry.context : `${entry.context} (not supported yet)`,
      isChecked: entry.isCurrent,
      isDisabled: !entry.isSupported || engine.isSelecting || !session.can('engines.select'),
      run: () => {
        if (!entry.isCurrent) void engine.select(entry.context);
      },
    }),
  );
  const settings: Act = { label: 'Docker settings', startsGroup: true, run: () => go('/settings?section=docker') };
  return (
    <ActMenu
      side="top"
      align="start"
      head="Socket or context"
      onOpen={() => void engine.loadEntries()}
      acts={session.can('engines.select') ? [...contexts, settings] : contexts}
      trigger={
        <button type="button" className="it">
          {status === undefined ? (
            <>
              <StateMark shape="created" size={10} />
              Looking for Docker
            </>
          ) : (
            <EngineItem status={status} />
          )}
        </button>
      }
    />
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
      {isUp ? null : <span className="t3 hide-s">Trying again every second</span>}
    </>
  );
}

/** What the machine does and Docker keeps on its disk; once the list is there, for it is what a start is about. */
const Machine = observer(function Machine() {
  const { session, containers, host } = useStores();
  const [, go] = useLocation();
  const isWanted = session.can('system.df') && containers.isLoaded;
  useEffect(() => {
    if (!isWanted) return;
    const opened = host.open();
    return () => opened.dispose();
  }, [host, isWanted]);
  if (!session.can('system.df')) return <Totals />;
  const { latest, disk } = host;
  return (
    <>
      {latest ? (
        <>
          <button type="button" className="it num hide-s" onClick={() => go('/host')}>
            CPU {words(wholePercent(latest.cpuPercent))}
          </button>
          <button type="button" className="it num hide-s" onClick={() => go('/host')}>
            Memory {ofWords(memory(latest.memoryUsedBytes), memory(latest.memoryTotalBytes))}
          </button>
        </>
      ) : null}
      {disk ? (
        <button type="button" className="it num hide-m" onClick={() => go('/host?show=disk')}>
          Disk {words(size(disk.bytes))}, {words(size(disk.reclaimableBytes))} reclaimable
        </button>
      ) : null}
    </>
  );
});

/** What containers use together, while a screen has the sweep open. */
const Totals = observer(function Totals() {
  const { machine, engine } = useStores();
  const [, go] = useLocation();
  const { figures } = machine;
  if (!figures || !engine.isConnected) return null;
  const { cpuPercent, cores, memoryBytes, hostMemoryBytes } = figures;
  const cpu = cpuPercent === null || cores === null ? null : cpuPercent / cores;
  return (
    <>
      <button type="button" className="it num hide-s" onClick={() => go('/overview')}>
        CPU {words(wholePercent(cpu))}
      </button>
      <button type="button" className="it num hide-s" onClick={() => go('/overview')}>
        Memory {words(memory(memoryBytes))}
        {hostMemoryBytes === null ? '' : ` of ${words(memory(hostMemoryBytes))}`}
      </button>
    </>
  );
});

/** What went wrong in Quayside itself since somebody looked; for those who may read it. */
const AppLogErrors = observer(function AppLogErrors() {
  const { session, appLog } = useStores();
  const [, go] = useLocation();
  if (!session.can('appLogs.query')) return null;
  return (
    <button type="button" className="it hide-s" onClick={() => go('/app-log')}>
      <Icon name="appLog" size={14} />
      <span className={appLog.newErrors > 0 ? 'bad' : ''}>
        {appLog.newErrors > 0 ? plural(appLog.newErrors, 'error') : 'No errors'}
      </span>
    </button>
  );
});

const UPDATE_WORDS = {
  available: (version: string) => `Install version ${version}`,
  loading: (version: string) => `Loading version ${version}`,
  ready: (version: string) => `Version ${version} comes when you quit`,
  failed: (version: string) => `Version ${version} didn't load. Try again`,
};

/** A newer Quayside, named once and never in the way. */
const Update = observer(function Update() {
  const { update } = useStores();
  const { state } = update;
  if (state.state === 'none') return null;
  const words = UPDATE_WORDS[state.state](state.version);
  if (state.state === 'loading' || state.state === 'ready')
    return (
      <span className="it" role="status">
        <Icon name="download" size={14} />
        {words}
      </span>
    );
  return (
    <button
      type="button"
      className="it"
      title={state.state === 'failed' ? state.message : undefined}
      onClick={() => void update.load()}
    >
      <Icon name="download" size={14} />
      {words}
    </button>
  );
});

const STREAMS = { connected: 'Live', connecting: 'Connecting', waiting: 'Connection lost' } as const;

const StreamState = observer(function StreamState() {
  const { session, connection, engine } = useStores();
  const [, go] = useLocation();
  // Nothing lives while the engine is away; what is the matter stands at the left.
  if (session.state === 'connected' && engine.status !== undefined && !engine.isConnected) return null;
  const state = connection.lost ? 'waiting' : session.state;
  const isPolling = state === 'connected' && connection.transport === 'polling';
  return (
    <button type="button" className="it" onClick={() => go('/overview')}>
      <Icon name={state === 'connected' ? 'activity' : 'unplug'} size={14} />
      {isPolling ? 'Live by polling' : STREAMS[state]}
    </button>
  );
});

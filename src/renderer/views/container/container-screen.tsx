import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { clockTime } from '#shared/format/clock-time.ts';
import type { CommandName } from '#shared/contract/index.ts';
import { REPLACES_LABEL } from '#shared/contract/container-edit.ts';
import type { Container } from '#shared/contract/containers.ts';
import { knownDatabase } from '#shared/format/known-database.ts';
import { shortId, shortImage } from '#shared/format/image-name.ts';
import { WhyCard } from '#renderer/views/activity/why-card.tsx';
import { DetailHead } from '#renderer/views/container/detail-head.tsx';
import { EnvironmentTab } from '#renderer/views/container/environment-tab.tsx';
import { FilesTab } from '#renderer/views/files/files-tab.tsx';
import { GoneContainer } from '#renderer/views/container/gone-container.tsx';
import { InspectTab } from '#renderer/views/container/inspect-tab.tsx';
import { LogsTab } from '#renderer/views/container/logs-tab.tsx';
import { StatsTab } from '#renderer/views/container/stats-tab.tsx';
import { isTab, TAB_NAMES, type Tab, TABS } from '#renderer/views/container/tabs.ts';
import { TerminalTab } from '#renderer/views/container/terminal-tab.tsx';
import { PortsCell, titleOf } from '#renderer/views/containers/cells.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EnginePanel } from '#renderer/views/engine/engine-panel.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { QueryTab } from '#renderer/views/query/query-tab.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { Refused } from '#renderer/views/viewer/refused.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { TabList } from '#renderer/ui/tab-list.tsx';
import { Tip } from '#renderer/ui/tip.tsx';
import '#renderer/views/container/container-screen.css';

/** Tabs that not every role has. */
const NEEDS: { readonly [T in Tab]?: CommandName } = {
  terminal: 'terminal.open',
  files: 'containers.files.list',
  query: 'db.query',
};

export const ContainerScreen = observer(function ContainerScreen({ id, tab }: { id: string; tab: string }) {
  const { containers, engine } = useStores();
  const container = containers.find(id);
  if (!container) {
    if (!containers.isLoaded) {
      return engine.status && !engine.isConnected ? (
        <>
          <div className="phead" />
          <EnginePanel status={engine.status} />
        </>
      ) : (
        <Loading error={containers.error} />
      );
    }
    return <GoneContainer id={id} />;
  }
  return <Found key={id} container={container} tab={isTab(tab) ? tab : 'logs'} />;
});

const Found = observer(function Found({ container, tab }: { container: Container; tab: Tab }) {
  const [, go] = useLocation();
  const { containers, list, stats, session, terminals } = useStores();
  const { id } = container;
  const removed = containers.removed.get(id);
  const isRunning = container.state === 'running';
  // An address can name a tab that the role has not.
  const needed = NEEDS[tab];
  const isRefused = needed !== undefined && session.hello !== undefined && !session.can(needed);
  // Made anew under the same name: the reader goes on where the container does.
  const successor = removed && containers.sorted.find(({ labels }) => labels[REPLACES_LABEL]?.startsWith(`${id} `));
  useEffect(() => {
    if (successor) go(`/container/${successor.id}/${tab}`, { replace: true });
  }, [successor, go, tab]);
  useEffect(() => list.setActive(id), [list, id]);
  useNeighbours(id, tab);
  // How many terminals are open stands on the tab, whichever tab is shown.
  const hasTerminals = session.can('terminal.list');
  useEffect(() => {
    if (hasTerminals) void terminals.load(id).catch(() => []);
  }, [terminals, id, hasTerminals]);
  // The head and the charts share one subscription, so that changing the tab keeps the minute.
  useEffect(() => {
    if (!isRunning) return;
    const opened = stats.open(id);
    return () => opened.dispose();
  }, [stats, id, isRunning]);
  return (
    <>
      <DetailHead container={container} />
      <TabBar container={container} tab={tab} />
      {removed ? (
        <div className="banner" role="status">
          <Icon name="info" />
          <span>
            {container.name} was removed at {clockTime(removed.at)}.{' '}
            <span className="t2">Its log stays here until you leave.</span>
          </span>
          <span className="grow" />
          <Link to="/containers">Back to containers</Link>
        </div>
      ) : (
        <Banners />
      )}
      {removed ? null : <WhyCard container={container} />}
      <div
        className="panel"
        role="tabpanel"
        id={`panel-${tab}`}
        {...(isRefused ? { 'aria-label': TAB_NAMES[tab] } : { 'aria-labelledby': `tab-${tab}` })}
        key={tab}
      >
        {isRefused ? <Refused /> : null}
        {tab === 'logs' ? <LogsTab container={container} /> : null}
        {tab === 'stats' ? <StatsTab container={container} /> : null}
        {tab === 'terminal' && !isRefused ? <TerminalTab container={container} /> : null}
        {tab === 'files' && !isRefused ? <FilesTab container={container} /> : null}
        {tab === 'query' && !isRefused ? <QueryTab container={container} /> : null}
        {tab === 'environment' ? <EnvironmentTab container={container} /> : null}
        {tab === 'inspect' ? <InspectTab container={container} /> : null}
      </div>
    </>
  );
});

/** Mod+Up and Mod+Down: the container above or below in the list as it stands, with the same tab. */
function useNeighbours(id: string, tab: Tab): void {
  const { list, containers } = useStores();
  const [, go] = useLocation();
  const step = (by: 1 | -1) => () => {
    // One that the filter hides has its neighbours among all of them.
    const ids = list.orderedIds.includes(id) ? list.orderedIds : containers.sorted.map((one) => one.id);
    const next = ids[ids.indexOf(id) + by];
    if (next === undefined) return false;
    // Not one more step back for each: Back leads to where one came from.
    go(`/container/${next}/${tab}`, { replace: true });
    return true;
  };
  useCommands({ 'container.previous': step(-1), 'container.next': step(1) });
}

const TabBar = observer(function TabBar({ container, tab }: { container: Container; tab: Tab }) {
  const { session, terminals } = useStores();
  const [, go] = useLocation();
  const tabs = TABS.filter((one) => {
    const needed = NEEDS[one];
    // What is shown stays, so that an address never stands beside its tabs.
    if (one === 'query' && tab !== 'query' && !knownDatabase(container)) return false;
    return needed === undefined || session.can(needed);
  });
  const open = terminals.sessions(container.id).filter((one) => one.status === 'running').length;
  return (
    <div className="tabs">
      <TabList
        label={container.name}
        tabs={tabs.map((one) => ({ value: one, label: TAB_NAMES[one], count: one === 'terminal' ? open : undefined }))}
        value={tab}
        onPick={(next) => go(`/container/${container.id}/${next}`, { replace: true })}
      />
      <span className="meta">
        <PortsCell container={container} />
        <span className="ell hide-m image" title={titleOf(container.image)}>
          <CutText text={shortImage(container.image)} isImage />
        </span>
        <Tip text="Copy the ID">
          <button type="button" className="id mono" onClick={() => void navigator.clipboard.writeText(container.id)}>
            {shortId(container.id)}
          </button>
        </Tip>
      </span>
    </div>
  );
});

import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import type { Volume } from '#shared/contract/volumes.ts';
import { size } from '#shared/format/bytes.ts';
import { clockTime, fullTime } from '#shared/format/clock-time.ts';
import { words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { volumeName } from '#renderer/stores/volume-list-store.ts';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { CopyTextButton } from '#renderer/ui/copy-button.tsx';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Fact } from '#renderer/ui/fact.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { TabList } from '#renderer/ui/tab-list.tsx';
import { JsonTree } from '#renderer/views/container/json-tree.tsx';
import { ContainerLinks } from '#renderer/views/containers/container-links.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { volumeAddress } from '#renderer/views/volumes/volume-cells.tsx';
import { VolumeDialogs } from '#renderer/views/volumes/volume-dialogs.tsx';
import { volumeActs, type VolumeQuestion } from '#renderer/views/volumes/volume-menu.ts';
import '#renderer/views/container/container-screen.css';

const TABS = ['used', 'details', 'inspect'] as const;
type Tab = (typeof TABS)[number];
const NAMES: Record<Tab, string> = { used: 'Used by', details: 'Details', inspect: 'Inspect' };

/** A volume by its name: who mounts it, where it lies, and all that Docker says of it. */
export function VolumeScreen({ name, tab }: { name: string; tab: string }) {
  const known = TABS.find((one) => one === tab) ?? 'used';
  return (
    <EngineGate title="Volume">
      {({ showChecks }) => <Loaded key={name} name={name} tab={known} showChecks={showChecks} />}
    </EngineGate>
  );
}

const Loaded = observer(function Loaded({ name, tab, showChecks }: { name: string; tab: Tab; showChecks: () => void }) {
  const { volumes } = useStores();
  useEffect(() => {
    const looking = volumes.open();
    return () => looking.dispose();
  }, [volumes]);
  const volume = volumes.find(name);
  if (!volume)
    return volumes.isLoaded ? (
      <Empty title="This volume isn't here." text="It may have been removed.">
        <Link to="/volumes" className="btn">
          Back to volumes
        </Link>
      </Empty>
    ) : (
      <Loading error={volumes.error} />
    );
  return <Found volume={volume} tab={tab} showChecks={showChecks} />;
});

const Found = observer(function Found({
  volume,
  tab,
  showChecks,
}: {
  volume: Volume;
  tab: Tab;
  showChecks: () => void;
}) {
  const stores = useStores();
  const { volumes } = stores;
  const [, go] = useLocation();
  const [question, ask] = useState<VolumeQuestion | null>(null);
  const { name } = volume;
  useEffect(() => void volumes.loadInspect(name), [volumes, name]);
  const users = volumes.usersOf(volume);
  const inspected = volumes.inspected.get(name);
  // The tabs are below: the menu has the rest.
  const acts = volumeActs(stores, volume, go, ask).filter(({ label }) => label !== 'Used by' && label !== 'Inspect');
  return (
    <>
      <div className="dhead">
        <Link to="/volumes" className="ib back" aria-label="Back to volumes">
          <Icon name="chevronLeft" size={20} />
        </Link>
        <span className="crumb">
          <Link to="/volumes">Volumes</Link> /
        </span>
        <Icon name="volumes" className="t3" />
        <h1 title={name} aria-label={volumeName(volume)}>
          <CutText text={volumeName(volume)} />
        </h1>
        {volume.isAnonymous ? <span className="t3">anonymous</span> : null}
        <span className="grow" />
        <ActMenu
          acts={acts}
          trigger={
            <button type="button" className="ib" aria-label="More actions">
              <Icon name="more" />
            </button>
          }
        />
      </div>
      <div className="tabs">
        <TabList
          label={volumeName(volume)}
          tabs={TABS.map((one) => ({
            value: one,
            label: NAMES[one],
            count: one === 'used' ? users.length : undefined,
          }))}
          value={tab}
          onPick={(next) => go(volumeAddress(name, next), { replace: true })}
        />
      </div>
      <Banners showChecks={showChecks} />
      <div className="panel" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} key={tab}>
        {tab === 'used' ? (
          <UsedBy name={name} users={users} />
        ) : tab === 'details' ? (
          <Details volume={volume} />
        ) : inspected?.value === undefined ? (
          <Loading error={inspected?.error} />
        ) : (
          <>
            <div className="tool" role="toolbar" aria-label="Inspect tools">
              <span className="grow" />
              <CopyTextButton text={JSON.stringify(inspected.value, null, 2)} label="Copy JSON" />
            </div>
            <JsonTree value={inspected.value} />
          </>
        )}
      </div>
      <VolumeDialogs question={question} onClose={() => ask(null)} />
    </>
  );
});

function UsedBy({ name, users }: { name: string; users: readonly Container[] }) {
  if (users.length === 0)
    return <Empty title="No container mounts this volume." text="Its data stays until it is removed." />;
  const where = ({ mounts }: Container): string =>
    mounts
      .filter((mount) => mount.name === name)
      .map(({ destination, isReadOnly }) => (isReadOnly ? `${destination}, read only` : destination))
      .join('; ');
  return <ContainerLinks label="Containers that mount this volume" containers={users} noteOf={where} />;
}

const Details = observer(function Details({ volume }: { volume: Volume }) {
  const { engine, volumes } = useStores();
  const labels = Object.entries(volume.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const { measuredAtMs, isMeasuring, measureError } = volumes;
  return (
    <dl className="facts">
      <Fact name="Name">
        <span className="mono">{visibleText(volume.name)}</span>
      </Fact>
      <Fact name="Driver">{visibleText(volume.driver)}</Fact>
      <Fact name="Size">
        {volume.sizeBytes === null
          ? measuredAtMs === undefined
            ? 'Not measured'
            : 'The driver does not say'
          : `${words(size(volume.sizeBytes))}${measuredAtMs === undefined ? '' : ` at ${clockTime(measuredAtMs)}`}`}{' '}
        {engine.isConnected ? (
          <button type="button" className="link-btn" aria-disabled={isMeasuring} onClick={() => void volumes.measure()}>
            {isMeasuring ? 'Measuring…' : 'Measure'}
          </button>
        ) : null}
        {measureError === undefined ? null : <div className="t2">Couldn't measure: {measureError.message}</div>}
      </Fact>
      <Fact name="Mount point">
        <span className="mono">{visibleText(volume.mountpoint) || 'The driver does not say'}</span>
      </Fact>
      <Fact name="Scope">{visibleText(volume.scope)}</Fact>
      <Fact name="Created">
        {volume.createdAt === undefined ? 'The driver does not say' : fullTime(Date.parse(volume.createdAt))}
      </Fact>
      <Fact name="Labels">
        {labels.length === 0
          ? 'none'
          : labels.map(([key, value]) => (
              <div key={key} className="mono">
                {visibleText(key)}
                {value === '' ? '' : `=${visibleText(value)}`}
              </div>
            ))}
      </Fact>
    </dl>
  );
});

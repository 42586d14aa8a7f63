import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import type { Volume } from '#shared/contract/volumes.ts';
import { size } from '#shared/format/bytes.ts';
import { clockTime, fullTime } from '#shared/format/clock-time.ts';
import { words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { Fact } from '#renderer/ui/fact.tsx';
import { ContainerLinks } from '#renderer/views/containers/container-links.tsx';
import { InspectPane } from '#renderer/views/list/inspect-pane.tsx';
import { DetailFrame, ResourceDetail } from '#renderer/views/list/resource-detail.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { VolumeDialogs } from '#renderer/views/volumes/volume-dialogs.tsx';
import { VOLUME_KIND } from '#renderer/views/volumes/volume-kind.tsx';
import { VolumeFiles } from '#renderer/views/volumes/volume-files.tsx';
import { volumeActs, type VolumeQuestion } from '#renderer/views/volumes/volume-menu.ts';

const TABS = ['used', 'files', 'details', 'inspect'] as const;
type Tab = (typeof TABS)[number];
const NAMES: Record<Tab, string> = { used: 'Used by', files: 'Files', details: 'Details', inspect: 'Inspect' };

/** A volume by its name: who mounts it, where it lies, and all that Docker says of it. */
export function VolumeScreen({ name, tab }: { name: string; tab: string }) {
  const { volumes } = useStores();
  const known = TABS.find((one) => one === tab) ?? 'used';
  return (
    <ResourceDetail
      key={name}
      kind={VOLUME_KIND}
      listing={volumes}
      find={() => volumes.find(name)}
      gone="It may have been removed."
    >
      {(volume, showChecks) => <Found volume={volume} tab={known} showChecks={showChecks} />}
    </ResourceDetail>
  );
}

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
  const mayBrowse = stores.session.can('volumes.browse') && stores.session.can('containers.files.list');
  const inspected = volumes.inspected.get(name);
  return (
    <>
      <DetailFrame
        kind={VOLUME_KIND}
        item={volume}
        title={name}
        beside={volume.isAnonymous ? <span className="t3">anonymous</span> : null}
        // The tabs are below: the menu has the rest.
        acts={volumeActs(stores, volume, go, ask).filter(({ label }) => label !== 'Used by' && label !== 'Inspect')}
        tabs={TABS.filter((one) => one !== 'files' || mayBrowse).map((one) => ({
          value: one,
          label: NAMES[one],
          count: one === 'used' ? users.length : undefined,
        }))}
        tab={tab}
        showChecks={showChecks}
      >
        {tab === 'files' ? (
          <VolumeFiles name={name} />
        ) : tab === 'used' ? (
          <UsedBy name={name} users={users} />
        ) : tab === 'details' ? (
          <Details volume={volume} />
        ) : (
          <InspectPane value={inspected?.value} error={inspected?.error} />
        )}
      </DetailFrame>
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

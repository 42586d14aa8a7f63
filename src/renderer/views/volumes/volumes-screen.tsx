import { observer } from 'mobx-react-lite';
import { size } from '#shared/format/bytes.ts';
import { clockTime } from '#shared/format/clock-time.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { PageActs } from '#renderer/views/list/page-acts.tsx';
import { ResourceScreen } from '#renderer/views/list/resource-screen.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { VolumeDialogs } from '#renderer/views/volumes/volume-dialogs.tsx';
import { VOLUME_KIND } from '#renderer/views/volumes/volume-kind.tsx';
import type { Ask } from '#renderer/views/volumes/volume-menu.ts';

const TABS = [
  { value: 'all', label: 'All' },
  { value: 'used', label: 'In use' },
  { value: 'unused', label: 'Unused' },
  { value: 'anonymous', label: 'Anonymous' },
] as const;

const WORDS: Readonly<Record<string, string>> = { used: 'in use', unused: 'unused', anonymous: 'anonymous' };

export function VolumesScreen() {
  const stores = useStores();
  return (
    <ResourceScreen
      kind={VOLUME_KIND}
      listing={stores.volumes}
      list={stores.volumeList}
      tabs={TABS}
      tabWords={WORDS}
      parts={PARTS}
    />
  );
}

/** The page's primary act, and the others that concern no volume in particular. */
const VolumePageActs = observer(function VolumePageActs({ ask }: { ask: Ask }) {
  const { engine, session, volumes } = useStores();
  const may = (command: Parameters<typeof session.can>[0]): boolean => engine.isConnected && session.can(command);
  const mayCreate = may('volumes.create');
  const measure = (): void => void volumes.measure();
  const menu: Act[] = [
    ...(engine.isConnected ? [{ label: 'Measure sizes', icon: 'restart' as const, run: measure }] : []),
    ...(may('volumes.restore')
      ? [{ label: 'Restore from a file…', icon: 'undo' as const, run: () => ask({ kind: 'restore' }) }]
      : []),
    ...(may('volumes.prune')
      ? [{ label: 'Remove unused…', icon: 'close' as const, isDangerous: true, run: () => ask({ kind: 'prune' }) }]
      : []),
  ];
  useCommands({
    ...(mayCreate ? { 'volume.create': () => ask({ kind: 'create' }) } : {}),
    ...(engine.isConnected ? { 'volume.measure': measure } : {}),
    ...(may('volumes.restore') ? { 'volume.restore': () => ask({ kind: 'restore' }) } : {}),
    ...(may('volumes.prune') ? { 'volume.prune': () => ask({ kind: 'prune' }) } : {}),
  });
  const primary = mayCreate
    ? { label: 'Create', icon: 'plus' as const, run: () => ask({ kind: 'create' }) }
    : undefined;
  return <PageActs title="Volumes" menu={menu} primary={primary} />;
});

/** How many there are; what they take is asked for by hand, for the engine reads its whole disk to know. */
const Foot = observer(function Foot() {
  const { engine, volumes } = useStores();
  const { measuredAtMs, measureError, isMeasuring } = volumes;
  return (
    <p className="list-foot t3 num">
      {plural(volumes.all.length, 'volume')}
      {measuredAtMs === undefined ? null : `, ${words(size(volumes.bytes))} at ${clockTime(measuredAtMs)}`}
      {measureError === undefined ? null : <span className="t2"> · Couldn't measure: {measureError.message}</span>}
      {engine.isConnected ? (
        <>
          {' · '}
          <button type="button" className="link-btn" aria-disabled={isMeasuring} onClick={() => void volumes.measure()}>
            {isMeasuring ? 'Measuring…' : measuredAtMs === undefined ? 'Measure sizes' : 'Measure again'}
          </button>
        </>
      ) : null}
    </p>
  );
});

const NoVolumes = observer(function NoVolumes({ ask }: { ask: Ask }) {
  const { engine, session } = useStores();
  return (
    <Empty title="No volumes." text="Containers that keep data create them.">
      {engine.isConnected && session.can('volumes.create') ? (
        <button type="button" className="btn primary" onClick={() => ask({ kind: 'create' })}>
          Create a volume
        </button>
      ) : null}
    </Empty>
  );
});

const PARTS = { Empty: NoVolumes, Foot, PageActs: VolumePageActs, Dialogs: VolumeDialogs } as const;

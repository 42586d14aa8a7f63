import { observer } from 'mobx-react-lite';
import { Link, useLocation } from 'wouter';
import type { Volume } from '#shared/contract/volumes.ts';
import { plural } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { ListGroup, ListRow } from '#renderer/stores/list-spec.ts';
import { volumeName } from '#renderer/stores/volume-list-store.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { SizeCell } from '#renderer/views/list/cells.tsx';
import { ListGrid } from '#renderer/views/list/list-grid.tsx';
import { RemovalNote, Removing } from '#renderer/views/list/removal-note.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { volumeAddress, VolumeUsersCell } from '#renderer/views/volumes/volume-cells.tsx';
import { VOLUME_COLUMNS } from '#renderer/views/volumes/volume-columns.tsx';
import { type Ask, volumeActs } from '#renderer/views/volumes/volume-menu.ts';

const rowActs = (volume: Volume) => <RowActs volume={volume} />;
const note = (volume: Volume) => <Note volume={volume} />;
const narrow = (row: ListRow<Volume>) => <NarrowRow row={row} />;
const groupTitle = (group: ListGroup<Volume>) => (
  <>
    <span className="gname">
      <CutText text={group.title} />
    </span>
    <span className="t3 ell">{plural(group.items.length, 'volume')}</span>
  </>
);

/** The volumes as a treegrid. */
export const VolumeList = observer(function VolumeList({
  handle,
  isOld,
  ask,
}: {
  handle: { current: TreeGridHandle | null };
  isOld: boolean;
  ask: Ask;
}) {
  const stores = useStores();
  const { volumeList: list, volumes, session, engine } = stores;
  const [, go] = useLocation();
  const active = (): Volume | undefined => (list.active === undefined ? undefined : volumes.find(list.active));
  useCommands({
    'container.inspect': () => {
      const volume = active();
      if (volume) go(volumeAddress(volume.name, 'inspect'));
      return volume !== undefined;
    },
    ...(session.can('volumes.remove') && engine.isConnected
      ? {
          'list.remove': () => {
            const selected = list.selectedItems;
            const volume = active();
            const going = selected.length > 0 ? selected : volume ? [volume] : [];
            if (going.length > 0) ask({ kind: 'remove', volumes: going });
            return going.length > 0;
          },
        }
      : {}),
  });
  return (
    <ListGrid<Volume>
      list={list}
      label="Volumes"
      columns={VOLUME_COLUMNS}
      handle={handle}
      isOld={isOld}
      nameOf={volumeName}
      groupTitle={groupTitle}
      rowActs={rowActs}
      note={note}
      menuOf={(row) => (row.kind === 'group' ? groupActs(row.group) : volumeActs(stores, row.item, go, ask))}
      onOpen={({ name }) => go(volumeAddress(name))}
      narrow={narrow}
    />
  );

  function groupActs(group: ListGroup<Volume>) {
    const select = (): void => list.selection.addAll(group.items.map(({ name }) => name));
    return [{ label: `Select ${plural(group.items.length, 'volume')}`, icon: 'check' as const, run: select }];
  }
});

function RowActs({ volume }: { volume: Volume }) {
  return <Removing removals={useStores().volumeActs.removals} id={volume.name} />;
}

function Note({ volume }: { volume: Volume }) {
  const { removals } = useStores().volumeActs;
  return <RemovalNote removals={removals} item={volume} id={volume.name} name={volumeName(volume)} />;
}

/** On a phone: two lines. */
const NarrowRow = observer(function NarrowRow({ row }: { row: ListRow<Volume> }) {
  const { volumeList: list } = useStores();
  if (row.kind === 'note') return null;
  if (row.kind === 'group')
    return (
      <button type="button" className="nrow-group" tabIndex={-1} onClick={() => list.fold(row.group.key, row.isOpen)}>
        <Icon name={row.isOpen ? 'chevronDown' : 'chevronRight'} />
        <span className="gname ell">{visibleText(row.group.title)}</span>
      </button>
    );
  const { item } = row;
  return (
    <Link to={volumeAddress(item.name)} tabIndex={-1} className="nrow" aria-label={volumeName(item)}>
      <Icon name="volumes" className="t3" />
      <span className="nrow-words">
        <span className="nrow-name">
          <CutText text={volumeName(item)} />
        </span>
        <VolumeUsersCell volume={item} />
      </span>
      <span className="nrow-figures">
        <SizeCell bytes={item.sizeBytes} />
      </span>
      <Icon name="chevronRight" />
    </Link>
  );
});

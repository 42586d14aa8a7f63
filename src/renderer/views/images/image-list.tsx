import { observer } from 'mobx-react-lite';
import { Link, useLocation } from 'wouter';
import { size } from '#shared/format/bytes.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { imageName } from '#renderer/stores/image-list-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import type { ListGroup, ListRow } from '#renderer/stores/list-spec.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { imageAddress, UsedCell } from '#renderer/views/images/image-cells.tsx';
import { IMAGE_COLUMNS } from '#renderer/views/images/image-columns.tsx';
import { type Ask, imageActs } from '#renderer/views/images/image-menu.ts';
import { ListGrid } from '#renderer/views/list/list-grid.tsx';
import { SizeCell } from '#renderer/views/list/cells.tsx';
import { RemovalNote, Removing } from '#renderer/views/list/removal-note.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

const rowActs = (row: ImageRow) => <RowActs row={row} />;
const note = (row: ImageRow) => <Note row={row} />;
const narrow = (row: ListRow<ImageRow>) => <NarrowRow row={row} />;
const groupTitle = (group: ListGroup<ImageRow>) => <GroupTitle group={group} />;

/** The images as a treegrid. */
export const ImageList = observer(function ImageList({
  handle,
  isOld,
  ask,
}: {
  handle: { current: TreeGridHandle | null };
  isOld: boolean;
  ask: Ask;
}) {
  const stores = useStores();
  const { imageList: list, session, engine } = stores;
  const [, go] = useLocation();
  const active = (): ImageRow | undefined => list.spec.items().find(({ key }) => key === list.active);
  useCommands({
    'container.inspect': () => {
      const row = active();
      if (row) go(imageAddress(row.image.id, 'inspect'));
      return row !== undefined;
    },
    ...(session.can('images.remove') && engine.isConnected
      ? {
          'list.remove': () => {
            const selected = list.selectedItems;
            const row = active();
            const rows = selected.length > 0 ? selected : row ? [row] : [];
            if (rows.length > 0) ask({ kind: 'remove', rows });
            return rows.length > 0;
          },
        }
      : {}),
  });
  return (
    <ListGrid<ImageRow>
      list={list}
      label="Images"
      columns={IMAGE_COLUMNS}
      handle={handle}
      isOld={isOld}
      nameOf={imageName}
      groupTitle={groupTitle}
      rowActs={rowActs}
      note={note}
      menuOf={(row) => (row.kind === 'group' ? groupActs(row.group) : imageActs(stores, row.item, go, ask))}
      onOpen={({ image }) => go(imageAddress(image.id))}
      narrow={narrow}
    />
  );

  function groupActs(group: ListGroup<ImageRow>) {
    const select = (): void => list.selection.addAll(group.items.map(({ key }) => key));
    return [{ label: `Select ${plural(group.items.length, 'image')}`, icon: 'check' as const, run: select }];
  }
});

/** The bytes of a group: an image of several names counts once. */
function GroupTitle({ group }: { group: ListGroup<ImageRow> }) {
  const images = new Map(group.items.map(({ image }) => [image.id, image.sizeBytes]));
  const bytes = [...images.values()].reduce((sum, one) => sum + one, 0);
  return (
    <>
      <span className="gname">
        <CutText text={group.title} isImage />
      </span>
      <span className="t3 ell">
        {plural(images.size, 'image')} · {words(size(bytes))}
      </span>
    </>
  );
}

function RowActs({ row }: { row: ImageRow }) {
  return <Removing removals={useStores().imageActs.removals} id={row.key} />;
}

function Note({ row }: { row: ImageRow }) {
  const { removals } = useStores().imageActs;
  return <RemovalNote removals={removals} item={row} id={row.key} name={imageName(row)} />;
}

/** On a phone: two lines. */
const NarrowRow = observer(function NarrowRow({ row }: { row: ListRow<ImageRow> }) {
  const { imageList: list } = useStores();
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
    <Link to={imageAddress(item.image.id)} tabIndex={-1} className="nrow" aria-label={imageName(item)}>
      <Icon name="images" className="t3" />
      <span className="nrow-words">
        <span className="nrow-name">
          <CutText text={imageName(item)} isImage />
        </span>
        <UsedCell row={item} />
      </span>
      <span className="nrow-figures">
        <SizeCell bytes={item.image.sizeBytes} />
      </span>
      <Icon name="chevronRight" />
    </Link>
  );
});

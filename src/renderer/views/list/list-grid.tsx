import { observer } from 'mobx-react-lite';
import { type ReactNode, type Ref, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { visibleText } from '#shared/format/visible-text.ts';
import type { ListGroup, ListRow } from '#renderer/stores/list-spec.ts';
import type { ListStore } from '#renderer/stores/list-store.ts';
import { AnchoredMenu, type Point } from '#renderer/ui/anchored-menu.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import type { Column } from '#renderer/ui/treegrid/column.ts';
import { TreeGrid, type TreeGridActs, type TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { useMedia } from '#renderer/ui/use-media.ts';
import { NowProvider } from '#renderer/views/list/list-now.tsx';
import { useListKeys } from '#renderer/views/list/use-list-keys.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/list/list.css';

const GROUP_HEIGHT = 34;
const NOTE_HEIGHT = 40;
/** As the tokens' --row-h and --head-h; design section 3 gives 44 to a tablet and 60 to a phone. */
const ITEM_HEIGHT = { comfortable: 36, compact: 28, tablet: 44, phone: 60 } as const;
const HEAD_HEIGHT = { comfortable: 30, compact: 26 } as const;

type RowMenu<T> = { row: ListRow<T>; anchor: Element | Point };

export interface ListGridProps<T> {
  list: ListStore<T>;
  /** Its name for assistive technology: "Containers". */
  label: string;
  columns: readonly Column<T, ListGroup<T>>[];
  handle: { current: TreeGridHandle | null };
  /** The engine is away: what is shown is what was known last. */
  isOld: boolean;
  nameOf: (item: T) => string;
  groupTitle: (group: ListGroup<T>) => ReactNode;
  /** On hover and focus. */
  rowActs: (item: T, isActive: boolean) => ReactNode;
  /** Under the row, where its spec says that there is something. */
  note: (item: T) => ReactNode;
  menuOf: (row: ListRow<T>) => readonly Act[];
  onOpen: (item: T) => void;
  /** One cell a row on a phone. */
  narrow: (row: ListRow<T>) => ReactNode;
  onVisible?: (keys: readonly string[]) => void;
}

const nobody = (): void => undefined;

/** A list store as a treegrid, with its menus and keys: the same for containers, images, volumes and networks. */
export const ListGrid = observer(function ListGrid<T>(props: ListGridProps<T>) {
  const { list, handle } = props;
  const { settings } = useStores();
  const { selection, spec } = list;
  const [menu, setMenu] = useState<RowMenu<T> | null>(null);
  const isPhone = useMedia('(max-width: 599px)');
  const isTablet = useMedia('(max-width: 899px)');
  const { density } = settings.value;
  const heights = useMemo(
    () => ({
      item: ITEM_HEIGHT[isPhone ? 'phone' : isTablet ? 'tablet' : density],
      group: GROUP_HEIGHT,
      note: NOTE_HEIGHT,
      head: HEAD_HEIGHT[density],
    }),
    [density, isPhone, isTablet],
  );
  useListKeys(list, handle);
  useEffect(() => {
    const opened = list.openOrder();
    return () => opened.dispose();
  }, [list]);
  const acts = useActs(props, setMenu);
  const idsOf = (row: ListRow<T>): string[] =>
    row.kind === 'group' ? row.group.items.map(spec.idOf) : [spec.idOf(row.item)];
  const open = (row: ListRow<T>): void => {
    if (row.kind === 'group') list.fold(row.group.key, row.isOpen);
    else props.onOpen(row.item);
  };
  const ids = list.orderedIds;
  const name = (row: ListRow<T>): string =>
    visibleText(row.kind === 'group' ? row.group.title : props.nameOf(row.item));
  return (
    <NowProvider>
      <TreeGrid<T, ListGroup<T>>
        label={props.label}
        className={props.isOld ? 'is-old' : ''}
        rows={list.rows}
        columns={props.columns}
        choice={list.columns}
        onChoice={(choice) => list.setColumns(choice)}
        sort={list.sort}
        onSort={(column, isFurther) => list.sortBy(column, isFurther)}
        isGrouped={list.isGrouped}
        active={list.active}
        menuKey={menu?.row.key}
        tickOf={(row) => selection.stateOf(idsOf(row))}
        tickedOfAll={selection.stateOf(ids)}
        onTickAll={() => selection.toggleAll(ids)}
        acts={acts}
        onExtend={(key, from) => selection.extend(key, from)}
        onOpen={open}
        onEscape={() => clearOne(list)}
        handle={handle as Ref<TreeGridHandle>}
        onHold={useCallback((isHeld: boolean) => list.setHeld(isHeld), [list])}
        onVisible={props.onVisible ?? nobody}
        heights={heights}
        {...(isPhone ? { narrow: props.narrow } : {})}
      />
      <AnchoredMenu
        anchor={menu?.anchor ?? null}
        label={menu ? `Actions for ${name(menu.row)}` : ''}
        acts={menu ? props.menuOf(menu.row) : []}
        onClose={() => setMenu(null)}
        {...(menu?.anchor instanceof Element
          ? {}
          : { returnTo: document.querySelector<HTMLElement>('[role="treegrid"]') })}
      />
    </NowProvider>
  );
}) as <T>(props: ListGridProps<T>) => ReactNode;

/** Esc, after menus: the filter goes, then the selection (design section 11). */
function clearOne<T>(list: ListStore<T>): boolean {
  if (list.filter !== '') list.setFilter('');
  else if (list.selectedItems.length > 0) list.selection.clear();
  else return false;
  return true;
}

/** What rows ask for; made once, so that a row is drawn again only when it changed itself. */
function useActs<T>(props: ListGridProps<T>, setMenu: (menu: RowMenu<T>) => void): TreeGridActs<T, ListGroup<T>> {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const { list } = props;
  return useMemo(() => {
    const { selection, spec } = list;
    return {
      nameOf: (item) => visibleText(latest.current.nameOf(item)),
      groupName: (group) => visibleText(group.title),
      groupTitle: (group) => latest.current.groupTitle(group),
      rowActs: (item, isActive) => latest.current.rowActs(item, isActive),
      note: (item) => latest.current.note(item),
      activate: (key) => list.setActive(key),
      toggle: (key, isRange) => (isRange ? selection.extend(key, list.active ?? key) : selection.toggle(key)),
      toggleGroup: (group) => selection.toggleAll(group.items.map(spec.idOf)),
      fold: (group, isFolded) => list.fold(group.key, isFolded),
      openMenu: (row, anchor) => {
        list.setActive(row.key);
        setMenu({ row, anchor });
      },
    };
  }, [list, setMenu]);
}

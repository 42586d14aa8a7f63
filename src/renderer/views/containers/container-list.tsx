import { observer } from 'mobx-react-lite';
import { type Ref, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { type ContainerGroup, type ContainerRow, groupWords } from '#renderer/stores/container-list-store.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import { AnchoredMenu, type Point } from '#renderer/ui/anchored-menu.tsx';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { TreeGrid, type TreeGridActs, type TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { useMedia } from '#renderer/ui/use-media.ts';
import { NowProvider } from '#renderer/views/containers/cells.tsx';
import { COLUMNS } from '#renderer/views/containers/columns.tsx';
import { groupActs, menuActs } from '#renderer/views/containers/container-menu.ts';
import { KillDialog } from '#renderer/views/containers/kill-dialog.tsx';
import { NarrowRow } from '#renderer/views/containers/narrow-row.tsx';
import { FailureNote, RowActs } from '#renderer/views/containers/row-acts.tsx';
import { useListCommands } from '#renderer/views/containers/use-list-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/containers/container-list.css';

const GROUP_HEIGHT = 34;
const NOTE_HEIGHT = 40;
/** As the tokens' --row-h and --head-h; design section 3 gives 44 to a tablet and 60 to a phone. */
const ITEM_HEIGHT = { comfortable: 36, compact: 28, tablet: 44, phone: 60 } as const;
const HEAD_HEIGHT = { comfortable: 30, compact: 26 } as const;
/** Scrolling past a row should not open and close its figures. */
const SETTLE_MS = 150;

const narrow = (row: ContainerRow) => <NarrowRow row={row} />;

type RowMenu = { row: ContainerRow; anchor: Element | Point };

/** The containers as a treegrid over the list's store. */
export const ContainerList = observer(function ContainerList({
  handle,
  isOld,
}: {
  handle: { current: TreeGridHandle | null };
  /** The engine is away: what is shown is what was known last. */
  isOld: boolean;
}) {
  const stores = useStores();
  const { list, settings } = stores;
  const { selection } = list;
  const [, go] = useLocation();
  const [menu, setMenu] = useState<RowMenu | null>(null);
  const [toKill, setToKill] = useState<readonly Container[]>([]);
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
  useListCommands(handle, go);
  useEffect(() => {
    const opened = list.openOrder();
    return () => opened.dispose();
  }, [list]);
  const onVisible = useWatchedRows(stores);
  const acts = useActs(stores, setMenu);
  const open = (row: ContainerRow): void => {
    if (row.kind === 'group') list.fold(row.group.key, row.isOpen);
    else go(`/container/${row.item.id}/logs`);
  };
  const tickOf = (row: ContainerRow): 'none' | 'some' | 'all' =>
    row.kind === 'group' ? selection.stateOf(row.group.items.map(({ id }) => id)) : selection.stateOf([row.item.id]);
  const ids = list.orderedIds;
  return (
    <NowProvider>
      <TreeGrid<Container, ContainerGroup>
        label="Containers"
        className={isOld ? 'is-old' : ''}
        rows={list.rows}
        columns={COLUMNS}
        choice={list.columns}
        onChoice={(choice) => list.setColumns(choice)}
        sort={list.sort}
        onSort={(column, isFurther) => list.sortBy(column, isFurther)}
        isGrouped={list.isGrouped}
        active={list.active}
        menuKey={menu?.row.key}
        tickOf={tickOf}
        tickedOfAll={selection.stateOf(ids)}
        onTickAll={() => selection.toggleAll(ids)}
        acts={acts}
        onExtend={(key, from) => selection.extend(key, from)}
        onOpen={open}
        onEscape={() => clearOne(stores)}
        handle={handle as Ref<TreeGridHandle>}
        onHold={useCallback((isHeld: boolean) => list.setHeld(isHeld), [list])}
        onVisible={onVisible}
        heights={heights}
        {...(isPhone ? { narrow } : {})}
      />
      <AnchoredMenu
        anchor={menu?.anchor ?? null}
        label={menu ? menuLabel(menu.row) : ''}
        acts={menu ? rowMenu(stores, menu.row, go, setToKill) : []}
        onClose={() => setMenu(null)}
        {...(menu?.anchor instanceof Element
          ? {}
          : { returnTo: document.querySelector<HTMLElement>('[role="treegrid"]') })}
      />
      <KillDialog containers={toKill} onClose={() => setToKill([])} />
    </NowProvider>
  );
});

/** Esc, after menus: the filter goes, then the selection (design section 11). */
function clearOne({ list }: Stores): boolean {
  if (list.filter !== '') list.setFilter('');
  else if (list.selectedItems.length > 0) list.selection.clear();
  else return false;
  return true;
}

const menuLabel = (row: ContainerRow): string =>
  `Actions for ${visibleText(row.kind === 'group' ? row.group.title : row.item.name)}`;

function rowMenu(
  stores: Stores,
  row: ContainerRow,
  go: (to: string) => void,
  askKill: (containers: readonly Container[]) => void,
) {
  return row.kind === 'group' ? groupActs(stores, row.group, go) : menuActs(stores, row.item, go, askKill);
}

/** What rows ask for; made once, so that a row is drawn again only when it changed itself. */
function useActs(stores: Stores, setMenu: (menu: RowMenu) => void): TreeGridActs<Container, ContainerGroup> {
  const { list } = stores;
  return useMemo(() => {
    const { selection } = list;
    return {
      nameOf: (container) => visibleText(container.name),
      groupName: (group) => visibleText(group.title),
      groupTitle: (group) => (
        <>
          <span className="gname">
            <CutText text={group.title} isImage={list.groupBy === 'image'} />
          </span>
          <span className="t3 ell">{groupWords(group, list.groupBy === 'project')}</span>
        </>
      ),
      rowActs: (container, isActive) => <RowActs container={container} isActive={isActive} />,
      note: (container) => <FailureNote container={container} />,
      activate: (key) => list.setActive(key),
      toggle: (key, isRange) => (isRange ? selection.extend(key, list.active ?? key) : selection.toggle(key)),
      toggleGroup: (group) => selection.toggleAll(group.items.map(({ id }) => id)),
      fold: (group, isFolded) => list.fold(group.key, isFolded),
      openMenu: (row, anchor) => {
        list.setActive(row.key);
        setMenu({ row, anchor });
      },
    };
  }, [list, setMenu]);
}

/** Opens figures for the rows in view and the 5 beyond, once the scrolling has settled. */
function useWatchedRows({ stats, containers }: Stores): (keys: readonly string[]) => void {
  useEffect(() => {
    const opened = stats.openList();
    return () => opened.dispose();
  }, [stats]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const keys = useRef<readonly string[]>([]);
  const running = [...containers.byId.values()].filter(({ state }) => state === 'running').map(({ id }) => id);
  const runningKey = running.join(' ');
  const watch = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const isRunning = (id: string): boolean => containers.byId.get(id)?.state === 'running';
      stats.watchRows(new Set(keys.current.filter(isRunning)));
    }, SETTLE_MS);
  }, [stats, containers]);
  // One that started or stopped in view has to be opened or closed as well.
  useEffect(() => {
    watch();
    return () => clearTimeout(timer.current);
  }, [watch, runningKey]);
  return useCallback(
    (next: readonly string[]) => {
      keys.current = next;
      watch();
    },
    [watch],
  );
}

import { observer } from 'mobx-react-lite';
import { useCallback, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { type ContainerGroup, type ContainerRow, groupWords } from '#renderer/stores/container-list-store.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { COLUMNS } from '#renderer/views/containers/columns.tsx';
import { groupActs, menuActs } from '#renderer/views/containers/container-menu.ts';
import { NarrowRow } from '#renderer/views/containers/narrow-row.tsx';
import { FailureNote, RowActs } from '#renderer/views/containers/row-acts.tsx';
import { useRowCommands } from '#renderer/views/containers/use-row-commands.ts';
import { ListGrid } from '#renderer/views/list/list-grid.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Scrolling past a row should not open and close its figures. */
const SETTLE_MS = 150;

// Outside of the component: what draws a row stays the same from one drawing to the next.
const narrow = (row: ContainerRow) => <NarrowRow row={row} />;
const groupTitle = (group: ContainerGroup) => <GroupTitle group={group} />;
const rowActs = (container: Container, isActive: boolean) => <RowActs container={container} isActive={isActive} />;
const note = (container: Container) => <FailureNote container={container} />;

const GroupTitle = observer(function GroupTitle({ group }: { group: ContainerGroup }) {
  const { list } = useStores();
  return (
    <>
      <span className="gname">
        <CutText text={group.title} isImage={list.groupBy === 'image'} />
      </span>
      <span className="t3 ell">{groupWords(group, list.groupBy === 'project')}</span>
    </>
  );
});

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
  const { list } = stores;
  const [, go] = useLocation();
  useRowCommands(go);
  const onVisible = useWatchedRows(stores);
  return (
    <>
      <ListGrid<Container>
        list={list}
        label="Containers"
        columns={COLUMNS}
        handle={handle}
        isOld={isOld}
        nameOf={({ name }) => name}
        groupTitle={groupTitle}
        rowActs={rowActs}
        note={note}
        menuOf={(row) => (row.kind === 'group' ? groupActs(stores, row.group, go) : menuActs(stores, row.item, go))}
        onOpen={({ id }) => go(`/container/${id}/logs`)}
        narrow={narrow}
        onVisible={onVisible}
      />
    </>
  );
});

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

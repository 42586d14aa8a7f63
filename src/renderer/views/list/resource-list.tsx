import { observer } from 'mobx-react-lite';
import { type ReactNode, useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import { plural } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { ListGroup, ListRow } from '#renderer/stores/list-spec.ts';
import type { ListStore } from '#renderer/stores/list-store.ts';
import type { CommandName } from '#renderer/commands/command-list.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Removals } from '#renderer/stores/removals.ts';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { ListGrid, type ListGridProps } from '#renderer/views/list/list-grid.tsx';
import { RemovalNote, Removing } from '#renderer/views/list/removal-note.tsx';
import type { ResourceKind } from '#renderer/views/list/resource-kind.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

interface ResourceListProps<T, Q> {
  kind: ResourceKind<T, Q>;
  list: ListStore<T>;
  handle: { current: TreeGridHandle | null };
  isOld: boolean;
  ask: (question: Q) => void;
}

/** Images, volumes or networks as a treegrid, with the keys that act on the row. */
export const ResourceList = observer(function ResourceList<T, Q>({
  kind,
  list,
  handle,
  isOld,
  ask,
}: ResourceListProps<T, Q>) {
  const stores = useStores();
  const { session, engine } = stores;
  const [, go] = useLocation();
  const { removal } = kind;
  const active = (): T | undefined => list.spec.items().find((item) => kind.keyOf(item) === list.active);
  const act = (command: CommandName) => (): boolean => {
    const item = active();
    const run = item === undefined ? undefined : kind.keyActs?.(stores, item, go)[command];
    run?.();
    return run !== undefined;
  };
  useCommands({
    ...(kind.keyActs
      ? {
          'container.logs': act('container.logs'),
          'container.startStop': act('container.startStop'),
          'container.restart': act('container.restart'),
        }
      : {}),
    'container.inspect': () => {
      const item = active();
      if (item !== undefined) go(kind.addressOf(item, 'inspect'));
      return item !== undefined;
    },
    ...(session.can(removal.command) && engine.isConnected
      ? {
          'list.remove': () => {
            const selected = list.selectedItems;
            const item = active();
            const going = selected.length > 0 ? selected : item === undefined ? [] : [item];
            if (going.length > 0) ask(removal.ask(going));
            return going.length > 0;
          },
        }
      : {}),
  });
  const removals = removal.of?.(stores);
  const drawing = useMemo(() => drawingOf(kind, list, removals), [kind, list, removals]);
  return (
    <ListGrid<T>
      list={list}
      label={kind.title}
      columns={kind.columns}
      handle={handle}
      isOld={isOld}
      nameOf={kind.nameOf}
      {...drawing}
      menuOf={(row) => (row.kind === 'group' ? groupActs(row.group) : kind.acts(stores, row.item, go, ask))}
      onOpen={(item) => go(kind.addressOf(item))}
    />
  );

  function groupActs(group: ListGroup<T>) {
    const select = (): void => list.selection.addAll(group.items.map(kind.keyOf));
    return [{ label: `Select ${plural(group.items.length, kind.noun)}`, icon: 'check' as const, run: select }];
  }
}) as <T, Q>(props: ResourceListProps<T, Q>) => ReactNode;

/** What draws the rows: the same functions as long as the list is the same, so that only what changed is drawn again. */
function drawingOf<T, Q>(
  kind: ResourceKind<T, Q>,
  list: ListStore<T>,
  removals: Removals<T> | undefined,
): Pick<ListGridProps<T>, 'groupTitle' | 'rowActs' | 'note' | 'narrow'> {
  return {
    groupTitle: (group) => <GroupTitle kind={kind} group={group} />,
    rowActs: (item, isActive) =>
      kind.row?.acts(item, isActive) ?? (removals && <Removing removals={removals} id={kind.keyOf(item)} />),
    note: (item) =>
      kind.row?.note(item) ??
      (removals && <RemovalNote removals={removals} item={item} id={kind.keyOf(item)} name={kind.nameOf(item)} />),
    narrow: (row) => <NarrowRow kind={kind} list={list} row={row} />,
  };
}

function GroupTitle<T, Q>({ kind, group }: { kind: ResourceKind<T, Q>; group: ListGroup<T> }) {
  return (
    <>
      <span className="gname">
        <CutText text={group.title} isImage={kind.isImage ?? false} />
      </span>
      <span className="t3 ell">{kind.groupWords(group)}</span>
    </>
  );
}

/** On a phone: two lines. */
function NarrowRow<T, Q>({
  kind,
  list,
  row,
}: {
  kind: ResourceKind<T, Q>;
  list: ListStore<T>;
  row: ListRow<T>;
}): ReactNode {
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
    <Link to={kind.addressOf(item)} tabIndex={-1} className="nrow" aria-label={kind.nameOf(item)}>
      <Icon name={kind.icon} className="t3" />
      <span className="nrow-words">
        <span className="nrow-name">
          <CutText text={kind.nameOf(item)} isImage={kind.isImage ?? false} />
        </span>
        {kind.narrowWords(item)}
      </span>
      <span className="nrow-figures">{kind.narrowFigure(item)}</span>
      <Icon name="chevronRight" />
    </Link>
  );
}

import type { Stack } from '#shared/contract/stacks.ts';
import { NONE } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { ListGroup } from '#renderer/stores/list-spec.ts';
import { SOURCE_WORDS } from '#renderer/stores/stack-list-store.ts';
import type { Column } from '#renderer/ui/treegrid/column.ts';
import { AgoCell } from '#renderer/views/list/cells.tsx';
import { DifferenceCell, NameCell, ServicesCell } from '#renderer/views/stacks/stack-cells.tsx';

/** Design section 4, Stacks; the folder is off until it is asked for. */
export const STACK_COLUMNS: readonly Column<Stack, ListGroup<Stack>>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 150,
    grow: 1.4,
    isName: true,
    isSortable: true,
    cell: (stack) => <NameCell stack={stack} />,
  },
  {
    id: 'services',
    title: 'Running',
    width: 200,
    grow: 1.4,
    isSortable: true,
    cell: (stack) => <ServicesCell stack={stack} />,
  },
  {
    id: 'difference',
    title: 'Difference',
    width: 150,
    grow: 1,
    isSortable: true,
    cell: (stack) => <DifferenceCell stack={stack} />,
  },
  {
    id: 'source',
    title: 'Source',
    width: 130,
    grow: 0.6,
    isSortable: true,
    cell: ({ source, folder }) => (
      <span className="ell t2" title={folder === null ? undefined : visibleText(folder)}>
        {SOURCE_WORDS[source]}
      </span>
    ),
  },
  {
    id: 'applied',
    title: 'Last applied',
    width: 112,
    isSortable: true,
    cell: ({ lastAppliedAt }) =>
      lastAppliedAt === null ? <span className="t3">{NONE}</span> : <AgoCell time={lastAppliedAt} />,
  },
  {
    id: 'folder',
    title: 'Folder',
    width: 200,
    grow: 1,
    isExtra: true,
    isSortable: true,
    cell: ({ folder }) =>
      folder === null ? (
        <span className="t3">{NONE}</span>
      ) : (
        <span className="mono small ell" title={visibleText(folder)}>
          {visibleText(folder)}
        </span>
      ),
  },
];

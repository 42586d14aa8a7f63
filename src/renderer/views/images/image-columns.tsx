import type { ListGroup } from '#renderer/stores/list-spec.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import type { Column } from '#renderer/ui/treegrid/column.ts';
import { RepositoryCell, UsedCell } from '#renderer/views/images/image-cells.tsx';
import { AgoCell, LabelsCell, SizeCell } from '#renderer/views/list/cells.tsx';

/** Below this the design's window of 900 px has what tells images apart, their size and who uses them (section 3). */
const WIDE = 760;

/** Design section 4, Images; those after the time are off until they are asked for. */
export const IMAGE_COLUMNS: readonly Column<ImageRow, ListGroup<ImageRow>>[] = [
  {
    id: 'repository',
    title: 'Repository',
    width: 160,
    grow: 2,
    isName: true,
    isSortable: true,
    cell: (row) => <RepositoryCell row={row} />,
  },
  {
    id: 'tag',
    title: 'Tag',
    width: 90,
    grow: 0.8,
    isSortable: true,
    cell: ({ tag }) => (
      <span className="ell" title={tag}>
        {tag}
      </span>
    ),
  },
  {
    id: 'size',
    title: 'Size',
    width: 88,
    isRight: true,
    isSortable: true,
    cell: ({ image }) => <SizeCell bytes={image.sizeBytes} />,
  },
  {
    id: 'shared',
    title: 'Shared',
    width: 88,
    isRight: true,
    isSortable: true,
    hideBelow: WIDE,
    cell: ({ image }) => <SizeCell bytes={image.sharedBytes} />,
  },
  {
    id: 'used',
    title: 'Used by',
    width: 120,
    grow: 1,
    isSortable: true,
    cell: (row) => <UsedCell row={row} />,
  },
  {
    id: 'created',
    title: 'Created',
    width: 112,
    isSortable: true,
    cell: ({ image }) => <AgoCell time={image.createdAt} />,
  },
  {
    id: 'id',
    title: 'Image ID',
    width: 118,
    isExtra: true,
    isSortable: true,
    cell: ({ image }) => <span className="mono small">{image.id.slice(7, 19)}</span>,
  },
  {
    id: 'labels',
    title: 'Labels',
    width: 160,
    isExtra: true,
    isSortable: true,
    cell: ({ image }) => <LabelsCell labels={image.labels} />,
  },
];

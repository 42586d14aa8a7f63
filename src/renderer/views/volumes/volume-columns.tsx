import type { Volume } from '#shared/contract/volumes.ts';
import { NONE } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { ListGroup } from '#renderer/stores/list-spec.ts';
import type { Column } from '#renderer/ui/treegrid/column.ts';
import { AgoCell, LabelsCell, SizeCell } from '#renderer/views/list/cells.tsx';
import { NameCell, VolumeUsersCell } from '#renderer/views/volumes/volume-cells.tsx';

/** Design section 4, Volumes; those after the time are off until they are asked for. */
export const VOLUME_COLUMNS: readonly Column<Volume, ListGroup<Volume>>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 180,
    grow: 2,
    isName: true,
    isSortable: true,
    cell: (volume) => <NameCell volume={volume} />,
  },
  {
    id: 'driver',
    title: 'Driver',
    width: 90,
    grow: 0.4,
    isSortable: true,
    cell: ({ driver }) => <span className="ell">{visibleText(driver)}</span>,
  },
  {
    id: 'size',
    title: 'Size',
    width: 88,
    isRight: true,
    isSortable: true,
    cell: ({ sizeBytes }) => <SizeCell bytes={sizeBytes} />,
  },
  {
    id: 'used',
    title: 'Used by',
    width: 130,
    grow: 1,
    isSortable: true,
    cell: (volume) => <VolumeUsersCell volume={volume} />,
  },
  {
    id: 'created',
    title: 'Created',
    width: 112,
    isSortable: true,
    cell: ({ createdAt }) =>
      createdAt === undefined ? <span className="t3">{NONE}</span> : <AgoCell time={createdAt} />,
  },
  {
    id: 'mountpoint',
    title: 'Mount point',
    width: 200,
    grow: 1,
    isExtra: true,
    isSortable: true,
    cell: ({ mountpoint }) => (
      <span className="mono small ell" title={mountpoint}>
        {visibleText(mountpoint)}
      </span>
    ),
  },
  {
    id: 'labels',
    title: 'Labels',
    width: 160,
    isExtra: true,
    isSortable: true,
    cell: ({ labels }) => <LabelsCell labels={labels} />,
  },
];

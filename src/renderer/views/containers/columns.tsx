import type { Container } from '#shared/contract/containers.ts';
import { shortId, shortImage } from '#shared/format/image-name.ts';
import { count, NONE } from '#shared/format/quantity.ts';
import type { ContainerGroup } from '#renderer/stores/container-list-store.ts';
import type { Column } from '#renderer/ui/treegrid/column.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import {
  CreatedCell,
  LabelsCell,
  NameCell,
  PortsCell,
  StatusCell,
  titleOf,
} from '#renderer/views/containers/cells.tsx';
import {
  CpuCell,
  CpuLines,
  GroupTotal,
  MemoryCell,
  MemoryLines,
  PidsCell,
  RateCell,
} from '#renderer/views/containers/figures.tsx';

type ContainerColumn = Column<Container, ContainerGroup>;

/** Below this the design's window of 900 px has the name, the status and the figures that matter (section 3). */
const WIDE = 880;

function rate(id: string, title: string, of: 'networkRxRate' | 'networkTxRate' | 'blockReadRate' | 'blockWriteRate') {
  return {
    id,
    title,
    width: 76,
    isRight: true,
    isSortable: true,
    cell: (container) => <RateCell id={container.id} of={of} />,
    total: (group) => <GroupTotal group={group} of={of} />,
  } satisfies ContainerColumn;
}

/** Design section 5, in its order; those after the ports are off until they are asked for. */
export const COLUMNS: readonly ContainerColumn[] = [
  {
    id: 'name',
    title: 'Name',
    width: 156,
    grow: 1.3,
    isName: true,
    isSortable: true,
    cell: (container) => <NameCell container={container} />,
  },
  {
    id: 'image',
    title: 'Image',
    width: 90,
    grow: 1.3,
    hideBelow: WIDE,
    isSortable: true,
    cell: ({ image }) => (
      <span title={titleOf(image)}>
        <CutText text={shortImage(image)} isImage />
      </span>
    ),
  },
  {
    id: 'status',
    title: 'Status',
    // "Out of memory, 14 min ago".
    width: 180,
    grow: 1.2,
    isSortable: true,
    cell: (container) => <StatusCell container={container} />,
  },
  {
    id: 'cpu',
    title: 'CPU',
    width: 114,
    isRight: true,
    isSortable: true,
    cell: ({ id }) => <CpuCell id={id} />,
    total: (group) => <GroupTotal group={group} of="cpu" />,
    overlay: (boxes) => <CpuLines boxes={boxes} />,
  },
  {
    id: 'memory',
    title: 'Memory',
    width: 126,
    isRight: true,
    isSortable: true,
    cell: ({ id }) => <MemoryCell id={id} />,
    total: (group) => <GroupTotal group={group} of="memoryBytes" />,
    overlay: (boxes) => <MemoryLines boxes={boxes} />,
  },
  { ...rate('in', 'In', 'networkRxRate'), hideBelow: WIDE },
  { ...rate('out', 'Out', 'networkTxRate'), hideBelow: WIDE },
  {
    id: 'ports',
    title: 'Ports',
    width: 92,
    isSortable: true,
    cell: (container) => <PortsCell container={container} />,
  },
  {
    id: 'id',
    title: 'Container ID',
    width: 118,
    isExtra: true,
    isSortable: true,
    cell: ({ id }) => <span className="mono small">{shortId(id)}</span>,
  },
  { ...rate('read', 'Block read', 'blockReadRate'), width: 92, isExtra: true },
  { ...rate('write', 'Block write', 'blockWriteRate'), width: 96, isExtra: true },
  {
    id: 'pids',
    title: 'PIDs',
    width: 62,
    isRight: true,
    isExtra: true,
    isSortable: true,
    cell: ({ id }) => <PidsCell id={id} />,
  },
  {
    id: 'restarts',
    title: 'Restarts',
    width: 80,
    isRight: true,
    isExtra: true,
    isSortable: true,
    cell: ({ restartCount }) => <span className="num">{restartCount === null ? NONE : count(restartCount)}</span>,
  },
  {
    id: 'created',
    title: 'Created',
    width: 96,
    isExtra: true,
    isSortable: true,
    cell: (container) => <CreatedCell container={container} />,
  },
  {
    id: 'command',
    title: 'Command',
    width: 120,
    isExtra: true,
    isSortable: true,
    cell: ({ command }) => (
      <span className="mono small" title={titleOf(command)}>
        <CutText text={command} />
      </span>
    ),
  },
  {
    id: 'labels',
    title: 'Labels',
    width: 160,
    isExtra: true,
    isSortable: true,
    cell: (container) => <LabelsCell container={container} />,
  },
];

import type { Volume } from '#shared/contract/volumes.ts';
import { plural } from '#shared/format/quantity.ts';
import { volumeName } from '#renderer/stores/volume-list-store.ts';
import { SizeCell } from '#renderer/views/list/cells.tsx';
import type { ResourceKind } from '#renderer/views/list/resource-kind.ts';
import { volumeAddress, VolumeUsersCell } from '#renderer/views/volumes/volume-cells.tsx';
import { VOLUME_COLUMNS } from '#renderer/views/volumes/volume-columns.tsx';
import { volumeActs, type VolumeQuestion } from '#renderer/views/volumes/volume-menu.ts';

export const VOLUME_KIND: ResourceKind<Volume, VolumeQuestion> = {
  title: 'Volumes',
  noun: 'volume',
  path: '/volumes',
  icon: 'volumes',
  columns: VOLUME_COLUMNS,
  keyOf: ({ name }) => name,
  nameOf: volumeName,
  addressOf: ({ name }, tab) => volumeAddress(name, tab),
  acts: volumeActs,
  groupWords: ({ items }) => plural(items.length, 'volume'),
  narrowWords: (volume) => <VolumeUsersCell volume={volume} />,
  narrowFigure: ({ sizeBytes }) => <SizeCell bytes={sizeBytes} />,
  removal: {
    command: 'volumes.remove',
    of: (stores) => stores.volumeActs.removals,
    ask: (volumes) => ({ kind: 'remove', volumes }),
  },
};

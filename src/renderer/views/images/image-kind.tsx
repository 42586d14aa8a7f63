import { size } from '#shared/format/bytes.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { imageName } from '#renderer/stores/image-list-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import { imageAddress, UsedCell } from '#renderer/views/images/image-cells.tsx';
import { IMAGE_COLUMNS } from '#renderer/views/images/image-columns.tsx';
import { imageActs, type ImageQuestion } from '#renderer/views/images/image-menu.ts';
import { SizeCell } from '#renderer/views/list/cells.tsx';
import type { ResourceKind } from '#renderer/views/list/resource-kind.ts';

export const IMAGE_KIND: ResourceKind<ImageRow, ImageQuestion> = {
  title: 'Images',
  noun: 'image',
  path: '/images',
  icon: 'images',
  isImage: true,
  columns: IMAGE_COLUMNS,
  keyOf: ({ key }) => key,
  nameOf: imageName,
  addressOf: ({ image }, tab) => imageAddress(image.id, tab),
  acts: imageActs,
  groupWords: ({ items }) => {
    // An image of several names counts once.
    const images = new Map(items.map(({ image }) => [image.id, image.sizeBytes]));
    const bytes = [...images.values()].reduce((sum, one) => sum + one, 0);
    return `${plural(images.size, 'image')} · ${words(size(bytes))}`;
  },
  narrowWords: (row) => <UsedCell row={row} />,
  narrowFigure: ({ image }) => <SizeCell bytes={image.sizeBytes} />,
  removal: {
    command: 'images.remove',
    of: (stores) => stores.imageActs.removals,
    ask: (rows) => ({ kind: 'remove', rows }),
  },
};

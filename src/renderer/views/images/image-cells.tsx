import { observer } from 'mobx-react-lite';
import { imageName } from '#renderer/stores/image-list-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { NameLinkCell, Nameless, UsersCell } from '#renderer/views/list/cells.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Addresses have the digits alone: a colon would be percent-encoded in every link. */
export const imageAddress = (id: string, tab = 'layers'): string => `/image/${id.replace(/^sha256:/, '')}/${tab}`;

export const RepositoryCell = ({ row }: { row: ImageRow }) => (
  <NameLinkCell icon="images" to={imageAddress(row.image.id)} name={imageName(row)}>
    {row.repository === '' ? (
      <Nameless kind="No name" name={imageName(row)} />
    ) : (
      <CutText text={row.repository} isImage />
    )}
  </NameLinkCell>
);

export const UsedCell = observer(function UsedCell({ row }: { row: ImageRow }) {
  const { images } = useStores();
  return <UsersCell users={images.usersOf(row.image)} />;
});

import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import { imageName } from '#renderer/stores/image-list-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { UsersCell } from '#renderer/views/list/cells.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Addresses have the digits alone: a colon would be percent-encoded in every link. */
export const imageAddress = (id: string, tab = 'layers'): string => `/image/${id.replace(/^sha256:/, '')}/${tab}`;

export const RepositoryCell = ({ row }: { row: ImageRow }) => (
  <span className="nm">
    <Icon name="images" className="t3" />
    <Link
      to={imageAddress(row.image.id)}
      tabIndex={-1}
      className="nm-link"
      aria-label={imageName(row)}
      title={imageName(row)}
    >
      {row.repository === '' ? (
        <span className="t2">
          No name <span className="mono small t3">{imageName(row)}</span>
        </span>
      ) : (
        <CutText text={row.repository} isImage />
      )}
    </Link>
  </span>
);

export const UsedCell = observer(function UsedCell({ row }: { row: ImageRow }) {
  const { images } = useStores();
  return <UsersCell users={images.usersOf(row.image)} />;
});

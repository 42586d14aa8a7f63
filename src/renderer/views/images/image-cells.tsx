import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import { size } from '#shared/format/bytes.ts';
import { ago } from '#shared/format/duration.ts';
import { NONE, plural, words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { imageName } from '#renderer/stores/image-list-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { useListNow } from '#renderer/views/list/list-now.tsx';
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

/** "shop-api-1", "3 containers"; what nobody uses says so. */
export const UsedCell = observer(function UsedCell({ row }: { row: ImageRow }) {
  const { images } = useStores();
  const users = images.usersOf(row.image);
  const [first] = users;
  if (!first) return <span className="t3">Unused</span>;
  const names = users.map(({ name }) => visibleText(name)).join(', ');
  return (
    <span title={names}>{users.length === 1 ? <CutText text={first.name} /> : plural(users.length, 'container')}</span>
  );
});

export const SizeCell = ({ bytes }: { bytes: number | null }) => (
  <span className={bytes === null ? 't3 num' : 'num'}>{bytes === null ? NONE : words(size(bytes))}</span>
);

export function CreatedCell({ row }: { row: ImageRow }) {
  const at = Date.parse(row.image.createdAt);
  return <span title={new Date(at).toLocaleString('en')}>{ago(Math.max(0, useListNow() - at))}</span>;
}

export function LabelsCell({ row }: { row: ImageRow }) {
  const all = Object.entries(row.image.labels).map(([key, value]) => `${key}=${value}`);
  if (all.length === 0) return null;
  return <bdi title={visibleText(all.join('\n').slice(0, 1000))}>{visibleText(all.join(', ').slice(0, 300))}</bdi>;
}

import type { Container } from '#shared/contract/containers.ts';
import { size } from '#shared/format/bytes.ts';
import { ago } from '#shared/format/duration.ts';
import { NONE, plural, words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { useListNow } from '#renderer/views/list/list-now.tsx';

// Cells that the lists of images, volumes and networks have in common.

/** "shop-api-1", "3 containers"; what nobody uses says so. */
export function UsersCell({ users }: { users: readonly Container[] }) {
  const [first] = users;
  if (!first) return <span className="t3">Unused</span>;
  const names = users.map(({ name }) => visibleText(name)).join(', ');
  return (
    <span title={names}>{users.length === 1 ? <CutText text={first.name} /> : plural(users.length, 'container')}</span>
  );
}

export const SizeCell = ({ bytes }: { bytes: number | null }) => (
  <span className={bytes === null ? 't3 num' : 'num'}>{bytes === null ? NONE : words(size(bytes))}</span>
);

export function AgoCell({ time }: { time: string }) {
  const at = Date.parse(time);
  return <span title={new Date(at).toLocaleString('en')}>{ago(Math.max(0, useListNow() - at))}</span>;
}

export function LabelsCell({ labels }: { labels: Readonly<Record<string, string>> }) {
  const all = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  if (all.length === 0) return null;
  return <bdi title={visibleText(all.join('\n').slice(0, 1000))}>{visibleText(all.join(', ').slice(0, 300))}</bdi>;
}

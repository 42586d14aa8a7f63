import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { size } from '#shared/format/bytes.ts';
import { ago } from '#shared/format/duration.ts';
import { NONE, plural, words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Icon, type IconName } from '#renderer/ui/icons.tsx';
import { useListNow } from '#renderer/views/list/list-now.tsx';

// Cells that the lists of images, volumes, networks and stacks have in common.

/** The first cell: the way to the thing, named in whole for readers of the screen; `after` stands beside the link. */
export const NameLinkCell = ({
  icon,
  to,
  name,
  title = name,
  after,
  children,
}: {
  icon: IconName;
  to: string;
  name: string;
  title?: string;
  after?: ReactNode;
  children: ReactNode;
}) => (
  <span className="nm">
    <Icon name={icon} className="t3" />
    <Link to={to} tabIndex={-1} className="nm-link" aria-label={name} title={title}>
      {children}
    </Link>
    {after}
  </span>
);

/** What stands for a name where there is none: "Anonymous 3f9c…". */
export const Nameless = ({ kind, name }: { kind: string; name: string }) => (
  <span className="t2">
    {kind} <span className="mono small t3">{name}</span>
  </span>
);

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

import { observer } from 'mobx-react-lite';
import { type ReactNode, useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { type TabItem, TabList } from '#renderer/ui/tab-list.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import type { ResourceKind } from '#renderer/views/list/resource-kind.ts';
import type { Listing } from '#renderer/views/list/resource-screen.tsx';
import '#renderer/views/container/container-screen.css';

interface ResourceDetailProps<T, Q, D> {
  kind: ResourceKind<T, Q>;
  listing: Listing;
  /** The thing the address names; undefined: there is none. Read in an observer. */
  find: () => D | undefined;
  /** What may have become of one that isn't here. */
  gone: string;
  children: (found: D, showChecks: () => void) => ReactNode;
}

/** One image, volume or network by its address, or that it isn't here. */
export function ResourceDetail<T, Q, D>(props: ResourceDetailProps<T, Q, D>): ReactNode {
  const { noun } = props.kind;
  return (
    <EngineGate title={noun.charAt(0).toUpperCase() + noun.slice(1)}>
      {({ showChecks }) => <Loaded {...props} showChecks={showChecks} />}
    </EngineGate>
  );
}

const Loaded = observer(function Loaded<T, Q, D>({
  kind,
  listing,
  find,
  gone,
  children,
  showChecks,
}: ResourceDetailProps<T, Q, D> & { showChecks: () => void }) {
  useEffect(() => {
    const looking = listing.open();
    return () => looking.dispose();
  }, [listing]);
  const found = find();
  if (found !== undefined) return children(found, showChecks);
  if (!listing.isLoaded)
    return (
      <>
        <Banners showChecks={showChecks} />
        <Loading error={listing.error} />
      </>
    );
  return (
    <Empty title={`This ${kind.noun} isn't here.`} text={gone}>
      <Link to={kind.path} className="btn">
        Back to {kind.title.toLowerCase()}
      </Link>
    </Empty>
  );
}) as <T, Q, D>(props: ResourceDetailProps<T, Q, D> & { showChecks: () => void }) => ReactNode;

/** Head, tabs and the panel of the tab that is shown. */
export function DetailFrame<T, Q, Tab extends string>({
  kind,
  item,
  title,
  beside,
  acts,
  buttons,
  tabs,
  tab,
  meta,
  showChecks,
  children,
}: {
  kind: ResourceKind<T, Q>;
  item: T;
  /** The whole name, where the head shows less of it. */
  title?: string;
  /** In the head, after the name. */
  beside?: ReactNode;
  acts: readonly Act[];
  /** In the head, before the menu: the daily acts. */
  buttons?: ReactNode;
  tabs: readonly TabItem<Tab>[];
  tab: Tab;
  /** At the end of the tabs. */
  meta?: ReactNode;
  showChecks: () => void;
  children: ReactNode;
}) {
  const [, go] = useLocation();
  const name = kind.nameOf(item);
  return (
    <>
      <div className="dhead">
        <Link to={kind.path} className="ib back" aria-label={`Back to ${kind.title.toLowerCase()}`}>
          <Icon name="chevronLeft" size={20} />
        </Link>
        <span className="crumb">
          <Link to={kind.path}>{kind.title}</Link> /
        </span>
        <Icon name={kind.icon} className="t3" />
        <h1 title={title ?? name} aria-label={name}>
          <CutText text={name} isImage={kind.isImage ?? false} />
        </h1>
        {beside}
        <span className="grow" />
        {buttons}
        <ActMenu
          acts={acts}
          trigger={
            <button type="button" className="ib" aria-label="More actions">
              <Icon name="more" />
            </button>
          }
        />
      </div>
      <div className="tabs">
        <TabList
          label={name}
          tabs={tabs}
          value={tab}
          onPick={(next) => go(kind.addressOf(item, next), { replace: true })}
        />
        {meta}
      </div>
      <Banners showChecks={showChecks} />
      <div className="panel" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} key={tab}>
        {children}
      </div>
    </>
  );
}

import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { shortId } from '#shared/format/image-name.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { onListKey } from '#renderer/views/containers/list-keys.ts';
import { Row, rowId } from '#renderer/views/containers/list-row.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import type { Act } from '#renderer/ui/act-menu.tsx';
import { AnchoredMenu } from '#renderer/ui/anchored-menu.tsx';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';
import { useVirtualRows } from '#renderer/ui/virtual-rows.ts';
import '#renderer/views/containers/container-list.css';

const GROUP_HEIGHT = 34;
const FAILURE_HEIGHT = 40;
const HEAD_HEIGHT = 30;
/** Comfortable and compact, as the tokens' --row-h. */
const ROW_HEIGHT = { comfortable: 36, compact: 28 } as const;
/** Scrolling past a row should not open and close its figures. */
const SETTLE_MS = 150;

export const ContainerList = observer(function ContainerList({
  focusFilter,
  isOld,
}: {
  focusFilter: () => void;
  isOld: boolean;
}) {
  const stores = useStores();
  const { list, settings } = stores;
  const [, go] = useLocation();
  const scroller = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<{ container: Container; anchor: Element } | null>(null);
  const [toKill, setToKill] = useState<Container | null>(null);
  const now = useNow(1000);
  const rows = list.rows;
  const rowHeight = ROW_HEIGHT[settings.value.density];
  const height = (index: number): number => {
    const kind = rows[index]?.kind;
    return kind === 'group' ? GROUP_HEIGHT : kind === 'failure' ? FAILURE_HEIGHT : rowHeight;
  };
  const virtual = useVirtualRows(
    scroller,
    rows.length,
    height,
    (index) => rows[index]?.key ?? String(index),
    HEAD_HEIGHT,
  );
  // Heights are kept by index: they change with the density and with a failure that comes or goes.
  useEffect(() => virtual.measure(), [virtual, rowHeight, rows]);
  const items = virtual.getVirtualItems();
  useWatchedRows(
    stores,
    items.flatMap(({ index }) => {
      const row = rows[index];
      return row?.kind === 'container' && row.container.state === 'running' ? [row.container.id] : [];
    }),
  );
  const activeIndex = rows.findIndex((row) => row.key === list.active);
  const openMenu = (container: Container, anchor: Element): void => {
    list.setActive(container.id);
    setMenu({ container, anchor });
  };
  return (
    <>
      <div
        ref={scroller}
        className={isOld ? 'list is-old' : 'list'}
        role="treegrid"
        aria-label="Containers"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={activeIndex < 0 ? undefined : rowId(list.active ?? '')}
        tabIndex={0}
        data-focus-first
        onFocus={() => activeIndex < 0 && list.setActive(rows[0]?.key)}
        onKeyDown={(event) =>
          onListKey(event, {
            stores,
            rows,
            go,
            focusFilter,
            pageRows: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1),
            scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
            openMenu: () => {
              const anchor = document.getElementById(rowId(list.active ?? ''))?.querySelector('.more');
              const row = rows[activeIndex];
              if (anchor && row?.kind === 'container') setMenu({ container: row.container, anchor });
            },
          })
        }
      >
        <Head />
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <Row
                key={item.key}
                row={row}
                index={item.index}
                now={now}
                isActive={row.key === list.active}
                isMenuOpen={menu?.container.id === row.key}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                openMenu={openMenu}
              />
            ) : null;
          })}
        </div>
      </div>
      <AnchoredMenu
        anchor={menu?.anchor ?? null}
        label={menu ? `Actions for ${menu.container.name}` : ''}
        acts={menu ? menuActs(stores, menu.container, go, setToKill) : []}
        onClose={() => setMenu(null)}
      />
      <KillDialog container={toKill} onClose={() => setToKill(null)} />
    </>
  );
});

/** Opens figures for the rows in view and the 5 beyond, once the scrolling has settled. */
function useWatchedRows({ stats }: Stores, ids: readonly string[]): void {
  useEffect(() => {
    const opened = stats.openList();
    return () => opened.dispose();
  }, [stats]);
  const key = ids.join(' ');
  useEffect(() => {
    const timer = setTimeout(() => stats.watchRows(new Set(key === '' ? [] : key.split(' '))), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [stats, key]);
}

const Head = () => (
  <div role="rowgroup" className="lhead-group">
    <div role="row" className="lhead" aria-rowindex={1}>
      <span />
      <span role="columnheader" className="c-name">
        Name
      </span>
      <span role="columnheader" className="c-image">
        Image
      </span>
      <span role="columnheader">Status</span>
      <span role="columnheader" className="r">
        CPU
      </span>
      <span role="columnheader" className="r">
        Memory
      </span>
      <span role="columnheader" className="r c-net">
        In
      </span>
      <span role="columnheader" className="r c-net">
        Out
      </span>
      <span role="columnheader">Ports</span>
      <span role="columnheader">
        <span className="vh">Actions</span>
      </span>
    </div>
  </div>
);

/** The rest of a container's acts; killing asks first. */
export function menuActs(
  stores: Stores,
  container: Container,
  go: (to: string) => void,
  askKill: (container: Container) => void,
): readonly Act[] {
  const acts: Act[] = [
    { label: 'Logs', icon: 'logs', keys: 'L', run: () => go(`/container/${container.id}/logs`) },
    { label: 'Stats', icon: 'activity', run: () => go(`/container/${container.id}/stats`) },
    { label: 'Inspect', icon: 'info', keys: 'I', run: () => go(`/container/${container.id}/inspect`) },
  ];
  for (const act of containerActs(stores, container)) {
    if (act.verb === 'kill')
      acts.push({ label: 'Kill…', icon: act.icon, isDangerous: true, run: () => askKill(container) });
    else acts.push({ label: act.name, icon: act.icon, run: act.run });
  }
  acts.push({ label: 'Copy ID', icon: 'copy', run: () => void navigator.clipboard.writeText(container.id) });
  return acts;
}

export function KillDialog({ container, onClose }: { container: Container | null; onClose: () => void }) {
  const { acts } = useStores();
  return (
    <Confirm
      open={container !== null}
      title={`Kill ${container?.name ?? ''}?`}
      act="Kill"
      onAct={() => container && void acts.run('kill', container.id, container.name)}
      onClose={onClose}
    >
      <p>
        Its processes end at once, without the chance to finish what they write. The container{' '}
        <span className="mono">{shortId(container?.id ?? '')}</span>, its volumes and its log stay.
      </p>
    </Confirm>
  );
}

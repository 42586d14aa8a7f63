import { observer } from 'mobx-react-lite';
import type { CSSProperties, MouseEvent } from 'react';
import { Link } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { stateShape, statusWords, tone } from '#shared/format/container-status.ts';
import { shortImage } from '#shared/format/image-name.ts';
import { groupWords, type ListRow } from '#renderer/stores/container-list-store.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { CpuCell, GroupTotal, MemoryCell, RateCell } from '#renderer/views/containers/figures.tsx';
import { portLines, publishedPorts } from '#renderer/views/containers/ports.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

export interface RowProps {
  style: CSSProperties;
  index: number;
  isActive: boolean;
  isMenuOpen: boolean;
  now: number;
  openMenu: (container: Container, anchor: Element) => void;
}

export const rowId = (key: string): string => `row-${key.replace(/\s/g, '_')}`;

export function Row({ row, ...props }: RowProps & { row: ListRow }) {
  switch (row.kind) {
    case 'group':
      return <GroupRow row={row} {...props} />;
    case 'container':
      return <ContainerRow container={row.container} {...props} />;
    case 'failure':
      return <FailureRow container={row.container} {...props} />;
  }
}

const GroupRow = observer(function GroupRow({
  row,
  style,
  index,
  isActive,
}: RowProps & { row: Extract<ListRow, { kind: 'group' }> }) {
  const { list } = useStores();
  const { group, isOpen } = row;
  const name = group.name === '' ? 'No project' : group.name;
  const ids = group.containers.map((container) => container.id);
  return (
    <div
      role="row"
      id={rowId(row.key)}
      className={isActive ? 'lrow group is-active' : 'lrow group'}
      style={style}
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={isOpen}
    >
      <span />
      <span role="gridcell" className="c-group">
        <button
          type="button"
          tabIndex={-1}
          className="ib sm fold"
          aria-label={isOpen ? `Fold ${name}` : `Unfold ${name}`}
          onClick={() => list.fold(group.name, isOpen)}
        >
          <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={14} />
        </button>
        <span className="gname ell">{name}</span>
        <span className="t3 ell">{groupWords(group)}</span>
      </span>
      <span role="gridcell" className="r">
        <GroupTotal ids={ids} of="cpu" />
      </span>
      <span role="gridcell" className="r">
        <GroupTotal ids={ids} of="memoryBytes" />
      </span>
      <span role="gridcell" className="r c-net">
        <GroupTotal ids={ids} of="networkRxRate" />
      </span>
      <span role="gridcell" className="r c-net">
        <GroupTotal ids={ids} of="networkTxRate" />
      </span>
    </div>
  );
});

const ContainerRow = observer(function ContainerRow({
  container,
  style,
  index,
  isActive,
  isMenuOpen,
  now,
  openMenu,
}: RowProps & { container: Container }) {
  const { list } = useStores();
  const { id } = container;
  const shape = stateShape(container);
  const ports = publishedPorts(container.ports);
  const menu = (event: MouseEvent): void => {
    event.preventDefault();
    openMenu(container, event.currentTarget.querySelector('.more') ?? event.currentTarget);
  };
  return (
    <div
      role="row"
      id={rowId(id)}
      data-container={id}
      className={`lrow container${isActive ? ' is-active' : ''}${isMenuOpen ? ' is-menu' : ''}`}
      style={style}
      aria-rowindex={index + 2}
      aria-level={2}
      onPointerDown={() => list.setActive(id)}
      onContextMenu={menu}
    >
      <span />
      <span role="gridcell" className="c-name">
        <span className="nm">
          <StateMark shape={shape} />
          <Link to={`/container/${id}/logs`} tabIndex={-1} className="ell" title={container.name}>
            <bdi>{container.name}</bdi>
          </Link>
        </span>
      </span>
      <span role="gridcell" className="c-image" title={container.image}>
        {shortImage(container.image)}
      </span>
      <StatusCell container={container} now={now} />
      <span role="gridcell" className="r">
        <CpuCell id={id} />
      </span>
      <span role="gridcell" className="r">
        <MemoryCell id={id} />
      </span>
      <span role="gridcell" className="r c-net">
        <RateCell id={id} of="networkRxRate" />
      </span>
      <span role="gridcell" className="r c-net">
        <RateCell id={id} of="networkTxRate" />
      </span>
      <span role="gridcell" className="c-ports" title={portLines(container.ports)}>
        {ports[0]}
        {ports.length > 1 ? <span className="t3"> +{ports.length - 1}</span> : null}
      </span>
      <span role="gridcell" className="c-menu">
        <RowActs container={container} isActive={isActive} />
        <button
          type="button"
          className="ib sm more"
          tabIndex={isActive ? 0 : -1}
          aria-label={`More actions for ${container.name}`}
          aria-haspopup="menu"
          onClick={(event) => openMenu(container, event.currentTarget)}
        >
          <Icon name="more" />
        </button>
      </span>
    </div>
  );
});

const StatusCell = observer(function StatusCell({ container, now }: { container: Container; now: number }) {
  const { acts } = useStores();
  const running = acts.runningWords(container.id);
  const words = running ?? statusWords(container, now);
  const mood = tone(stateShape(container));
  return (
    <span
      role="gridcell"
      className={running === undefined && (mood === 'warn' || mood === 'bad') ? mood : ''}
      title={words}
    >
      {words}
    </span>
  );
});

const RowActs = observer(function RowActs({ container, isActive }: { container: Container; isActive: boolean }) {
  const stores = useStores();
  const { id } = container;
  const stop = isActive ? 0 : -1;
  // Only the two of a row that are used daily; the menu has the rest (design section 5).
  const acts = containerActs(stores, container).filter(({ verb }) => verb !== 'pause' && verb !== 'kill');
  const isBusy = stores.acts.running.has(id);
  return (
    <span className="racts">
      <Link to={`/container/${id}/logs`} className="ib sm" tabIndex={stop} aria-label="Logs" title="Logs (L)">
        <Icon name="logs" />
      </Link>
      {container.state === 'running' && stores.session.can('terminal.open') ? (
        <Link
          to={`/container/${id}/terminal`}
          className="ib sm"
          tabIndex={stop}
          aria-label="Terminal"
          title="Terminal (T)"
        >
          <Icon name="terminal" />
        </Link>
      ) : null}
      {acts.map((act) => (
        <button
          key={act.verb}
          type="button"
          className="ib sm"
          tabIndex={stop}
          aria-label={act.name}
          title={act.name}
          disabled={isBusy}
          onClick={act.run}
        >
          <Icon name={act.icon} />
        </button>
      ))}
    </span>
  );
});

const FailureRow = observer(function FailureRow({ container, style, index }: RowProps & { container: Container }) {
  const { acts } = useStores();
  const failure = acts.failures.get(container.id);
  if (!failure) return null;
  const text = `${failure.title} ${failure.reason}`;
  return (
    <div role="row" className="lrow failure" style={style} aria-rowindex={index + 2} aria-level={2}>
      <Icon name="warning" />
      <span role="gridcell" className="ell" title={text}>
        <span role="alert">{text}</span>
      </span>
      <span role="gridcell">
        <button type="button" className="btn" onClick={() => void acts.run(failure.verb, container.id, container.name)}>
          Try again
        </button>
        <button type="button" className="btn ghost" onClick={() => acts.dismiss(container.id)}>
          Dismiss
        </button>
      </span>
    </div>
  );
});

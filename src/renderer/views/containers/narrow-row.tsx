import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { stateShape } from '#shared/format/container-status.ts';
import type { ContainerRow } from '#renderer/stores/container-list-store.ts';
import { cpuTop } from '#renderer/charts/spark.ts';
import { Sparkline } from '#renderer/charts/sparkline.tsx';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { StatusCell } from '#renderer/views/containers/cells.tsx';
import { CpuCell, cpuOf, GroupTotal, MemoryCell } from '#renderer/views/containers/figures.tsx';
import { ProtectedMark } from '#renderer/views/containers/protected-mark.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** A row on a phone: two lines, no acts but the way to the container, where they are. */
export function NarrowRow({ row }: { row: ContainerRow }) {
  if (row.kind === 'note') return null;
  return row.kind === 'group' ? <NarrowGroup row={row} /> : <NarrowContainer container={row.item} />;
}

const NarrowGroup = observer(function NarrowGroup({ row }: { row: Extract<ContainerRow, { kind: 'group' }> }) {
  const { list } = useStores();
  const { group, isOpen } = row;
  return (
    <button type="button" className="nrow-group" tabIndex={-1} onClick={() => list.fold(group.key, isOpen)}>
      <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} />
      <span className="gname ell">{group.title}</span>
      <span className="grow" />
      <GroupTotal group={group} of="cpu" />
      <GroupTotal group={group} of="memoryBytes" />
    </button>
  );
});

const NarrowContainer = observer(function NarrowContainer({ container }: { container: Container }) {
  const { id } = container;
  return (
    <Link to={`/container/${id}/logs`} tabIndex={-1} className="nrow" aria-label={container.name}>
      <StateMark shape={stateShape(container)} size={16} />
      <span className="nrow-words">
        <span className="nrow-name">
          <CutText text={container.name} />
          <ProtectedMark id={id} />
        </span>
        <StatusCell container={container} />
      </span>
      {container.state === 'running' ? (
        <>
          <NarrowLine id={id} />
          <span className="nrow-figures">
            <CpuCell id={id} />
            <MemoryCell id={id} />
          </span>
        </>
      ) : null}
      <Icon name="chevronRight" />
    </Link>
  );
});

const NarrowLine = observer(function NarrowLine({ id }: { id: string }) {
  const { stats, settings } = useStores();
  const series = stats.series(id);
  const values = series.shownRecent.map((sample) => cpuOf(sample, settings.value.cpuShare));
  return <Sparkline values={values} top={cpuTop(values)} color="--chart-cpu" label="CPU, last two minutes" />;
});

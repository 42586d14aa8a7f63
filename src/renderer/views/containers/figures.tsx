import { observer } from 'mobx-react-lite';
import { useMemo } from 'react';
import { memory, rate } from '#shared/format/bytes.ts';
import { percent } from '#shared/format/percent.ts';
import { count, NONE, type Quantity, words } from '#shared/format/quantity.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import type { ContainerGroup } from '#renderer/stores/container-list-store.ts';
import { cpuTop, memoryTop } from '#renderer/charts/spark.ts';
import { SparkColumn } from '#renderer/charts/spark-column.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import type { RowBox } from '#renderer/ui/treegrid/column.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** CPU as the reader chose it: as `docker stats` prints it (100 = one core), or as the share of the host. */
export function cpuOf(sample: StatsSample, share: 'docker' | 'host'): number | null {
  if (sample.cpuPercent === null || share === 'docker') return sample.cpuPercent;
  return sample.cpuCores ? sample.cpuPercent / sample.cpuCores : null;
}

/** Over this share of its limit memory is shown as a warning (design section 5). */
const NEARLY_FULL = 90;

const Dash = () => <span className="t3">{NONE}</span>;

/** The last figures of what no longer runs are of no use to anybody. */
const isRunning = (containers: ReturnType<typeof useStores>['containers'], id: string): boolean =>
  containers.byId.get(id)?.state === 'running';

// Each of these cells reads one series and nothing else, so that a new sample draws cells and never the list.

export const CpuCell = observer(function CpuCell({ id }: { id: string }) {
  const { stats, settings, containers } = useStores();
  const series = stats.series(id);
  if (!series.shown || !isRunning(containers, id)) return <Dash />;
  const quantity = percent(cpuOf(series.shown, settings.value.cpuShare));
  return <Figure className={series.isStale ? 'is-stale' : ''} quantity={quantity} />;
});

export const MemoryCell = observer(function MemoryCell({ id }: { id: string }) {
  const { stats, containers } = useStores();
  const series = stats.series(id);
  const sample = series.shown;
  if (!sample || !isRunning(containers, id)) return <Dash />;
  const isFull = isNearlyFull(sample);
  const title = isFull
    ? `${words(percent(sample.memoryPercent))} of its limit, ${words(memory(sample.memoryLimitBytes))}`
    : undefined;
  return (
    <span title={title} className={isFull ? 'warn plain' : undefined}>
      <Figure className={series.isStale ? 'is-stale' : ''} quantity={memory(sample.memoryBytes)} />
    </span>
  );
});
const isNearlyFull = (sample: StatsSample): boolean => (sample.memoryPercent ?? 0) > NEARLY_FULL;

type Rate = 'networkRxRate' | 'networkTxRate' | 'blockReadRate' | 'blockWriteRate';

export const RateCell = observer(function RateCell({ id, of }: { id: string; of: Rate }) {
  const { stats, containers } = useStores();
  const sample = stats.series(id).shown;
  return sample && isRunning(containers, id) ? <Figure className="plain" quantity={rate(sample[of])} /> : <Dash />;
});

export const PidsCell = observer(function PidsCell({ id }: { id: string }) {
  const { stats, containers } = useStores();
  const pids = stats.series(id).shown?.pids ?? null;
  return pids !== null && isRunning(containers, id) ? <span className="num">{count(pids)}</span> : <Dash />;
});

/** Distance of the small line from the right edge of its column: the figure stands there. */
const CPU_RIGHT = 72;
const MEMORY_RIGHT = 80;

/** The CPU lines of the rows in view. */
export const CpuLines = observer(function CpuLines({ boxes }: { boxes: readonly RowBox[] }) {
  const { stats, settings, containers } = useStores();
  const share = settings.value.cpuShare;
  const rows = boxes.map(({ key, top, height }) => {
    const series = stats.series(key);
    if (!isRunning(containers, key) || series.shownRecent.length === 0) return { top, height, line: undefined };
    const values = series.shownRecent.map((sample) => cpuOf(sample, share));
    const line = { values, top: cpuTop(values), color: '--chart-cpu', isPale: series.isStale };
    return { top, height, line };
  });
  return <SparkColumn rows={rows} right={CPU_RIGHT} />;
});

export const MemoryLines = observer(function MemoryLines({ boxes }: { boxes: readonly RowBox[] }) {
  const { stats, containers } = useStores();
  const rows = boxes.map(({ key, top, height }) => {
    const series = stats.series(key);
    const last = series.shown;
    if (!last || !isRunning(containers, key)) return { top, height, line: undefined };
    const values = series.shownRecent.map((sample) => sample.memoryBytes);
    const color = isNearlyFull(last) ? '--state-warn' : '--chart-mem';
    const line = { values, top: memoryTop(values, last.memoryLimitBytes), color, isPale: series.isStale };
    return { top, height, line };
  });
  return <SparkColumn rows={rows} right={MEMORY_RIGHT} />;
});

/** Totals of a group under the same columns; a dash while nothing of it runs. */
export const GroupTotal = observer(function GroupTotal({
  group,
  of,
}: {
  group: ContainerGroup;
  of: 'cpu' | 'memoryBytes' | Rate;
}) {
  const { stats, settings, containers } = useStores();
  const ids = useMemo(() => group.items.map(({ id }) => id), [group]);
  let sum: number | null = null;
  for (const id of ids) {
    const sample = isRunning(containers, id) ? stats.newest(id) : undefined;
    const value = sample && (of === 'cpu' ? cpuOf(sample, settings.value.cpuShare) : sample[of]);
    if (value != null) sum = (sum ?? 0) + value;
  }
  const quantity: Quantity = of === 'cpu' ? percent(sum) : of === 'memoryBytes' ? memory(sum) : rate(sum);
  return sum === null ? <Dash /> : <Figure className="plain" quantity={quantity} />;
});

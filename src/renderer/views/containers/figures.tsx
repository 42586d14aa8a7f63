import { observer } from 'mobx-react-lite';
import { memory, rate } from '#shared/format/bytes.ts';
import { percent } from '#shared/format/percent.ts';
import { NONE, type Quantity, words } from '#shared/format/quantity.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { Sparkline } from '#renderer/charts/sparkline.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
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
  const share = settings.value.cpuShare;
  const values = series.shownRecent.map((sample) => cpuOf(sample, share));
  const peak = Math.max(5, ...values.map((value) => value ?? 0));
  return (
    <span className={series.isStale ? 'metric is-stale' : 'metric'}>
      <Sparkline values={values} top={peak} color="--chart-cpu" label="CPU, last minute" />
      <Figure className="v" quantity={percent(cpuOf(series.shown, share))} />
    </span>
  );
});

export const MemoryCell = observer(function MemoryCell({ id }: { id: string }) {
  const { stats, containers } = useStores();
  const series = stats.series(id);
  const sample = series.shown;
  if (!sample || !isRunning(containers, id)) return <Dash />;
  const values = series.shownRecent.map((one) => one.memoryBytes);
  const peak = Math.max(1, ...values.map((value) => value ?? 0));
  const isFull = (sample.memoryPercent ?? 0) > NEARLY_FULL;
  // A line under half of its limit would lie flat at the bottom: then it is scaled to its own peak.
  const limit = sample.memoryLimitBytes ?? 0;
  const top = limit > 0 && peak * 2 > limit ? limit : peak * 1.25;
  const title = isFull ? `${words(percent(sample.memoryPercent))} of its limit, ${words(memory(limit))}` : undefined;
  return (
    <span className={`metric is-memory${series.isStale ? ' is-stale' : ''}${isFull ? ' is-warn' : ''}`} title={title}>
      <Sparkline
        values={values}
        top={top}
        color={isFull ? '--state-warn' : '--chart-mem'}
        label="Memory, last minute"
      />
      <Figure className="v" quantity={memory(sample.memoryBytes)} />
    </span>
  );
});

export const RateCell = observer(function RateCell({ id, of }: { id: string; of: 'networkRxRate' | 'networkTxRate' }) {
  const { stats, containers } = useStores();
  const sample = stats.series(id).shown;
  return sample && isRunning(containers, id) ? <Figure className="plain" quantity={rate(sample[of])} /> : <Dash />;
});

/** The newest of a container's own series and of the slow sweep. */
function newest(stats: ReturnType<typeof useStores>['stats'], id: string): StatsSample | undefined {
  return stats.series(id).shown ?? stats.sweep.get(id);
}

/** Totals of a group under the same columns; a dash while nothing of it runs. */
export const GroupTotal = observer(function GroupTotal({
  ids,
  of,
}: {
  ids: readonly string[];
  of: 'cpu' | 'memoryBytes' | 'networkRxRate' | 'networkTxRate';
}) {
  const { stats, settings, containers } = useStores();
  let sum: number | null = null;
  for (const id of ids) {
    const sample = isRunning(containers, id) ? newest(stats, id) : undefined;
    const value = sample && (of === 'cpu' ? cpuOf(sample, settings.value.cpuShare) : sample[of]);
    if (value != null) sum = (sum ?? 0) + value;
  }
  const quantity: Quantity = of === 'cpu' ? percent(sum) : of === 'memoryBytes' ? memory(sum) : rate(sum);
  return sum === null ? <Dash /> : <Figure className="plain" quantity={quantity} />;
});

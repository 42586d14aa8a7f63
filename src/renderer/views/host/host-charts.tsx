import { observer } from 'mobx-react-lite';
import { useMemo, useState } from 'react';
import type { HostMetrics } from '#shared/contract/host.ts';
import { memory, rate } from '#shared/format/bytes.ts';
import { percent, wholePercent } from '#shared/format/percent.ts';
import { plural, THIN, words } from '#shared/format/quantity.ts';
import type { HostPoint } from '#renderer/stores/host-store.ts';
import { clampRange, windowWords } from '#renderer/views/container/stats-window.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { aligned, peakOf } from '#renderer/charts/aligned.ts';
import { ChartCard, inUnit } from '#renderer/charts/chart-card.tsx';
import { binaryScale, decimalScale, memoryUnit, percentScale, rateUnit } from '#renderer/charts/ticks.ts';
import type { ChartSeries, TimeRange } from '#renderer/charts/time-chart.tsx';

const CPU: readonly ChartSeries[] = [{ color: '--chart-cpu', isFilled: true }];
const MEMORY: readonly ChartSeries[] = [{ color: '--chart-mem', isFilled: true }];
const NETWORK: readonly ChartSeries[] = [
  { color: '--chart-rx', isFilled: true },
  { color: '--chart-tx', isDashed: true },
];
const secondsOf = ({ at }: HostPoint): number => at / 1000;
/** So many times the usual pace between two points is a hole. */
const GAP_STEPS = 2.5;

/** CPU with its cores, memory, and what the machine's own interfaces carry. */
export const HostCharts = observer(function HostCharts({
  metrics,
  seconds,
}: {
  metrics: HostMetrics;
  seconds: number;
}) {
  const { recent } = useStores().host;
  const [at, setAt] = useState<number | null>(null);
  const [zoom, setZoom] = useState<TimeRange | null>(null);
  const end = Date.parse(metrics.time) / 1000;
  const points = useMemo(() => recent.filter((point) => secondsOf(point) >= end - seconds - 1), [recent, end, seconds]);
  const data = useMemo(() => {
    const gap = GAP_STEPS * paceOf(points);
    return {
      cpu: aligned(points, secondsOf, [(point) => point.cpuPercent], gap),
      memory: aligned(points, secondsOf, [(point) => point.memoryUsedBytes], gap),
      network: aligned(points, secondsOf, [(point) => point.networkRxRate, (point) => point.networkTxRate], gap),
    };
  }, [points]);
  const now = points.at(-1);
  const span = `last ${windowWords(seconds)}`;
  const total = metrics.memoryTotalBytes;
  const whole = { from: end - seconds, to: end };
  const common = {
    range: zoom ? clampRange(zoom, whole) : whole,
    onCursor: (index: number | null) => setAt(index),
    onZoom: setZoom,
    onReset: () => {
      setZoom(null);
      return zoom !== null;
    },
  };
  const value = (column: ArrayLike<number | null | undefined> | undefined): number | null =>
    at === null ? null : (column?.[at] ?? null);
  const memoryScale = binaryScale(total ?? peakOf(data.memory), 2 ** 20);
  const networkScale = decimalScale(peakOf(data.network) * 1.05, 1000);
  return (
    <div className="charts">
      <ChartCard
        title="CPU"
        now={[{ quantity: percent(metrics.cpuPercent) }]}
        sub={cpuWords(metrics)}
        label={`CPU, ${span}, now ${words(percent(metrics.cpuPercent))}, peak ${words(percent(peakOf(data.cpu)))}`}
        series={CPU}
        legend={[{ name: `of ${plural(metrics.cpuCores, 'core')}`, at: inUnit(value(data.cpu[1]), 1) }]}
        chart={{
          ...common,
          data: data.cpu,
          scale: percentScale(peakOf(data.cpu) * 1.05, 10),
          unit: { unit: '%', divisor: 1 },
        }}
      />
      <ChartCard
        title="Memory"
        now={[{ quantity: memory(metrics.memoryUsedBytes) }]}
        sub={memoryWords(metrics)}
        label={`Memory, ${span}, now ${words(memory(metrics.memoryUsedBytes))} of ${words(memory(total))}`}
        series={MEMORY}
        legend={[{ name: 'used', at: inUnit(value(data.memory[1]), memoryUnit(memoryScale.top).divisor) }]}
        chart={{
          ...common,
          data: data.memory,
          scale: memoryScale,
          unit: memoryUnit(memoryScale.top),
          limit: total === null ? undefined : { value: total, words: `all ${words(memory(total))}` },
        }}
      />
      <ChartCard
        title="Network"
        now={[
          { quantity: rate(now?.networkRxRate), word: 'in' },
          { quantity: rate(now?.networkTxRate), word: 'out' },
        ]}
        sub=""
        label={`Network, ${span}, now ${words(rate(now?.networkRxRate))} in, ${words(rate(now?.networkTxRate))} out`}
        series={NETWORK}
        legend={[
          { name: 'in', at: inUnit(value(data.network[1]), rateUnit(networkScale.top).divisor) },
          { name: 'out', at: inUnit(value(data.network[2]), rateUnit(networkScale.top).divisor) },
        ]}
        chart={{ ...common, data: data.network, scale: networkScale, unit: rateUnit(networkScale.top) }}
      />
      <CoresCard metrics={metrics} />
    </div>
  );
});

function paceOf(points: readonly HostPoint[]): number {
  const steps = points.slice(1).map((point, i) => secondsOf(point) - secondsOf(points[i] ?? point));
  return steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 5;
}

const cpuWords = ({ cpuTemperature, load }: HostMetrics): string =>
  [
    cpuTemperature === null ? '' : `${Math.round(cpuTemperature)}${THIN}°C`,
    load === null ? '' : `load ${load.map((one) => one.toFixed(2)).join(' ')}`,
  ]
    .filter(Boolean)
    .join(', ');

function memoryWords({ memoryPercent, memoryTotalBytes, swapUsedBytes, swapTotalBytes }: HostMetrics): string {
  const share = `${words(wholePercent(memoryPercent))} of ${words(memory(memoryTotalBytes))}`;
  return swapTotalBytes ? `${share}, swap ${words(memory(swapUsedBytes))}` : share;
}

/** Each core by itself: one that is full is lost in the mean of eight. */
function CoresCard({ metrics }: { metrics: HostMetrics }) {
  const { cores, load, cpuTemperature } = metrics;
  return (
    <section className="card host-cores" aria-label="Cores">
      <div className="card-head">
        <h2>Cores</h2>
        <span className="t3 num ell">
          {plural(cores.length, 'core')}
          {load === null ? '' : `, ${load[0].toFixed(2)} wanted on average in the last minute`}
        </span>
      </div>
      <ul className="core-strip num">
        {cores.map((core, i) => (
          // A core is its number.
          // oxlint-disable-next-line no-array-index-key
          <li key={i}>
            <span className="t3">{i}</span>
            <span className="bar">
              <i style={{ width: `${core ?? 0}%`, background: 'var(--chart-cpu)' }} />
            </span>
            <span>{words(wholePercent(core))}</span>
          </li>
        ))}
      </ul>
      <dl className="host-facts num">
        <dt>Temperature</dt>
        <dd>
          {cpuTemperature === null
            ? 'This machine has no sensor that can be read.'
            : `${Math.round(cpuTemperature)}${THIN}°C`}
        </dd>
        <dt>Power</dt>
        <dd>{powerWords(metrics)}</dd>
      </dl>
    </section>
  );
}

function powerWords({ underVoltage, underVoltageSinceBoot, throttled }: HostMetrics): string {
  if (underVoltage === null && throttled === null) return 'This machine does not tell whether it is slowed down.';
  if (underVoltage) return 'Too little voltage now';
  if (throttled) return 'The processor is slowed down';
  return underVoltageSinceBoot
    ? 'Enough now; there was too little since it started'
    : 'The processor is not slowed down';
}

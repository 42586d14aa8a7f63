import { observer } from 'mobx-react-lite';
import { type ReactNode, useMemo, useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { memory, rate } from '#shared/format/bytes.ts';
import { clockTime } from '#shared/format/clock-time.ts';
import { percent, wholePercent } from '#shared/format/percent.ts';
import { NONE, type Quantity, words } from '#shared/format/quantity.ts';
import { ProcessTable } from '#renderer/views/container/process-table.tsx';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { cpuOf } from '#renderer/views/containers/figures.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { aligned, peakOf } from '#renderer/charts/aligned.ts';
import { binaryScale, decimalScale, memoryUnit, rateUnit, type Scale } from '#renderer/charts/ticks.ts';
import { type ChartSeries, TimeChart } from '#renderer/charts/time-chart.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Pick } from '#renderer/ui/pick.tsx';

const SECONDS = 60;
const KIB = 1024;
const seconds = (sample: StatsSample): number => Date.parse(sample.time) / 1000;

export const StatsTab = observer(function StatsTab({ container }: { container: Container }) {
  const stores = useStores();
  const { stats, settings } = stores;
  const series = stats.series(container.id);
  const [at, setAt] = useState<number | null>(null);
  const [held, setHeld] = useState<readonly StatsSample[] | null>(null);
  const share = settings.value.cpuShare;
  // Pausing freezes the drawing; the samples go on being collected.
  const samples = held ?? series.recent;
  const isRunning = container.state === 'running';
  const last = samples.at(-1);
  const start = containerActs(stores, container).find(({ verb }) => verb === 'start');
  return (
    <>
      <div className="tool" role="toolbar" aria-label="Chart tools">
        <span className="t3 num" style={{ fontSize: 'var(--fs-12)' }}>
          {paceWords(samples)}
        </span>
        <span className="grow" />
        {at === null || !samples.length ? null : <CursorTime samples={samples} at={at} />}
        <Pick
          label="CPU"
          value={share}
          choices={[
            { value: 'docker', label: 'Per core, as docker stats' },
            { value: 'host', label: 'Share of host' },
          ]}
          onPick={(cpuShare) => void settings.set({ cpuShare })}
        />
        <button
          type="button"
          className="btn"
          aria-pressed={held !== null}
          onClick={() => setHeld(held ? null : series.recent)}
        >
          <Icon name={held ? 'play' : 'pause'} />
          {held ? 'Go on' : 'Pause'}
        </button>
      </div>
      {isRunning ? null : (
        <div className="note" role="status">
          <span>
            {container.finishedAt === undefined
              ? 'Not running.'
              : `Not running since ${clockTime(Date.parse(container.finishedAt)).slice(0, 5)}.`}
            {samples.length > 0 ? ' Showing the last minute it ran.' : ''}
          </span>
          {start ? (
            <button type="button" className="btn" onClick={start.run}>
              <Icon name="play" /> Start
            </button>
          ) : null}
        </div>
      )}
      {isRunning && series.error ? (
        <div className="note" role="alert">
          {series.error.message}
        </div>
      ) : null}
      <div className="scroll">
        <div className="charts">
          <Charts
            samples={samples}
            share={share}
            at={at}
            onCursor={setAt}
            end={last ? seconds(last) : Date.now() / 1000}
          />
        </div>
        {isRunning && stores.session.can('containers.top') ? <ProcessTable container={container.id} /> : null}
      </div>
    </>
  );
});

/** The true pace, measured: an engine that is slower than a second says so. */
function paceWords(samples: readonly StatsSample[]): string {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || samples.length < 3) return 'Waiting for the first values';
  const pace = (seconds(last) - seconds(first)) / (samples.length - 1);
  const points = `${samples.length} points`;
  return pace < 1.25 ? `${points}, one each second` : `${points}, Docker sends a value every ${pace.toFixed(1)} s`;
}

function CursorTime({ samples, at }: { samples: readonly StatsSample[]; at: number }) {
  const data = aligned(samples, seconds, []);
  const time = data[0][at];
  return time === undefined ? null : (
    <span className="row num" style={{ gap: 6, marginRight: 6 }}>
      <span className="t3">At</span>
      {clockTime(time * 1000)}
    </span>
  );
}

interface ChartsProps {
  samples: readonly StatsSample[];
  share: 'docker' | 'host';
  at: number | null;
  end: number;
  onCursor: (at: number | null) => void;
}

function Charts({ samples, share, at, end, onCursor }: ChartsProps) {
  const data = useMemo(
    () => ({
      cpu: aligned(samples, seconds, [(sample) => cpuOf(sample, share)]),
      memory: aligned(samples, seconds, [(sample) => sample.memoryBytes, (sample) => sample.memoryCacheBytes]),
      network: aligned(samples, seconds, [(sample) => sample.networkRxRate, (sample) => sample.networkTxRate]),
      block: aligned(samples, seconds, [(sample) => sample.blockReadRate, (sample) => sample.blockWriteRate]),
    }),
    [samples, share],
  );
  const last = samples.at(-1);
  const cpuNow = last ? cpuOf(last, share) : null;
  const cpuPeak = data.cpu[0].length > 0 ? peakOf(data.cpu) : null;
  const value = (columns: readonly (ArrayLike<number | null | undefined> | undefined)[], i: number): number | null =>
    at === null ? null : (columns[i]?.[at] ?? null);
  const limit = last?.memoryLimitBytes ?? null;
  const memoryPeak = peakOf(data.memory);
  // A limit that is far off would press the line flat: it is then said in words instead (design section 8).
  const isLimitNear = limit !== null && limit > 0 && memoryPeak * 2 >= limit;
  const memoryScale = binaryScale(isLimitNear ? Math.max(memoryPeak, limit) * 1.02 : memoryPeak * 1.1, 64 * KIB);
  const cpuScale = decimalScale((cpuPeak ?? 0) * 1.05, 4);
  const networkScale = decimalScale(peakOf(data.network) * 1.05, 1000);
  const blockScale = decimalScale(peakOf(data.block) * 1.05, 1000);
  const common = { end, seconds: SECONDS };
  return (
    <>
      <Chart
        title="CPU"
        now={[{ quantity: percent(cpuNow) }]}
        sub={
          cpuPeak === null
            ? ''
            : `peak ${words(percent(cpuPeak))}${share === 'host' ? '' : last?.cpuCores ? `, ${last.cpuCores} cores` : ''}`
        }
        label={`CPU, last 60 seconds, now ${words(percent(cpuNow))}, peak ${words(percent(cpuPeak))}`}
        series={CPU}
        legend={[
          {
            name: share === 'host' ? 'share of host' : 'used',
            at: inUnit(value(data.cpu, 1), 1),
          },
        ]}
        chart={{ ...common, data: data.cpu, scale: cpuScale, unit: { unit: '%', divisor: 1 }, onCursor }}
      />
      <Chart
        title="Memory"
        now={[{ quantity: memory(last?.memoryBytes) }]}
        sub={
          limit === null || limit === 0
            ? ''
            : isLimitNear
              ? `${words(wholePercent(last?.memoryPercent))} of limit`
              : `limit ${words(memory(limit))}, off scale`
        }
        label={`Memory, last 60 seconds, now ${words(memory(last?.memoryBytes))}, limit ${words(memory(limit))}`}
        series={MEMORY}
        legend={[
          { name: 'used', at: inUnit(value(data.memory, 1), memoryUnit(memoryScale.top).divisor) },
          { name: 'cache', at: inUnit(value(data.memory, 2), memoryUnit(memoryScale.top).divisor) },
        ]}
        chart={{
          ...common,
          data: data.memory,
          scale: memoryScale,
          unit: memoryUnit(memoryScale.top),
          limit: isLimitNear ? { value: limit, words: `limit ${words(memory(limit))}` } : undefined,
        }}
      />
      <Chart
        title="Network"
        now={[
          { quantity: rate(last?.networkRxRate), word: 'in' },
          { quantity: rate(last?.networkTxRate), word: 'out' },
        ]}
        sub=""
        label={`Network, last 60 seconds, now ${words(rate(last?.networkRxRate))} in, ${words(rate(last?.networkTxRate))} out`}
        series={NETWORK}
        legend={[
          { name: 'in', at: inUnit(value(data.network, 1), rateUnit(networkScale.top).divisor) },
          { name: 'out', at: inUnit(value(data.network, 2), rateUnit(networkScale.top).divisor) },
        ]}
        chart={{ ...common, data: data.network, scale: networkScale, unit: rateUnit(networkScale.top) }}
      />
      <Chart
        title="Block I/O"
        now={[
          { quantity: rate(last?.blockReadRate), word: 'read' },
          { quantity: rate(last?.blockWriteRate), word: 'write' },
        ]}
        sub=""
        label={`Block I/O, last 60 seconds, now ${words(rate(last?.blockReadRate))} read, ${words(rate(last?.blockWriteRate))} write`}
        series={BLOCK}
        legend={[
          { name: 'read', at: inUnit(value(data.block, 1), rateUnit(blockScale.top).divisor) },
          { name: 'write', at: inUnit(value(data.block, 2), rateUnit(blockScale.top).divisor) },
        ]}
        chart={{ ...common, data: data.block, scale: blockScale, unit: rateUnit(blockScale.top) }}
      />
    </>
  );
}

/** A value under the cursor, in the unit that the axis prints; no unit of its own, so that it stays as narrow as a figure. */
function inUnit(value: number | null, divisor: number): string | undefined {
  if (value === null) return undefined;
  const scaled = value / divisor;
  return scaled.toFixed(scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2);
}

const CPU: readonly ChartSeries[] = [{ color: '--chart-cpu', isFilled: true }];
const MEMORY: readonly ChartSeries[] = [
  { color: '--chart-mem', isFilled: true },
  { color: '--chart-cache', isDashed: true },
];
const NETWORK: readonly ChartSeries[] = [
  { color: '--chart-rx', isFilled: true },
  { color: '--chart-tx', isDashed: true },
];
const BLOCK: readonly ChartSeries[] = [
  { color: '--chart-read' },
  { color: '--chart-write', isDashed: true, isFilled: true },
];

interface ChartProps {
  title: string;
  now: readonly { quantity: Quantity; word?: string }[];
  sub: string;
  label: string;
  series: readonly ChartSeries[];
  /** `at`: the value under the cursor in the axis' unit. */
  legend: readonly { name: string; at: string | undefined }[];
  chart: {
    data: ReturnType<typeof aligned>;
    scale: Scale;
    unit: { unit: string; divisor: number };
    end: number;
    seconds: number;
    limit?: { value: number; words: string } | undefined;
    onCursor?: (at: number | null) => void;
  };
}

function Chart({ title, now, sub, label, series, legend, chart }: ChartProps): ReactNode {
  return (
    <section className="card chart" aria-label={title}>
      <div className="ch">
        <h2 style={{ fontSize: 'inherit' }}>{title}</h2>
        {now.map(({ quantity, word }) => (
          <span key={word ?? ''} className="now">
            {quantity.value === NONE ? (
              <span className="big t3">{NONE}</span>
            ) : (
              <Figure className="big" quantity={quantity} />
            )}
            {word === undefined ? null : <span className="sub">{word}</span>}
          </span>
        ))}
        <span className="sub ell num">{sub}</span>
        <span className="lg">
          {legend.map((entry, i) => (
            <span key={entry.name}>
              <svg width="16" height="8" viewBox="0 0 16 8" aria-hidden="true">
                <path
                  d="M0 4H16"
                  stroke={`var(${series[i]?.color})`}
                  strokeWidth="2"
                  {...(series[i]?.isDashed ? { strokeDasharray: '4 2' } : {})}
                />
              </svg>
              {entry.name}
              {entry.at === undefined ? null : <b>{entry.at}</b>}
            </span>
          ))}
        </span>
      </div>
      <TimeChart label={label} series={series} {...chart} />
    </section>
  );
}

import { useMemo } from 'react';
import { memory, rate } from '#shared/format/bytes.ts';
import { percent, wholePercent } from '#shared/format/percent.ts';
import { words } from '#shared/format/quantity.ts';
import { cpuOf } from '#renderer/views/containers/figures.tsx';
import type { StatsRow } from '#renderer/stores/stats-rows.ts';
import { columnsOf, windowWords } from '#renderer/views/container/stats-window.ts';
import { peakOf } from '#renderer/charts/aligned.ts';
import { ChartCard, inUnit } from '#renderer/charts/chart-card.tsx';
import type { ChartMark, ChartSpread } from '#renderer/charts/chart-drawing.ts';
import { binaryScale, decimalScale, memoryUnit, rateUnit } from '#renderer/charts/ticks.ts';
import type { ChartSeries, TimeRange } from '#renderer/charts/time-chart.tsx';

const KIB = 1024;

export interface ChartsProps {
  samples: readonly StatsRow[];
  share: 'docker' | 'host';
  /** Index of the data that the cursor stands on. */
  at: number | null;
  /** What is shown of the time, and how long the whole window is in seconds. */
  range: TimeRange;
  windowSeconds: number;
  marks: readonly ChartMark[];
  onCursor: (at: number | null, isByKey: boolean) => void;
  /** A time was pointed at, in seconds since 1970. */
  onPick?: (time: number) => void;
  onZoom: (range: TimeRange) => void;
  onReset: () => boolean;
}

/** CPU, memory, network and block I/O, with one cursor and one zoom for all. */
export function StatsCharts(props: ChartsProps) {
  const { samples, share, at, range, windowSeconds, marks, onCursor, onPick, onZoom, onReset } = props;
  const data = useMemo(
    () => ({
      cpu: columnsOf(samples, (row) => cpuOf(row, share)),
      cpuSpread: spreadOf(samples, (row, end) => cpuOf({ ...row, ...row[end] }, share)),
      memory: columnsOf(
        samples,
        (row) => row.memoryBytes,
        (row) => row.memoryCacheBytes,
      ),
      memorySpread: spreadOf(samples, (row, end) => row[end]?.memoryBytes ?? null),
      network: columnsOf(
        samples,
        (row) => row.networkRxRate,
        (row) => row.networkTxRate,
      ),
      networkSpread: spreadOf(samples, (row, end) => row[end]?.networkRxRate ?? null),
      throttled: columnsOf(samples, (row) => row.cpuThrottledPercent)[1],
      block: columnsOf(
        samples,
        (row) => row.blockReadRate,
        (row) => row.blockWriteRate,
      ),
    }),
    [samples, share],
  );
  const last = samples.at(-1);
  const cpuNow = last ? cpuOf(last, share) : null;
  const cpuPeak = data.cpu[0].length > 0 ? Math.max(peakOf(data.cpu), topOf(data.cpuSpread)) : null;
  const value = (columns: readonly (ArrayLike<number | null | undefined> | undefined)[], i: number): number | null =>
    at === null ? null : (columns[i]?.[at] ?? null);
  const limit = last?.memoryLimitBytes ?? null;
  const memoryPeak = Math.max(peakOf(data.memory), topOf(data.memorySpread));
  // A limit that is far off would press the line flat: it is then said in words instead (design section 8).
  const isLimitNear = limit !== null && limit > 0 && memoryPeak * 2 >= limit;
  const memoryScale = binaryScale(isLimitNear ? Math.max(memoryPeak, limit) * 1.02 : memoryPeak * 1.1, 64 * KIB);
  const cpuScale = decimalScale((cpuPeak ?? 0) * 1.05, 4);
  const networkScale = decimalScale(Math.max(peakOf(data.network), topOf(data.networkSpread)) * 1.05, 1000);
  const blockScale = decimalScale(peakOf(data.block) * 1.05, 1000);
  const common = { range, marks, onPick, onZoom, onReset };
  const span = `last ${windowWords(windowSeconds)}`;
  const throttled = last?.cpuThrottledPercent ?? 0;
  return (
    <>
      <ChartCard
        title="CPU"
        now={[{ quantity: percent(cpuNow) }]}
        sub={[
          cpuPeak === null ? '' : `peak ${words(percent(cpuPeak))}`,
          throttled > 0 ? `held back ${words(wholePercent(throttled))} of the time` : '',
        ]
          .filter(Boolean)
          .join(', ')}
        label={`CPU, ${span}, now ${words(percent(cpuNow))}, peak ${words(percent(cpuPeak))}`}
        series={CPU}
        legend={[
          {
            name: cpuWords(share, last?.cpuCores ?? null),
            at: inUnit(value(data.cpu, 1), 1),
          },
        ]}
        chart={{
          ...common,
          data: data.cpu,
          spread: data.cpuSpread,
          scale: cpuScale,
          unit: { unit: '%', divisor: 1 },
          band: data.throttled as readonly (number | null | undefined)[],
          onCursor,
        }}
      />
      <ChartCard
        title="Memory"
        now={[{ quantity: memory(last?.memoryBytes) }]}
        sub={
          limit === null || limit === 0
            ? ''
            : isLimitNear
              ? `${words(wholePercent(last?.memoryPercent))} of limit`
              : `limit ${words(memory(limit))}, off scale`
        }
        label={`Memory, ${span}, now ${words(memory(last?.memoryBytes))}, limit ${words(memory(limit))}`}
        series={MEMORY}
        legend={[
          { name: 'used', at: inUnit(value(data.memory, 1), memoryUnit(memoryScale.top).divisor) },
          { name: 'cache', at: inUnit(value(data.memory, 2), memoryUnit(memoryScale.top).divisor) },
        ]}
        chart={{
          ...common,
          data: data.memory,
          spread: data.memorySpread,
          scale: memoryScale,
          unit: memoryUnit(memoryScale.top),
          limit: isLimitNear ? { value: limit, words: `limit ${words(memory(limit))}` } : undefined,
        }}
      />
      <ChartCard
        title="Network"
        now={[
          { quantity: rate(last?.networkRxRate), word: 'in' },
          { quantity: rate(last?.networkTxRate), word: 'out' },
        ]}
        sub=""
        label={`Network, ${span}, now ${words(rate(last?.networkRxRate))} in, ${words(rate(last?.networkTxRate))} out`}
        series={NETWORK}
        legend={[
          { name: 'in', at: inUnit(value(data.network, 1), rateUnit(networkScale.top).divisor) },
          { name: 'out', at: inUnit(value(data.network, 2), rateUnit(networkScale.top).divisor) },
        ]}
        chart={{
          ...common,
          data: data.network,
          spread: data.networkSpread,
          scale: networkScale,
          unit: rateUnit(networkScale.top),
        }}
      />
      <ChartCard
        title="Block I/O"
        now={[
          { quantity: rate(last?.blockReadRate), word: 'read' },
          { quantity: rate(last?.blockWriteRate), word: 'write' },
        ]}
        sub=""
        label={`Block I/O, ${span}, now ${words(rate(last?.blockReadRate))} read, ${words(rate(last?.blockWriteRate))} write`}
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

/** From the least to the most of what a row stands for; nothing for single samples. */
function spreadOf(
  rows: readonly StatsRow[],
  valueOf: (row: StatsRow, end: 'low' | 'high') => number | null,
): ChartSpread | undefined {
  if (rows.every(({ span }) => span === undefined)) return undefined;
  const column = (end: 'low' | 'high'): ChartSpread['low'] =>
    columnsOf(rows, (row) => (row.span === undefined ? null : valueOf(row, end)))[1] ?? [];
  return { low: column('low'), high: column('high') };
}

const topOf = (spread: ChartSpread | undefined): number =>
  Array.from(spread?.high ?? []).reduce<number>((top, value) => Math.max(top, value ?? 0), 0);

/** What the CPU's figure is a share of (portainer#3487: 600 % without a word). */
const cpuWords = (share: 'docker' | 'host', cores: number | null): string =>
  share === 'host'
    ? `of ${cores ?? 'all'} cores`
    : cores === null
      ? '100 % is one core'
      : `100 % is one of ${cores} cores`;

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

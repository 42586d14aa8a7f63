import type { ReactNode } from 'react';
import { NONE, type Quantity } from '#shared/format/quantity.ts';
import { type ChartSeries, TimeChart, type TimeChartProps } from '#renderer/charts/time-chart.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import '#renderer/charts/chart-card.css';

/** A value under the cursor, in the unit that the axis prints; no unit of its own, so that it stays as narrow as a figure. */
export function inUnit(value: number | null, divisor: number): string | undefined {
  if (value === null) return undefined;
  const scaled = value / divisor;
  return scaled.toFixed(scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2);
}

export interface ChartCardProps {
  title: string;
  now: readonly { quantity: Quantity; word?: string }[];
  sub: string;
  label: string;
  series: readonly ChartSeries[];
  /** `at`: the value under the cursor in the axis' unit. */
  legend: readonly { name: string; at: string | undefined }[];
  chart: Omit<TimeChartProps, 'label' | 'series'>;
  /** Below the picture. */
  children?: ReactNode;
}

/** A chart with its name, the values now, and those under the cursor. */
export function ChartCard({ title, now, sub, label, series, legend, chart, children }: ChartCardProps): ReactNode {
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
      {children}
    </section>
  );
}

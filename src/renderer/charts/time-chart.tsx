import { useEffect, useRef } from 'react';
import uPlot, { type AlignedData } from 'uplot';
import { type AxisUnit, axisLabels, type Scale, splits } from '#renderer/charts/ticks.ts';
import 'uplot/dist/uPlot.min.css';
import '#renderer/charts/time-chart.css';

export interface ChartSeries {
  /** Custom property with the colour. */
  color: string;
  isDashed?: boolean;
  isFilled?: boolean;
}

export interface TimeChartProps {
  /** The sentence that stands for the picture: "CPU, last 60 seconds, now 18 %, peak 52 %". */
  label: string;
  data: AlignedData;
  series: readonly ChartSeries[];
  scale: Scale;
  unit: AxisUnit;
  /** Right edge in seconds since 1970, and how many are shown. */
  end: number;
  seconds: number;
  /** Dashed line with its words, where it lies inside of the scale. */
  limit?: { value: number; words: string } | undefined;
  /** The cursor stands on this index of the data, null: nowhere. All charts of one key move together. */
  onCursor?: (index: number | null) => void;
}

const SYNC_KEY = 'quayside-stats';
const HEIGHT = 158;
const AXIS_WIDTH = 62;
const FONT = '12px "Inter Variable", Inter, sans-serif';
const LIMIT_DASH = [4, 4];

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const withAlpha = (color: string, alpha: string): string => (/^#[0-9a-f]{6}$/i.test(color) ? color + alpha : color);

/** One uPlot for the life of the chart: data by `setData`, size by one observer, colours read anew at a theme change. */
export function TimeChart(props: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const shape = props.series.map((series) => `${series.color}${series.isDashed}${series.isFilled}`).join();

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = new uPlot(options(latest, element.clientWidth), latest.current.data, element);
    plot.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    const theme = new MutationObserver(() => made.redraw(true, true));
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    // Canvas text is drawn once: with the bundled font only when it is there.
    void document.fonts.ready.then(() => plot.current === made && made.redraw(true, true));
    return () => {
      resize.disconnect();
      theme.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape]);

  const { data } = props;
  useEffect(() => plot.current?.setData(data), [data]);

  return <div ref={host} className="plot" role="img" aria-label={props.label} style={{ height: HEIGHT }} />;
}

function options(latest: { current: TimeChartProps }, width: number): uPlot.Options {
  const { series } = latest.current;
  return {
    width,
    height: HEIGHT,
    padding: [10, 14, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: SYNC_KEY },
      drag: { x: false, y: false },
      y: false,
      points: { size: 7, fill: () => token('--bg-surface'), width: 1.5 },
    },
    scales: {
      x: { time: true, range: () => [latest.current.end - latest.current.seconds, latest.current.end] },
      y: { range: () => [0, latest.current.scale.top] },
    },
    axes: [
      {
        stroke: () => token('--chart-axis'),
        font: FONT,
        grid: { show: false },
        ticks: { show: false },
        size: 26,
        gap: 6,
        splits: (_, __, min, max) => timeSplits(min, max),
        values: (_, times) => times.map((time) => new Date(time * 1000).toTimeString().slice(0, 8)),
      },
      {
        stroke: () => token('--chart-axis'),
        font: FONT,
        grid: { stroke: () => token('--chart-grid'), width: 1 },
        ticks: { show: false },
        size: AXIS_WIDTH,
        gap: 8,
        splits: () => splits(latest.current.scale),
        values: (_, values) => axisLabels(values, latest.current.unit),
      },
    ],
    series: [{}, ...series.map(seriesOptions)],
    hooks: {
      draw: [(plot) => drawLimit(plot, latest.current.limit)],
      setCursor: [(plot) => latest.current.onCursor?.(plot.cursor.idx ?? null)],
    },
  };
}

function seriesOptions({ color, isDashed, isFilled }: ChartSeries): uPlot.Series {
  return {
    stroke: () => token(color),
    width: 1.75,
    spanGaps: false,
    points: { show: false },
    ...(isDashed ? { dash: [5, 3] } : {}),
    ...(isFilled ? { fill: () => withAlpha(token(color), '22') } : {}),
  };
}

/** Every 15 s of a minute; longer windows take coarser steps. */
function timeSplits(min: number, max: number): number[] {
  const step = [5, 15, 60, 300, 900].find((candidate) => (max - min) / candidate <= 5) ?? 3600;
  const out: number[] = [];
  for (let time = Math.ceil(min / step) * step; time <= max; time += step) out.push(time);
  return out;
}

function drawLimit(plot: uPlot, limit: TimeChartProps['limit']): void {
  if (!limit) return;
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(limit.value, 'y', true));
  if (y < bbox.top) return;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = token('--chart-limit');
  ctx.lineWidth = scale;
  ctx.setLineDash(LIMIT_DASH.map((part) => part * scale));
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = FONT.replace('12px', `${12 * scale}px`);
  ctx.textAlign = 'right';
  // Above the line, where use never is; under it only at the very top.
  const isAtTop = y - 18 * scale < bbox.top;
  ctx.textBaseline = isAtTop ? 'top' : 'bottom';
  ctx.fillText(limit.words, bbox.left + bbox.width - 2 * scale, y + (isAtTop ? 4 : -4) * scale);
  ctx.restore();
}

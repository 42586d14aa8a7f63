import { type KeyboardEvent, useEffect, useRef } from 'react';
import uPlot, { type AlignedData } from 'uplot';
import { clockTime } from '#shared/format/clock-time.ts';
import {
  type ChartMark,
  type ChartSpread,
  drawBand,
  drawLimit,
  drawMarks,
  drawSpread,
  FONT,
} from '#renderer/charts/chart-drawing.ts';
import { type AxisUnit, axisLabels, type Scale, splits, timeSplits } from '#renderer/charts/ticks.ts';
import { onThemeChange, token } from '#renderer/charts/tokens.ts';
import 'uplot/dist/uPlot.min.css';
import '#renderer/charts/time-chart.css';

export interface ChartSeries {
  /** Custom property with the colour. */
  color: string;
  isDashed?: boolean;
  isFilled?: boolean;
}

/** Seconds since 1970. */
export interface TimeRange {
  from: number;
  to: number;
}

export interface TimeChartProps {
  /** The sentence that stands for the picture: "CPU, last 60 seconds, now 18 %, peak 52 %". */
  label: string;
  data: AlignedData;
  series: readonly ChartSeries[];
  scale: Scale;
  unit: AxisUnit;
  range: TimeRange;
  /** Dashed line with its words, where it lies inside of the scale. */
  limit?: { value: number; words: string } | undefined;
  /** Labelled vertical lines: a start, another limit. */
  marks?: readonly ChartMark[];
  /** Under the line, by index of the data: how much of the time was lost, 0 to 100; null is nothing. */
  band?: readonly (number | null | undefined)[] | undefined;
  /** Around the first series: how far the values went that a point stands for. */
  spread?: ChartSpread | undefined;
  /** The cursor stands on this index of the data, null: nowhere. All charts move together. */
  onCursor?: (index: number | null, isByKey: boolean) => void;
  /** A time was pointed at, by a click or by Enter at the cursor; seconds since 1970. */
  onPick?: ((time: number) => void) | undefined;
  /** A span was dragged over. */
  onZoom: (range: TimeRange) => void;
  /** Esc. True: something was zoomed and is no longer. */
  onReset: () => boolean;
}

const SYNC_KEY = 'quayside-stats';
const HEIGHT = 158;
const AXIS_WIDTH = 62;
const RIGHT_PADDING = 14;
/** Of "14:02:07" at 12 px. */
const HALF_LABEL = 26;
/** Where a cursor that keys move stands in height, which only the pointer has. */
const KEY_TOP = 10;
/** A drag shorter than this is a click. */
const LEAST_ZOOM_PX = 8;

/**
 * The time that keys have put the cursor on, of all charts at once; null while the pointer leads it. A cursor of the
 * pointer stays where the pointer is while time moves on under it; one of keys stays on its time.
 */
let keyTime: number | null = null;

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
    const endTheme = onThemeChange(() => made.redraw(true, true));
    // Canvas text is drawn once: with the bundled font only when it is there.
    void document.fonts.ready.then(() => plot.current === made && made.redraw(true, true));
    return () => {
      keyTime = null;
      resize.disconnect();
      endTheme();
      made.destroy();
      plot.current = null;
    };
  }, [shape]);

  const { data, range } = props;
  useEffect(() => {
    const chart = plot.current;
    if (!chart) return;
    // In a batch, for uPlot else moves its scale later, and the cursor would be placed by the old one: a sample beside.
    chart.batch(() => chart.setData(data));
    if (keyTime !== null) placeCursor(chart, keyTime);
  }, [data, range.from, range.to]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const chart = plot.current;
    if (!chart || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') {
      if (latest.current.onReset()) event.preventDefault();
      return;
    }
    if (event.key === 'Enter') return pick(chart, latest.current);
    const to = cursorTarget(event, chart);
    if (to === undefined) return;
    event.preventDefault();
    keyTime = chart.data[0][to] ?? null;
    if (keyTime === null) return;
    const left = placeCursor(chart, keyTime);
    const { clientWidth, clientHeight } = chart.over;
    // What the pointer does by itself: a cursor that is set is not told to the others.
    uPlot.sync(SYNC_KEY).pub('mousemove', chart, left, KEY_TOP, clientWidth, clientHeight, to);
  };

  return (
    // A picture that keys walk through: the sentence is what it shows, the table has every value.
    // oxlint-disable-next-line no-noninteractive-tabindex, no-noninteractive-element-interactions
    <div
      ref={host}
      className="plot"
      role="img"
      aria-label={props.label}
      aria-description={descriptionOf(props)}
      tabIndex={0}
      data-keys="chart"
      style={{ height: HEIGHT }}
      onKeyDown={onKeyDown}
      onPointerMove={({ movementX, movementY }) => {
        // A layout that moves under a resting pointer sends moves as well: one of them took the cursor from the keys.
        if (movementX !== 0 || movementY !== 0) keyTime = null;
      }}
    />
  );
}

/** Tells the time that the cursor stands on. */
function pick({ data, cursor }: uPlot, { onPick }: TimeChartProps): void {
  const time = data[0][cursor.idx ?? -1];
  if (time !== undefined) onPick?.(time);
}

/** A click is a press and a release in one place: what moves on between is a span. */
function onClick(plot: uPlot, run: () => void): void {
  let pressedAt = Number.NaN;
  plot.over.addEventListener('pointerdown', ({ clientX }) => {
    pressedAt = clientX;
  });
  plot.over.addEventListener('click', ({ clientX }) => {
    if (Math.abs(clientX - pressedAt) < LEAST_ZOOM_PX) run();
  });
}

/**
 * Puts the cursor on a time, and gives where that is: at the edge where the time has left the window, for a cursor that
 * vanished there let the next key begin at the other end.
 */
function placeCursor(chart: uPlot, time: number): number {
  const { min = 0 } = chart.scales['x'] ?? {};
  const left = chart.valToPos(Math.max(time, min ?? 0), 'x');
  chart.setCursor({ left, top: KEY_TOP });
  return left;
}

/** What happened in the range, for who cannot see the marks, and the keys. */
function descriptionOf({ marks = [], range, onPick }: TimeChartProps): string {
  const seen = marks.filter(({ time }) => time >= range.from && time <= range.to);
  const told = seen.map(({ time, words }) => `${words} at ${clockTime(time * 1000)}`);
  const keys = `Left and Right move the cursor, T shows the table${onPick ? ', Enter opens the log at the cursor' : ''}.`;
  return told.length === 0 ? keys : `Marked: ${told.join(', ')}. ${keys}`;
}

/** Moved by a key, and not by the time that goes on: only what keys moved is spoken. */
const isOnKeyTime = ({ data, cursor }: uPlot): boolean => keyTime !== null && data[0][cursor.idx ?? -1] === keyTime;

/** The index that a key moves the cursor to; undefined for keys that move nothing. */
function cursorTarget(event: KeyboardEvent, { data, cursor, scales }: uPlot): number | undefined {
  const times = data[0];
  const { min = 0, max = 0 } = scales['x'] ?? {};
  const inside = [...times.keys()].filter((i) => (times[i] ?? 0) >= (min ?? 0) && (times[i] ?? 0) <= (max ?? 0));
  const first = inside[0];
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const at = cursor.idx ?? last;
  const far = event.shiftKey ? 10 : 1;
  const to = { ArrowLeft: at - far, ArrowRight: at + far, Home: first, End: last }[event.key];
  return to === undefined ? undefined : Math.max(first, Math.min(last, to));
}

/** Without those that would be cut at the right edge. */
const timeLabels = (plot: uPlot, times: readonly number[]): string[] =>
  times.map((time) =>
    plot.valToPos(time, 'x') + HALF_LABEL > plot.over.clientWidth + RIGHT_PADDING
      ? ''
      : new Date(time * 1000).toTimeString().slice(0, 8),
  );

function options(latest: { current: TimeChartProps }, width: number): uPlot.Options {
  const { series } = latest.current;
  return {
    width,
    height: HEIGHT,
    padding: [10, RIGHT_PADDING, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: SYNC_KEY },
      drag: { x: true, y: false, setScale: false, dist: LEAST_ZOOM_PX },
      y: false,
      bind: {
        mousemove: (_, __, move) => (event) => {
          if (keyTime === null) move(event);
          return null;
        },
      },
      points: { size: 7, fill: () => token('--bg-surface'), width: 1.5 },
    },
    scales: {
      x: { time: true, range: () => [latest.current.range.from, latest.current.range.to] },
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
        values: timeLabels,
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
      ready: [(plot) => onClick(plot, () => pick(plot, latest.current))],
      draw: [
        (plot) => {
          drawSpread(plot, latest.current.spread, series[0]?.color ?? '');
          drawBand(plot, latest.current.band);
          drawLimit(plot, latest.current.limit);
          drawMarks(plot, latest.current.marks ?? []);
        },
      ],
      setCursor: [(plot) => latest.current.onCursor?.(plot.cursor.idx ?? null, isOnKeyTime(plot))],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < LEAST_ZOOM_PX) return;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          latest.current.onZoom({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
        },
      ],
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

import type uPlot from 'uplot';
import { token } from '#renderer/charts/tokens.ts';

export const FONT = '12px "Inter Variable", Inter, sans-serif';
const LIMIT_DASH = [4, 4];
const MARK_DASH = [2, 3];
/** Height of the band at the foot of a chart, in CSS pixels. */
const BAND_HEIGHT = 5;

export interface ChartMark {
  /** Seconds since 1970. */
  time: number;
  words: string;
}

/** How far values went that a point stands for, by index of the data. */
export interface ChartSpread {
  low: ArrayLike<number | null | undefined>;
  high: ArrayLike<number | null | undefined>;
}

const scaledFont = (): string => FONT.replace('12px', `${12 * devicePixelRatio}px`);

/** The dashed line of a limit, with its words above it where use never is; under it only at the very top. */
export function drawLimit(plot: uPlot, limit: { value: number; words: string } | undefined): void {
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
  ctx.font = scaledFont();
  ctx.textAlign = 'right';
  const isAtTop = y - 18 * scale < bbox.top;
  ctx.textBaseline = isAtTop ? 'top' : 'bottom';
  ctx.fillText(limit.words, bbox.left + bbox.width - 2 * scale, y + (isAtTop ? 4 : -4) * scale);
  ctx.restore();
}

/** Vertical lines with words at their upper end, on the side that has room; none where they would lie over others. */
export function drawMarks(plot: uPlot, marks: readonly ChartMark[]): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  let freeFrom = Number.NEGATIVE_INFINITY;
  for (const { time, words } of marks) {
    const x = Math.round(plot.valToPos(time, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.save();
    ctx.strokeStyle = token('--chart-cursor');
    ctx.fillStyle = token('--text-2');
    ctx.lineWidth = scale;
    ctx.setLineDash(MARK_DASH.map((part) => part * scale));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.font = scaledFont();
    ctx.textBaseline = 'top';
    const { width } = ctx.measureText(words);
    const isRight = x + width + 8 * scale > bbox.left + bbox.width;
    const left = isRight ? x - width - 4 * scale : x + 4 * scale;
    if (left >= freeFrom) {
      ctx.textAlign = 'left';
      ctx.fillText(words, left, bbox.top + 2 * scale);
      freeFrom = left + width + 6 * scale;
    }
    ctx.restore();
  }
}

/** Where time was lost: a band at the foot, as strong as the share that was lost. */
export function drawBand(plot: uPlot, band: readonly (number | null | undefined)[] | undefined): void {
  if (!band?.some((share) => share != null && share > 0)) return;
  const { ctx, bbox } = plot;
  const height = BAND_HEIGHT * devicePixelRatio;
  const times = plot.data[0];
  ctx.save();
  ctx.fillStyle = token('--state-warn');
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const [i, share] of band.entries()) {
    if (share == null || share <= 0) continue;
    const to = plot.valToPos(times[i] ?? 0, 'x', true);
    const from = i === 0 ? to : plot.valToPos(times[i - 1] ?? 0, 'x', true);
    ctx.globalAlpha = 0.25 + 0.75 * Math.min(1, share / 100);
    ctx.fillRect(from, bbox.top + bbox.height - height, to - from, height);
  }
  ctx.restore();
}

/** From the least to the most that each point of a run stands for, as a faint area behind the line. */
export function drawSpread(plot: uPlot, spread: ChartSpread | undefined, color: string): void {
  if (!spread) return;
  const { ctx, bbox } = plot;
  const times = plot.data[0];
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = token(color);
  ctx.globalAlpha = 0.3;
  let run: { x: number; low: number; high: number }[] = [];
  const end = (): void => {
    ctx.beginPath();
    for (const { x, high } of run) ctx.lineTo(x, high);
    for (const { x, low } of run.toReversed()) ctx.lineTo(x, low);
    ctx.fill();
    run = [];
  };
  for (let i = 0; i <= times.length; i++) {
    const low = spread.low[i];
    const high = spread.high[i];
    if (low == null || high == null) end();
    else
      run.push({
        x: plot.valToPos(times[i] ?? 0, 'x', true),
        low: plot.valToPos(low, 'y', true),
        high: plot.valToPos(high, 'y', true),
      });
  }
  ctx.restore();
}

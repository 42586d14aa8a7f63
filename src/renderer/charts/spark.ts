/** Points of a line, one each 2 s; the newest stands at the right edge, so a young line grows from there. */
const SPARK_POINTS = 60;
export const SPARK_WIDTH = 44;
export const SPARK_HEIGHT = 18;

/** A line to draw. `top` is the value at the upper edge; nulls are gaps. */
export interface SparkLine {
  values: readonly (number | null)[];
  top: number;
  /** CSS colour. */
  color: string;
  /** Old values are pale. */
  isPale?: boolean;
}

/** The upper edge of a CPU line: its own peak, and at least 5 %, so that an idle one lies low (design section 5). */
export const cpuTop = (values: readonly (number | null)[]): number => Math.max(5, peak(values));

/** Memory is drawn to its limit, or to 1.25 of its peak where use is under half of the limit and would lie flat. */
export function memoryTop(values: readonly (number | null)[], limit: number | null): number {
  const highest = Math.max(1, peak(values));
  return limit !== null && limit > 0 && highest * 2 > limit ? limit : highest * 1.25;
}

function peak(values: readonly (number | null)[]): number {
  let highest = 0;
  for (const value of values) if (value !== null && value > highest) highest = value;
  return highest;
}

/** Draws a line of 44 x 18 px with its upper left corner at `left`, `top`. */
export function drawSpark(context: CanvasRenderingContext2D, line: SparkLine, left: number, top: number): void {
  const { values } = line;
  const pale = line.isPale ? 0.5 : 1;
  context.strokeStyle = line.color;
  context.fillStyle = line.color;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  const x = (index: number): number =>
    left + SPARK_WIDTH - ((values.length - 1 - index) * SPARK_WIDTH) / (SPARK_POINTS - 1);
  const y = (value: number): number =>
    top + SPARK_HEIGHT - 1 - (Math.min(value, line.top) / line.top) * (SPARK_HEIGHT - 3);
  for (let from = 0; from < values.length; ) {
    if (values[from] == null) {
      from += 1;
      continue;
    }
    let to = from;
    context.beginPath();
    for (; to < values.length; to++) {
      const value = values[to];
      if (value == null) break;
      context.lineTo(x(to), y(value));
    }
    context.globalAlpha = pale;
    context.stroke();
    context.lineTo(x(to - 1), top + SPARK_HEIGHT);
    context.lineTo(x(from), top + SPARK_HEIGHT);
    context.globalAlpha = 0.16 * pale;
    context.fill();
    from = to;
  }
  context.globalAlpha = 1;
}

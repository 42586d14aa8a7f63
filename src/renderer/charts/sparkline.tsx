import { useEffect, useRef } from 'react';

const WIDTH = 44;
const HEIGHT = 18;

/**
 * A line of the last minute on a plain canvas; `top` is the value at the upper edge. Nulls are gaps.
 */
export function Sparkline({
  values,
  top,
  color,
  label,
}: {
  values: readonly (number | null)[];
  top: number;
  /** Name of a custom property, such as "--chart-cpu". */
  color: string;
  label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, values, top, color);
  }, [values, top, color]);
  return <canvas ref={canvas} className="spark" width={WIDTH} height={HEIGHT} role="img" aria-label={label} />;
}

/** Points held; the newest stands at the right edge, so a young line grows from there. */
const POINTS = 60;

function draw(canvas: HTMLCanvasElement, values: readonly (number | null)[], top: number, color: string): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const scale = devicePixelRatio;
  if (canvas.width !== WIDTH * scale) {
    canvas.width = WIDTH * scale;
    canvas.height = HEIGHT * scale;
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, WIDTH, HEIGHT);
  const stroke = getComputedStyle(canvas).getPropertyValue(color).trim();
  context.strokeStyle = stroke;
  context.fillStyle = stroke;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  const x = (index: number): number => WIDTH - ((values.length - 1 - index) * WIDTH) / (POINTS - 1);
  const y = (value: number): number => HEIGHT - 1 - (Math.min(value, top) / top) * (HEIGHT - 3);
  for (let from = 0; from < values.length; ) {
    if (values[from] == null) {
      from += 1;
      continue;
    }
    let to = from;
    while (to < values.length && values[to] != null) to += 1;
    const line = new Path2D();
    for (let i = from; i < to; i++) line.lineTo(x(i), y(values[i] as number));
    const area = new Path2D(line);
    area.lineTo(x(to - 1), HEIGHT);
    area.lineTo(x(from), HEIGHT);
    context.globalAlpha = 0.16;
    context.fill(area);
    context.globalAlpha = 1;
    context.stroke(line);
    from = to;
  }
}

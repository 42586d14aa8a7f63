import { useEffect, useRef, useState } from 'react';
import { drawSpark, SPARK_HEIGHT, SPARK_WIDTH, type SparkLine } from '#renderer/charts/spark.ts';
import { onThemeChange, token } from '#renderer/charts/tokens.ts';
import '#renderer/charts/sparkline.css';

/** Drawn by the processor: handing 30 short lines to the graphics takes longer than drawing them. */
const SMALL: CanvasRenderingContext2DSettings = { willReadFrequently: true };
const HEIGHT_STEP = 512;

/** A row's place in the column, in CSS pixels. */
export interface SparkRow {
  top: number;
  height: number;
  line: SparkLine | undefined;
}

/**
 * The lines of a whole column on one canvas over the rows that exist: 200 canvases cost twice, 200 charts ten times
 * the time (facts/performance section 4). `color` of a line names a custom property.
 */
export function SparkColumn({
  rows,
  right,
}: {
  rows: readonly SparkRow[] /** From the column's right edge. */;
  right: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const first = rows[0];
  const last = rows.at(-1);
  const top = first?.top ?? 0;
  const needed = last ? last.top + last.height - top : 0;
  // In steps, so that a scroll does not make it anew with each row that comes and goes.
  const height = Math.ceil(needed / HEIGHT_STEP) * HEIGHT_STEP;

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const draw = (): void => {
      const element = canvas.current;
      const context = element?.getContext('2d', SMALL);
      if (!element || !context || width === 0) return;
      const scale = devicePixelRatio;
      const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
      // Setting the size clears and allocates: only when it changed.
      if (element.width !== wide || element.height !== high) {
        element.width = wide;
        element.height = high;
      }
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      const colors = new Map<string, string>();
      const colorOf = (name: string): string => {
        const color = colors.get(name) ?? token(name);
        colors.set(name, color);
        return color;
      };
      const left = width - right - SPARK_WIDTH;
      for (const row of rows) {
        if (!row.line) continue;
        const y = row.top - top + Math.round((row.height - SPARK_HEIGHT) / 2);
        drawSpark(context, { ...row.line, color: colorOf(row.line.color) }, left, y);
      }
    };
    draw();
    return onThemeChange(draw);
  }, [rows, right, width, top, height]);

  return <canvas ref={canvas} className="spark-column" style={{ top, height }} />;
}

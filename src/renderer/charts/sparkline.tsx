import { useEffect, useRef } from 'react';
import { drawSpark, SPARK_HEIGHT, SPARK_WIDTH } from '#renderer/charts/spark.ts';
import { onThemeChange, token } from '#renderer/charts/tokens.ts';
import '#renderer/charts/sparkline.css';

/** One line by itself: in the head of a detail screen. In a list a whole column shares a canvas (`SparkColumn`). */
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
    const draw = (): void => {
      const element = canvas.current;
      const context = element?.getContext('2d');
      if (!element || !context) return;
      const scale = devicePixelRatio;
      element.width = SPARK_WIDTH * scale;
      element.height = SPARK_HEIGHT * scale;
      context.scale(scale, scale);
      drawSpark(context, { values, top, color: token(color) }, 0, 0);
    };
    draw();
    return onThemeChange(draw);
  }, [values, top, color]);
  return (
    <canvas ref={canvas} className="spark" width={SPARK_WIDTH} height={SPARK_HEIGHT} role="img" aria-label={label} />
  );
}

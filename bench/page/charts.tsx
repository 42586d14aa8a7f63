import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { StatsCharts } from '#renderer/views/container/stats-charts.tsx';
import '#renderer/ui/base.css';
import { madeSample } from './made-data.ts';

const POINTS = 60;
const ID = 'c'.padEnd(64, '0');
const nothing = (): void => undefined;

/** Draws four charts anew `count` times, each time one second on, and gives how long each took, in ms. */
export async function chartTicks(count: number): Promise<number[]> {
  const root = createRoot(document.getElementById('root') ?? document.body);
  const begun = Date.now();
  const times: number[] = [];
  for (let tick = 0; tick < count; tick++) {
    const end = begun + tick * 1000;
    const samples = Array.from({ length: POINTS }, (_, i) => madeSample(ID, end - (POINTS - 1 - i) * 1000));
    const range = { from: end / 1000 - POINTS, to: end / 1000 };
    const from = performance.now();
    flushSync(() =>
      root.render(
        <StatsCharts
          samples={samples}
          share="docker"
          at={null}
          range={range}
          windowSeconds={POINTS}
          marks={[]}
          onCursor={nothing}
          onZoom={nothing}
          onReset={() => false}
        />,
      ),
    );
    // uPlot draws in a microtask of its own.
    await Promise.resolve();
    await Promise.resolve();
    times.push(performance.now() - from);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30)));
  }
  root.unmount();
  return times;
}

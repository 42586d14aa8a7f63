// What the bench opens in a window: ?mode=list, floor or charts. Results stand on `window.bench`.
import { chartTicks } from './charts.tsx';
import { floor } from './floor.ts';
import { list } from './list.ts';

declare global {
  interface Window {
    bench: {
      /** Tasks over 50 ms since the page stood still, in ms. */
      longTasks: number[];
      chartTicks: (count: number) => Promise<number[]>;
    };
  }
}

const root = document.getElementById('root');
const mode = new URLSearchParams(location.search).get('mode');
window.bench = { longTasks: [], chartTicks };
new PerformanceObserver((found) => {
  for (const task of found.getEntries()) window.bench.longTasks.push(task.duration);
}).observe({ type: 'longtask' });
if (root && mode === 'list') list(root);
if (root && mode === 'floor') floor(root);

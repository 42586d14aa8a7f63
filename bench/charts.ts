import { median } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';
import { buildPage, openWindow } from './lib/window.ts';

const TICKS = 60;
/** The first ones make the charts and warm the compiler. */
const WARM = 10;
const GOAL_MS = 3;

/** G4b: script time for four charts of 60 points that move on by a second. */
export async function charts(): Promise<Finding[]> {
  const page = await buildPage();
  const opened = await openWindow([page.folder], { BENCH_SEARCH: 'mode=charts' });
  try {
    const times = (await opened.page.evaluate((count) => window.bench.chartTicks(count), TICKS)).slice(WARM);
    const ours = median(times);
    return [
      {
        goal: 'G4b',
        what: 'script for 4 charts of 60 points, a tick, against 3 ms',
        ours,
        comparator: GOAL_MS,
        unit: 'ms',
        ratio: ours / GOAL_MS,
        bound: { atMost: 1 },
        note: `slowest ${Math.max(...times).toFixed(1)} ms`,
      },
    ];
  } finally {
    await opened.close();
    page.dispose();
  }
}

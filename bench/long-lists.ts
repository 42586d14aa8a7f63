import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { median, percentile } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';
import { buildProgram, openWindow } from './lib/window.ts';

const MORE = 'images=5000 containers=1000 volumes=1000';
const LISTS = [
  { name: 'Images', rows: 5000, word: 'service-4321' },
  { name: 'Containers', rows: 1000, word: 'many-432' },
  { name: 'Volumes', rows: 1000, word: 'data-432' },
] as const;
const TYPED = 5;
const SCROLL_MS = 3000;

/** From each key to the frame that shows it, in ms. */
async function keyToPaint(page: Page, word: string): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    addEventListener(
      'keydown',
      ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - timeStamp))),
      { capture: true },
    );
  });
  for (let i = 0; i < TYPED; i++) {
    await page.keyboard.press('/');
    // As fast as somebody types who is quick.
    await page.keyboard.type(word, { delay: 80 });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
  return page.evaluate(() => (window as unknown as { times: number[] }).times);
}

/** Frames a second while the list is scrolled by small steps, and while nothing happens. */
async function frames(page: Page, step: number): Promise<number> {
  return page.evaluate(
    ({ ms, by }) =>
      new Promise<number>((resolve) => {
        const scrolled = document.querySelector<HTMLElement>('[role="treegrid"]');
        if (!scrolled) throw new Error('there is no list to scroll');
        const from = performance.now();
        let count = 0;
        const frame = (now: number): void => {
          if (now - from >= ms) return resolve((count * 1000) / (now - from));
          count += 1;
          scrolled.scrollTop += by;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { ms: SCROLL_MS, by: step },
  );
}

/** 5,000 images, 1,000 containers and 1,000 volumes stay usable: a key in the filter, and scrolling. */
export async function longLists(): Promise<Finding[]> {
  await buildProgram();
  const home = mkdtempSync(join(tmpdir(), 'qs-bench-'));
  const env = { QUAYSIDE_HOME: home, QUAYSIDE_ENGINE: 'simulated', QUAYSIDE_SIMULATED_MORE: MORE };
  const opened = await openWindow(['.'], env);
  const { page } = opened;
  const findings: Finding[] = [];
  // tsx gives each function its name by a helper that the page does not have; `Object` hands a function back as it is.
  await page.evaluate(() => void Object.assign(globalThis, { __name: Object }));
  try {
    for (const { name, rows, word } of LISTS) {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
      await page.getByRole('heading', { name, exact: true }).waitFor();
      // With those of the simulated project there are somewhat more.
      const isWhole = (): Promise<boolean> =>
        page.evaluate((least) => Number(document.querySelector('[role="treegrid"]')?.ariaRowCount) > least, rows);
      while (!(await isWhole())) await new Promise((resolve) => setTimeout(resolve, 100));
      const still = await frames(page, 0);
      const moving = await frames(page, 8);
      const times = await keyToPaint(page, word);
      const worst = percentile(times, 0.95);
      findings.push(
        {
          goal: 'lists',
          what: `key to paint, filter of ${rows} ${name.toLowerCase()}, p95 against 50 ms`,
          ours: worst,
          comparator: 50,
          unit: 'ms',
          ratio: worst / 50,
          bound: { atMost: 1 },
          note: `${times.length} keys, median ${median(times).toFixed(0)} ms`,
        },
        {
          goal: 'lists',
          what: `frames while ${rows} ${name.toLowerCase()} are scrolled, against the same page at rest`,
          ours: moving,
          comparator: still,
          unit: '/s',
          ratio: moving / still,
          bound: { atLeast: 0.95 },
        },
      );
    }
    return findings;
  } finally {
    await opened.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

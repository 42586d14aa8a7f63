import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import type { TestEngine } from '../test/engine.ts';
import { inTurns, median, timed } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';
import { type BenchWindow, openWindow } from './lib/window.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const MEGABYTES = 10;
const ROUNDS = 3;
const GOAL_MS = 100;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The program itself on the bench's engine, at the terminal of a container. */
async function openTerminal(engine: TestEngine, home: string, container: string): Promise<BenchWindow> {
  const building = spawn(process.execPath, [join(root, 'scripts/build.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(building, 'exit')) as [number];
  if (code !== 0) throw new Error('the build of the program failed');
  const opened = await openWindow([root], { QUAYSIDE_HOME: home, DOCKER_HOST: engine.host });
  await opened.page.evaluate((id) => (location.hash = `#/container/${id}/terminal`), container);
  await opened.page.locator('.xterm-accessibility-tree', { hasText: '#' }).waitFor();
  return opened;
}

/** How long after Ctrl+C the rows of the terminal still changed, in ms. */
async function stopOf(page: Page): Promise<number> {
  await page.evaluate(() => {
    const rows = document.querySelector('.xterm-rows');
    const seen = { last: 0, pressed: 0 };
    (window as unknown as { seen: typeof seen }).seen = seen;
    if (rows) {
      new MutationObserver(() => (seen.last = performance.now())).observe(rows, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    }
    window.addEventListener('keydown', (event) => event.key === 'c' && (seen.pressed = performance.now()), true);
  });
  await page.keyboard.type('yes\n');
  await pause(2000);
  await page.keyboard.press('Control+c');
  await pause(1500);
  const after = await page.evaluate(() => {
    const { seen } = window as unknown as { seen: { last: number; pressed: number } };
    return seen.last - seen.pressed;
  });
  await page.keyboard.type('clear\n');
  await pause(300);
  return after;
}

/** G7b and G7c in the real window: how fast Ctrl+C stops a flood, and how fast 10 MB are shown. */
export async function terminalPane(engine: TestEngine): Promise<Finding[]> {
  const make = `head -c ${MEGABYTES * 1_000_000} /dev/urandom | base64 > /big; sleep 10000`;
  const container = (await engine.docker('run', '-d', 'quayside/busybox:1', 'sh', '-c', make)).stdout.trim();
  const home = mkdtempSync(join(tmpdir(), 'qs-bench-'));
  const opened = await openTerminal(engine, home, container);
  const { page } = opened;
  let round = 0;
  try {
    const stops: number[] = [];
    for (let i = 0; i < ROUNDS; i++) stops.push(await stopOf(page));
    const measured = await inTurns(ROUNDS, {
      cli: () =>
        timed(
          () =>
            new Promise((resolve) => {
              const command = `docker --host ${engine.host} exec -t ${container} cat /big`;
              spawn('script', ['-qfec', command, '/dev/null'], { stdio: 'ignore' }).once('exit', resolve);
            }),
        ),
      ours: () =>
        timed(async () => {
          round += 1;
          await page.keyboard.type(`cat /big; echo done-$((${round}+1000))\n`);
          await page
            .locator('.xterm-accessibility-tree', { hasText: `done-${round + 1000}` })
            .waitFor({ timeout: 120_000 });
        }),
    });
    const stop = median(stops);
    return [
      {
        goal: 'G7b',
        what: 'Ctrl+C to a still display while `yes` runs, against 100 ms',
        ours: stop,
        comparator: GOAL_MS,
        unit: 'ms',
        ratio: stop / GOAL_MS,
        bound: { atMost: 1 },
        note: `the prompt included; worst ${Math.max(...stops).toFixed(0)} ms`,
      },
      {
        goal: 'G7c',
        what: `cat of ${MEGABYTES} MB to the pane, against docker exec -t to /dev/null`,
        ours: measured.ours.median,
        comparator: measured.cli.median,
        unit: 'ms',
        ratio: measured.ours.median / measured.cli.median,
        bound: { atMost: 3 },
      },
    ];
  } finally {
    await opened.close();
    await engine.docker('rm', '-f', container);
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { startDisplay } from '../scripts/lib/display.mjs';
import type { TestEngine } from '../test/engine.ts';
import { cpuMs, inTurns, median, timed } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';

const RUNNING = 20;
const CONTAINERS = 200;
const SETTLE_MS = 6000;
const IDLE_MS = 20_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const root = fileURLToPath(new URL('..', import.meta.url));

/** The limit: an empty page in the same runtime with the same graphics, with our window's size. */
const BLANK = `
const { app, BrowserWindow } = require('electron');
app.disableHardwareAcceleration();
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadFile('index.html'));
app.on('window-all-closed', () => app.quit());
`;

interface Opened {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** From the spawn to the first contentful paint. */
  readonly paintMs: number;
  close(): Promise<void>;
}

/** A process and everything it started, as long as it lives. */
function treeOf(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]) === pid;
    } catch {
      return false; // gone in the meantime
    }
  });
  return [pid, ...children.flatMap((child) => treeOf(Number(child)))];
}

/** Memory of a tree in MB, each shared page counted once. */
function pssMb(pid: number): number {
  const pages = treeOf(pid).map((one) => {
    try {
      return Number(/^Pss:\s*(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return pages.reduce((sum, kb) => sum + kb, 0) / 1024;
}

/** CPU of a whole tree in ms for each second, over 20 s of nothing. */
async function idleRate(pid: number): Promise<number> {
  const used = (): number => treeOf(pid).reduce((sum, one) => sum + cpuMs(one), 0);
  await pause(SETTLE_MS);
  const before = used();
  await pause(IDLE_MS);
  return (used() - before) / (IDLE_MS / 1000);
}

/** G6a to G6c: first paint, memory and idle CPU of the program beside a blank page, and the time to 200 containers. */
export async function start(engine: TestEngine, rounds: number): Promise<Finding[]> {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-start-'));
  writeFileSync(join(folder, 'main.cjs'), BLANK);
  writeFileSync(join(folder, 'package.json'), '{"main":"main.cjs"}');
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>blank</title><p>blank</p>');
  const display = await startDisplay();
  let homes = 0;
  const open = async (what: string): Promise<Opened> => {
    homes += 1;
    const home = join(folder, `home-${homes}`);
    const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const env = { ...Object.fromEntries(inherited), ...display.env, QUAYSIDE_HOME: home, DOCKER_HOST: engine.host };
    const spawned = Date.now();
    const app = await _electron.launch({
      executablePath: createRequire(import.meta.url)('electron') as string,
      args: ['--no-sandbox', `--user-data-dir=${home}/browser`, what],
      env,
      cwd: root,
    });
    const page = await app.firstWindow();
    const painted = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            const paint = list.getEntriesByName('first-contentful-paint')[0];
            if (paint) resolve(performance.timeOrigin + paint.startTime);
          }).observe({ type: 'paint', buffered: true });
        }),
    );
    return { app, page, paintMs: painted - spawned, close: () => app.close() };
  };
  const pidOf = ({ app }: Opened): number => app.process().pid ?? 0;
  const memory: Record<'ours' | 'blank', number[]> = { ours: [], blank: [] };
  const measure = async (name: 'ours' | 'blank', what: string): Promise<number> => {
    const opened = await open(what);
    await pause(2000); // the page has its list, the core its engine
    memory[name].push(pssMb(pidOf(opened)));
    await opened.close();
    return opened.paintMs;
  };
  const idle = async (what: string): Promise<number> => {
    const opened = await open(what);
    await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const rate = await idleRate(pidOf(opened));
    await opened.close();
    return rate;
  };
  try {
    const run = (command: string[]): Promise<unknown> =>
      Promise.all(Array.from({ length: 10 }, () => engine.docker(...command)));
    const box = ['--network=none', 'quayside/busybox:1', 'sleep', '100000'];
    for (let i = 0; i < RUNNING; i += 10) await run(['run', '-d', ...box]);
    const paint = await inTurns(rounds, { ours: () => measure('ours', '.'), blank: () => measure('blank', folder) });
    const still = await inTurns(1, { ours: () => idle('.'), blank: () => idle(folder) });
    for (let i = RUNNING; i < CONTAINERS; i += 10) await run(['create', ...box]);
    const shown = await inTurns(3, {
      ours: async () => {
        const opened = await open('.');
        const seen = await opened.page.waitForFunction(
          (count) =>
            document.querySelector('.nav[aria-current] .n')?.textContent === count &&
            document.querySelectorAll('[role="treegrid"] [role="row"]').length > 10 &&
            performance.timeOrigin + performance.now(),
          String(CONTAINERS),
          { polling: 'raf' },
        );
        const at = Number(await seen.jsonValue());
        const painted = await opened.page.evaluate(
          () => performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
        );
        await opened.close();
        return at - painted;
      },
      cli: () => timed(() => engine.docker('ps', '-a')),
    });
    const blankPss = median(memory.blank);
    const ourPss = median(memory.ours);
    return [
      {
        goal: 'G6a',
        what: 'from the start to the first paint, against a blank page',
        ours: paint.ours.median,
        comparator: paint.blank.median,
        unit: 'ms',
        ratio: paint.ours.median / paint.blank.median,
        bound: { atMost: 1.2 },
      },
      {
        goal: 'G6a',
        what: 'memory of all processes (PSS), against a blank page',
        ours: ourPss,
        comparator: blankPss,
        unit: 'MB',
        ratio: ourPss / blankPss,
        bound: { atMost: 1.25 },
      },
      {
        goal: 'G6b',
        what: `CPU of all processes, window hidden, ${RUNNING} containers, above an empty one`,
        ours: still.ours.median,
        comparator: still.blank.median,
        unit: 'ms/s',
        ratio: still.ours.median - still.blank.median,
        bound: { atMost: 3 },
        note: 'the difference, no ratio',
      },
      {
        goal: 'G6c',
        what: `${CONTAINERS} containers on screen after the first paint, against docker ps -a`,
        ours: shown.ours.median,
        comparator: shown.cli.median,
        unit: 'ms',
        ratio: shown.ours.median / shown.cli.median,
        bound: { atMost: 5 },
        note: shown.ours.median <= 1000 ? 'within 1.0 s' : 'over 1.0 s',
      },
    ];
  } finally {
    display.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

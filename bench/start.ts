import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { startDisplay } from '../scripts/lib/display.mjs';
import type { TestEngine } from '../test/engine.ts';
import { startEngineRelay } from './lib/engine-relay.ts';
import { cpuMs, inTurns, median, timed } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';

const RUNNING = 20;
const CONTAINERS = 200;
/**
 * Until the window is there, is hidden, Chromium has tidied up a page that went out of sight (some 10 s), and the last
 * half-minute of statistics is stored, for which the store is made at a first start (70 ms, once).
 */
const SETTLE_MS = 60_000;
const HIDE_MS = 5000;
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

/** Of Chromium's list of what can be debugged. */
interface Target {
  readonly type: string;
  readonly url: string;
}

const HIDE = `
require('electron').app.on('browser-window-created', (_, window) => setTimeout(() => window.hide(), ${HIDE_MS}));
`;

interface Opened {
  readonly pid: number;
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
async function idleRate(pid: number, onSettled: () => void = () => undefined): Promise<number> {
  const used = (): number => treeOf(pid).reduce((sum, one) => sum + cpuMs(one), 0);
  await pause(SETTLE_MS);
  onSettled();
  const before = used();
  await pause(IDLE_MS);
  return (used() - before) / (IDLE_MS / 1000);
}

/** "8 GET /_ping, 1 GET /containers/json". */
function kindsOf(requests: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const request of requests) {
    const kind = request
      .replace(/\/v[\d.]+/, '')
      .replace(/\?.*/, '')
      .replace(/[0-9a-f]{64}/, '*');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'nothing';
}

/** Where the program listens for a debugger: it says so once. What it says is read to its end, or it would block. */
function devtoolsOf(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    app.stderr?.on('data', (more: Buffer) => {
      text += String(more);
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    app.once('exit', () => reject(new Error(`the program ended before its window: ${text}`)));
  });
}

/** G6a to G6c: first paint, memory and idle CPU of the program beside a blank page, and the time to 200 containers. */
export async function start(engine: TestEngine, rounds: number): Promise<Finding[]> {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-start-'));
  writeFileSync(join(folder, 'main.cjs'), BLANK);
  writeFileSync(join(folder, 'hide.cjs'), HIDE);
  writeFileSync(join(folder, 'package.json'), '{"main":"main.cjs"}');
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>blank</title><p>blank</p>');
  const display = await startDisplay();
  let homes = 0;
  const optionsFor = (...what: string[]): { args: string[]; env: Record<string, string>; cwd: string } => {
    homes += 1;
    const home = join(folder, `home-${homes}`);
    const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const env = { ...Object.fromEntries(inherited), ...display.env, QUAYSIDE_HOME: home, DOCKER_HOST: engine.host };
    return { args: ['--no-sandbox', `--user-data-dir=${home}/browser`, ...what], env, cwd: root };
  };
  // A socket's path has 107 characters at most: the folder of the benches may be deeper.
  const relay = await startEngineRelay(engine.host, join(tmpdir(), `qs-bench-${process.pid}.sock`));
  /** What was asked of the engine while the window was hidden. */
  const asked: string[] = [];
  const electron = createRequire(import.meta.url)('electron') as string;
  const open = async (...what: string[]): Promise<Opened> => {
    const { args, env, cwd } = optionsFor(...what);
    const spawned = Date.now();
    // Started by hand, for Playwright's own way holds the program back until it has looked into it.
    const app = spawn(electron, ['--remote-debugging-port=0', ...args], {
      env,
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const address = await devtoolsOf(app);
    // Playwright waits for ever for a page that is being made while it connects.
    const hasPage = async (): Promise<boolean> => {
      const targets = (await (await fetch(`http://${new URL(address).host}/json/list`)).json()) as Target[];
      return targets.some(({ type, url }) => type === 'page' && !url.startsWith('about:'));
    };
    while (!(await hasPage())) await pause(20);
    const browser = await chromium.connectOverCDP(address);
    const [context] = browser.contexts();
    if (!context) throw new Error('the program has no browser context');
    const page = context.pages()[0] ?? (await context.waitForEvent('page'));
    const painted = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            const paint = list.getEntriesByName('first-contentful-paint')[0];
            if (paint) resolve(performance.timeOrigin + paint.startTime);
          }).observe({ type: 'paint', buffered: true });
        }),
    );
    const close = async (): Promise<void> => {
      const gone = once(app, 'exit');
      await browser.close();
      app.kill('SIGTERM');
      await gone;
    };
    return { pid: app.pid ?? 0, page, paintMs: painted - spawned, close };
  };
  const memory: Record<'ours' | 'blank', number[]> = { ours: [], blank: [] };
  const measure = async (name: 'ours' | 'blank', what: string): Promise<number> => {
    const opened = await open(what);
    await pause(2000); // the page has its list, the core its engine
    memory[name].push(pssMb(opened.pid));
    await opened.close();
    return opened.paintMs;
  };
  const idle = async (what: string): Promise<number> => {
    // Hidden by the program itself: a page that Playwright holds calls itself visible for ever.
    const { args, env, cwd } = optionsFor(what);
    const hidden = { ...env, DOCKER_HOST: relay.host };
    const app = spawn(electron, ['-r', join(folder, 'hide.cjs'), ...args], { env: hidden, cwd, stdio: 'ignore' });
    let from = 0;
    const rate = await idleRate(app.pid ?? 0, () => (from = relay.requests.length));
    asked.push(...relay.requests.slice(from));
    app.kill('SIGTERM');
    await once(app, 'exit');
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
        const opened = await open('.', 'quayside://containers');
        // Not `waitForFunction`: Playwright evaluates its text in the page, which the page's policy forbids.
        const at = await opened.page.evaluate(
          (count) =>
            new Promise<number>((resolve) => {
              const looking = setInterval(() => {
                if (document.querySelector('.nav[aria-current] .n')?.textContent !== count) return;
                if (document.querySelectorAll('[role="treegrid"] [role="row"]').length <= 10) return;
                clearInterval(looking);
                resolve(performance.timeOrigin + performance.now());
              }, 4);
            }),
          String(CONTAINERS),
        );
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
        goal: 'G6b',
        what: `requests for statistics in ${IDLE_MS / 1000} s, window hidden, ${RUNNING} containers`,
        ours: asked.filter((request) => request.includes('/stats')).length,
        comparator: 0,
        unit: '',
        ratio: asked.filter((request) => request.includes('/stats')).length,
        bound: { atMost: 0 },
        note: `the number itself; asked was ${kindsOf(asked)}`,
      },
      {
        goal: 'G6c',
        what: `${CONTAINERS} containers on screen after the first paint, against the goal of 1.0 s`,
        ours: shown.ours.median,
        comparator: 1000,
        unit: 'ms',
        ratio: shown.ours.median / 1000,
        bound: { atMost: 1 },
        note: `${(shown.ours.median / shown.cli.median).toFixed(1)} times docker ps -a`,
      },
    ];
  } finally {
    relay.close();
    display.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

// Issue 6: reading for minutes, one log of 5,000 lines a second and 50 merged that come to as many, in the whole program.
// `npm run bench reading`; QUAYSIDE_BENCH_SHORT=1 takes 20 s instead of 5 min each, to see that it runs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, ElectronApplication, Page } from 'playwright';
import type { TestEngine } from '../test/engine.ts';
import { timed } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';
import { buildProgram, openWindow } from './lib/window.ts';

const READ_MS = process.env['QUAYSIDE_BENCH_SHORT'] ? 20_000 : 300_000;
const RATE = 5000;
const CONTAINERS = 50;
const MB = 2 ** 20;
/** More than this over the whole time is no noise of a collector any more. */
const FLAT_MB = 20;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** So many lines a second in bursts, each with its number. Fewer bursts where there are many, for each is a process. */
const emitter = (rate: number, burstsPerSecond: number): string => {
  const burst = rate / burstsPerSecond;
  const lines = `for (i = 0; i < ${burst}; i++) printf "INFO %08d request took a while and so the line is long\\n", n + i`;
  return `n=0; while :; do awk -v n=$n 'BEGIN { ${lines} }'; n=$((n + ${burst})); sleep ${1 / burstsPerSecond}; done`;
};

async function startEmitters(engine: TestEngine, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const label = ['--label', 'com.docker.compose.project=bench', '--label', `com.docker.compose.service=s${at}`];
    const made = ['run', '-d', '--network=none', '--log-opt', 'max-size=20m', ...label, 'quayside/busybox:1'];
    ids.push((await engine.docker(...made, 'sh', '-c', emitter(RATE / count, count === 1 ? 10 : 1))).stdout.trim());
  }
  return ids;
}

export async function reading(engine: TestEngine): Promise<Finding[]> {
  await buildProgram();
  return [...(await alone(engine)), ...(await merged(engine))];
}

async function alone(engine: TestEngine): Promise<Finding[]> {
  const ids = await startEmitters(engine, 1);
  try {
    return await withProgram(engine, async (app, page) => {
      await page.evaluate((id) => (location.hash = `#/container/${id}/logs`), ids[0] ?? '');
      await page.getByRole('log').getByText('request took').first().waitFor();
      return findings(`one log of ${RATE} lines/s`, await read(engine, ids, app, page));
    });
  } finally {
    await engine.docker('rm', '-f', ...ids);
  }
}

async function merged(engine: TestEngine): Promise<Finding[]> {
  const ids = await startEmitters(engine, CONTAINERS);
  try {
    return await withProgram(engine, async (app, page) => {
      await page.evaluate(() => (location.hash = '#/logs'));
      const sources = page.getByRole('region', { name: 'Sources' });
      await sources.getByRole('button', { name: 'Clear' }).click();
      // From the click to lines of the last of them: 50 streams opened, their replays merged and painted.
      const opened = await timed(async () => {
        await sources.getByRole('checkbox', { name: 'All of bench' }).click();
        await page.getByText(`${CONTAINERS} containers, merged by time`).waitFor();
        await page.getByRole('log').getByText('request took').first().waitFor();
      });
      const found = await read(engine, ids, app, page);
      return [
        {
          goal: 'issue 6',
          what: `the merged view of ${CONTAINERS} containers, from the click to lines, against 2 s`,
          ours: opened,
          comparator: 2000,
          unit: 'ms',
          ratio: opened / 2000,
          bound: { atMost: 1 },
        },
        ...findings(`${CONTAINERS} logs merged, ${RATE} lines/s in all`, found),
      ];
    });
  } finally {
    await engine.docker('rm', '-f', ...ids);
  }
}

async function withProgram<T>(
  engine: TestEngine,
  work: (app: ElectronApplication, page: Page) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'qs-bench-reading-'));
  const opened = await openWindow(['.'], { DOCKER_HOST: engine.host, QUAYSIDE_HOME: home, QUAYSIDE_ENGINE: '' });
  try {
    await opened.page.getByRole('navigation', { name: 'Main' }).waitFor();
    return await work(opened.app, opened.page);
  } finally {
    await opened.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

interface Reading {
  readonly task: number;
  /** Seconds since the time of reading began. */
  readonly taskAt: number;
  readonly over50: number;
  readonly linesPerSecond: number;
  readonly written: number;
  readonly missed: number;
  readonly pageGrown: number;
  readonly mainGrown: number;
}

/** The time of reading. Memory is taken after a fifth of it, when the pane is full, and at its end. */
async function read(
  engine: TestEngine,
  ids: readonly string[],
  app: ElectronApplication,
  page: Page,
): Promise<Reading> {
  const cdp = await page.context().newCDPSession(page);
  await pause(READ_MS / 5);
  const before = await memory(app, cdp);
  // As text, for tsx names functions by a helper that the page does not have.
  await page.evaluate(`globalThis.tasks = []; globalThis.begun = performance.now(); new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) globalThis.tasks.push([duration, startTime - globalThis.begun]);
  }).observe({ type: 'longtask' })`);
  const [from, since] = [await writtenBy(engine, ids), performance.now()];
  await pause((READ_MS * 4) / 5);
  // Before the collection that the memory's figure begins with.
  const tasks = await page.evaluate<[number, number][]>('globalThis.tasks');
  const [task, at] = tasks.reduce((longest, one) => (one[0] > longest[0] ? one : longest), [0, 0]);
  const shown = await page.locator('.pfoot').innerText();
  const written = ((await writtenBy(engine, ids)) - from) / ((performance.now() - since) / 1000);
  const missed = await page
    .getByRole('log')
    .getByText(/missed/)
    .count();
  const after = await memory(app, cdp);
  return {
    task,
    taskAt: at / 1000,
    over50: tasks.length,
    linesPerSecond: Number((/([\d,]+) lines\/s/.exec(shown)?.[1] ?? '').replaceAll(',', '')),
    written,
    missed,
    pageGrown: (after.page - before.page) / MB,
    mainGrown: (after.main - before.main) / MB,
  };
}

/** Lines that they have written so far, as the last of the first one tells: they all go at one pace. */
async function writtenBy(engine: TestEngine, ids: readonly string[]): Promise<number> {
  const { stdout } = await engine.docker('logs', '--tail', '1', ids[0] ?? '');
  return Number(/INFO (\d+)/.exec(stdout)?.[1]) * ids.length;
}

/** Resident bytes of the page's process, after a collection, and of the main process. */
async function memory(app: ElectronApplication, cdp: CDPSession): Promise<{ page: number; main: number }> {
  await cdp.send('HeapProfiler.collectGarbage');
  const all = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map((one) => [one.type, one.memory.workingSetSize * 1024] as const),
  );
  const sizeOf = (type: string): number => all.find(([one]) => one === type)?.[1] ?? Number.NaN;
  return { page: sizeOf('Tab'), main: sizeOf('Browser') };
}

function findings(what: string, found: Reading): Finding[] {
  const minutes = `${Math.round((READ_MS / 60_000) * 10) / 10} min`;
  const grown = (who: string, mb: number): Finding => ({
    goal: 'issue 6',
    what: `${what}: memory of ${who} at the end of ${minutes}, more than after a fifth of it`,
    ours: mb,
    comparator: FLAT_MB,
    unit: 'MB',
    ratio: Math.max(0, mb) / FLAT_MB,
    bound: { atMost: 1 },
  });
  return [
    {
      goal: 'issue 6',
      what: `${what}: longest task of the page in ${minutes}, against 100 ms`,
      ours: found.task,
      comparator: 100,
      unit: 'ms',
      ratio: found.task / 100,
      bound: { atMost: 1 },
      note: `${found.over50} over 50 ms; 0: none${found.task > 0 ? `; the longest after ${found.taskAt.toFixed(1)} s` : ''}`,
    },
    grown('the page', found.pageGrown),
    grown('the main process', found.mainGrown),
    {
      goal: 'issue 6',
      what: `${what}: lines/s that the footer tells, against those written`,
      ours: found.linesPerSecond,
      comparator: found.written,
      unit: 'lines/s',
      ratio: found.linesPerSecond / found.written,
      bound: { atLeast: 0.8 },
      note: `${found.missed} places with missed lines in sight`,
    },
  ];
}

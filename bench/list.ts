import { spawn } from 'node:child_process';
import type { TestEngine } from '../test/engine.ts';
import type { Core } from '#main/compose.ts';
import { clientOf } from './lib/core.ts';
import { engineCpuMs, startSleepers } from './lib/engine-cpu.ts';
import { cpuMs, inTurns } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';
import { buildPage, openWindow } from './lib/window.ts';

const CONTAINERS = 200;
const VISIBLE = 30;
const SPAN_MS = 10_000;
const SETTLE_MS = 4000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function engineRate(engine: TestEngine): Promise<number> {
  await pause(SETTLE_MS);
  const before = engineCpuMs(engine);
  await pause(SPAN_MS);
  return (engineCpuMs(engine) - before) / (SPAN_MS / 1000);
}

/** G1c: what the list costs the engine with 200 containers of which 30 are in view, against `docker stats` of all. */
async function engineCost(engine: TestEngine, core: Core, rounds: number): Promise<Finding> {
  const ids = await startSleepers(engine, CONTAINERS);
  const client = clientOf(core);
  try {
    const measured = await inTurns(rounds, {
      idle: () => engineRate(engine),
      cli: async () => {
        const child = spawn('docker', ['--host', engine.host, 'stats'], { stdio: ['ignore', 'ignore', 'ignore'] });
        const rate = await engineRate(engine);
        child.kill('SIGKILL');
        return rate;
      },
      ours: async () => {
        const watching = [
          client.subscribe('docker:stats', { all: true }, {}),
          ...ids.slice(0, VISIBLE).map((container) => client.subscribe('docker:stats', { container }, {})),
        ];
        const rate = await engineRate(engine);
        for (const one of watching) one.dispose();
        return rate;
      },
    });
    const ours = measured.ours.median - measured.idle.median;
    const cli = measured.cli.median - measured.idle.median;
    return {
      goal: 'G1c',
      what: `engine's CPU for a list of ${CONTAINERS} with ${VISIBLE} in view, against docker stats of all, above idle`,
      ours,
      comparator: cli,
      unit: 'ms/s',
      ratio: ours / cli,
      bound: { atMost: 0.3 },
      note: `idle ${measured.idle.median.toFixed(0)} ms/s`,
    };
  } finally {
    client.dispose();
    await engine.docker('rm', '-f', ...ids);
  }
}

/** G4a: the page's CPU with the list at work, against five text nodes a row set by hand. */
async function pageCost(rounds: number): Promise<Finding[]> {
  const page = await buildPage();
  const longest: Record<string, number[]> = { list: [], floor: [] };
  const rate = async (mode: string): Promise<number> => {
    const opened = await openWindow([page.folder], { BENCH_SEARCH: `mode=${mode}` });
    try {
      await pause(SETTLE_MS);
      await opened.page.evaluate(() => (window.bench.longTasks.length = 0));
      const before = cpuMs(opened.rendererPid);
      await pause(SPAN_MS);
      const used = cpuMs(opened.rendererPid) - before;
      longest[mode]?.push(...(await opened.page.evaluate(() => window.bench.longTasks)));
      return used / (SPAN_MS / 1000);
    } finally {
      await opened.close();
    }
  };
  try {
    const measured = await inTurns(rounds, { floor: () => rate('floor'), list: () => rate('list') });
    const worst = Math.max(0, ...(longest['list'] ?? []));
    const floorWorst = Math.max(0, ...(longest['floor'] ?? []));
    return [
      {
        goal: 'G4a',
        what: "page's CPU, a list of 200 with lines, against 200 rows of text set by hand",
        ours: measured.list.median,
        comparator: measured.floor.median,
        unit: 'ms/s',
        ratio: measured.list.median / measured.floor.median,
        bound: { atMost: 2 },
      },
      {
        goal: 'G4a',
        what: 'longest task of that list, against 50 ms',
        ours: worst,
        comparator: 50,
        unit: 'ms',
        ratio: worst / 50,
        bound: { atMost: 1 },
        // On a busy machine any page has them: what the bare one had in the same run tells how busy it was.
        note: `${longest['list']?.length ?? 0} over 50 ms; the bare page's longest ${floorWorst.toFixed(0)} ms`,
      },
    ];
  } finally {
    page.dispose();
  }
}

export async function list(engine: TestEngine, core: Core, rounds: number): Promise<Finding[]> {
  return [await engineCost(engine, core, Math.min(3, rounds)), ...(await pageCost(Math.min(3, rounds)))];
}

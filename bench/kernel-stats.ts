import { spawn } from 'node:child_process';
import type { TestEngine } from '../test/engine.ts';
import type { Core } from '#main/compose.ts';
import { clientOf, mainThreadMs } from './lib/core.ts';
import { engineCpuMs, startSleepers } from './lib/engine-cpu.ts';
import { cpuMs, inTurns } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';

const CONTAINERS = 200;
const SPAN_MS = 10_000;
const SETTLE_MS = 4000;
/** Each has to agree with a sample of the engine first, which sends one each 1.6 s of so many. */
const MOST_WAIT_MS = 60_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** All of 200 containers truly each second, from the kernel's files, against `docker stats`: both with what the engine takes. */
export async function kernelStats(engine: TestEngine, core: Core, rounds: number): Promise<Finding[]> {
  const ids = await startSleepers(engine, CONTAINERS);
  const client = clientOf(core);
  // As in a window: whose container is meant is known without asking the engine.
  client.subscribe('containers', {}, {});
  const paces: number[] = [];
  const rate = async (own: () => number): Promise<number> => {
    const before = engineCpuMs(engine) + own();
    await pause(SPAN_MS);
    return (engineCpuMs(engine) + own() - before) / (SPAN_MS / 1000);
  };
  try {
    const measured = await inTurns(rounds, {
      idle: () => rate(mainThreadMs),
      cli: async () => {
        const child = spawn('docker', ['--host', engine.host, 'stats'], { stdio: ['ignore', 'ignore', 'ignore'] });
        await pause(SETTLE_MS);
        const used = await rate(() => cpuMs(child.pid ?? 0));
        child.kill('SIGKILL');
        return used;
      },
      ours: async () => {
        let samples = 0;
        const watching = ids.map((container) =>
          client.subscribe('docker:stats', { container }, { onItems: (items) => (samples += items.length) }),
        );
        await allFromKernel(client, ids);
        samples = 0;
        const used = await rate(mainThreadMs);
        paces.push(samples / CONTAINERS / (SPAN_MS / 1000));
        for (const one of watching) one.dispose();
        await pause(SETTLE_MS); // the linger of 3 s and a little
        return used;
      },
    });
    const ours = measured.ours.median - measured.idle.median;
    const cli = measured.cli.median - measured.idle.median;
    return [
      {
        goal: 'G1e',
        what: `CPU of both sides for ${CONTAINERS} containers each second from the kernel, against docker stats, above idle`,
        ours,
        comparator: cli,
        unit: 'ms/s',
        ratio: ours / cli,
        bound: { atMost: 0.15 },
        note: `${Math.min(...paces).toFixed(2)} samples a second of each at least, idle ${measured.idle.median.toFixed(0)} ms/s`,
      },
    ];
  } finally {
    client.dispose();
    await engine.docker('rm', '-f', ...ids);
  }
}

async function allFromKernel(client: ReturnType<typeof clientOf>, ids: readonly string[]): Promise<void> {
  const until = performance.now() + MOST_WAIT_MS;
  let left: readonly string[] = ids;
  while (left.length > 0) {
    const sources = await Promise.all(
      left.map(async (container) => ({
        container,
        ...(await client.call('containers.statsSource', { container })),
      })),
    );
    left = sources.flatMap(({ container, source }) => (source === 'kernel' ? [] : [container]));
    if (performance.now() > until)
      throw new Error(`${left.length} of ${ids.length} containers are not read from the kernel`);
    await pause(500);
  }
}

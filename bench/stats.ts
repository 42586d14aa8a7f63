import { spawn } from 'node:child_process';
import type { TestEngine } from '../test/engine.ts';
import type { Core } from '#main/compose.ts';
import { clientOf, mainThreadMs } from './lib/core.ts';
import { cpuMs, inTurns } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';

const CONTAINERS = 30;
const SPAN_MS = 10_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** As many streams as a list shows rows, against `docker stats` of the same containers; then nobody watching. */
export async function stats(engine: TestEngine, core: Core, rounds: number): Promise<Finding[]> {
  const ids: string[] = [];
  for (let i = 0; i < CONTAINERS; i++)
    ids.push((await engine.docker('run', '-d', 'quayside/busybox:1', 'sleep', '10000')).stdout.trim());
  const client = clientOf(core);
  const measured = await inTurns(rounds, {
    cli: async () => {
      const child = spawn('docker', ['--host', engine.host, 'stats', ...ids], {
        stdio: ['ignore', 'ignore', 'ignore'],
      });
      await pause(2000);
      const before = cpuMs(child.pid ?? 0);
      await pause(SPAN_MS);
      const used = cpuMs(child.pid ?? 0) - before;
      child.kill('SIGKILL');
      return used / (SPAN_MS / 1000);
    },
    ours: async () => {
      let samples = 0;
      const watching = ids.map((container) =>
        client.subscribe('docker:stats', { container }, { onItems: (items) => (samples += items.length) }),
      );
      await pause(2000);
      const before = mainThreadMs();
      samples = 0;
      await pause(SPAN_MS);
      const used = mainThreadMs() - before;
      if (samples < (CONTAINERS * SPAN_MS) / 4000) throw new Error(`only ${samples} samples came`);
      for (const one of watching) one.dispose();
      await pause(4000); // the linger of 3 s and a little
      return used / (SPAN_MS / 1000);
    },
  });
  const open = core.hub.inspect().filter((stream) => stream.channel === 'docker:stats' && stream.hasUpstream).length;
  const idleBefore = mainThreadMs();
  await pause(SPAN_MS);
  const idle = (mainThreadMs() - idleBefore) / (SPAN_MS / 1000);
  client.dispose();
  await engine.docker('rm', '-f', ...ids);
  return [
    {
      goal: 'G1a',
      what: `our CPU for ${CONTAINERS} streams against docker stats`,
      ours: measured.ours.median,
      comparator: measured.cli.median,
      unit: 'ms/s',
      ratio: measured.ours.median / measured.cli.median,
      bound: { atMost: 0.7 },
    },
    {
      goal: 'G1d',
      what: 'nobody watches: our CPU above nothing, goal 1 ms/s',
      ours: idle,
      comparator: 1,
      unit: 'ms/s',
      ratio: idle,
      bound: { atMost: 1 },
      note: `${open} statistics requests open`,
    },
  ];
}

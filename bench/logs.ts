import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { PassThrough } from 'node:stream';
import Docker from 'dockerode';
import type { TestEngine } from '../test/engine.ts';
import type { Core } from '#main/compose.ts';
import { clientOf, mainThreadMs, openStore } from './lib/core.ts';
import { inTurns, median, percentile, timed } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';

const LINES = 300_000;
const WRITER = `awk 'BEGIN { for (i = 0; i < ${LINES}; i++) printf "%08d the quick brown fox jumps over the lazy dog and goes on to be a line of a hundred bytes......\\n", i }'`;

async function cli(host: string, ...args: string[]): Promise<void> {
  const child = spawn('docker', ['--host', host, ...args], { stdio: ['ignore', 'ignore', 'ignore'] });
  await once(child, 'exit');
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!(await isDone())) {
    if (performance.now() > giveUpAt) throw new Error('waited for 60 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The way dockerode's users go: its demultiplexer, and one string a line. */
async function dockerodeAndSplit(docker: Docker, container: string): Promise<number> {
  const options = { stdout: true, stderr: true, timestamps: true, follow: true } as const;
  const stream = await docker.getContainer(container).logs(options);
  const out = new PassThrough();
  let lines = 0;
  let rest = '';
  out.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    lines += parts.length;
  });
  docker.modem.demuxStream(stream, out, out);
  await once(stream, 'end');
  out.end();
  await once(out, 'end');
  return lines;
}

export async function logs(engine: TestEngine, core: Core, rounds: number): Promise<Finding[]> {
  const { stdout } = await engine.docker('run', '-d', 'quayside/busybox:1', 'sh', '-c', WRITER);
  const id = stdout.trim();
  await engine.docker('wait', id);
  const cpu: { ours: number[]; dockerode: number[] } = { ours: [], dockerode: [] };
  const docker = new Docker({ socketPath: engine.socketPath });
  const finished = await inTurns(rounds, {
    cli: () => timed(() => cli(engine.host, 'logs', id)),
    ours: async () => {
      const store = await openStore(core, id, -1);
      const before = mainThreadMs();
      const ms = await timed(async () => {
        store.begin();
        const { lines, dropped } = await store.ended;
        if (lines !== LINES || dropped !== 0) throw new Error(`${lines} lines, ${dropped} dropped`);
      });
      cpu.ours.push(mainThreadMs() - before);
      await store.close();
      return ms;
    },
    dockerode: async () => {
      const before = mainThreadMs();
      const ms = await timed(async () => {
        const lines = await dockerodeAndSplit(docker, id);
        if (lines !== LINES) throw new Error(`dockerode gave ${lines} lines`);
      });
      cpu.dockerode.push(mainThreadMs() - before);
      return ms;
    },
  });
  const live = await inTurns(rounds, {
    cli: async () => {
      const made = await engine.docker('create', 'quayside/busybox:1', 'sh', '-c', WRITER);
      const name = made.stdout.trim();
      const ms = await timed(async () => {
        await engine.docker('start', name);
        await cli(engine.host, 'logs', '-f', name);
      });
      await engine.docker('rm', '-f', name);
      return ms;
    },
    ours: async () => {
      const made = await engine.docker('create', 'quayside/busybox:1', 'sh', '-c', WRITER);
      const name = made.stdout.trim();
      const store = await openStore(core, name, 1000);
      store.begin();
      // Whoever comes after the first lines is given the newest 1,000 of them.
      await until(async () => (await store.ask()).status === 'stopped');
      const ms = await timed(async () => {
        await engine.docker('start', name);
        await until(async () => (await store.ask()).lines >= LINES);
      });
      const { dropped } = await store.ask();
      if (dropped !== 0) throw new Error(`${dropped} lines dropped`);
      await store.close();
      await engine.docker('rm', '-f', name);
      return ms;
    },
  });
  await engine.docker('rm', '-f', id);
  const first = await firstLine(engine, core);
  return [
    {
      goal: 'G2a',
      what: `finished log of ${LINES} lines to the line store, speed against docker logs`,
      ours: finished.ours.median,
      comparator: finished.cli.median,
      unit: 'ms',
      ratio: finished.cli.median / finished.ours.median,
      bound: { atLeast: 0.85 },
    },
    {
      goal: 'G2b',
      what: `live follow of ${LINES} lines, speed against docker logs -f`,
      ours: live.ours.median,
      comparator: live.cli.median,
      unit: 'ms',
      ratio: live.cli.median / live.ours.median,
      bound: { atLeast: 0.95 },
    },
    {
      goal: 'G2d',
      what: 'CPU of the main thread against dockerode with its demultiplexer, and split',
      ours: median(cpu.ours),
      comparator: median(cpu.dockerode),
      unit: 'ms',
      ratio: median(cpu.ours) / median(cpu.dockerode),
      bound: { atMost: 0.5 },
    },
    {
      goal: 'G2e',
      what: "idle log: from Docker's stamp to the watcher, against the goal of 30 ms",
      ours: first,
      comparator: 30,
      unit: 'ms',
      ratio: first / 30,
      bound: { atMost: 1 },
      note: 'one frame of painting comes on top',
    },
  ];
}

/** p95 of the time from Docker's own stamp of a line to its arrival, in a log that writes once in 300 ms. */
async function firstLine(engine: TestEngine, core: Core): Promise<number> {
  const { stdout } = await engine.docker(
    'run',
    '-d',
    'quayside/busybox:1',
    'sh',
    '-c',
    'while true; do echo tick; sleep 0.3; done',
  );
  const id = stdout.trim();
  const client = clientOf(core);
  const waits: number[] = [];
  const origin = performance.timeOrigin;
  await new Promise<void>((resolve) => {
    const watching = client.subscribe(
      'logs:stream',
      { container: id },
      {
        onItems: (items) => {
          const at = origin + performance.now();
          for (const item of items)
            if ('stream' in item) waits.push(at - (Date.parse(item.time) + Number(item.time.slice(23, 29)) / 1e6));
          if (waits.length < 40) return;
          watching.dispose();
          resolve();
        },
      },
      { view: { tail: 0 } },
    );
  });
  client.dispose();
  await engine.docker('rm', '-f', id);
  return percentile(waits, 0.95);
}

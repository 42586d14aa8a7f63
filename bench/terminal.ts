import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import type { TestEngine } from '../test/engine.ts';
import type { Core } from '#main/compose.ts';
import { clientOf } from './lib/core.ts';
import { median, percentile } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';

const KEYS = 200;

/** One key at a time: from its sending to its echo. */
async function echoes(write: (key: string) => void, onOutput: (heard: () => void) => void): Promise<number[]> {
  let heard = (): void => undefined;
  onOutput(() => heard());
  const waits: number[] = [];
  for (let i = 0; i < KEYS; i++) {
    const begun = performance.now();
    const echo = new Promise<void>((resolve) => {
      heard = resolve;
    });
    write(i % 60 === 59 ? '\u0015' : 'x');
    await echo;
    waits.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return waits;
}

export async function terminal(engine: TestEngine, core: Core): Promise<Finding[]> {
  const id = (await engine.docker('run', '-d', 'quayside/busybox:1', 'sleep', '10000')).stdout.trim();
  // `script` gives the docker CLI the pseudo-terminal that `-it` wants.
  const child = spawn('script', ['-qfec', `docker --host ${engine.host} exec -it ${id} sh`, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const cli = await echoes(
    (key) => child.stdin.write(key),
    (heard) => child.stdout.on('data', heard),
  );
  child.kill('SIGKILL');

  const client = clientOf(core);
  const { session } = await client.call('terminal.open', { container: id, columns: 80, rows: 24 });
  let heard = (): void => undefined;
  const watching = client.subscribe('terminal:output', { session }, { onItems: () => heard() });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const ours = await echoes(
    (key) => void watching.input(key),
    (listener) => (heard = listener),
  );
  await client.call('terminal.close', { session });
  client.dispose();
  await engine.docker('rm', '-f', id);
  return [
    {
      goal: 'G7a',
      what: 'key to echo, p50, against docker exec -it',
      ours: median(ours),
      comparator: median(cli),
      unit: 'ms',
      ratio: median(ours) / median(cli),
      bound: { atMost: 3 },
      note: 'without the hop to the page',
    },
    {
      goal: 'G7a',
      what: 'key to echo, p99',
      ours: percentile(ours, 0.99),
      comparator: percentile(cli, 0.99),
      unit: 'ms',
      ratio: percentile(ours, 0.99) / percentile(cli, 0.99),
      bound: { atMost: 2 },
      note: 'without the hop to the page',
    },
  ];
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestEngine } from '../test/engine.ts';
import { buildEnv } from '../scripts/lib/ensure-electron.mjs';
import { startDisplay } from '../scripts/lib/display.mjs';
import type { IpcResult } from './ipc/page.ts';
import { median, percentile } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The program's own build, with the bench's window beside it. */
async function buildInto(folder: string): Promise<void> {
  const command = ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--outDir', folder];
  const child = spawn(process.execPath, command, {
    cwd: here('..'),
    env: { ...process.env, ...buildEnv(), QUAYSIDE_BENCH: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error('the build of the bench failed');
}

/** G3a and G3b in a real Electron: the link beside a bare invoke, and how many messages a flood of lines makes. */
export async function ipc(engine: TestEngine): Promise<Finding[]> {
  // Inside the project, for the build finds its packages from there.
  const cache = here('../node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-'));
  const display = await startDisplay();
  const writer = 'while :; do cat /dev/zero | head -c 20000000 | tr "\\\\0" x | fold -w 100; done';
  const container = (await engine.docker('run', '-d', 'quayside/busybox:1', 'sh', '-c', writer)).stdout.trim();
  try {
    await buildInto(folder);
    writeFileSync(join(folder, 'package.json'), '{"type":"module","main":"main/bench.js"}');
    const page = join(folder, 'page.html');
    writeFileSync(page, '<!doctype html><title>bench</title><script>require("./preload/bench.cjs")</script>');
    const electron = createRequire(import.meta.url)('electron') as string;
    const args = ['--no-sandbox', `--user-data-dir=${folder}/data`, folder];
    const env = {
      ...process.env,
      ...display.env,
      DOCKER_HOST: engine.host,
      BENCH_PAGE: page,
      BENCH_CONTAINER: container,
    };
    const child = spawn(electron, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
    const giveUp = setTimeout(() => child.kill('SIGKILL'), 60_000);
    await once(child, 'exit');
    clearTimeout(giveUp);
    const found = /^RESULT (.*)$/m.exec(text)?.[1];
    if (found === undefined) throw new Error(`the window gave no result: ${text.slice(-2000)}`);
    return findings(JSON.parse(found) as IpcResult);
  } finally {
    await engine.docker('rm', '-f', container);
    display.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

function findings(result: IpcResult): Finding[] {
  const p99 = (values: readonly number[]): number => percentile(values, 0.99);
  const perSecond = result.messages / result.seconds;
  const megabytes = (result.bytes / result.seconds / 1e6).toFixed(0);
  return [
    {
      goal: 'G3a',
      what: 'settings.get from the page, p50, against a bare invoke of the same value',
      ours: median(result.ours),
      comparator: median(result.echo),
      unit: 'ms',
      ratio: median(result.ours) / median(result.echo),
      bound: { atMost: 1.5 },
    },
    {
      goal: 'G3a',
      what: 'the same, p99',
      ours: p99(result.ours),
      comparator: p99(result.echo),
      unit: 'ms',
      ratio: p99(result.ours) / p99(result.echo),
      bound: { atMost: 3 },
    },
    {
      goal: 'G3c',
      what: 'a tick of 200 containers to the page, against the same objects over webContents.send',
      ours: median(result.tickOurs),
      comparator: median(result.tickSend),
      unit: 'ms',
      ratio: median(result.tickOurs) / median(result.tickSend),
      bound: { atMost: 0.5 },
    },
    {
      goal: 'G3b',
      what: 'messages a second to a page that follows a flood, against the goal of 300',
      ours: perSecond,
      comparator: 300,
      unit: '/s',
      ratio: perSecond / 300,
      bound: { atMost: 1 },
      note: `${megabytes} MB/s, ${result.dropped} lines dropped`,
    },
  ];
}

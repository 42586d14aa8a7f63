import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestEngine } from '../test/engine.ts';
import { systemClock } from '#shared/base/clock.ts';
import { compose } from '#main/compose.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { mainThreadMs } from './lib/core.ts';
import { inTurns, median } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';

const VIEWERS = 50;
const LINES = 100_000;
const LINE = 'the quick brown fox jumps over the lazy dog and goes on to be a line of a hundred bytes......';
const WRITER = `while [ ! -e /tmp/go ]; do sleep 0.1; done; awk 'BEGIN { for (i = 0; i < ${LINES}; i++) printf "%08d ${LINE}\\n", i }'; sleep 1000`;
const MB = 1_048_576;

/** Viewers as a process of their own; `start` runs when all of them watch, `begun` when the first has something. */
async function withViewers(order: object, count: number, start: () => void, begun = start): Promise<void> {
  const child = fork(new URL('./lib/viewers.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, BENCH_ORDER: JSON.stringify(order) },
  });
  let ready = 0;
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      if (message === 'done') return resolve();
      if (message === 'begun') return begun();
      ready += 1;
      if (ready === count) start();
    });
    child.once('exit', (code) => reject(new Error(`the viewers ended with ${code}`)));
  });
  child.kill('SIGKILL');
}

/** The 50 viewers of one log over Socket.io, against the same bytes over plain TCP; then one of them standing still. */
export async function lan(engine: TestEngine, rounds: number): Promise<Finding[]> {
  const home = mkdtempSync(join(tmpdir(), 'qs-bench-'));
  const remoteLimits = {
    ...DEFAULT_SETTINGS.remoteLimits,
    connectionsPerUser: 1000,
    watchersPerLog: 1000,
    messagesPerSecond: 10_000,
  };
  const settings = new SettingsKeeper({ read: () => ({ remoteLimits }), write: () => undefined });
  const core = compose({
    env: { DOCKER_HOST: engine.host },
    clock: systemClock,
    settings,
    version: 'bench',
    remote: { home, pages: home },
  });
  const { signIns } = await core.security();
  const { token } = signIns.add({ kind: 'start', user: 'local', role: 'admin', device: 'bench' });
  const state = await core.remote.start({ host: '127.0.0.1', port: 0, isTls: false });
  if (state.state !== 'on') throw new Error('the door did not open');
  const port = Number(new URL(state.url).port);
  const cpu = { ours: [] as number[], tcp: [] as number[] };
  let upstreams = 0;
  let peakMb = 0;

  const ours = async (stalled: number): Promise<number> => {
    // It must not write before all watch.
    const { stdout } = await engine.docker('run', '-d', 'quayside/busybox:1', 'sh', '-c', WRITER);
    const container = stdout.trim();
    let begun = 0;
    let before = 0;
    const rss = setInterval(() => (peakMb = Math.max(peakMb, process.memoryUsage.rss() / MB)), 100);
    await withViewers(
      { kind: 'quayside', port, token, container, viewers: VIEWERS, lines: LINES, stalled },
      VIEWERS,
      () => {
        upstreams = core.hub.inspect().filter((one) => one.params['container'] === container && one.hasUpstream).length;
        void engine.docker('exec', container, 'touch', '/tmp/go');
      },
      () => {
        begun = performance.now();
        before = mainThreadMs();
      },
    );
    const ms = performance.now() - begun;
    clearInterval(rss);
    if (stalled === 0) cpu.ours.push(mainThreadMs() - before);
    await engine.docker('rm', '-f', container);
    return ms;
  };
  const tcp = async (): Promise<number> => {
    const chunk = Buffer.from(
      `${JSON.stringify({ time: '2026-11-21T07:30:30.669305096Z', stream: 'stdout', text: `00000000 ${LINE}` })},`.repeat(
        400,
      ),
    );
    const chunks = LINES / 400;
    const sockets: Socket[] = [];
    let arrived = (): void => undefined;
    // A client can be connected before its server has taken the connection.
    const allHere = new Promise<void>((resolve) => (arrived = resolve));
    const server = createServer((socket) => {
      sockets.push(socket);
      if (sockets.length === VIEWERS) arrived();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const feed = async (socket: Socket): Promise<void> => {
      for (let i = 0; i < chunks; i++) if (!socket.write(chunk)) await once(socket, 'drain');
    };
    let before = 0;
    let begun = 0;
    await withViewers(
      { kind: 'tcp', port: (server.address() as AddressInfo).port, viewers: VIEWERS, bytes: chunk.length * chunks },
      VIEWERS,
      () => {
        void allHere.then(() => {
          before = mainThreadMs();
          begun = performance.now();
          for (const socket of sockets) void feed(socket).catch(() => undefined);
        });
      },
    );
    const ms = performance.now() - begun;
    cpu.tcp.push(mainThreadMs() - before);
    server.close();
    for (const socket of sockets) socket.destroy();
    return ms;
  };

  try {
    const wall = await inTurns(rounds, { tcp, ours: () => ours(0) });
    const healthy = wall.ours.median;
    globalThis.gc?.();
    const idleMb = process.memoryUsage.rss() / MB;
    peakMb = 0;
    const stalled = await ours(1);
    const oursCpu = median(cpu.ours.slice(1));
    const tcpCpu = median(cpu.tcp.slice(1));
    return [
      {
        goal: 'G5a',
        what: `server CPU for ${VIEWERS} viewers of ${LINES} lines against plain TCP`,
        ours: oursCpu,
        comparator: tcpCpu,
        unit: 'ms',
        ratio: oursCpu / tcpCpu,
        bound: { atMost: 3 },
      },
      {
        goal: 'G5b',
        what: 'the same, speed',
        ours: healthy,
        comparator: wall.tcp.median,
        unit: 'ms',
        ratio: wall.tcp.median / healthy,
        bound: { atLeast: 0.4 },
        note: 'ours reads them from Docker meanwhile',
      },
      {
        goal: 'G5c',
        what: `memory with 1 of ${VIEWERS} standing still, above idle and its buffer of 24 MB`,
        ours: peakMb - idleMb,
        comparator: 124,
        unit: 'MB',
        ratio: (peakMb - idleMb) / 124,
        bound: { atMost: 1 },
        note: `the others: ${(healthy / stalled).toFixed(2)} of their speed without it`,
      },
      {
        goal: 'G5d',
        what: `upstream requests for ${VIEWERS} viewers of one container`,
        ours: upstreams,
        comparator: 1,
        unit: '',
        ratio: upstreams,
        bound: { atMost: 1 },
      },
    ];
  } finally {
    await core.dispose();
    rmSync(home, { recursive: true, force: true });
  }
}

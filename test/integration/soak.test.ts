// The numbered emitter through everything at once: restarts of its container, kills of the engine, a computer that
// sleeps, a container made anew, and a reader who does not keep up. Every number once, or said how many are missing.
// One round runs in each `npm test`; `npm run soak MINUTES` goes on with one after the other.
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#shared/base/clock.ts';
import { Client } from '#shared/client/client.ts';
import type { KeptServiceInfo } from '#shared/contract/history.ts';
import type { LogItem } from '#shared/contract/logs.ts';
import { itemsOf } from '#shared/lines/chunk.ts';
import { SocketClientLink } from '#shared/protocol/socket-link.ts';
import { type RestartableEngine, startRestartableEngine, TEST_IMAGE } from '../engine.ts';
import { BuiltProgram, type RunningProgram } from './built-program.ts';
import { wrongWith } from './log-watch.ts';

const MINUTES = Number(process.env['QUAYSIDE_SOAK_MINUTES'] ?? 0);
const RUNS = 11;
const LINES_A_RUN = 1200;
const LINES = RUNS * LINES_A_RUN;
/** Of each line, so that a round is more than the 16 MiB that are owed to a reader who is behind. */
const LINE_BYTES = 2000;
/** The computer sleeps as long: nothing in the program runs, and everything around it goes on. */
const SLEEP_MS = 4000;
/**
 * Each run goes on with the numbers where the last one stopped. It rests halfway until it is told to go on, and there the
 * engine is killed: what a killed engine has read of the pipe and not yet written to its file is lost to everyone, and is
 * not asked here.
 */
const emitter = (first: number): string =>
  `pad=$(head -c ${LINE_BYTES} /dev/zero | tr '\\0' .); at=$(cat /next 2>/dev/null || echo ${first})
end=$((at + ${LINES_A_RUN})); half=$((at + ${LINES_A_RUN / 2})); echo $end > /next
while [ $at -lt $half ]; do echo "$at $pad"; at=$((at+1)); done; until [ -e /go-$half ]; do sleep 0.05; done
while [ $at -lt $end ]; do echo "$at $pad"; at=$((at+1)); done; exec sleep 1000`;

/** Ends the rest of the run whose first number this is. */
const goOn = (container: string, first: number): Promise<unknown> =>
  docker.docker('exec', container, 'touch', `/go-${first + LINES_A_RUN / 2}`);

let docker: RestartableEngine;
let built: BuiltProgram;
beforeAll(async () => {
  docker = await startRestartableEngine();
  built = new BuiltProgram(docker.host, { keepLogs: true, keepLogsServiceBytes: 10_000_000_000 });
}, 60_000);
afterAll(async () => {
  built.dispose();
  await docker.stop();
});

const numberOf = (text: string): string => text.slice(0, text.indexOf(' '));

function socketTo({ url, accessToken }: RunningProgram): Promise<Socket> {
  const socket = io(url, { auth: { token: accessToken }, transports: ['websocket'], forceNew: true });
  onTestFinished(() => void socket.disconnect());
  return new Promise((resolve) => socket.on('connected', () => resolve(socket)));
}

/** Somebody who keeps up: our own client, which resumes by itself when its link breaks. */
async function follow(program: RunningProgram, container: string) {
  const client = new Client({ clock: systemClock });
  const socket = await socketTo(program);
  client.attach(new SocketClientLink(socket));
  socket.io.on('reconnect', () => client.attach(new SocketClientLink(socket)));
  const numbers: string[] = [];
  const seen = { items: 0, dropped: 0, status: '', marks: [] as string[] };
  const watcher = {
    onPacked: (packed: Uint8Array) => {
      for (const item of itemsOf(packed)) {
        seen.items += 1;
        if ('mark' in item) seen.marks.push(item.mark);
        else numbers.push(numberOf(item.text));
      }
    },
    onGap: ({ dropped }: { dropped: number | null }) => (seen.dropped += dropped ?? Number.NaN),
    onStatus: ({ status }: { status: string }) => (seen.status = status),
  };
  const watching = client.subscribe('logs:stream', { container }, watcher, { packed: true, view: { tail: 10_000 } });
  return {
    numbers,
    seen,
    stop: () => {
      watching.dispose();
      client.dispose();
      socket.disconnect();
    },
  };
}

/** Somebody who reads a little and then nothing more until `catchUp`: what was lost to them must be said to the item. */
async function dawdle(program: RunningProgram, container: string) {
  const socket = await socketTo(program);
  let [expected, items, dropped, unsaid] = [0, 0, 0, 0];
  let isAcking = false;
  let stream = '';
  const ack = (): void => void socket.emit('ack', { stream, seq: expected });
  socket.on('logs:stream', (batch: { from: number; next: number; items: LogItem[] }) => {
    unsaid += batch.from - expected;
    items += batch.items.length;
    expected = batch.next;
    if (isAcking) ack();
  });
  socket.on('gap', (gap: { dropped: number | null; next: number }) => {
    dropped += gap.dropped ?? Number.NaN;
    expected += gap.dropped ?? Number.NaN;
  });
  const answer = (await socket.emitWithAck('subscribe', {
    channel: 'logs:stream',
    params: { container },
    view: { tail: 10_000 },
    flow: true,
  })) as { ok: boolean; stream: string; next: number };
  expect(answer.ok).toBe(true);
  ({ stream, next: expected } = answer);
  return {
    catchUp: () => {
      isAcking = true;
      ack();
    },
    count: () => ({ items, dropped, unsaid, all: items + dropped }),
    stop: () => void socket.disconnect(),
  };
}

/** All that is kept of the service, oldest first, page by page. */
async function keptNumbers(program: RunningProgram, name: string): Promise<string[]> {
  const { services } = await program.call<{ services: KeptServiceInfo[] }>('logs.kept', {});
  const service = services.find((one) => one.name === name)?.service;
  const numbers: string[] = [];
  for (let after = '1970-01-01T00:00:00.000000000Z'; service !== undefined; ) {
    const page = { service, after, limit: 5000 };
    const { items, isAll } = await program.call<{ items: { item: LogItem }[]; isAll: boolean }>('logs.readKept', page);
    for (const { item } of items) if ('stream' in item) numbers.push(numberOf(item.text));
    after = items.at(-1)?.item.time ?? after;
    if (isAll) break;
  }
  return numbers;
}

/** One container's life: 11 runs, 5 kills of the engine, a sleep; gone at its end, so that the next one is made anew. */
async function round(program: RunningProgram, name: string, number: number): Promise<string[]> {
  const first = number * LINES + 1;
  const labels = ['--label', 'com.docker.compose.project=soak', '--label', `com.docker.compose.service=${name}`];
  const create = ['create', '--name', `${name}-${number}`, ...labels, TEST_IMAGE, 'sh', '-c', emitter(first)];
  const container = (await docker.docker(...create)).stdout.trim();
  const reader = await follow(program, container);
  const slow = await dawdle(program, container);
  const arrived = async (lines: number): Promise<void> => {
    await expect.poll(() => reader.numbers.length, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(lines);
  };
  await expect.poll(() => reader.seen.status).toBe('stopped');
  await docker.docker('start', container);
  for (let run = 1; run <= RUNS; run++) {
    await arrived((run - 0.5) * LINES_A_RUN);
    if (run % 2 === 0) {
      await docker.kill();
      await docker.start();
    } else if (run === 3) {
      program.sleep();
      await new Promise((resolve) => setTimeout(resolve, SLEEP_MS));
      program.wake();
    }
    await goOn(container, first + (run - 1) * LINES_A_RUN);
    await arrived(run * LINES_A_RUN);
    if (run < RUNS) await docker.docker('restart', '-t', '0', container);
  }
  const own = (numbers: readonly string[]): string[] => numbers.map((one) => String(Number(one) - first + 1));
  expect(wrongWith(own(reader.numbers), LINES)).toBe('');
  expect(reader.seen.dropped).toBe(0);
  expect(reader.seen.marks.filter((mark) => mark === 'restarted')).toHaveLength(RUNS - 1);

  slow.catchUp();
  await expect.poll(() => slow.count().all, { timeout: 20_000 }).toBe(reader.seen.items);
  expect(slow.count()).toMatchObject({ unsaid: 0 });
  expect(slow.count().dropped).toBeGreaterThan(0);
  reader.stop();
  slow.stop();
  await docker.docker('rm', '-f', container);
  return reader.numbers;
}

test(
  'every number once through restarts, kills, sleep and a container made anew, and a slow reader is told how many it lost',
  async () => {
    const program = await built.start();
    const name = `soak-${Date.now()}`;
    const until = Date.now() + MINUTES * 60_000;
    let rounds = 0;
    do {
      await round(program, name, rounds++);
      const held = Math.round(program.memoryBytes() / 2 ** 20);
      process.stdout.write(`soak: round ${rounds}, ${held} MiB held by the program
`);
    } while (Date.now() < until);
    expect(wrongWith(await keptNumbers(program, name), rounds * LINES)).toBe('');
    // Made anew, and with the program killed and started in between: the same service, the same numbers.
    await program.kill();
    const again = await built.start();
    const second = await docker.docker(
      'run',
      '-d',
      '--label',
      'com.docker.compose.project=soak',
      '--label',
      `com.docker.compose.service=${name}`,
      TEST_IMAGE,
      'sh',
      '-c',
      emitter(rounds * LINES + 1),
    );
    await goOn(second.stdout.trim(), rounds * LINES + 1);
    const total = rounds * LINES + LINES_A_RUN;
    await expect.poll(async () => (await keptNumbers(again, name)).length, { timeout: 60_000 }).toBe(total);
    expect(wrongWith(await keptNumbers(again, name), total)).toBe('');
  },
  120_000 + MINUTES * 120_000,
);

import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Watcher } from '#shared/client/watcher.ts';
import { itemsOf } from '#shared/lines/chunk.ts';
import { type RestartableEngine, startRestartableEngine, TEST_IMAGE } from '../engine.ts';
import { startLocalProgram } from './local-program.ts';
import { wrongWith } from './log-watch.ts';

const RUNS = 4;
const LINES_A_RUN = 25_000;
const TOTAL = RUNS * LINES_A_RUN;
const REST_AFTER = 10_000;
/**
 * Each run goes on with the numbers where the last one stopped, and waits at its end to be restarted. It rests until it
 * is told to go on, and there the engine is killed: what a killed engine has read of the pipe and not yet written to its
 * file is lost to everyone (195 lines, when it was killed inside a burst), and is not what is asked here.
 */
const EMITTER = `start=$(cat /next 2>/dev/null || echo 1); end=$((start + ${LINES_A_RUN})); echo $end > /next
at=$start; rest=$((start + ${REST_AFTER}))
while [ $at -lt $rest ]; do echo $at; at=$((at+1)); done; until [ -e /go-$start ]; do sleep 0.05; done
while [ $at -lt $end ]; do echo $at; at=$((at+1)); done; exec sleep 1000`;

let docker: RestartableEngine;
beforeAll(async () => {
  docker = await startRestartableEngine();
}, 60_000);
afterAll(() => docker.stop());

async function wholeProgram() {
  const { client, connect, end } = await startLocalProgram(docker.host);
  onTestFinished(end);
  return { client, connect };
}

function collecting<C extends 'logs:stream' | 'logs:read'>() {
  const texts: string[] = [];
  const marks: string[] = [];
  let dropped = 0;
  let status: string | undefined;
  let end: string | undefined;
  const watcher = {
    onPacked: (packed: Uint8Array) => {
      for (const item of itemsOf(packed)) {
        if ('mark' in item) marks.push(item.mark);
        else texts.push(item.text);
      }
    },
    onGap: (gap: { dropped: number | null }) => {
      dropped += gap.dropped ?? Number.NaN;
    },
    onStatus: (now: { status: string }) => {
      status = now.status;
    },
    onEnd: ({ reason }: { reason: string }) => {
      end = reason;
    },
  } as Watcher<C>;
  return { watcher, texts, marks, dropped: () => dropped, status: () => status, end: () => end };
}

test('100,000 numbered lines over restarts of the container, kills of the engine and breaks of the link: each once', async () => {
  const { client, connect } = await wholeProgram();
  const { stdout } = await docker.docker('create', TEST_IMAGE, 'sh', '-c', EMITTER);
  const container = stdout.trim();
  const live = collecting<'logs:stream'>();
  client.subscribe('logs:stream', { container }, live.watcher, { packed: true, view: { tail: 10_000 } });
  const arrived = async (lines: number): Promise<void> => {
    await expect.poll(() => live.texts.length, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(lines);
  };

  // Whoever comes after the first lines is given the newest 1,000 of them.
  await expect.poll(live.status).toBe('stopped');
  await docker.docker('start', container);
  for (let run = 1; run <= RUNS; run++) {
    const before = (run - 1) * LINES_A_RUN;
    await arrived(before + REST_AFTER);
    if (run % 2 === 0) {
      await docker.kill();
      await docker.start();
    } else connect();
    await docker.docker('exec', container, 'touch', `/go-${before + 1}`);
    await arrived(run * LINES_A_RUN);
    if (run < RUNS) await docker.docker('restart', '-t', '0', container);
  }
  const held = (await docker.docker('logs', container)).stdout.trimEnd().split('\n');
  expect(wrongWith(held, TOTAL)).toBe('');
  expect(wrongWith(live.texts, TOTAL)).toBe('');
  expect(live.texts).toHaveLength(TOTAL);
  expect(live.dropped()).toBe(0);
  expect(live.marks.filter((mark) => mark === 'restarted')).toHaveLength(RUNS - 1);

  const read = collecting<'logs:read'>();
  client.subscribe('logs:read', { container }, read.watcher, { packed: true });
  await expect.poll(read.end).toBe('done');
  expect(read.dropped()).toBe(0);
  expect(wrongWith(read.texts, TOTAL)).toBe('');
}, 150_000);

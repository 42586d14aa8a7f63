// An engine that dies in the middle of an apply: what was begun is found again, and the rest is done.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableEngine, startRestartableEngine, TEST_IMAGE } from '../engine.ts';
import { startStackProgram, type StackProgram } from './stack-program.ts';

let engine: RestartableEngine;
let program: StackProgram;
const home = mkdtempSync(join(tmpdir(), 'qs-stacks-away-'));

beforeAll(async () => {
  engine = await startRestartableEngine();
  program = await startStackProgram(engine.host, home);
}, 90_000);
afterAll(async () => {
  await program?.close();
  await engine?.stop();
  rmSync(home, { recursive: true, force: true });
});

const RUN = 'while :; do sleep 0.2; done';
const service = (level: string, test: string): string =>
  `    image: ${TEST_IMAGE}\n    init: true\n    command: ["sh", "-c", ${JSON.stringify(RUN)}]\n    stop_grace_period: 1s\n` +
  `    environment: {LEVEL: "${level}"}\n    healthcheck: {test: "${test}", interval: 1s, timeout: 2s, retries: 3, start_period: 2s}\n`;
const stack = (level: string, test: string): string =>
  `services:\n  api:\n${service(level, test)}  web:\n${service(level, 'true')}    depends_on: [api]\n`;

const all = async (): Promise<string[]> =>
  (
    await engine.docker(
      'ps',
      '-a',
      '--format',
      '{{.Names}} {{.State}}',
      '--filter',
      'label=com.docker.compose.project=away',
    )
  ).stdout
    .split('\n')
    .filter(Boolean)
    .sort();
const levelOf = async (name: string): Promise<string> =>
  (await engine.docker('exec', name, 'sh', '-c', 'echo $LEVEL')).stdout.trim();

/** Applies another version and kills the engine when this is told. */
async function applyAndKill(
  text: string,
  at: RegExp,
): Promise<{ job: string; over: ReturnType<StackProgram['ended']> }> {
  await program.set('away', text);
  const { job } = await program.client.call('stacks.apply', { name: 'away', plan: (await program.plan('away')).plan });
  const over = program.ended(job);
  await expect
    .poll(async () => (await program.client.call('jobs.get', { job })).output.some((line) => at.test(line)), {
      interval: 20,
    })
    .toBe(true);
  await engine.kill();
  return { job, over };
}

test('an engine killed while a service is made anew: the apply waits, then goes on to its end', async () => {
  await program.set('away', stack('one', 'true'));
  expect((await program.apply('away', (await program.plan('away')).plan)).at(-1)).toMatchObject({ status: 'done' });
  const { job, over } = await applyAndKill(
    stack('two', 'true'),
    /api-1: (Starting the new|Waiting until it is healthy)/,
  );
  await expect
    .poll(async () => (await program.client.call('jobs.get', { job })).output)
    .toContain('Docker does not answer. It goes on when Docker is back.');
  await engine.start();
  const lines = await over;
  expect(lines.at(-1)).toMatchObject({ status: 'done' });
  expect(await all()).toEqual(['away-api-1 running', 'away-web-1 running']);
  expect([await levelOf('away-api-1'), await levelOf('away-web-1')]).toEqual(['two', 'two']);
  expect((await program.plan('away')).isEmpty).toBe(true);
}, 120_000);

test('the same where the new one does no good: the old one is back, and the apply tells why', async () => {
  const { over } = await applyAndKill(
    stack('three', 'exit 1'),
    /api-1: (Starting the new|Waiting until it is healthy)/,
  );
  await engine.start();
  const lines = await over;
  expect(lines.at(-1)).toMatchObject({ status: 'failed' });
  expect(lines.at(-1)?.error?.message).toContain('not healthy');
  expect(await all()).toEqual(['away-api-1 running', 'away-web-1 running']);
  expect(await levelOf('away-api-1')).toBe('two');
  const { stack: now } = await program.client.call('stacks.get', { name: 'away' });
  expect(now).toMatchObject({ isUnfinished: true, running: 2 });
}, 120_000);

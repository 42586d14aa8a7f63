import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DockerEngine } from '#main/engine/docker-engine.ts';
import { parseEndpoint } from '#main/engine/endpoint.ts';
import type { Engine } from '#main/engine/engine.ts';
import { SimulatedEngine } from '#main/engine/simulated/simulated-engine.ts';
import { systemClock } from '#shared/base/clock.ts';
import { TEST_IMAGE } from '../engine.ts';

/** An engine with the containers that the conformance suite needs; each name as the engine knows it. */
export interface Subject {
  readonly engine: Engine;
  /** Runs, writes to both streams all the time, heeds SIGTERM. */
  readonly talker: string;
  /** Runs on a terminal. */
  readonly tty: string;
  /** Ended with exit code 1. */
  readonly failed: string;
  dispose(): Promise<void>;
}

const docker = promisify(execFile);
const LABEL = 'quayside.test=conformance';
const TALK = 'trap "exit 0" TERM; i=0; while :; do i=$((i+1)); echo "out $i"; echo "err $i" >&2; sleep 0.1; done';

export async function realSubject(): Promise<Subject> {
  const host = process.env['DOCKER_HOST'] ?? '';
  const endpoint = parseEndpoint(host, undefined);
  if (endpoint.kind === 'unsupported') throw new Error(`DOCKER_HOST of the tests: ${endpoint.why}`);
  const suffix = `${process.pid}-${Math.floor(performance.now())}`;
  const names = { talker: `qs-talker-${suffix}`, tty: `qs-tty-${suffix}`, failed: `qs-failed-${suffix}` };
  const run = (name: string, options: string[], script: string): Promise<unknown> =>
    docker('docker', [
      '-H',
      host,
      'run',
      '-d',
      '--label',
      LABEL,
      '--name',
      name,
      ...options,
      TEST_IMAGE,
      'sh',
      '-c',
      script,
    ]);
  await run(names.talker, ['-e', 'GREETING=hello'], TALK);
  await run(names.tty, ['-t'], 'trap "exit 0" TERM; echo ready; while :; do sleep 0.2; done');
  await run(names.failed, [], 'echo "going down"; exit 1');
  await docker('docker', ['-H', host, 'wait', names.failed]);
  const engine = new DockerEngine(endpoint, systemClock);
  await engine.ping(AbortSignal.timeout(5000));
  return {
    engine,
    ...names,
    dispose: async () => {
      engine.dispose();
      await docker('docker', ['-H', host, 'rm', '-f', ...Object.values(names)]);
    },
  };
}

export function simulatedSubject(): Promise<Subject> {
  const engine = new SimulatedEngine({ clock: systemClock });
  return Promise.resolve({
    engine,
    talker: 'shop-api-1',
    tty: 'scratchpad',
    failed: 'shop-migrate-1',
    dispose: () => Promise.resolve(engine.dispose()),
  });
}

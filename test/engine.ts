// The Docker engines of the tests; how they are made is told in scripts/lib/private-engine.mjs.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { IMAGE, type PrivateEngine, startPrivateEngine } from '../scripts/lib/private-engine.mjs';

/** In every test engine: busybox with all its applets in /bin. */
export const TEST_IMAGE = IMAGE;

export interface TestEngine {
  /** `unix://…/docker.sock` */
  readonly host: string;
  readonly socketPath: string;
  /** Runs the docker CLI on this engine. */
  docker(...args: string[]): Promise<{ stdout: string; stderr: string }>;
  /** Ends the engine with all its containers and removes its data. Twice is allowed. */
  stop(): Promise<void>;
}

/** For tests that kill or hang an engine: never the shared one, which others use at the same time. */
export interface RestartableEngine extends TestEngine {
  /** dockerd ends at once (SIGKILL); its containers live on. */
  kill(): Promise<void>;
  /** dockerd again; resolves when it answers. */
  start(): Promise<void>;
  /** dockerd takes connections but answers nothing (SIGSTOP), until `resume()`. */
  hang(): void;
  resume(): void;
  /** A program that shares the engine's loopback, such as a registry; it ends with the engine. */
  spawnInside(command: string, ...args: string[]): ChildProcessWithoutNullStreams;
  /** The end of dockerd's own log, for messages of failed tests. */
  logTail(): string;
}

/** `diskMiB`: its data has a disk of its own of this size, that can be full. */
export async function startRestartableEngine(options?: { diskMiB: number }): Promise<RestartableEngine> {
  if (process.getuid?.() !== 0) {
    throw new Error('Tests that kill an engine start one of their own, which needs root.');
  }
  return await startPrivateEngine(options);
}

export async function startEngine(): Promise<TestEngine> {
  if (process.getuid?.() !== 0) {
    throw new Error('Without root, name an engine for the tests: QUAYSIDE_TEST_ENGINE=unix:///path/docker.sock');
  }
  const engine: PrivateEngine = await startPrivateEngine();
  return engine;
}

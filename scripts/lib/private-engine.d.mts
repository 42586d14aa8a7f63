import type { ChildProcessWithoutNullStreams } from 'node:child_process';

/** The image that is in every private engine. */
export const IMAGE: string;

export interface PrivateEngine {
  /** `unix://…/docker.sock` */
  readonly host: string;
  readonly socketPath: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  hang(): void;
  resume(): void;
  stop(): Promise<void>;
  docker(...args: string[]): Promise<{ stdout: string; stderr: string }>;
  spawnInside(command: string, ...args: string[]): ChildProcessWithoutNullStreams;
  logTail(): string;
}

export function ping(socketPath: string): Promise<boolean>;
/** `diskMiB`: its data has a disk of its own of this size. */
export function startPrivateEngine(options?: { diskMiB?: number }): Promise<PrivateEngine>;

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { TEST_IMAGE } from '../../test/engine.ts';

const run = promisify(execFile);

/** The docker CLI on the tests' shared engine: what the user types beside the window. */
export async function docker(...args: string[]): Promise<string> {
  const { stdout } = await run('docker', args, { env: { ...process.env, DOCKER_CONTEXT: '' } });
  return stdout.trim();
}

/** A name that no other test on the shared engine uses. */
export const unique = (name: string): string => `${name}-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;

/** Starts a container that runs a shell script, and gives its id. */
export const runScript = (name: string, script: string, ...options: string[]): Promise<string> =>
  docker('run', '-d', `--name=${name}`, ...options, TEST_IMAGE, 'sh', '-c', script);

export const remove = (...names: string[]): Promise<string> => docker('rm', '-f', ...names);

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Settings } from '#shared/contract/settings.ts';

export interface RunningProgram {
  readonly url: string;
  /** An admin's, of this start. */
  readonly accessToken: string;
  /** What it holds of the computer's memory, in bytes. */
  memoryBytes(): number;
  /** A command's result; rejects with the error's words. */
  call<R>(command: string, params: unknown): Promise<R>;
  /** What a channel has for one who asks now, as over `GET poll/CHANNEL`. */
  poll<R>(channel: string, params?: Record<string, string>): Promise<R>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Stopped in its tracks as by a computer that sleeps, and going on. */
  sleep(): void;
  wake(): void;
}

/** The built program without a display, on a home of its own; started and killed as often as a test likes. */
export class BuiltProgram {
  /** Its folder, to look at what it has kept. */
  readonly home = mkdtempSync(join(tmpdir(), 'qs-program-'));
  readonly #host: string;
  #child: ChildProcess | undefined;

  constructor(host: string, settings: Partial<Settings>) {
    this.#host = host;
    writeFileSync(join(this.home, 'settings.json'), JSON.stringify(settings));
  }

  async start(): Promise<RunningProgram> {
    const child = spawn(process.execPath, ['out/main/headless.js', '--port', '0', '--json'], {
      env: { ...process.env, QUAYSIDE_HOME: this.home, DOCKER_HOST: this.#host, QUAYSIDE_ENGINE: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { url, accessToken } = JSON.parse(line) as { url: string; accessToken: string };
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` };
    const read = async <R>(answer: Response): Promise<R> => {
      const body = (await answer.json()) as R & { error?: { message: string } };
      if (!answer.ok) throw new Error(body.error?.message ?? `HTTP ${answer.status}`);
      return body;
    };
    return {
      url,
      accessToken,
      memoryBytes: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
      call: async <R>(command: string, params: unknown) => {
        const request = { method: 'POST', headers, body: JSON.stringify(params) };
        return (await read<{ result: R }>(await fetch(`${url}/api/v1/call/${command}`, request))).result;
      },
      poll: async <R>(channel: string, params: Record<string, string> = {}) =>
        read<R>(await fetch(`${url}/api/v1/poll/${channel}?${new URLSearchParams(params).toString()}`, { headers })),
      kill: async () => {
        child.kill('SIGKILL');
        await once(child, 'exit');
      },
      sleep: () => void child.kill('SIGSTOP'),
      wake: () => void child.kill('SIGCONT'),
    };
  }

  dispose(): void {
    this.#child?.kill('SIGKILL');
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The program without a display, as a child of the test. */
export class ViewerServer {
  readonly #home: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;
  #port = 0;
  url = '';
  /** An admin's, of this start. */
  token = '';

  constructor(home: string, env: Record<string, string> = {}) {
    this.#home = home;
    this.#env = env;
  }

  /** Starts it, the second time on the same port. */
  async start(): Promise<void> {
    const args = ['out/main/headless.js', '--json', '--port', String(this.#port)];
    const env = { ...process.env, QUAYSIDE_HOME: this.#home, ...this.#env };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    const lines = createInterface(child.stdout);
    const [first] = (await once(lines, 'line')) as [string];
    const { url, accessToken } = JSON.parse(first) as { url: string; accessToken: string };
    this.url = url;
    this.token = accessToken;
    this.#port = Number(new URL(url).port);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  /** A command, as this computer. */
  async call<T>(command: string, params: object = {}): Promise<T> {
    const response = await fetch(`${this.url}/api/v1/call/${command}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify(params),
    });
    const answer = (await response.json()) as { result: T; error?: { message: string } };
    if (!response.ok) throw new Error(`${command}: ${answer.error?.message}`);
    return answer.result;
  }

  async code(role: string, more: object = {}): Promise<string> {
    return (await this.call<{ code: string }>('pairing.create', { role, ...more })).code;
  }
}

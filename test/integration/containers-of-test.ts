import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { TEST_IMAGE } from '../engine.ts';

const execute = promisify(execFile);

/** Containers of one test file on an engine that others use too: made with a label of their own, ended by it. */
export class TestContainers {
  readonly #host: string;
  readonly label = `quayside.test=${randomBytes(6).toString('hex')}`;

  constructor(host: string | undefined = process.env['QUAYSIDE_TEST_ENGINE']) {
    if (!host) throw new Error('QUAYSIDE_TEST_ENGINE is not set: the global setup does it');
    this.#host = host;
  }

  get host(): string {
    return this.#host;
  }

  async docker(...args: string[]): Promise<string> {
    const { stdout } = await execute('docker', ['--host', this.#host, ...args], { maxBuffer: 1 << 26 });
    return stdout.trim();
  }

  /** Starts a shell command; gives the full id. */
  run(script: string, ...options: string[]): Promise<string> {
    return this.docker('run', '-d', '--label', this.label, ...options, TEST_IMAGE, 'sh', '-c', script);
  }

  /** Made, not started. */
  create(script: string, ...options: string[]): Promise<string> {
    return this.docker('create', '--label', this.label, ...options, TEST_IMAGE, 'sh', '-c', script);
  }

  async removeAll(): Promise<void> {
    const ids = await this.docker('ps', '-aq', '--filter', `label=${this.label}`);
    if (ids !== '') await this.docker('rm', '-f', '-v', ...ids.split('\n'));
  }
}

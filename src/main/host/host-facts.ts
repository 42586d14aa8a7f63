import type { Worker } from 'node:worker_threads';
import type { Clock } from '#shared/base/clock.ts';
import type { FileSystem, HostProcess } from '#shared/contract/host.ts';

/** What costs too much, or may hang, for the main thread. */
export interface Facts {
  readonly system: string | null;
  readonly cpuTemperature: number | null;
  readonly fileSystems: readonly FileSystem[];
  readonly underVoltage: boolean | null;
  readonly underVoltageSinceBoot: boolean | null;
  readonly throttled: boolean | null;
  readonly topProcesses: readonly HostProcess[];
  readonly topMemoryProcesses: readonly HostProcess[];
}

export const NO_FACTS: Facts = {
  system: null,
  cpuTemperature: null,
  fileSystems: [],
  underVoltage: null,
  underVoltageSinceBoot: null,
  throttled: null,
  topProcesses: [],
  topMemoryProcesses: [],
};

/** A look takes some 100 ms; figures do not wait for one that hangs. */
const PATIENCE_MS = 2000;

/**
 * The thread of `host-worker`, from the main thread. One look at a time: where one hangs (a dead network disk), what is
 * known stays and nothing piles up.
 */
export class HostFacts {
  readonly #worker: Worker;
  readonly #clock: Clock;
  #facts: Facts = NO_FACTS;
  #isAsked = false;
  #isGone = false;
  #wake: () => void = () => undefined;

  constructor(worker: Worker, clock: Clock, failed: (error: Error) => void) {
    this.#worker = worker;
    this.#clock = clock;
    worker.unref();
    worker.on('message', (facts: Facts) => {
      this.#facts = facts;
      this.#isAsked = false;
      this.#wake();
    });
    worker.on('error', (error) => failed(error));
    worker.on('exit', () => {
      this.#isGone = true;
      this.#wake();
    });
  }

  /** What a look gives now; what the last one gave where this one takes too long. */
  async look(): Promise<Facts> {
    if (this.#isGone) return this.#facts;
    if (!this.#isAsked) this.#worker.postMessage('look');
    this.#isAsked = true;
    await new Promise<void>((resolve) => {
      const timer = this.#clock.after(PATIENCE_MS, resolve);
      this.#wake = () => {
        timer.dispose();
        resolve();
      };
    });
    return this.#facts;
  }

  async dispose(): Promise<void> {
    await this.#worker.terminate();
  }
}

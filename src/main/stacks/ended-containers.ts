import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import { z } from '#shared/contract/zod.ts';
import { KeptFile } from '#main/alerts/kept-file.ts';
import type { EngineEvent } from '#main/engine/engine-json.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Log } from '#main/engine/engine.ts';
import { AskedStops } from '#main/incidents/asked-stops.ts';
import { PROJECT } from '#main/stacks/service-states.ts';

/** Of one engine that is much used; the oldest are forgotten. */
const MOST = 500;

/**
 * Which containers of stacks ran to their end by themselves, with success. Docker does not tell: one that was stopped may
 * end with exit code 0 as well, and the one is as it should be, the other is not.
 */
export class EndedContainers implements Disposable {
  readonly #store = new DisposableStore();
  readonly #asked = new AskedStops();
  readonly #file: KeptFile<string[]>;
  #done = new Set<string>();
  #loading: Promise<void> | undefined;

  /** `file`: '' keeps nothing beyond the end of the program. */
  constructor(engines: Engines, file: string, log: Log) {
    this.#file = new KeptFile(file, z.array(z.string()), log);
    this.#store.add(engines.events().onEvent((event) => this.#hear(event)));
  }

  async load(): Promise<void> {
    await (this.#loading ??= this.#file.read().then((kept) => {
      this.#done = new Set([...(kept ?? []), ...this.#done]);
    }));
  }

  hasDone(id: string): boolean {
    return this.#done.has(id);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #hear(event: EngineEvent): void {
    const { type, action, id, attributes } = event;
    if (type !== 'container') return;
    const wasAsked = this.#asked.hear(event);
    if (attributes[PROJECT] === undefined) return;
    const before = this.#done.has(id);
    if (action === 'die' && attributes['exitCode'] === '0' && !wasAsked) this.#done.add(id);
    else if (action === 'start' || action === 'destroy') this.#done.delete(id);
    if (before === this.#done.has(id)) return;
    const [oldest] = this.#done;
    if (this.#done.size > MOST && oldest !== undefined) this.#done.delete(oldest);
    void this.load().then(() => this.#file.write([...this.#done]));
  }
}

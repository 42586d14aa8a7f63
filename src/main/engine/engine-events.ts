import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { EngineEvent } from '#main/engine/engine-json.ts';
import type { Engine } from '#main/engine/engine.ts';

/** Events known again where the stream is resumed; the engine itself holds 256 (engine A.4). */
const KNOWN = 512;

/** The one events request of an engine, for all who want to hear of its containers. */
export class EngineEvents {
  readonly #events = new Emitter<EngineEvent>();
  readonly #opened = new Emitter<void>();
  readonly #lost = new Emitter<void>();
  readonly #known = new Set<string>();
  #lastNano = '';
  #isOpen = false;

  get isOpen(): boolean {
    return this.#isOpen;
  }

  onEvent(listener: (event: EngineEvent) => void): Disposable {
    return this.#events.on(listener);
  }

  /** Events come (again): what was built on them before must be read anew, for some may have been missed. */
  onOpened(listener: () => void): Disposable {
    return this.#opened.on(listener);
  }

  /** Events no longer come. */
  onLost(listener: () => void): Disposable {
    return this.#lost.on(listener);
  }

  /**
   * Reads until the stream ends; never throws. `fromMs`: the engine's clock at the start, so that what happens
   * between the request and its answer is not lost; what is sent twice is known.
   */
  async run(engine: Engine, fromMs: number | null, signal: AbortSignal): Promise<void> {
    this.#isOpen = true;
    const since =
      this.#lastNano === ''
        ? fromMs === null
          ? undefined
          : String(Math.floor(fromMs / 1000) - 1)
        : nanoSeconds(this.#lastNano);
    const events = engine.events(since, (event) => !signal.aborted && this.#take(event), signal);
    this.#opened.fire();
    try {
      await events;
    } catch {
      // Whatever it was, the connection's next probe says why.
    }
    this.#isOpen = false;
    this.#lost.fire();
  }

  /** Another engine: nothing of the old one's events is known. */
  forget(): void {
    this.#known.clear();
    this.#lastNano = '';
  }

  #take(event: EngineEvent): void {
    const key = `${event.timeNano} ${event.type} ${event.action} ${event.id}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    if (this.#known.size > KNOWN) for (const oldest of this.#known) if (this.#known.delete(oldest)) break;
    // Times go back now and then (engine A.4): the resume starts from the newest.
    if (
      event.timeNano.length > this.#lastNano.length ||
      (event.timeNano.length === this.#lastNano.length && event.timeNano > this.#lastNano)
    )
      this.#lastNano = event.timeNano;
    this.#events.fire(event);
  }
}

const nanoSeconds = (nano: string): string => `${nano.slice(0, -9)}.${nano.slice(-9)}`;

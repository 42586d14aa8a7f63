import type { EngineEvent } from '#main/engine/engine-json.ts';

/** Signals that end a process unless it says otherwise, and that people send to end it. */
const ENDING = new Set(['2', '3', '9', '15', 'SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGTERM', '']);

/** Which containers somebody asked Docker to stop or kill: their end is nobody's incident. */
export class AskedStops {
  readonly #asked = new Set<string>();

  /** Hears each event; for the end of a container it tells whether it was asked for. */
  hear({ action, id, attributes }: Pick<EngineEvent, 'action' | 'id' | 'attributes'>): boolean {
    if (action === 'kill' && ENDING.has(attributes['signal'] ?? '')) this.#asked.add(id);
    // A restart tells its kill first as well, and removing by force does.
    const isAsked = this.#asked.has(id);
    if (action === 'die' || action === 'start' || action === 'destroy') this.#asked.delete(id);
    return isAsked;
  }
}

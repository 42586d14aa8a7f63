import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { EngineEntry, EngineStatus } from '#shared/contract/engines.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { EngineConnection } from '#main/engine/connection.ts';
import { checkRef, findContainer, noSuchContainer } from '#main/engine/container-ref.ts';
import { ContainerStore } from '#main/engine/container-store.ts';
import { type Choice, chooseEngine, type Env, listEngines } from '#main/engine/discovery.ts';
import { DockerEngine } from '#main/engine/docker-engine.ts';
import type { Engine, Log } from '#main/engine/engine.ts';
import type { EngineEvents } from '#main/engine/engine-events.ts';

export interface EnginesOptions {
  readonly env: Env;
  readonly clock: Clock;
  /** Where the context that was chosen by hand is kept. */
  readonly settings: {
    get(): { readonly dockerContext: string | null };
    set(change: { readonly dockerContext: string }): unknown;
  };
  readonly log: Log;
  /** The engine of `QUAYSIDE_ENGINE=simulated` and of the context "simulated". */
  makeSimulated(): Engine;
}

const DEFAULT = 'default';

/** The engines by their names; until several can be open at once there is one, "default". */
export interface Engines {
  /** The engine itself, reached or not. Throws `not_found` for another name, `engine_unavailable` where it cannot be used at all. */
  get(name?: string): Engine;
  status(name?: string): EngineStatus;
  onStatus(listener: (status: EngineStatus) => void, name?: string): Disposable;
  /** Settles when the engine answers, or the signal aborts. */
  whenConnected(name: string, signal: AbortSignal): Promise<void>;
  events(name?: string): EngineEvents;
  containers(name?: string): ContainerStore;
  /** The engine's clock was set back. */
  onClockBack(listener: (step: { engineMs: number }) => void, name?: string): Disposable;
  /** Full id for a full id, an exact name or a unique prefix of 4 or more. Throws bad_request, not_found, conflict, or as the engine does. */
  resolveContainer(name: string, ref: string): Promise<string>;
  list(): EngineEntry[];
  /** Uses another context (a name of `list`) as "default". Throws not_found. `onChanged` fires before the new one is asked. */
  select(name: string, context: string): Promise<void>;
  /** The streams of this engine are those of another one and have to end. */
  onChanged(listener: (engine: string) => void): Disposable;
  dispose(): Promise<void>;
}

/** Connects by itself, and again after each loss; what is asked of an engine that is away throws `engine_unavailable` with its reason. */
export function createEngines(options: EnginesOptions): Engines {
  return new EngineManager(options);
}

class EngineManager implements Engines {
  readonly #options: EnginesOptions;
  readonly #connection: EngineConnection;
  readonly #containers: ContainerStore;
  readonly #changed = new Emitter<string>();
  #selected: string | undefined;

  constructor(options: EnginesOptions) {
    this.#options = options;
    const { env, clock, log, settings } = options;
    const choose = (): Choice => chooseEngine(env, settings.get().dockerContext, this.#selected);
    this.#connection = new EngineConnection({
      name: DEFAULT,
      env,
      clock,
      log,
      choose,
      makeEngine: (choice) => makeEngine(choice, options),
    });
    this.#containers = new ContainerStore({
      clock,
      log,
      events: this.#connection.events,
      engine: () => this.#connection.engine,
    });
    this.#connection.start();
  }

  get(name = DEFAULT): Engine {
    return this.#at(name).engine;
  }

  status(name = DEFAULT): EngineStatus {
    return this.#at(name).status;
  }

  onStatus(listener: (status: EngineStatus) => void, name = DEFAULT): Disposable {
    return this.#at(name).onStatus(listener);
  }

  whenConnected(name: string, signal: AbortSignal): Promise<void> {
    const connection = this.#at(name);
    return new Promise((resolve) => {
      const check = (): void => {
        if (connection.status.state !== 'connected' && !signal.aborted) return;
        listener.dispose();
        signal.removeEventListener('abort', check);
        resolve();
      };
      const listener = connection.onStatus(check);
      signal.addEventListener('abort', check, { once: true });
      check();
    });
  }

  events(name = DEFAULT): EngineEvents {
    return this.#at(name).events;
  }

  containers(name = DEFAULT): ContainerStore {
    this.#at(name);
    return this.#containers;
  }

  onClockBack(listener: (step: { engineMs: number }) => void, name = DEFAULT): Disposable {
    return this.#at(name).onClockBack(listener);
  }

  async resolveContainer(name: string, ref: string): Promise<string> {
    const connection = this.#at(name);
    checkRef(ref);
    const known = findContainer<Container>(this.#containers.all(), ref);
    // An exact match cannot have become another's; a prefix may have, but then the id is still right.
    if (known && (this.#containers.isSynced || connection.status.state !== 'connected')) return known.id;
    const listed = await connection.engine.list(AbortSignal.timeout(5000));
    const named = listed.map((one) => ({
      id: one.Id,
      name: (one.Names.find((full) => full.lastIndexOf('/') === 0) ?? '').slice(1),
    }));
    const found = findContainer(named, ref);
    if (!found) throw noSuchContainer(ref);
    return found.id;
  }

  list(): EngineEntry[] {
    return listEngines(this.#options.env, this.#connection.choice);
  }

  async select(name: string, context: string): Promise<void> {
    const connection = this.#at(name);
    if (!this.list().some((entry) => entry.context === context))
      throw new AppError('not_found', `There is no Docker context "${context.slice(0, 100)}".`, { field: 'context' });
    this.#selected = context;
    await this.#options.settings.set({ dockerContext: context });
    this.#changed.fire(name);
    this.#containers.forget();
    await connection.reselect();
  }

  onChanged(listener: (engine: string) => void): Disposable {
    return this.#changed.on(listener);
  }

  async dispose(): Promise<void> {
    this.#containers.dispose();
    await this.#connection.dispose();
    await this.#containers.settled();
    this.#changed.clear();
  }

  #at(name: string): EngineConnection {
    if (name === DEFAULT) return this.#connection;
    throw new AppError('not_found', `There is no engine "${name.slice(0, 40)}".`, { field: 'engine' });
  }
}

function makeEngine(choice: Choice, options: EnginesOptions): Engine | undefined {
  const { endpoint } = choice;
  if (endpoint.kind === 'unsupported') return undefined;
  return endpoint.kind === 'simulated' ? options.makeSimulated() : new DockerEngine(endpoint, options.clock);
}

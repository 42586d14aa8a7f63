import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { RemoteState } from '#shared/contract/remote.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { LanDeps } from '#main/doors/lan/lan-deps.ts';
import { addressesOf } from '#main/doors/lan/origins.ts';
import type { LanDoor } from '#main/doors/lan/lan-door.ts';

export interface RemoteAccessOptions {
  /** Called at the first start: nothing of the second door is loaded while it is off. */
  openDeps(): Promise<LanDeps>;
  /** Key and certificate for the addresses under which the door is reached. */
  certificate(addresses: readonly string[]): Promise<{ key: string; cert: string; fingerprint: string }>;
  now(): number;
  toError(thrown: unknown): AppError;
}

export interface StartOptions {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** The second door, on and off while the program runs. */
export class RemoteAccess implements Disposable {
  readonly #options: RemoteAccessOptions;
  readonly #changes = new Emitter<RemoteState>();
  #state: RemoteState = { state: 'off' };
  #door: LanDoor | undefined;
  /** One start or stop after the other, however they are asked for. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: RemoteAccessOptions) {
    this.#options = options;
  }

  get state(): RemoteState {
    return this.#state;
  }

  onState(listener: (state: RemoteState) => void): Disposable {
    return this.#changes.on(listener);
  }

  /** Opens the port, anew where it is open already. Throws as `LanDoor.open`; the state then says why it is off. */
  start(options: StartOptions): Promise<RemoteState> {
    return this.#after(async () => {
      await this.#close();
      this.#set({ state: 'starting' });
      try {
        const { LanDoor } = await import('#main/doors/lan/lan-door.ts');
        const tls = options.isTls ? await this.#options.certificate(addressesOf(options.host)) : undefined;
        this.#door = await LanDoor.open(await this.#options.openDeps(), { ...options, tls });
        const since = new Date(this.#options.now()).toISOString();
        this.#set({ state: 'on', url: this.#door.url, fingerprint: tls?.fingerprint ?? null, since });
        return this.#state;
      } catch (thrown) {
        const error = this.#options.toError(thrown);
        this.#set({ state: 'off', error: error.toShape() });
        throw error;
      }
    });
  }

  /** Tells every viewer and frees the port. */
  stop(): Promise<void> {
    return this.#after(async () => {
      await this.#close();
      this.#set({ state: 'off' });
    });
  }

  dispose(): void {
    this.#changes.clear();
    void this.stop();
  }

  async #close(): Promise<void> {
    const door = this.#door;
    this.#door = undefined;
    await door?.close();
  }

  #set(state: RemoteState): void {
    this.#state = state;
    this.#changes.fire(state);
  }

  #after<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { ProtectedThings } from '#shared/contract/container-edit.ts';
import { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { KeptFile } from '#main/alerts/kept-file.ts';
import type { Log } from '#main/engine/engine.ts';

// Strict: of a newer version what is not known here would be gone with the next write.
const kept = z.strictObject({
  containers: z.array(z.string()).default([]),
  /** A volume's name says nothing without its engine. */
  volumes: z.array(z.object({ endpoint: z.string(), name: z.string() })).default([]),
});
type Kept = z.output<typeof kept>;

/**
 * What must not be removed until somebody takes the protection off. Kept by Quayside: labels of a container that runs
 * cannot change. It holds what is asked of Quayside, not what is asked of Docker.
 */
export class Protection {
  readonly #file: KeptFile<Kept>;
  readonly #changed = new Emitter<void>();
  #kept: Kept = { containers: [], volumes: [] };
  #loading: Promise<void> | undefined;

  constructor(file: string, log: Log) {
    this.#file = new KeptFile<Kept>(file, kept as z.ZodType<Kept>, log);
  }

  async of(endpoint: string): Promise<ProtectedThings> {
    await this.#load();
    const { containers, volumes } = this.#kept;
    return { containers, volumes: volumes.filter((one) => one.endpoint === endpoint).map(({ name }) => name) };
  }

  async setContainer(id: string, isOn: boolean): Promise<void> {
    await this.#load();
    const others = this.#kept.containers.filter((one) => one !== id);
    await this.#set({ ...this.#kept, containers: isOn ? [...others, id] : others });
  }

  async setVolume(endpoint: string, name: string, isOn: boolean): Promise<void> {
    await this.#load();
    const others = this.#kept.volumes.filter((one) => one.name !== name || one.endpoint !== endpoint);
    await this.#set({ ...this.#kept, volumes: isOn ? [...others, { endpoint, name }] : others });
  }

  /** Throws `conflict` (protected). */
  async needContainer(id: string, name: string): Promise<void> {
    await this.#load();
    if (this.#kept.containers.includes(id)) throw protectedError(`The container ${name}`);
  }

  async needVolume(endpoint: string, name: string): Promise<void> {
    if ((await this.of(endpoint)).volumes.includes(name)) throw protectedError(`The volume ${name}`);
  }

  onChange(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }

  #load(): Promise<void> {
    return (this.#loading ??= this.#file.read().then((found) => {
      if (found) this.#kept = found;
    }));
  }

  async #set(value: Kept): Promise<void> {
    this.#kept = value;
    this.#changed.fire();
    await this.#file.write(value);
  }
}

const protectedError = (what: string): AppError =>
  new AppError('conflict', `${what} is protected.`, { reason: 'protected', hint: 'Take the protection off first.' });

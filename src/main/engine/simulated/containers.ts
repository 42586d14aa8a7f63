import type { Clock } from '#shared/base/clock.ts';
import { formatImageReference, withDefaultTag } from '#shared/base/image-reference.ts';
import { CONTAINER_REF } from '#shared/contract/common.ts';
import { containerNameFault, type ContainerSpec } from '#shared/contract/container-spec.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { containerError } from '#main/engine/container-error.ts';
import { cancelled } from '#main/engine/engine-error.ts';
import type { CommitOptions, ContainerUpdate, EngineContainers } from '#main/engine/engine-containers.ts';
import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import { SimulatedContainer } from '#main/engine/simulated/container.ts';
import { blueprintOf } from '#main/engine/simulated/made-container.ts';
import { BLUEPRINTS, quietBlueprint } from '#main/engine/simulated/project.ts';
import { hexId, type Random } from '#main/engine/simulated/random.ts';

const SOME_NAMES = ['brave', 'calm', 'eager', 'keen', 'quiet', 'swift'];
const SOME_WORDS = ['harbor', 'lantern', 'meadow', 'otter', 'quay', 'willow'];

export interface SimulatedContainersOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** So many more that run and say nothing. */
  readonly more: number;
  /** The id of an image that is there, by its name or id; throws as Docker does. */
  imageId(ref: string): string;
  addImage(name: string | undefined): string;
  /** Makes a volume of this name where there is none. */
  needVolume(name: string): void;
  /** Throws where there is no such network. */
  needNetwork(name: string): void;
  /** Takes the anonymous volumes of a container that is gone. */
  dropVolume(name: string): void;
  tell(container: SimulatedContainer, action: string, more?: Record<string, string>): void;
}

/** Containers without Docker: they can be made, changed and removed, and refuse as the real ones do. */
export class SimulatedContainers implements EngineContainers {
  readonly #options: SimulatedContainersOptions;
  #all: readonly SimulatedContainer[];

  constructor(options: SimulatedContainersOptions) {
    this.#options = options;
    const quiet = Array.from({ length: options.more }, (_, i) => quietBlueprint(i));
    this.#all = [...BLUEPRINTS, ...quiet].map(
      (blueprint) =>
        new SimulatedContainer(
          blueprint,
          options.imageId(blueprint.image),
          options.clock,
          options.random,
          options.tell,
        ),
    );
  }

  get all(): readonly SimulatedContainer[] {
    return this.#all;
  }

  /** Full id, name, or a unique beginning of the id: in this order, as Docker looks. */
  find(ref: string): SimulatedContainer {
    if (!CONTAINER_REF.test(ref))
      throw new AppError(
        'bad_request',
        'A container is named by its ID or its name: letters, digits, "_", "." and "-".',
        { field: 'container' },
      );
    const exact = this.#all.find((one) => one.id === ref) ?? this.#all.find((one) => one.blueprint.name === ref);
    const begin = exact ? [exact] : this.#all.filter((one) => one.id.startsWith(ref));
    if (begin.length > 1)
      throw new AppError('conflict', 'More than one container begins with this ID. Write more of it.', {
        field: 'container',
      });
    if (!begin[0]) throw new AppError('not_found', `No such container: ${ref}`);
    return begin[0];
  }

  create(spec: ContainerSpec, signal: AbortSignal): Promise<{ id: string }> {
    return answer(signal, () => {
      const { clock, random, tell } = this.#options;
      const name = spec.name ?? this.#someName();
      this.#needFree(name);
      const imageId = this.#options.imageId(spec.image);
      checkMounts(spec);
      for (const network of spec.networks) this.#options.needNetwork(network.name);
      const named = spec.mounts.map((mount) =>
        mount.type === 'volume' && mount.source === undefined ? { ...mount, source: hexId(random) } : mount,
      );
      for (const { type, source } of named) if (type === 'volume' && source) this.#options.needVolume(source);
      const blueprint = blueprintOf({ ...spec, name, mounts: named });
      const made = new SimulatedContainer(blueprint, imageId, clock, random, tell);
      this.#all = [...this.#all, made];
      tell(made, 'create');
      return { id: made.id };
    });
  }

  remove(ref: string, options: { isForced: boolean; volumes: boolean }, signal: AbortSignal): Promise<void> {
    return answer(signal, () => {
      const found = this.#need(ref);
      if (found.isActive && !options.isForced)
        throw containerError(
          new AppError('conflict', `You cannot remove a ${found.state} container ${found.id}. Stop the container`),
        );
      if (found.isActive) found.kill(undefined);
      found.dispose();
      this.#all = this.#all.filter((one) => one !== found);
      this.#options.tell(found, 'destroy');
      const mounts = options.volumes ? (found.blueprint.spec?.mounts ?? []) : [];
      for (const { type, source = '' } of mounts)
        if (type === 'volume' && /^[0-9a-f]{64}$/.test(source)) this.#options.dropVolume(source);
    });
  }

  rename(ref: string, name: string, signal: AbortSignal): Promise<void> {
    return answer(signal, () => {
      const found = this.#need(ref);
      const fault = containerNameFault(name);
      if (fault !== undefined) throw containerError(new AppError('bad_request', `Invalid container name (${name})`));
      this.#needFree(name);
      const oldName = found.blueprint.name;
      found.blueprint = { ...found.blueprint, name };
      this.#options.tell(found, 'rename', { oldName: `/${oldName}` });
    });
  }

  update(ref: string, changes: ContainerUpdate, signal: AbortSignal): Promise<void> {
    return answer(signal, () => {
      const found = this.#need(ref);
      const { memoryBytes } = changes;
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      found.blueprint = {
        ...found.blueprint,
        ...(memoryBytes !== undefined && { memoryLimitBytes: memoryBytes }),
        changed: { ...found.blueprint.changed, ...given },
      };
      this.#options.tell(found, 'update');
    });
  }

  commit(ref: string, { reference }: CommitOptions, signal: AbortSignal): Promise<{ id: string }> {
    return answer(signal, () => {
      const found = this.#need(ref);
      const id = this.#options.addImage(reference && formatImageReference(withDefaultTag(reference)));
      this.#options.tell(found, 'commit');
      return { id };
    });
  }

  export(ref: string, onBytes: OnBytes, signal: AbortSignal): ByteStream {
    const done = answer(signal, () => {
      this.#need(ref);
      // An archive of nothing: two empty blocks.
      onBytes(new Uint8Array(1024));
      return { isComplete: true };
    });
    const nothing = (): void => undefined;
    return { pause: nothing, resume: nothing, close: nothing, done };
  }

  dispose(): void {
    for (const container of this.#all) container.dispose();
  }

  #need(ref: string): SimulatedContainer {
    try {
      return this.find(ref);
    } catch (thrown) {
      throw containerError(thrown);
    }
  }

  #needFree(name: string): void {
    const holder = this.#all.find((one) => one.blueprint.name === name);
    if (!holder) return;
    const said = `Conflict. The container name "/${name}" is already in use by container "${holder.id}".`;
    throw containerError(new AppError('conflict', said));
  }

  #someName(): string {
    const some = (words: readonly string[]): string =>
      words[Math.floor(this.#options.random() * words.length)] ?? 'one';
    let name = '';
    do name = `${some(SOME_NAMES)}_${some(SOME_WORDS)}${Math.floor(this.#options.random() * 1000)}`;
    while (this.#all.some((one) => one.blueprint.name === name));
    return name;
  }
}

function checkMounts(spec: ContainerSpec): void {
  const seen = new Set<string>();
  for (const { type, source, destination, createsSource } of spec.mounts) {
    if (seen.has(destination))
      throw containerError(new AppError('bad_request', `Duplicate mount point: ${destination}`));
    seen.add(destination);
    // On a made machine these folders are there.
    if (type === 'bind' && createsSource !== true && !/^\/(srv|home|etc|var|tmp|run)(\/[^/]+)?$/.test(source ?? ''))
      throw containerError(
        new AppError('bad_request', `invalid mount config for type "bind": bind source path does not exist: ${source}`),
      );
  }
}

async function answer<T>(signal: AbortSignal, what: () => T): Promise<T> {
  await Promise.resolve();
  if (signal.aborted) throw cancelled();
  return what();
}

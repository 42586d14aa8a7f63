import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { ImageReference } from '#shared/base/image-reference.ts';
import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';

/** What changes while the container stays the same one; what is left out stays as it is. */
export type ContainerUpdate = Pick<ContainerSpec, 'memoryBytes' | 'cpus' | 'pidsLimit' | 'restartPolicy'>;

export interface CommitOptions {
  /** Without a name the image is known by its id alone. */
  readonly reference?: ImageReference | undefined;
  readonly comment?: string | undefined;
  readonly author?: string | undefined;
  /** Its processes stand still meanwhile, so that no file is half written. */
  readonly isPaused: boolean;
}

/**
 * How containers of an engine come, change and go. `ref` as everywhere in `Engine`. What is wrong with a spec is told with
 * the field that it stands in: `conflict` (taken) for a name, `not_found` for an image or network that is not there.
 */
export interface EngineContainers {
  /**
   * Made, not started; in all of its networks. What fails on the way leaves nothing behind. `carried`: settings of another
   * container that a spec has no words for.
   */
  create(spec: ContainerSpec, signal: AbortSignal, carried?: CarriedSettings): Promise<{ id: string }>;
  /** `volumes`: those that Docker named itself go too. One whose removal has begun already is success. */
  remove(ref: string, options: { isForced: boolean; volumes: boolean }, signal: AbortSignal): Promise<void>;
  rename(ref: string, name: string, signal: AbortSignal): Promise<void>;
  update(ref: string, changes: ContainerUpdate, signal: AbortSignal): Promise<void>;
  /** Gives the id of the image. */
  commit(ref: string, options: CommitOptions, signal: AbortSignal): Promise<{ id: string }>;
  /** Its files as one tar archive, without volumes. */
  export(ref: string, onBytes: OnBytes, signal: AbortSignal): ByteStream;
}

import type { ImageReference } from '#shared/base/image-reference.ts';
import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import type { ImageHistoryEntry, ImageProgress, InspectedImage, ListedImage } from '#main/engine/image-json.ts';

/** What a registry asks for; `serveraddress` as Docker's own configuration names it. Never logged, never shown. */
export interface RegistryCredentials {
  readonly serveraddress: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
}

export interface BuildOptions {
  /** Path of the Dockerfile inside of the context. */
  readonly dockerfile: string;
  readonly tags: readonly string[];
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string | undefined;
  readonly platform?: string | undefined;
  readonly noCache?: boolean | undefined;
  /** Of the registries that the base images may come from, by their address. */
  readonly credentials: Readonly<Record<string, RegistryCredentials>>;
}

export type OnImageProgress = (progress: ImageProgress) => void;

/**
 * The images of an engine. `ref` is an id, a beginning of it, or a name; outside the grammar it is `bad_request` (field
 * `image`) and no request is made. What takes long settles at its end and tells its progress until then; it rejects with
 * what Docker or the registry said, and with `engine_unavailable` when it was cut, so that half of it is never taken for all.
 */
export interface EngineImages {
  /** With a name or not; what only lies between two images is left out. */
  list(signal: AbortSignal): Promise<ListedImage[]>;
  inspect(ref: string, signal: AbortSignal): Promise<InspectedImage>;
  /** Newest first. */
  history(ref: string, signal: AbortSignal): Promise<ImageHistoryEntry[]>;
  tag(ref: string, reference: ImageReference, signal: AbortSignal): Promise<void>;
  /** A name is taken off; the last one takes the layers with it that nothing else holds. */
  remove(
    ref: string,
    options: { isForced: boolean },
    signal: AbortSignal,
  ): Promise<{ untagged: string[]; deleted: string[] }>;
  /** `platform` as "linux/arm64"; undefined: the engine's own. */
  pull(
    reference: ImageReference,
    options: { platform?: string | undefined; credentials?: RegistryCredentials | undefined },
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<void>;
  push(
    reference: ImageReference,
    credentials: RegistryCredentials | undefined,
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<void>;
  /** A tar archive of several images with all their layers, as `docker save` writes it. */
  save(refs: readonly string[], onBytes: OnBytes, signal: AbortSignal): ByteStream;
  /** Such an archive, packed by gzip or not. */
  load(archive: AsyncIterable<Uint8Array>, onProgress: OnImageProgress, signal: AbortSignal): Promise<void>;
  /** Removes one piece of what builds left; false where it stays, because other pieces are built upon it or it is in use. */
  removeCache(id: string, signal: AbortSignal): Promise<boolean>;
  /** `context`: a tar archive. */
  build(
    context: AsyncIterable<Uint8Array>,
    options: BuildOptions,
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<void>;
}

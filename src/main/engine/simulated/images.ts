import {
  formatImageReference,
  type ImageReference,
  isReferenceFault,
  parseImageReference,
  withDefaultTag,
} from '#shared/base/image-reference.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';
import { isImageId } from '#shared/contract/images.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { containerError } from '#main/engine/container-error.ts';
import { cancelled } from '#main/engine/engine-error.ts';
import type { BuildOptions, EngineImages, OnImageProgress } from '#main/engine/engine-images.ts';
import { checkedImage } from '#main/engine/engine-path.ts';
import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import { imageError } from '#main/engine/image-error.ts';
import type { ImageHistoryEntry, InspectedImage, ListedImage } from '#main/engine/image-json.ts';
import { fileOfTar, stepsOf } from '#main/engine/simulated/image-build.ts';
import { below, hexId, type Random } from '#main/engine/simulated/random.ts';
import type { SystemDf } from '#main/engine/system-json.ts';

const HOUR_MS = 3_600_000;
const MB = 1e6;
/** What the simulated images have in common. */
const BASE_BYTES = 80 * MB;
const STEP_MS = 400;
/** Pieces of a layer that are told of, as a middling line would carry them. */
const PIECES = 10;

interface Made {
  readonly id: string;
  tags: string[];
  readonly createdAt: number;
  readonly bytes: number;
  readonly steps: readonly string[];
}

export interface SimulatedImagesOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Names that are there at the start; one of two that are the same. */
  readonly names: readonly string[];
  readonly more: number;
  users(imageId: string): readonly { readonly id: string; readonly isActive: boolean }[];
  tell(action: string, id: string, name: string): void;
}

/** Images without Docker: they can be pulled, built, named and removed, and refuse as the real ones do. */
export class SimulatedImages implements EngineImages {
  readonly #options: SimulatedImagesOptions;
  #images: Made[] = [];
  #cache: SystemDf['BuildCache'];

  constructor(options: SimulatedImagesOptions) {
    this.#options = options;
    this.#cache = cacheOf(options.clock.now());
    for (const name of new Set(options.names)) this.#make([name], 24 * (2 + this.#images.length));
    this.#make(['registry.example/shop/api:3.7.0'], 240);
    this.#make([], 250);
    for (let i = 0; i < options.more; i++) this.#make([`registry.example/many/service-${i}:1.${i % 30}`], 300 + i);
  }

  /** What builds left. */
  cache(): SystemDf['BuildCache'] {
    return this.#cache;
  }

  async removeCache(id: string, signal: AbortSignal): Promise<boolean> {
    await Promise.resolve();
    if (signal.aborted) throw cancelled();
    const isFree =
      this.#cache.some(({ ID, InUse }) => ID === id && !InUse) && !this.#cache.some((one) => one.Parent === id);
    if (isFree) this.#cache = this.#cache.filter(({ ID }) => ID !== id);
    return isFree;
  }

  /** The id of one that is there; as Docker says it where it is not. */
  need(ref: string): string {
    try {
      return this.#find(ref).id;
    } catch (thrown) {
      throw containerError(new AppError('not_found', `No such image: ${ref}`, { cause: thrown }), { image: ref });
    }
  }

  /** One that was made out of a container. */
  add(name: string | undefined): string {
    const made = this.#make([], 0);
    if (name !== undefined) this.#name(made, name);
    return made.id;
  }

  sizes(): SystemDf['Images'] {
    return this.#images.map(({ id, bytes }) => ({
      Id: id,
      Size: bytes,
      SharedSize: Math.min(BASE_BYTES, bytes),
      Containers: this.#options.users(id).length,
    }));
  }

  list(signal: AbortSignal): Promise<ListedImage[]> {
    return answer(signal, () =>
      this.#images.map(({ id, tags, createdAt, bytes }) => ({
        Id: id,
        RepoTags: [...tags],
        RepoDigests: [],
        Created: Math.floor(createdAt / 1000),
        Size: bytes,
        Labels: {},
      })),
    );
  }

  inspect(ref: string, signal: AbortSignal): Promise<InspectedImage> {
    return answer(signal, () => {
      const { id, tags, createdAt, bytes, steps } = this.#find(ref);
      return {
        Id: id,
        RepoTags: [...tags],
        RepoDigests: [],
        Created: new Date(createdAt).toISOString(),
        Size: bytes,
        Architecture: 'amd64',
        Os: 'linux',
        Config: { Env: ['PATH=/usr/local/bin:/usr/bin:/bin'], Cmd: ['sh'], Labels: {} },
        RootFS: { Type: 'layers', Layers: steps.map((_, i) => `sha256:${String(i).repeat(64).slice(0, 64)}`) },
      };
    });
  }

  history(ref: string, signal: AbortSignal): Promise<ImageHistoryEntry[]> {
    return answer(signal, () => {
      const { id, tags, createdAt, bytes, steps } = this.#find(ref);
      return steps
        .map((step, i) => ({
          Id: i === steps.length - 1 ? id : '<missing>',
          Created: Math.floor(createdAt / 1000) - (steps.length - 1 - i),
          CreatedBy: step,
          Tags: i === steps.length - 1 ? [...tags] : [],
          Size:
            i === 0 ? Math.min(BASE_BYTES, bytes) : Math.max(0, Math.floor((bytes - BASE_BYTES) / (steps.length - 1))),
          Comment: '',
        }))
        .reverse();
    });
  }

  tag(ref: string, reference: ImageReference, signal: AbortSignal): Promise<void> {
    return answer(signal, () => this.#name(this.#find(ref), formatImageReference(withDefaultTag(reference))));
  }

  remove(ref: string, { isForced }: { isForced: boolean }, signal: AbortSignal) {
    return answer(signal, () => {
      const found = this.#find(ref);
      const byName = isImageId(ref) ? undefined : this.#nameOf(ref);
      const { id } = found;
      if (byName !== undefined && found.tags.length > 1) {
        this.#untag(found, byName);
        return { untagged: [byName], deleted: [] };
      }
      const users = this.#options.users(id);
      const active = users.find((one) => one.isActive);
      if (active) throw conflict(`image is being used by running container ${active.id}`, ref);
      if (users[0] && !isForced) throw conflict(`image is being used by stopped container ${users[0].id}`, ref);
      if (byName === undefined && found.tags.length > 1 && !isForced)
        throw conflict('image is referenced in multiple repositories', ref);
      const untagged = [...found.tags];
      for (const name of untagged) this.#untag(found, name);
      this.#images = this.#images.filter((one) => one !== found);
      this.#options.tell('delete', id, id);
      return { untagged, deleted: [id] };
    });
  }

  async pull(
    reference: ImageReference,
    _options: object,
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const name = formatImageReference(withDefaultTag(reference));
    if (/missing|nothing/.test(reference.repository))
      throw new AppError('not_found', `${reference.registry} has no "${name}".`, {
        field: 'reference',
        hint: 'Check its name and its tag.',
      });
    const { random } = this.#options;
    const layers = Array.from({ length: 4 }, () => ({
      id: hexId(random).slice(0, 12),
      totalBytes: Math.round((2 + 30 * random()) * MB),
    }));
    onProgress({ status: `Pulling from ${reference.repository}`, id: reference.tag ?? 'latest' });
    for (const { id } of layers) onProgress({ status: 'Pulling fs layer', id });
    for (let piece = 1; piece <= PIECES; piece++) {
      await this.#step(signal);
      for (const { id, totalBytes } of layers) {
        const currentBytes = Math.round((totalBytes * piece) / PIECES);
        onProgress({ status: 'Downloading', id, currentBytes, totalBytes });
      }
    }
    for (const { id } of layers) onProgress({ status: 'Pull complete', id });
    const old = this.#images.find(({ tags }) => tags.includes(name));
    if (!old)
      this.#make(
        [name],
        1,
        layers.reduce((sum, { totalBytes }) => sum + totalBytes, BASE_BYTES),
      );
    onProgress({ status: `Status: ${old ? 'Image is up to date' : 'Downloaded newer image'} for ${name}` });
    this.#options.tell('pull', name, name);
  }

  async push(
    reference: ImageReference,
    _credentials: unknown,
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const { bytes, id } = this.#find(formatImageReference(reference));
    const layer = id.slice(7, 19);
    onProgress({ status: `The push refers to repository [${reference.registry}/${reference.repository}]` });
    for (let piece = 1; piece <= PIECES; piece++) {
      await this.#step(signal);
      onProgress({
        status: 'Pushing',
        id: layer,
        currentBytes: Math.round((bytes * piece) / PIECES),
        totalBytes: bytes,
      });
    }
    onProgress({ status: 'Pushed', id: layer });
  }

  /** A list of names: what the simulated engine itself reads back. */
  save(refs: readonly string[], onBytes: OnBytes, signal: AbortSignal): ByteStream {
    const done = answer(signal, () => {
      const images = refs.map((ref) => this.#find(ref)).map(({ tags, bytes }) => ({ tags, bytes }));
      onBytes(Buffer.from(JSON.stringify(images)));
      return { isComplete: true };
    });
    return { pause: () => undefined, resume: () => undefined, close: () => undefined, done };
  }

  async load(archive: AsyncIterable<Uint8Array>, onProgress: OnImageProgress, signal: AbortSignal): Promise<void> {
    const bytes = await all(archive, signal);
    let images: { tags: string[]; bytes: number }[];
    try {
      images = JSON.parse(bytes.toString('utf8')) as typeof images;
    } catch (thrown) {
      throw new AppError('bad_request', 'This file is not an archive of images.', {
        hint: 'Choose a file that Quayside wrote on the simulated engine.',
        cause: thrown,
      });
    }
    for (const { tags, bytes: size } of images) {
      const found = this.#images.find((one) => one.tags.some((tag) => tags.includes(tag)));
      const made = found ?? this.#make([...tags], 1, size);
      for (const tag of made.tags) onProgress({ stream: `Loaded image: ${tag}\n` });
      this.#options.tell('load', made.id, made.tags[0] ?? made.id);
    }
  }

  async build(
    context: AsyncIterable<Uint8Array>,
    { dockerfile, tags }: BuildOptions,
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const text = fileOfTar(await all(context, signal), dockerfile);
    if (text === undefined)
      throw new AppError('bad_request', 'The folder has no such Dockerfile.', { field: 'dockerfile' });
    const steps = stepsOf(text);
    for (const [i, { text: step, exitCode }] of steps.entries()) {
      onProgress({ stream: `Step ${i + 1}/${steps.length} : ${step}` });
      onProgress({ stream: '\n' });
      await this.#step(signal);
      if (exitCode !== 0) {
        const command = step.replace(/^RUN\s+/i, '');
        const error = `The command '/bin/sh -c ${command}' returned a non-zero code: ${exitCode}`;
        onProgress({ error });
        throw new AppError('engine_error', error);
      }
      onProgress({ stream: ` ---> ${hexId(this.#options.random).slice(0, 12)}\n` });
    }
    const made = this.#make(
      [],
      0,
      undefined,
      steps.map(({ text: step }) => step),
    );
    onProgress({ stream: `Successfully built ${made.id.slice(7, 19)}\n` });
    for (const tag of tags) {
      this.#name(made, tag);
      onProgress({ stream: `Successfully tagged ${tag}\n` });
    }
  }

  #make(tags: string[], hoursAgo: number, bytes?: number, steps?: readonly string[]): Made {
    const { clock, random } = this.#options;
    const made: Made = {
      id: `sha256:${hexId(random)}`,
      tags,
      createdAt: clock.now() - hoursAgo * HOUR_MS,
      bytes: bytes ?? BASE_BYTES + below(random, 400) * MB,
      steps: steps ?? ['/bin/sh -c #(nop) ADD file:1c2a in / ', 'RUN apk add --no-cache ca-certificates', 'CMD ["sh"]'],
    };
    this.#images = [made, ...this.#images];
    return made;
  }

  #name(image: Made, name: string): void {
    for (const other of this.#images) other.tags = other.tags.filter((tag) => tag !== name);
    image.tags.push(name);
    this.#options.tell('tag', image.id, name);
  }

  #untag(image: Made, name: string): void {
    image.tags = image.tags.filter((tag) => tag !== name);
    this.#options.tell('untag', image.id, image.id);
  }

  #nameOf(ref: string): string {
    const parsed = parseImageReference(ref);
    return isReferenceFault(parsed) ? ref : formatImageReference(withDefaultTag(parsed));
  }

  /** By its id, a beginning of it, or a name: as Docker looks. */
  #find(given: string): Made {
    const ref = checkedImage(given);
    const name = this.#nameOf(ref);
    const start = ref.startsWith('sha256:') ? ref : `sha256:${ref}`;
    const found = isImageId(ref)
      ? this.#images.find(({ id }) => id.startsWith(start))
      : this.#images.find(({ tags }) => tags.includes(name));
    if (!found) throw new AppError('not_found', `There is no image "${given}".`, { field: 'image' });
    return found;
  }

  async #step(signal: AbortSignal): Promise<void> {
    await sleep(this.#options.clock, STEP_MS, signal);
    if (signal.aborted) throw cancelled();
  }
}

async function all(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) {
    if (signal.aborted) throw cancelled();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** In Docker's words, so that both engines' refusals are put into ours by the same hand. */
const conflict = (why: string, ref: string): unknown =>
  imageError(new AppError('conflict', `conflict: unable to delete ${ref} - ${why}`), ref);

async function answer<T>(signal: AbortSignal, what: () => T | Promise<T>): Promise<T> {
  await Promise.resolve();
  if (signal.aborted) throw cancelled();
  return what();
}

function cacheOf(now: number): SystemDf['BuildCache'] {
  const made = (ID: string, Parent: string, Description: string, Size: number, InUse = false) => ({
    ID,
    Parent,
    Description,
    Size,
    InUse,
    Shared: false,
    LastUsedAt: new Date(now - 30 * HOUR_MS).toISOString(),
  });
  return [
    made('c1basesimulated', '', 'pulled from registry.example/node:24', 900 * MB),
    made('c2packages', 'c1basesimulated', 'mount / from exec /bin/sh -c npm ci', 640 * MB),
    made('c3built', 'c2packages', 'mount / from exec /bin/sh -c npm run build', 110 * MB),
    made('c4source', '', 'local source for context', 50 * MB),
  ];
}

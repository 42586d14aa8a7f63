import { formatImageReference, type ImageReference, repositoryName } from '#shared/base/image-reference.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { cancelled } from '#main/engine/engine-error.ts';
import type { BuildOptions, EngineImages, OnImageProgress, RegistryCredentials } from '#main/engine/engine-images.ts';
import type { EngineWire, StreamRequest } from '#main/engine/engine-wire.ts';
import { checkedImage, imagePath, query } from '#main/engine/engine-path.ts';
import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import { diskFull, imageError, registryError } from '#main/engine/image-error.ts';
import {
  type ImageHistoryEntry,
  type InspectedImage,
  type ListedImage,
  parseCacheRemoved,
  parseImageHistory,
  parseImageInspect,
  parseImageList,
  parseImageProgress,
  parseImageRemoved,
} from '#main/engine/image-json.ts';
import { LineSplitter } from '#main/engine/line-splitter.ts';
import type { Call } from '#main/engine/request.ts';

/** Thousands of images take an engine longer than one container. */
const LIST_TIMEOUT_MS = 30_000;
/** Layers are deleted one after another. */
const REMOVE_TIMEOUT_MS = 115_000;
/** A registry may be asked for minutes before there is a head; the job tells of the silence and can be cancelled. */
const REGISTRY_HEAD_MS = 24 * 3600 * 1000;
/** After all of an archive is there, the engine unpacks it before it says anything. */
const UNPACK_HEAD_MS = 600_000;

/** The images of an engine over its HTTP API. */
export class DockerImages implements EngineImages {
  readonly #wire: EngineWire;

  constructor(wire: EngineWire) {
    this.#wire = wire;
  }

  async list(signal: AbortSignal): Promise<ListedImage[]> {
    const call: Call = { method: 'GET', path: '/images/json', timeoutMs: LIST_TIMEOUT_MS };
    return parseImageList(await this.#wire.call(call, signal), 'the image list');
  }

  async inspect(ref: string, signal: AbortSignal): Promise<InspectedImage> {
    const path = imagePath(ref, '/json');
    return parseImageInspect(await this.#call(ref, { method: 'GET', path }, signal), 'the image');
  }

  async history(ref: string, signal: AbortSignal): Promise<ImageHistoryEntry[]> {
    const path = imagePath(ref, '/history');
    return parseImageHistory(await this.#call(ref, { method: 'GET', path }, signal), 'the history of an image');
  }

  async tag(ref: string, reference: ImageReference, signal: AbortSignal): Promise<void> {
    const named = { repo: repositoryName(reference), tag: reference.tag ?? 'latest' };
    await this.#call(ref, { method: 'POST', path: imagePath(ref, '/tag'), query: named }, signal);
  }

  async remove(ref: string, { isForced }: { isForced: boolean }, signal: AbortSignal) {
    const call: Call = {
      method: 'DELETE',
      path: imagePath(ref),
      query: { force: Number(isForced) },
      timeoutMs: REMOVE_TIMEOUT_MS,
      isLong: true,
    };
    const removed = parseImageRemoved(await this.#call(ref, call, signal), 'the removal of an image');
    return {
      untagged: removed.flatMap(({ Untagged }) => Untagged ?? []),
      deleted: removed.flatMap(({ Deleted }) => Deleted ?? []),
    };
  }

  async pull(
    reference: ImageReference,
    options: { platform?: string | undefined; credentials?: RegistryCredentials | undefined },
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<void> {
    // Without a tag Docker would pull every one there is.
    const wanted = {
      fromImage: repositoryName(reference),
      tag: reference.digest ?? reference.tag ?? 'latest',
      platform: options.platform,
    };
    const path = `/images/create${query(wanted)}`;
    await this.#withRegistry(reference, path, options.credentials, onProgress, signal);
  }

  async push(
    reference: ImageReference,
    credentials: RegistryCredentials | undefined,
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const path = `${imagePath(repositoryName(reference), '/push')}${query({ tag: reference.tag ?? 'latest' })}`;
    // Docker wants the header also of who has nothing to say.
    await this.#withRegistry(reference, path, credentials ?? { serveraddress: '' }, onProgress, signal);
  }

  save(refs: readonly string[], onBytes: OnBytes, signal: AbortSignal): ByteStream {
    const names = refs.map((ref) => `names=${encodeURIComponent(checkedImage(ref))}`).join('&');
    const path = `/images/get?${names}`;
    return this.#wire.stream({ method: 'GET', path, headTimeoutMs: UNPACK_HEAD_MS }, onBytes, signal);
  }

  async load(archive: AsyncIterable<Uint8Array>, onProgress: OnImageProgress, signal: AbortSignal): Promise<void> {
    const request: StreamRequest = {
      method: 'POST',
      path: '/images/load',
      headers: { 'Content-Type': 'application/x-tar' },
      body: archive,
      headTimeoutMs: UNPACK_HEAD_MS,
    };
    await this.#progress(request, onProgress, signal, (said) => archiveError(said));
  }

  async removeCache(id: string, signal: AbortSignal): Promise<boolean> {
    if (!/^[a-z0-9]{1,128}$/i.test(id))
      throw new AppError('bad_request', 'A piece of the build cache is named by letters and digits.', { field: 'id' });
    const call: Call = {
      method: 'POST',
      path: '/build/prune',
      // Without `all` Docker leaves what could still be used by a build.
      query: { all: true, filters: JSON.stringify({ id: [id] }) },
      timeoutMs: REMOVE_TIMEOUT_MS,
      isLong: true,
    };
    return parseCacheRemoved(await this.#wire.call(call, signal), 'the removal of build cache').includes(id);
  }

  async build(
    context: AsyncIterable<Uint8Array>,
    options: BuildOptions,
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const tags = options.tags.map((tag) => `&t=${encodeURIComponent(checkedImage(tag))}`).join('');
    const asked = query({
      dockerfile: options.dockerfile,
      target: options.target,
      platform: options.platform,
      nocache: options.noCache ?? false,
      // What a failed build leaves between its steps is of no use to anybody.
      forcerm: true,
      rm: true,
      buildargs: JSON.stringify(options.args),
    });
    const request: StreamRequest = {
      method: 'POST',
      path: `/build${asked}${tags}`,
      headers: {
        'Content-Type': 'application/x-tar',
        'X-Registry-Config': base64url(options.credentials),
      },
      body: context,
      headTimeoutMs: UNPACK_HEAD_MS,
    };
    await this.#progress(request, onProgress, signal, buildError);
  }

  async #withRegistry(
    reference: ImageReference,
    path: string,
    credentials: RegistryCredentials | undefined,
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const request: StreamRequest = {
      method: 'POST',
      path,
      headers: credentials ? { 'X-Registry-Auth': base64url(credentials) } : {},
      headTimeoutMs: REGISTRY_HEAD_MS,
    };
    const what = formatImageReference(reference);
    const toError = (said: string): AppError => registryError(said, { registry: reference.registry, what });
    await this.#progress(request, onProgress, signal, toError);
  }

  /** Docker answers 200 first and says afterwards, in a line of its own, that it failed. */
  async #progress(
    request: StreamRequest,
    onProgress: OnImageProgress,
    signal: AbortSignal,
    toError: (said: string) => AppError,
  ): Promise<void> {
    let failure: string | undefined;
    const lines = new LineSplitter((line) => {
      const progress = parseImageProgress(line);
      if (!progress) return;
      failure ??= progress.error;
      onProgress(progress);
    });
    let isComplete = false;
    try {
      ({ isComplete } = await this.#wire.stream(request, (bytes) => lines.push(bytes), signal).done);
    } catch (thrown) {
      const said = thrown instanceof AppError ? ownWords(thrown) : undefined;
      throw said === undefined ? thrown : toError(said);
    }
    if (signal.aborted) throw cancelled();
    if (failure !== undefined) throw toError(failure);
    if (!isComplete)
      throw new AppError('engine_unavailable', 'The connection to Docker broke in the middle of it.', {
        reason: 'not_running',
        hint: 'Try again once Docker answers: what is there already is not fetched or built a second time.',
      });
  }

  async #call(ref: string, call: Call, signal: AbortSignal): Promise<unknown> {
    try {
      return await this.#wire.call(call, signal);
    } catch (thrown) {
      throw imageError(thrown, ref);
    }
  }
}

/** What Docker itself said in a refusal; undefined where it was not reached, or what came was not its own. */
function ownWords({ code, message, reason }: AppError): string | undefined {
  if (reason !== undefined || code === 'engine_unavailable' || code === 'timeout') return undefined;
  return message.replace(/^Docker answered with an error \(\d+\): /, '');
}

function buildError(said: string): AppError {
  const more = { cause: new Error(said) };
  if (/no space left/i.test(said)) return diskFull(said);
  if (/Cannot locate specified Dockerfile|dockerfile.*(not found|no such file)/i.test(said))
    return new AppError('bad_request', 'The folder has no such Dockerfile.', {
      field: 'dockerfile',
      hint: 'Choose the folder that holds it, or write its path inside of the folder.',
      ...more,
    });
  if (/failed to reach build target|target stage .* not found/i.test(said))
    return new AppError('bad_request', 'The Dockerfile has no stage of this name.', {
      field: 'target',
      hint: 'A stage is named by "FROM … AS name".',
      ...more,
    });
  if (/dockerfile parse error|unknown instruction|requires? (exactly|at least) /i.test(said))
    return new AppError('bad_request', `The Dockerfile cannot be read: ${said}`, more);
  return new AppError('engine_error', said, more);
}

const archiveError = (said: string): AppError =>
  /no space left/i.test(said)
    ? diskFull(said)
    : new AppError('bad_request', 'This file is not an archive of images.', {
        hint: 'Choose a file that `docker save` or Quayside wrote.',
        cause: new Error(said),
      });

/** With its padding: without it Go reads nothing, and Docker takes that for "no credentials". */
const base64url = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

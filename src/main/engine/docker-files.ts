import { AppError } from '#shared/protocol/errors.ts';
import { cancelled } from '#main/engine/engine-error.ts';
import type { EngineFiles, FileChange, PathStat } from '#main/engine/engine-files.ts';
import { containerPath, filePath } from '#main/engine/engine-path.ts';
import type { EngineWire } from '#main/engine/engine-wire.ts';
import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import { fileError } from '#main/engine/file-error.ts';
import { parseChanges, parsePathStat } from '#main/engine/file-json.ts';
import type { HttpHead } from '#main/engine/http-body.ts';

/** A stopped container's file system may have to be mounted first. */
const HEAD_MS = 20_000;
/** All of an archive is unpacked before Docker answers. */
const UNPACK_MS = 600_000;
/** The engine compares whole trees of files where the driver keeps no record. */
const CHANGES_MS = 50_000;

const STAT_HEADER = 'x-docker-container-path-stat';

/** The files inside of containers over the HTTP API of an engine. */
export class DockerFiles implements EngineFiles {
  readonly #wire: EngineWire;

  constructor(wire: EngineWire) {
    this.#wire = wire;
  }

  async stat(ref: string, path: string, signal: AbortSignal): Promise<PathStat> {
    try {
      return parsePathStat((await this.#head('HEAD', ref, path, signal)).headers.get(STAT_HEADER));
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.reason !== undefined || thrown.code === 'timeout') throw thrown;
      // A refused HEAD has no words in it: whether the file or the whole container is gone, only the answer to a GET tells.
      return parsePathStat((await this.#head('GET', ref, path, signal)).headers.get(STAT_HEADER));
    }
  }

  get(ref: string, path: string, onBytes: OnBytes, signal: AbortSignal): ByteStream {
    const request = { method: 'GET', path: archivePath(ref, path), headTimeoutMs: HEAD_MS } as const;
    const stream = this.#wire.stream(request, onBytes, signal);
    return {
      pause: () => stream.pause(),
      resume: () => stream.resume(),
      close: () => stream.close(),
      done: stream.done.catch((thrown: unknown) => {
        throw fileError(thrown, path);
      }),
    };
  }

  async put(ref: string, folder: string, archive: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const path = `${archivePath(ref, folder)}&noOverwriteDirNonDir=1`;
    const headers = { 'Content-Type': 'application/x-tar' };
    const request = { method: 'PUT', path, headers, body: archive, headTimeoutMs: UNPACK_MS } as const;
    const { isComplete } = await this.#wire
      .stream(request, () => undefined, signal)
      .done.catch((thrown: unknown) => {
        throw fileError(thrown, folder);
      });
    if (signal.aborted) throw cancelled();
    if (!isComplete)
      throw new AppError('engine_unavailable', 'The connection to Docker broke while it wrote the files.', {
        reason: 'not_running',
        hint: 'A part of them may be there. Send them again once Docker answers.',
      });
  }

  async changes(ref: string, signal: AbortSignal): Promise<FileChange[]> {
    const path = containerPath(ref, '/changes');
    const call = { method: 'GET', path, timeoutMs: CHANGES_MS, isLong: true } as const;
    const answer = await this.#wire.call(call, signal).catch((thrown: unknown) => {
      throw fileError(thrown, '/');
    });
    // The modem hands on "null" as the text that came.
    return parseChanges(String(answer).trim() === 'null' ? null : answer, 'the changes of a container');
  }

  /** What it says before the content, of which nothing is taken. */
  async #head(method: 'HEAD' | 'GET', ref: string, path: string, signal: AbortSignal): Promise<HttpHead> {
    let head: HttpHead | undefined;
    const enough = new AbortController();
    const request = {
      method,
      path: archivePath(ref, path),
      headTimeoutMs: HEAD_MS,
      onHead: (told: HttpHead) => {
        head = told;
        if (told.status < 300) enough.abort();
      },
    };
    await this.#wire
      .stream(request, () => undefined, AbortSignal.any([signal, enough.signal]))
      .done.catch((thrown: unknown) => {
        throw method === 'GET' ? fileError(thrown, path) : thrown;
      });
    if (signal.aborted || !head) throw cancelled();
    return head;
  }
}

const archivePath = (ref: string, path: string): string => `${containerPath(ref, '/archive')}?path=${filePath(path)}`;

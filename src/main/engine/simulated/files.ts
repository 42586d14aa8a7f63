import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { cancelled } from '#main/engine/engine-error.ts';
import type { EngineFiles, FileChange, PathStat } from '#main/engine/engine-files.ts';
import { filePath } from '#main/engine/engine-path.ts';
import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import { fileError } from '#main/engine/file-error.ts';
import type { DiskNode, SimulatedDisk } from '#main/engine/simulated/disk.ts';
import { tarEnd, tarHeader, tarPadding } from '#main/tar/tar-writer.ts';
import { type TarEntry, TarReader } from '#main/tar/tar-reader.ts';

/** Files of containers without Docker: they can be read and written, and refuse as the real ones do. */
export class SimulatedFiles implements EngineFiles {
  readonly #diskOf: (ref: string) => SimulatedDisk;
  readonly #clock: Clock;

  constructor(diskOf: (ref: string) => SimulatedDisk, clock: Clock) {
    this.#diskOf = diskOf;
    this.#clock = clock;
  }

  stat(ref: string, path: string, signal: AbortSignal): Promise<PathStat> {
    return this.#answer(path, signal, () => {
      const { plain, node } = this.#find(ref, path);
      return {
        name: nameOf(plain),
        type: node.type,
        bytes: node.type === 'folder' ? 4096 : node.content.length,
        mode: node.mode,
        modifiedAtMs: node.modifiedAtMs,
        target: node.target,
      };
    });
  }

  get(ref: string, path: string, onBytes: OnBytes, signal: AbortSignal): ByteStream {
    const nothing = (): void => undefined;
    const done = this.#answer(path, signal, () => {
      const { plain, disk } = this.#find(ref, path);
      for (const part of pack(disk, plain, path.endsWith('/.') ? '.' : nameOf(plain))) onBytes(part);
      return { isComplete: true };
    }).catch((thrown: unknown) => {
      if (signal.aborted) return { isComplete: false };
      throw thrown;
    });
    return { pause: nothing, resume: nothing, close: nothing, done };
  }

  async put(ref: string, folder: string, archive: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const { disk, plain, node } = await this.#answer(folder, signal, () => this.#find(ref, folder));
    if (node.type !== 'folder') throw said(folder, 'extraction point is not a directory');
    const parts: Buffer[] = [];
    let entry: TarEntry | undefined;
    const keep = (): void => {
      if (entry) this.#write(disk, plain, entry, Buffer.concat(parts.splice(0)));
    };
    const reader = new TarReader({
      onEntry: (next) => {
        keep();
        entry = next;
      },
      onData: (bytes) => void parts.push(Buffer.from(bytes)),
    });
    for await (const part of archive) reader.push(part);
    reader.end();
    keep();
  }

  changes(ref: string, signal: AbortSignal): Promise<FileChange[]> {
    return this.#answer('/', signal, () => this.#diskOf(ref).changes());
  }

  #write(disk: SimulatedDisk, folder: string, entry: TarEntry, content: Buffer): void {
    const path = joined(folder, entry.name);
    const { type, mode, modifiedAtMs, target } = entry;
    const there = disk.find(path);
    if (there && (there.type === 'folder') !== (type === 'folder'))
      throw said(path, there.type === 'folder' ? 'cannot overwrite directory' : 'cannot overwrite non-directory');
    const missing = path.split('/').slice(1, -1);
    missing.forEach((_, at) => {
      const above = `/${missing.slice(0, at + 1).join('/')}`;
      if (!disk.find(above))
        disk.write(above, { type: 'folder', content: EMPTY, mode: 0o755, modifiedAtMs: this.#clock.now(), target: '' });
    });
    const kept = type === 'file' || type === 'folder' || type === 'link' ? type : undefined;
    if (kept) disk.write(path, { type: kept, content, mode, modifiedAtMs, target });
  }

  #find(ref: string, path: string): { disk: SimulatedDisk; plain: string; node: DiskNode } {
    filePath(path);
    const disk = this.#diskOf(ref);
    const plain = joined('/', path);
    const node = disk.find(plain);
    if (!node || (path.endsWith('/.') && node.type !== 'folder'))
      throw new AppError('not_found', `Could not find the file ${path} in container ${ref}`);
    return { disk, plain, node };
  }

  async #answer<T>(path: string, signal: AbortSignal, what: () => T): Promise<T> {
    await Promise.resolve();
    if (signal.aborted) throw cancelled();
    try {
      return what();
    } catch (thrown) {
      throw fileError(thrown, path);
    }
  }
}

const EMPTY = Buffer.alloc(0);

const said = (path: string, words: string): unknown => fileError(new AppError('engine_error', words), path);

const nameOf = (plain: string): string => (plain === '/' ? '/' : plain.slice(plain.lastIndexOf('/') + 1));

function joined(folder: string, path: string): string {
  const parts = `${folder}/${path}`.split('/').filter((part) => part !== '' && part !== '.');
  return `/${parts.join('/')}`;
}

function* pack(disk: SimulatedDisk, path: string, name: string): Generator<Buffer> {
  yield* entries(disk, path, name === '/' ? '.' : name);
  yield tarEnd();
}

function* entries(disk: SimulatedDisk, path: string, name: string): Generator<Buffer> {
  const node = disk.find(path);
  if (!node) return;
  const { type, content, mode, modifiedAtMs, target } = node;
  yield tarHeader({
    name: type === 'folder' ? `${name}/` : name,
    type,
    bytes: content.length,
    mode,
    modifiedAtMs,
    target,
  });
  yield content;
  yield tarPadding(content.length);
  if (type === 'folder')
    for (const one of disk.names(path))
      yield* entries(disk, path === '/' ? `/${one}` : `${path}/${one}`, `${name}/${one}`);
}

import type { ByteStream, OnBytes } from '#main/engine/engine.ts';

export type FileType = 'file' | 'folder' | 'link' | 'device' | 'pipe' | 'socket';

export interface PathStat {
  readonly name: string;
  readonly type: FileType;
  readonly bytes: number;
  /** The permission bits, 0 to 0o7777. */
  readonly mode: number;
  readonly modifiedAtMs: number;
  /** Of a link: what it ends at after all links on the way, as a whole path; empty for the rest. */
  readonly target: string;
}

export interface FileChange {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'removed';
}

/**
 * Files inside of containers, running or not, as tar archives. A path begins with "/"; its bytes that are no character are
 * kept as `textOfBytes` does. Anything else is `bad_request` (field `path`) and no request is made. Refusals are told as
 * `fileError` words them.
 */
export interface EngineFiles {
  stat(ref: string, path: string, signal: AbortSignal): Promise<PathStat>;
  /**
   * A file, or a folder with all below it, whose first entry is itself. A link is not followed unless "/." stands behind it:
   * then the entries of the folder are named from "./" on.
   * Of what has a name that is no text Docker gives an empty archive; with its folder it comes.
   */
  get(ref: string, path: string, onBytes: OnBytes, signal: AbortSignal): ByteStream;
  /**
   * Unpacks an archive into a folder that is there; what it names takes the place of what is there, but never a file that of
   * a folder or the other way round. Checks nothing of it: see `guardedTar`.
   */
  put(ref: string, folder: string, archive: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>;
  /** What is not as the image has it; folders above a change count as changed. Volumes are no part of it. */
  changes(ref: string, signal: AbortSignal): Promise<FileChange[]>;
}

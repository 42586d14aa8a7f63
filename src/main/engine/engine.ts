import type { EngineContainers } from '#main/engine/engine-containers.ts';
import type { EngineFiles } from '#main/engine/engine-files.ts';
import type { EngineImages } from '#main/engine/engine-images.ts';
import type { EngineNetworks } from '#main/engine/engine-networks.ts';
import type { EngineVolumes } from '#main/engine/engine-volumes.ts';
import type { EngineEvent, InspectedContainer, ListedContainer, RawStats } from '#main/engine/engine-json.ts';
import type { SystemDf, SystemInfo } from '#main/engine/system-json.ts';

/** What `/_ping` tells; the version is empty where the engine does not name it. `clockMs`: the engine's own clock (its Date header), null where it gives none. */
export interface EngineAnswer {
  readonly version: string;
  readonly apiVersion: string;
  readonly clockMs: number | null;
}

/** Which part of a log. `since` and `until` are seconds with up to 9 digits; both are inclusive to the nanosecond. */
export interface LogQuery {
  readonly tail?: number | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** False: no line begins with its time. Default: each does. */
  readonly hasTimes?: boolean | undefined;
}

/** Bytes as they come. The array is valid during the call only: it is used again for the next read. */
export type OnBytes = (bytes: Uint8Array) => void;

/** A stream of bytes that can be held. */
export interface ByteStream {
  pause(): void;
  resume(): void;
  /** Breaks it off: `done` settles, not complete. */
  close(): void;
  /**
   * Settles when nothing more comes: `isComplete` where the engine said that this was all (never said of a followed
   * log, see `followLogs`). Rejects with AppError when the engine refused or was not reached. Aborted: settles, not complete.
   */
  readonly done: Promise<{ isComplete: boolean }>;
}

export interface ExecOptions {
  readonly command: readonly string[];
  readonly user?: string | undefined;
  readonly env?: readonly string[] | undefined;
  /** What it writes to its standard output, as it comes; it is kept all the same. Only for `exec`. */
  readonly onStdout?: OnBytes | undefined;
}

/** Output of a command that ran to its end; each stream is cut at the limit. `exitCode` null: not known. */
export interface ExecOutcome {
  readonly exitCode: number | null;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly isTruncated: boolean;
}

/** One process on a pseudo-terminal inside a container. */
export interface Terminal {
  write(data: Uint8Array): void;
  /** Only after the process has started: before that the engine waits 10 s (facts/engine A.5). Sizes are clamped to 1..1000. */
  resize(columns: number, rows: number): Promise<void>;
  pause(): void;
  resume(): void;
  /** Drops the connection. The process inside lives on: `TerminalSessions` ends it. */
  close(): void;
  /** Settles when the engine closed the connection, with what `inspect` of the exec then says. */
  readonly ended: Promise<void>;
  state(signal: AbortSignal): Promise<{ isRunning: boolean; exitCode: number | null; hasStarted: boolean }>;
}

export interface TerminalOptions extends ExecOptions {
  readonly columns: number;
  readonly rows: number;
  onData(bytes: Uint8Array): void;
}

export interface StopOptions {
  readonly timeoutSeconds?: number | undefined;
  readonly signalName?: string | undefined;
}

/**
 * Everything that is asked of a Docker engine; `DockerEngine` and `SimulatedEngine` are the two that answer.
 * `ref` is a full id, a name or a unique prefix; anything outside Docker's grammar is `bad_request` (field
 * `container`) and no request is made. Failures are AppErrors: `not_found`, `conflict`, `bad_request`, `engine_error` with
 * the engine's own words, `engine_unavailable` with its reason, `timeout`. Writes are never repeated.
 */
export interface Engine {
  /** As shown: `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  readonly isSimulated: boolean;
  readonly containers: EngineContainers;
  readonly files: EngineFiles;
  readonly images: EngineImages;
  readonly volumes: EngineVolumes;
  readonly networks: EngineNetworks;
  ping(signal: AbortSignal): Promise<EngineAnswer>;
  info(signal: AbortSignal): Promise<SystemInfo>;
  /** What its data takes on disk. Costs it up to seconds: it walks over every volume. */
  diskUse(signal: AbortSignal): Promise<SystemDf>;
  /** Running or not, never with sizes (they cost the engine seconds). */
  list(signal: AbortSignal): Promise<ListedContainer[]>;
  inspect(ref: string, signal: AbortSignal): Promise<InspectedContainer>;
  /** What an image brings of the environment, as `NAME=value`, by the image's full id. Rejects when the image is gone. */
  imageEnvironment(imageId: string, signal: AbortSignal): Promise<readonly string[]>;
  start(ref: string, signal: AbortSignal): Promise<void>;
  stop(ref: string, options: StopOptions, signal: AbortSignal): Promise<void>;
  restart(ref: string, options: StopOptions, signal: AbortSignal): Promise<void>;
  pause(ref: string, signal: AbortSignal): Promise<void>;
  unpause(ref: string, signal: AbortSignal): Promise<void>;
  kill(ref: string, signalName: string | undefined, signal: AbortSignal): Promise<void>;
  top(ref: string, signal: AbortSignal): Promise<{ titles: string[]; processes: string[][] }>;
  /** Runs to the end without a terminal; of each stream at most `limitBytes` are kept. */
  exec(ref: string, options: ExecOptions, limitBytes: number, signal: AbortSignal): Promise<ExecOutcome>;
  openTerminal(ref: string, options: TerminalOptions, signal: AbortSignal): Promise<Terminal>;
  /** Resolves when the engine ended the stream, rejects when it broke; `since` as in `LogQuery`. */
  events(since: string | undefined, onEvent: (event: EngineEvent) => void, signal: AbortSignal): Promise<void>;
  /** One sample a second or so; a container that does not run gives samples without a time. Resolves when the container was removed. */
  stats(ref: string, onSample: (raw: RawStats) => void, signal: AbortSignal): Promise<void>;
  /** One sample; `withPrevious` also fills `precpu_stats`, which takes 1 to 2 s. */
  statsOnce(ref: string, withPrevious: boolean, signal: AbortSignal): Promise<RawStats>;
  /** The log as Docker frames it (a TTY's: raw), each line behind its time unless asked otherwise; ends by itself and knows whether it was all. */
  readLogs(ref: string, query: LogQuery, onBytes: OnBytes, signal: AbortSignal): ByteStream;
  /** The same and goes on. How it ended says nothing: a killed engine ends like a clean end, so `isComplete` is always false. */
  followLogs(ref: string, query: LogQuery, onBytes: OnBytes, signal: AbortSignal): ByteStream;
  /** Lets go of what it holds (idle sockets). */
  dispose(): void;
}

/** A line of the app's own log. */
export interface Log {
  debug(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

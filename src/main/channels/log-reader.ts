import { namingDriver, notReadable } from '#main/engine/engine-error.ts';
import type { InspectedContainer } from '#main/engine/engine-json.ts';
import type { ByteStream, Engine, LogQuery } from '#main/engine/engine.ts';
import { hashLine, LogCursor } from '#main/engine/log-cursor.ts';
import { FramedLines, type LogLines, type OnLine, TtyLines } from '#main/engine/log-lines.ts';
import { compareTimes, sinceText } from '#main/engine/log-time.ts';
import type { LogOutput } from '#main/channels/log-output.ts';
import { rotatedMark } from '#main/channels/log-marks.ts';
import { STDERR } from '#shared/lines/chunk.ts';
import { AppError } from '#shared/protocol/errors.ts';

/**
 * `decisions`, Logs: a resume asks for so many ns before the newest line, because stdout and stderr are stamped apart
 * (1 ms out of order in the file). It shrinks while connections break without progress, else a link that breaks
 * inside the overlap would never get past it, and grows again step by step, else such a link spends all its time there.
 */
const OVERLAP_NS = [2_000_000_000, 200_000_000, 20_000_000, 2_000_000, 0];
/** After as many breaks without progress the overlap was tried at its smallest. */
export const OVERLAP_STEPS = OVERLAP_NS.length;

/** Where a log was left, for a read that goes on without loss or repeats. */
export class LogPosition {
  readonly cursor = new LogCursor();
  /** Step of `OVERLAP_NS`. */
  overlap = 0;
  /** Something was read once: from now on nothing is asked by its tail. */
  hasRead = false;
  /** Where to go on while no line is known: seconds, or undefined for the beginning. */
  base: string | undefined;
}

export interface ReadResult {
  /** All that there was, and the engine said so. */
  readonly isComplete: boolean;
  readonly hadNew: boolean;
}

export interface LogReaderOptions {
  readonly engine: Engine;
  readonly inspected: InspectedContainer;
  readonly position: LogPosition;
  readonly output: LogOutput;
  readonly signal: AbortSignal;
  /** A line longer than this is cut; the stream's limit where it is not given. */
  readonly maxLineBytes?: number;
}

/** Docker's own drivers rotate and keep the nanosecond; what others do with old lines is not known. */
const EXACT_DRIVERS = ['json-file', 'local'];

/** Reads a container's log, each line once over any number of reads with the same position. */
export class LogReader {
  readonly #options: LogReaderOptions;
  readonly #driver: string;
  readonly #canRotate: boolean;
  #stream: ByteStream | undefined;
  #isPaused = false;
  /** Called before each line while set: marks that belong between two lines. False refuses this line and all behind it. */
  beforeLine: ((hi: number, lo: number) => boolean) | undefined;

  /** Throws `not_readable` for a driver that keeps nothing. */
  constructor(options: LogReaderOptions) {
    this.#options = options;
    const config = options.inspected.HostConfig.LogConfig;
    this.#driver = config?.Type ?? '';
    if (this.#driver === 'none') throw notReadable(this.#driver);
    this.#canRotate = this.#driver !== 'json-file' || (config?.Config['max-size'] ?? '-1') !== '-1';
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (isPaused) this.#stream?.pause();
    else this.#stream?.resume();
  }

  /** Ends the read that is under way as if the link had broken: what comes next is read again. */
  breakOff(): void {
    this.#stream?.close();
  }

  /**
   * One plain read from where the position is; `first` says which part while nothing was read yet. `isFinal`: the
   * container does not run, so a last line without an end is a line (and was missed in half of all follows, engine A.1).
   */
  async readOnce(first: LogQuery, isFinal: boolean): Promise<ReadResult> {
    const result = await this.#read('plain', first, isFinal);
    if (result.isComplete) this.#options.position.hasRead = true;
    return result;
  }

  /** Follows until the engine ends the stream, which says nothing about why. */
  follow(): Promise<ReadResult> {
    return this.#read('follow', {}, false);
  }

  async #read(kind: 'plain' | 'follow', first: LogQuery, isFinal: boolean): Promise<ReadResult> {
    const { engine, inspected, position, output, signal, maxLineBytes } = this.#options;
    const taking = this.#taking(first);
    const progress = { hasError: false };
    const lines: LogLines = inspected.Config.Tty
      ? new TtyLines(taking.onLine, maxLineBytes)
      : new FramedLines(taking.onLine, () => (progress.hasError = true), maxLineBytes);
    const onBytes = (bytes: Uint8Array): void => {
      if (signal.aborted) return;
      lines.push(bytes);
      output.flush();
    };
    const query = this.#query(first);
    const stream =
      kind === 'follow'
        ? engine.followLogs(inspected.Id, query, onBytes, signal)
        : engine.readLogs(inspected.Id, query, onBytes, signal);
    this.#stream = stream;
    if (this.#isPaused) stream.pause();
    let isComplete = false;
    try {
      ({ isComplete } = await stream.done);
    } catch (thrown) {
      // Damaged on the way: what came whole is kept, the rest is read again.
      if (!(thrown instanceof AppError) || thrown.reason !== 'bad_answer') throw namingDriver(thrown, this.#driver);
    } finally {
      this.#stream = undefined;
      position.cursor.settle();
    }
    isComplete &&= !progress.hasError;
    // A piece that was open when the stream broke is thrown away: the resume reads the whole line again.
    if (isFinal && isComplete && !signal.aborted && (!lines.hasOpen || (await this.#isStillOver()))) lines.flush();
    else lines.drop();
    if (!signal.aborted) output.flush();
    // A read that was refused at a line is repeated with what it found out, by the same overlap. The longest one broke
    // the repeat on a link that only the short one came through, again and again, when a last line was stamped late.
    if (isComplete && !taking.wasRefused()) position.overlap = 0;
    else if (!isComplete)
      position.overlap = taking.hadNew()
        ? Math.max(0, position.overlap - 1)
        : Math.min(position.overlap + 1, OVERLAP_NS.length - 1);
    if (taking.hadNew()) position.hasRead = true;
    return { isComplete, hadNew: taking.hadNew() };
  }

  /** Started again during the last read, the open line may be one that the new run is just writing. */
  async #isStillOver(): Promise<boolean> {
    const { engine, inspected, signal } = this.#options;
    try {
      return (await engine.inspect(inspected.Id, signal)).State.StartedAt === inspected.State.StartedAt;
    } catch {
      return false;
    }
  }

  #query(first: LogQuery): LogQuery {
    const { cursor, overlap, hasRead, base } = this.#options.position;
    const until = first.until === undefined ? {} : { until: first.until };
    if (cursor.isEmpty) return hasRead ? { ...(base !== undefined && { since: base }), ...until } : first;
    const { newest, floor } = cursor;
    const back = sinceText(newest.hi, newest.lo, OVERLAP_NS[overlap] ?? 0);
    // Not below what is known, for a line from there would look new; but never past the newest line itself.
    const lowest = floor.hi === 0 ? '0' : sinceText(floor.hi, floor.lo, -1);
    const atMost = sinceText(newest.hi, newest.lo);
    const since = isBefore(back, lowest) ? (isBefore(atMost, lowest) ? atMost : lowest) : back;
    return { since, ...until };
  }

  /** What is done with each line of one read; kept in one closure, for it runs a hundred thousand times a second. */
  #taking(first: LogQuery): { onLine: OnLine; hadNew: () => boolean; wasRefused: () => boolean } {
    const { position, output } = this.#options;
    const { cursor } = position;
    const isResume = !cursor.isEmpty;
    const start = { ...cursor.newest };
    const canTellGap = isResume && EXACT_DRIVERS.includes(this.#driver);
    let isPast = !isResume;
    let sawNewest = false;
    let hadNew = false;
    let isRefused = false;
    let needsFloor = !isResume && !position.hasRead && first.tail !== undefined;
    const onLine: OnLine = (hi, lo, flag, bytes, from, to, length) => {
      if (!isPast && hi === start.hi && lo === start.lo) sawNewest = true;
      if (isRefused || this.beforeLine?.(hi, lo) === false) {
        isRefused = true;
        return;
      }
      // In the overlap of a resume, and with a driver that rotates, an old line is one that was seen.
      const isReplayPossible = !isPast || (isResume && this.#canRotate);
      if (!cursor.accept(flag & STDERR, hi, lo, hashLine(bytes, from, to, length), isReplayPossible)) return;
      if (!isPast && compareTimes(hi, lo, start.hi, start.lo) > 0) {
        isPast = true;
        if (canTellGap && !sawNewest) output.mark(rotatedMark(start, { hi, lo }));
      }
      if (needsFloor) {
        needsFloor = false;
        cursor.setFloor(hi, lo);
      }
      hadNew = true;
      output.line(hi, lo, flag, bytes, from, to);
    };
    return { onLine, hadNew: () => hadNew, wasRefused: () => isRefused };
  }
}

/** Compares two `SECONDS.NNNNNNNNN`. */
function isBefore(a: string, b: string): boolean {
  const [aSeconds = '', aNanos = ''] = a.split('.');
  const [bSeconds = '', bNanos = ''] = b.split('.');
  return (
    Number(aSeconds) - Number(bSeconds) < 0 || (aSeconds === bSeconds && aNanos.padEnd(9, '0') < bNanos.padEnd(9, '0'))
  );
}

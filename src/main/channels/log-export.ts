import { ByteQueue } from '#main/engine/byte-queue.ts';
import { LogOutput } from '#main/channels/log-output.ts';
import { queryOf, readAll } from '#main/channels/log-read.ts';
import { PullQueue } from '#main/engine/pull-queue.ts';
import { LogPosition, LogReader } from '#main/channels/log-reader.ts';
import { isRunning } from '#main/engine/container-view.ts';
import { namingDriver, notReadable } from '#main/engine/engine-error.ts';
import type { InspectedContainer } from '#main/engine/engine-json.ts';
import type { ByteStream, Engine } from '#main/engine/engine.ts';
import { ENGINE_ERROR_FRAME, FrameParser } from '#main/engine/frame-parser.ts';
import { StampReader } from '#main/engine/log-time.ts';
import type { LogExport } from '#shared/contract/logs.ts';
import { itemsOf, openChunk, packedCount } from '#shared/lines/chunk.ts';
import { millisOf } from '#shared/lines/time.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** `protocol`, Delivery: a line is whole in a download. Beyond this it is no line, and would be the whole log in memory. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

interface LogExportOptions {
  readonly engine: Engine;
  readonly inspected: InspectedContainer;
  readonly wanted: LogExport;
  readonly signal: AbortSignal;
  /** The time (ms since 1970) that the reading has come to; not told where the bytes do not say it. */
  readonly onTime: (ms: number) => void;
}

/**
 * A container's log as the bytes of a file, never more than a few MiB of it at once. Throws AppError: what
 * the engine says, `cancelled`, and `engine_error` where it breaks off, so that half a log is never taken for all of it.
 */
async function* exportLog(options: LogExportOptions): AsyncGenerator<Uint8Array, void, undefined> {
  const { wanted, signal } = options;
  // Its own end, too: whoever stops reading stops the engine.
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  try {
    yield* wanted.format === 'jsonl' ? jsonLines(options, both) : plainBytes(options, both);
    if (signal.aborted) throw cancelled();
  } finally {
    over.abort();
  }
}

function plainBytes({ engine, inspected, wanted, onTime }: LogExportOptions, signal: AbortSignal) {
  const { Tty: isTty } = inspected.Config;
  // Frames are asked for with their times also where none are wanted: they tell how far it is, and each is cut off
  // whole. In a TTY's stream nothing says where the next one stands.
  const hasTimes = wanted.times || !isTty;
  let stream: ByteStream | undefined;
  const queue = new ByteQueue((isHeld) => (isHeld ? stream?.pause() : stream?.resume()));
  const stamp = new StampReader();
  const frames = new FrameParser((type, bytes, from, to) => {
    if (type === ENGINE_ERROR_FRAME) throw brokenOff(Buffer.from(bytes.subarray(from, to)).toString('utf8').trim());
    const textAt = stamp.read(bytes, from, to);
    queue.push(bytes, wanted.times || textAt < 0 ? from : textAt, to);
  });
  const onBytes = (bytes: Uint8Array): void => {
    if (isTty) queue.push(bytes);
    else {
      frames.push(bytes);
      if (stamp.hi > 0) onTime(millisOf(stamp.hi, stamp.lo));
    }
  };
  stream = engine.readLogs(inspected.Id, { ...queryOf(wanted), hasTimes }, onBytes, signal);
  stream.done.then(
    ({ isComplete }) => (isComplete || signal.aborted ? queue.end() : queue.fail(brokenOff())),
    (thrown: unknown) => queue.fail(namingDriver(thrown, inspected.HostConfig.LogConfig?.Type ?? '')),
  );
  return queue.read();
}

/** The log as packed chunks, each with the time it has come to. */
export function packedLog(
  { engine, inspected, wanted }: Omit<LogExportOptions, 'onTime' | 'signal'>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const queue = new PullQueue<Uint8Array>({ hold: (isHeld) => reader.setPaused(isHeld) });
  const output = new LogOutput((packed) => queue.push(packed, packed.length));
  const position = new LogPosition();
  const reader = new LogReader({ engine, inspected, position, output, signal, maxLineBytes: MAX_LINE_BYTES });
  readAll(reader, queryOf(wanted), !isRunning(inspected.State.Status), signal).then(
    () => queue.end(),
    (thrown: unknown) => queue.fail(thrown),
  );
  return queue.read();
}

async function* jsonLines(options: LogExportOptions, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const packed of packedLog(options, signal)) {
    yield Buffer.from(
      `${itemsOf(packed)
        .map((item) => JSON.stringify(item))
        .join('\n')}\n`,
    );
    options.onTime(endOf(packed));
  }
}

/** The time of a chunk's last item, ms since 1970. */
function endOf(packed: Uint8Array): number {
  const { time } = openChunk(packed);
  const last = packedCount(packed) - 1;
  return millisOf(time[last * 2 + 1] ?? 0, time[last * 2] ?? 0);
}

/** The container and when its log ends, ms since 1970; `now` for one that runs. Throws `not_found`, `not_readable`. */
export async function readable(
  engine: Engine,
  container: string,
  now: number,
  signal: AbortSignal,
): Promise<{ inspected: InspectedContainer; name: string; endsAt: number }> {
  const inspected = await engine.inspect(container, signal);
  const driver = inspected.HostConfig.LogConfig?.Type;
  if (driver === 'none') throw notReadable(driver);
  const { Status, FinishedAt } = inspected.State;
  const finishedAt = Date.parse(FinishedAt);
  const endsAt = isRunning(Status) || Number.isNaN(finishedAt) ? now : finishedAt;
  return { inspected, name: inspected.Name.replace(/^\//, ''), endsAt };
}

export const cancelled = (): AppError => new AppError('conflict', 'The export was cancelled.', { reason: 'cancelled' });

const brokenOff = (why?: string): AppError =>
  new AppError('engine_error', `Docker broke the log off${why ? `: ${why}` : '.'}`, {
    hint: 'Nothing was saved, for it would be half a log. Export it again.',
  });

/** The log of one container, ready to be read out; `name` as people know it. Throws `not_found`, `not_readable`. */
export async function openExport(engine: Engine, container: string, now: number, signal: AbortSignal) {
  const { inspected, name, endsAt } = await readable(engine, container, now, signal);
  return {
    name,
    endsAt,
    read: (wanted: LogExport, onTime: (ms: number) => void, ended: AbortSignal) =>
      exportLog({ engine, inspected, wanted, onTime, signal: ended }),
  };
}

import { LogOutput } from '#main/channels/log-output.ts';
import { LogPosition, LogReader, OVERLAP_STEPS } from '#main/channels/log-reader.ts';
import { isRunning } from '#main/engine/container-view.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { LogQuery } from '#main/engine/engine.ts';
import type { Source } from '#main/hub/source.ts';
import type { Params } from '#shared/contract/index.ts';
import type { LogItem } from '#shared/contract/logs.ts';
import { itemsOf } from '#shared/lines/chunk.ts';
import { parseNanos } from '#shared/lines/time.ts';
import { sinceText } from '#main/engine/log-time.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** Which part of a log, in the contract's words: times are RFC 3339 or seconds. */
export interface LogRange {
  readonly tail?: number | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** A part of the engine's log, then the end. An opening after a break goes on where the last one was. */
export function logReadSource(deps: { readonly engines: Pick<Engines, 'get'> }): Source<Params<'logs:read'>, LogItem> {
  return {
    open: async (params, sink, { signal, last }) => {
      const position = last instanceof LogPosition ? last : new LogPosition();
      sink.resumeFrom(position);
      const output = new LogOutput((packed) => sink.pushPacked(packed));
      const inspected = await deps.engines.get(params.engine).inspect(params.container, signal);
      const reader = new LogReader({ engine: deps.engines.get(params.engine), inspected, position, output, signal });
      const pauses = sink.onPause((isPaused) => reader.setPaused(isPaused));
      // Before the first line: what is pushed while a stream starts is its past, of which a watcher gets the replay only.
      sink.ready();
      try {
        await readAll(reader, queryOf(params), !isRunning(inspected.State.Status), signal);
      } finally {
        pauses.dispose();
      }
      return { reason: 'done' };
    },
  };
}

/**
 * Reads to the end of what there is, going on after a break. One that brought nothing new broke within the overlap of
 * the resume, which is then made smaller: only when it cannot be any smaller is it no use to go on.
 */
export async function readAll(
  reader: LogReader,
  query: LogQuery,
  isFinal: boolean,
  signal: AbortSignal,
): Promise<void> {
  for (let barren = 0; ; ) {
    const result = await reader.readOnce(query, isFinal);
    if (result.isComplete || signal.aborted) return;
    barren = result.hadNew ? 0 : barren + 1;
    if (barren >= OVERLAP_STEPS) throw new AppError('engine_error', 'Docker broke the log off.');
  }
}

export function queryOf(range: LogRange): LogQuery {
  return {
    ...(range.tail !== undefined && { tail: range.tail }),
    ...(range.since !== undefined && { since: seconds(range.since) }),
    ...(range.until !== undefined && { until: seconds(range.until) }),
  };
}

/** Docker takes seconds only. */
function seconds(moment: string): string {
  if (!moment.includes('T')) return moment;
  try {
    const { hi, lo } = parseNanos(moment);
    return sinceText(hi, lo);
  } catch {
    throw new AppError('bad_request', `"${moment.slice(0, 40)}" is not a time.`, { field: 'since' });
  }
}

/** The newest `limit` lines of a part of the log, at once and as items. */
export async function readLogItems(
  engines: Pick<Engines, 'get'>,
  engineName: string,
  container: string,
  range: LogRange,
  limit: number,
  signal: AbortSignal,
): Promise<LogItem[]> {
  const engine = engines.get(engineName);
  const inspected = await engine.inspect(container, signal);
  const items: LogItem[] = [];
  const output = new LogOutput((packed) => {
    items.push(...itemsOf(packed));
    if (items.length > 2 * limit) items.splice(0, items.length - limit);
  });
  const reader = new LogReader({ engine, inspected, position: new LogPosition(), output, signal });
  const tail = Math.min(range.tail ?? limit, limit);
  await readAll(reader, queryOf({ ...range, tail }), !isRunning(inspected.State.Status), signal);
  // The engine counts pieces and both streams: never more than were asked for.
  return tail === 0 ? [] : items.slice(-tail);
}

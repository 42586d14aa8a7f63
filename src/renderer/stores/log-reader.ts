import { lineStart, MARK, openChunk, slicePacked } from '#shared/lines/chunk.ts';
import { formatNanos } from '#shared/lines/time.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';

/** Which lines to read from the engine's log; times are RFC 3339 with 9 digits. */
export interface ReadRange {
  readonly tail?: number;
  readonly since?: string;
  readonly until?: string;
}

/** One line as it stands beside others of the same time: what tells it from them. */
export interface LineMark {
  readonly isoTime: string;
  readonly bytes: Uint8Array;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);

/**
 * Reads lines of the engine's log, oldest first, until one that is known already (`stop`), or `most` lines. Rejects with
 * the AppError that ended the reading.
 */
export function readLines(
  api: Api,
  container: string,
  range: ReadRange,
  { stop, most }: { stop?: LineMark | undefined; most: number },
): Promise<{ parts: Uint8Array[]; count: number; isWhole: boolean }> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let count = 0;
    const finish = (isWhole: boolean): void => {
      // Once more from a microtask: the subscription may not be there yet while its first answer is handled.
      queueMicrotask(() => reading.dispose());
      resolve({ parts, count, isWhole });
    };
    const reading = api.subscribe(
      'logs:read',
      { container, ...range },
      {
        onPacked: (packed, _from, number) => {
          if (count >= most) return;
          const end = stop === undefined ? number : endBefore(packed, stop);
          const taken = Math.min(end, most - count);
          if (taken > 0) parts.push(taken === number ? packed : slicePacked(packed, 0, taken));
          count += taken;
          if (end < number) finish(true);
          else if (count >= most) finish(false);
        },
        onEnd: ({ reason, error }) => (reason === 'done' || !error ? finish(true) : reject(error satisfies AppError)),
      },
      { packed: true },
    );
  });
}

/** How many lines of a chunk come before the known one. */
function endBefore(packed: Uint8Array, stop: LineMark): number {
  const chunk = openChunk(packed);
  for (let i = 0; i < chunk.count; i++) {
    const time = formatNanos(chunk.time[i * 2 + 1] ?? 0, chunk.time[i * 2] ?? 0);
    if (time < stop.isoTime) continue;
    if (time > stop.isoTime) return i;
    if (same(chunk.payload.subarray(lineStart(chunk, i), chunk.end[i]), stop.bytes)) return i;
  }
  return chunk.count;
}

/** How many lines at the front of a chunk are up to and with the known one. */
export function startAfter(packed: Uint8Array, known: LineMark): number {
  const chunk = openChunk(packed);
  for (let i = chunk.count - 1; i >= 0; i--) {
    if (((chunk.flag[i] ?? 0) & MARK) !== 0) continue;
    const time = formatNanos(chunk.time[i * 2 + 1] ?? 0, chunk.time[i * 2] ?? 0);
    if (time > known.isoTime) continue;
    if (time < known.isoTime || same(chunk.payload.subarray(lineStart(chunk, i), chunk.end[i]), known.bytes))
      return i + 1;
  }
  return 0;
}

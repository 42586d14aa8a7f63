import { STDERR } from '#shared/lines/chunk.ts';
import type { Lines } from '#shared/lines/lines.ts';

/** Which line a link means: its time (RFC 3339, 9 digits), its stream and, for equal times, the n-th. */
export interface LineAddress {
  readonly t: string;
  readonly s: 'out' | 'err';
  readonly n: number;
}

const streamOf = (lines: Lines, seq: number): 'out' | 'err' => ((lines.flag(seq) & STDERR) !== 0 ? 'err' : 'out');

export function lineAddress(lines: Lines, seq: number): LineAddress {
  const t = lines.isoTime(seq);
  const s = streamOf(lines, seq);
  let n = 0;
  for (let at = seq - 1; at >= lines.first && lines.isoTime(at) === t; at--) if (streamOf(lines, at) === s) n += 1;
  return { t, s, n };
}

/** "quayside://container/<id>/logs?t=…&s=err&n=0". */
export function lineLink(lines: Lines, seq: number, container: string): string {
  const { t, s, n } = lineAddress(lines, seq);
  return `quayside://container/${container}/logs?${new URLSearchParams({ t, s, n: String(n) }).toString()}`;
}

/** Reads the address out of a query; null where it names no line. */
export function addressOf(query: URLSearchParams): LineAddress | null {
  const t = query.get('t');
  if (t === null || Number.isNaN(Date.parse(t))) return null;
  const n = Number(query.get('n') ?? 0);
  return { t, s: query.get('s') === 'err' ? 'err' : 'out', n: Number.isInteger(n) && n > 0 ? n : 0 };
}

/** The line meant; null when it is not held. By halves, for lines are in order of time but for clocks set back. */
export function findLine(lines: Lines, { t, s, n }: LineAddress): number | null {
  let low = lines.first;
  let high = lines.next;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (lines.isoTime(middle) < t) low = middle + 1;
    else high = middle;
  }
  let left = n;
  for (let seq = low; seq < lines.next && lines.isoTime(seq) === t; seq++) {
    if (streamOf(lines, seq) !== s) continue;
    if (left === 0) return seq;
    left -= 1;
  }
  return null;
}

import type { LogItem } from '#shared/contract/logs.ts';
import { STDERR } from '#shared/lines/chunk.ts';
import type { Lines } from '#shared/lines/lines.ts';

/** Which line a link means: its time (RFC 3339, 9 digits), its stream and, for equal times, the n-th. */
export interface LineAddress {
  readonly t: string;
  readonly s: 'out' | 'err';
  readonly n: number;
}

const streamOf = (lines: Lines, seq: number): 'out' | 'err' => ((lines.flag(seq) & STDERR) !== 0 ? 'err' : 'out');

function lineAddress(lines: Lines, seq: number): LineAddress {
  const t = lines.isoTime(seq);
  const s = streamOf(lines, seq);
  let n = 0;
  for (let at = seq - 1; at >= lines.first && lines.isoTime(at) === t; at--) if (streamOf(lines, at) === s) n += 1;
  return { t, s, n };
}

/** The page's own address of a line, "/container/<id>/logs?t=…&s=err&n=0": also of one that only was kept. */
const linePath = (container: string, { t, s, n }: LineAddress): string =>
  `/container/${container}/logs?${new URLSearchParams({ t, s, n: String(n) }).toString()}`;

/** What is copied as a link to a line: for the window "quayside://container/<id>/logs?…", in a browser its own address. */
export function lineLink(lines: Lines, seq: number, container: string, isBrowser: boolean): string {
  const path = linePath(container, lineAddress(lines, seq));
  return isBrowser ? `${location.origin}${location.pathname}#${path}` : `quayside:/${path}`;
}

/** The address of one of these items; null where there is no such line. */
export function pathOfItem(items: readonly LogItem[], index: number, container: string): string | null {
  const item = items[index];
  if (!item || !('stream' in item)) return null;
  const isSame = (one: LogItem): boolean => one.time === item.time && 'stream' in one && one.stream === item.stream;
  const s = item.stream === 'stderr' ? 'err' : 'out';
  return linePath(container, { t: item.time, s, n: items.slice(0, index).filter(isSame).length });
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

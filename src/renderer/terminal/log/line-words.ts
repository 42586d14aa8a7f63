import { ago } from '#shared/format/duration.ts';
import { clockTime, preciseTime } from '#shared/format/clock-time.ts';
import type { Lines } from '#shared/lines/lines.ts';

export type TimeStyle = 'off' | 'local' | 'utc' | 'relative';

/** Cells of the time column, with the blank behind it. */
export function timeCells(style: TimeStyle, hasMillis: boolean): number {
  if (style === 'off') return 0;
  if (style === 'relative') return 12;
  return 9 + (hasMillis ? 4 : 0) + (style === 'utc' ? 1 : 0);
}

export function timeWords(lines: Lines, seq: number, style: TimeStyle, hasMillis: boolean, now: number): string {
  const time = lines.time(seq);
  const clock = hasMillis ? preciseTime : clockTime;
  switch (style) {
    case 'off':
      return '';
    case 'local':
      return clock(time);
    case 'utc':
      return `${clock(time, true)}Z`;
    case 'relative':
      return ago(now - time);
  }
}

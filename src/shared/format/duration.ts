import { THIN } from '#shared/format/quantity.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  { ms: DAY, name: 'd' },
  { ms: HOUR, name: 'h' },
  { ms: MINUTE, name: 'min' },
  { ms: SECOND, name: 's' },
] as const;

/** The largest unit alone: "3 h", "6 d", "12 s"; under a second "0 s". A clock that runs back gives "0 s" too. */
export function duration(ms: number): string {
  for (const unit of UNITS) if (ms >= unit.ms) return `${Math.floor(ms / unit.ms)} ${unit.name}`;
  return '0 s';
}

/** The two largest units: "3 h 12 min", "6 d", "45 s". */
export function longDuration(ms: number): string {
  const at = UNITS.findIndex((unit) => ms >= unit.ms);
  const first = UNITS[at];
  if (!first) return '0 s';
  const second = UNITS[at + 1];
  const rest = second ? Math.floor((ms % first.ms) / second.ms) : 0;
  return second && rest > 0 ? `${duration(ms)} ${rest} ${second.name}` : duration(ms);
}

/** How long something took that is mostly over soon: "42 ms", "1.3 s", "45 s", "3 min 12 s". */
export function tookWords(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))}${THIN}ms`;
  return ms < 10 * SECOND ? `${(ms / SECOND).toFixed(1)}${THIN}s` : longDuration(ms);
}

/** "26 min ago"; the last seconds are "just now". */
export const ago = (ms: number): string => (ms < 5 * SECOND ? 'just now' : `${duration(ms)} ago`);

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
export function ordinal(value: number): string {
  const tens = value % 100;
  const last = value % 10;
  if (tens >= 11 && tens <= 13) return `${value}th`;
  return `${value}${last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`;
}

import { MARK, NOTE, STDERR } from '#shared/lines/chunk.ts';
import type { LineStore } from '#shared/lines/line-store.ts';

export const LEVELS = ['none', 'debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];
/** In the store's cache: bits 0 to 2 the level plus one, bit 3 whether the line names it itself. */
const OWN = 8;
/** A line further than this from one with a level stands alone; bounds the walk back. */
const REACH = 200;
/** The level stands at the beginning, or it is none. */
const LOOK_AT = 200;

const NAME = '(trace|debug|dbg|verbose|info|notice|warn(?:ing)?|wrn|err(?:or)?|fatal|panic|crit(?:ical)?|emerg|alert)';
// Many programs write their own time first; then the word behind it is the first one.
const TIME =
  '(?:\\[?\\d{4}[-/]\\d\\d[-/]\\d\\d[T ][\\d:.,]+(?:Z|[+-]\\d\\d:?\\d\\d)?(?: UTC)?\\]?(?: \\[\\d+\\])?[\\s|-]*)?';
const COLOR = '(?:\\u001b\\[[\\d;]*m)*';
const FIELD = '["\\s,{](?:level|severity|lvl)"?\\s?[:=]\\s?"?([a-z]+|\\d0\\b)|^(?:level|severity|lvl)=([a-z]+)';
const WORD = new RegExp(`^${COLOR}${TIME}\\W{0,3}${COLOR}\\W{0,2}${NAME}\\b|${FIELD}`, 'i');

/** Bunyan and pino write numbers: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
const NUMBERS: Record<string, number> = { 10: 1, 20: 1, 30: 2, 40: 3, 50: 4, 60: 4 };

function rank(word: string): number {
  const number = NUMBERS[word];
  if (number !== undefined) return number;
  const head = word.slice(0, 3).toLowerCase();
  if (head === 'err' || head === 'fat' || head === 'pan' || head === 'cri' || head === 'eme' || head === 'ale')
    return 4;
  if (head === 'war' || head === 'wrn') return 3;
  if (head === 'inf' || head === 'not') return 2;
  return head === 'tra' || head === 'deb' || head === 'dbg' || head === 'ver' ? 1 : 0;
}

const latin1 = new TextDecoder('latin1');

/** What a line says of itself, by its first word, logfmt or JSON field. */
export function ownLevel(bytes: Uint8Array): Level {
  const match = WORD.exec(latin1.decode(bytes.subarray(0, LOOK_AT)));
  return LEVELS[match ? rank(match[1] ?? match[2] ?? match[3] ?? '') : 0] ?? 'none';
}

/** A line without a level belongs to the line before it if it is indented or comes from stderr: stack traces stay whole. */
function inherits(store: LineStore, seq: number, bytes: Uint8Array): boolean {
  return bytes[0] === 32 || bytes[0] === 9 || (store.flag(seq) & STDERR) !== 0;
}

/** "Error: …" on stderr, as runtimes print it under the line that told of the error: one error, not two. */
function isEcho(store: LineStore, seq: number, bytes: Uint8Array): boolean {
  if (seq <= store.first || !isNamed(store, seq, bytes)) return false;
  const before = store.lineBytes(seq - 1);
  return ownLevel(before) === 'error' && !isNamed(store, seq - 1, before);
}
const isNamed = (store: LineStore, seq: number, bytes: Uint8Array): boolean =>
  (store.flag(seq) & STDERR) !== 0 && ECHO.test(latin1.decode(bytes.subarray(0, 40)));
const ECHO = /^[A-Z]?[a-zA-Z]*(?:Error|Exception)\b:?/;

function find(store: LineStore, seq: number): number {
  const cached = store.cachedLevel(seq);
  if (cached !== 0) return cached;
  let from = seq;
  let level = 0;
  // Back to a line that is known, names a level, or belongs to nobody...
  for (; ; from--) {
    const known = store.cachedLevel(from);
    if (known !== 0) {
      level = (known & 7) - 1;
      break;
    }
    if ((store.flag(from) & (MARK | NOTE)) !== 0) {
      store.cacheLevel(from, 1);
      break;
    }
    const bytes = store.lineBytes(from);
    const own = LEVELS.indexOf(ownLevel(bytes));
    if (own === 4 && isEcho(store, from, bytes)) {
      level = own;
      store.cacheLevel(from, own + 1);
      break;
    }
    if (own > 0 || !inherits(store, from, bytes) || from <= store.first || seq - from >= REACH) {
      level = own;
      store.cacheLevel(from, (own + 1) | (own > 0 ? OWN : 0));
      break;
    }
  }
  // ... and forward again: all lines between inherit from it.
  for (let at = from + 1; at <= seq; at++) store.cacheLevel(at, level + 1);
  return store.cachedLevel(seq);
}

/** The level a line is shown with. */
export const lineLevel = (store: LineStore, seq: number): Level =>
  LEVELS[Math.max(0, (find(store, seq) & 7) - 1)] ?? 'none';

/** Whether the line names its level itself. */
export const namesLevel = (store: LineStore, seq: number): boolean => (find(store, seq) & OWN) !== 0;

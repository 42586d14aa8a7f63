import { MARK, STDERR } from '#shared/lines/chunk.ts';
import { type LineStore, NOTE } from '#shared/lines/line-store.ts';

export type Level = 'none' | 'debug' | 'info' | 'warn' | 'error';
const LEVELS: readonly Level[] = ['none', 'debug', 'info', 'warn', 'error'];
/** In the store's cache: bits 0 to 2 the level plus one, bit 3 whether the line names it itself. */
const OWN = 8;
/** A line further than this from one with a level stands alone; bounds the walk back. */
const REACH = 200;
/** The level stands at the beginning, or it is none. */
const LOOK_AT = 200;

// oxlint-disable-next-line no-control-regex -- colour before the word is usual
const WORD =
  /^\W{0,3}(?:\u001b\[[\d;]*m)*\W{0,2}(trace|debug|dbg|verbose|info|notice|warn(?:ing)?|wrn|err(?:or)?|fatal|panic|crit(?:ical)?|emerg|alert)\b|["\s,{](?:level|severity|lvl)"?\s?[:=]\s?"?([a-z]+)/i;

function rank(word: string): number {
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
  return LEVELS[match ? rank(match[1] ?? match[2] ?? '') : 0] ?? 'none';
}

/** A line without a level belongs to the line before it if it is indented or comes from stderr: stack traces stay whole. */
function inherits(store: LineStore, seq: number, bytes: Uint8Array): boolean {
  return bytes[0] === 32 || bytes[0] === 9 || (store.flag(seq) & STDERR) !== 0;
}

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

/** Whether the line itself is an error; a stack trace counts once. */
export const isOwnError = (store: LineStore, seq: number): boolean => (find(store, seq) & 15) === (OWN | 5);

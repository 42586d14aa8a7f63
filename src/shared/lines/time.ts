/** Nanoseconds since 1970 as two unsigned 32-bit halves: exact, without a BigInt for each line. */
export interface Nanos {
  hi: number;
  lo: number;
}

const WORD = 2 ** 32;

/** Exact for every second Docker can name: the product is formed in halves that fit a double. */
export function nanosOf(seconds: number, nanos: number): Nanos {
  const high = Math.floor(seconds / 65_536) * 1e9;
  const low = (high % 65_536) * 65_536 + (seconds % 65_536) * 1e9 + nanos;
  return { hi: Math.floor(high / 65_536) + Math.floor(low / WORD), lo: low % WORD };
}

/** ms since 1970 with a fraction; the digits below about 0.2 us are lost, which no chart or clock shows. */
export const millisOf = (hi: number, lo: number): number => (hi * WORD + lo) / 1e6;

/** From ms since 1970 (our own clock). */
export const nanosOfMillis = (ms: number): Nanos =>
  nanosOf(Math.floor(ms / 1000), Math.round((ms - Math.floor(ms / 1000) * 1000) * 1e6));

/** Lines come in the order of time, mostly many of one second: its words are made once. */
let lastSecond = Number.NaN;
let lastWords = '';

/** `2026-11-21T07:30:30.669305096Z`, always 9 digits. */
export function formatNanos(hi: number, lo: number): string {
  // A double misses the true value by less than a microsecond, so its second may be a neighbour's, and no other.
  let second = Math.floor((hi * WORD + lo) / 1e9);
  let rest = (lo - nanosOf(second, 0).lo + WORD) % WORD;
  if (rest >= 1e9) {
    second += rest < WORD / 2 ? 1 : -1;
    rest = (lo - nanosOf(second, 0).lo + WORD) % WORD;
  }
  if (second !== lastSecond) {
    lastSecond = second;
    lastWords = new Date(second * 1000).toISOString().slice(0, 20);
  }
  return `${lastWords}${String(rest).padStart(9, '0')}Z`;
}

/** Reads RFC 3339 UTC with 0 to 9 digits behind the point; throws RangeError on anything else. */
export function parseNanos(text: string): Nanos {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text);
  const ms = match ? Date.parse(`${match[1]}Z`) : Number.NaN;
  if (!match || Number.isNaN(ms)) throw new RangeError(`not an RFC 3339 UTC time: ${text.slice(0, 40)}`);
  return nanosOf(ms / 1000, Number((match[2] ?? '').padEnd(9, '0')));
}

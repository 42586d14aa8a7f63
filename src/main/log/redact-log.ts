import { isSecretVariable } from '#shared/format/secret-name.ts';

const MASK = '••••••';
/** A message is a sentence, not a dump. */
const MAX_TEXT = 4000;
const MAX_DEPTH = 6;
const MAX_ITEMS = 50;

/** What is secret wherever it stands in a text: credentials in addresses, bearer and access tokens, pairing codes, `password=…`. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/[^/\s:@]*:)[^@\s/]+@/g, `$1${MASK}@`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, MASK],
  [
    /\b((?:[\w-]*(?:password|passwd|secret|token|api[_-]?key|credential)[\w-]*|pair)["']?\s*[=:]\s*["']?)[^\s"'&,;]{3,}/gi,
    `$1${MASK}`,
  ],
];

/** A text without what looks like a secret. */
export function redactText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return PATTERNS.reduce((clean, [pattern, mask]) => clean.replace(pattern, mask), short);
}

/** Details as they may be kept: secret-like names masked, errors with their stack, nothing endless or circular. */
export function redactDetails(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return redactText(value.stack ?? String(value));
  if (depth >= MAX_DEPTH) return '…';
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redactDetails(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([name, item]) => [name, isSecretVariable(name) ? MASK : redactDetails(item, depth + 1)]),
  );
}

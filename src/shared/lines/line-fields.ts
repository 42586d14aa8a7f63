import { hasControls, plainText } from '#shared/lines/escapes.ts';

/** What a structured line says: its message, and the other fields in their order with their values as shown. */
export interface LineFields {
  readonly kind: 'json' | 'logfmt';
  readonly message: string;
  /** The level's word as written, '' for none. */
  readonly level: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The whole, for the opened view. */
  readonly value: Record<string, unknown>;
}

/** Longer ones are text: parsing them would cost more than a reader gets out of it. */
const MAX_LENGTH = 65_536;
const SHOWN_VALUE = 200;
const MESSAGE = ['msg', 'message', 'event', 'text', 'log', 'body'];
const LEVEL = ['level', 'severity', 'lvl', 'log.level'];
/** Docker's own time stands before the line already. */
const TIME = ['time', 'ts', 'timestamp', '@timestamp', 't'];

/** Null for a line that is neither a JSON object nor logfmt. `plain`: without control sequences. */
export function lineFields(plain: string): LineFields | null {
  if (plain.length > MAX_LENGTH) return null;
  const first = plain.charCodeAt(0);
  if (first === 123) return jsonFields(plain);
  // Two pairs from the very beginning, one of them a level or a message: "a=b" in a sentence is no logfmt.
  return /^[a-zA-Z_@][\w.@-]*=/.test(plain) ? logfmtFields(plain) : null;
}

function jsonFields(plain: string): LineFields | null {
  if (!plain.trimEnd().endsWith('}')) return null;
  try {
    const value: unknown = JSON.parse(plain);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? split('json', value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const PAIR = /([a-zA-Z_@][\w.@/-]*)=("(?:[^"\\]|\\.)*"|[^\s"]*)(?:\s+|$)/y;

function logfmtFields(plain: string): LineFields | null {
  const value: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let pairs = 0;
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < plain.length) {
    const match = PAIR.exec(plain);
    if (!match) return null;
    const text = match[2] ?? '';
    value[match[1] as string] = text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
    pairs += 1;
  }
  const isLog = [...MESSAGE, ...LEVEL].some((name) => name in value);
  return pairs >= 2 && isLog ? split('logfmt', value) : null;
}

function split(kind: 'json' | 'logfmt', value: Record<string, unknown>): LineFields {
  const text = (names: readonly string[]): [string, string] => {
    const name = names.find((one) => Object.hasOwn(value, one) && /^(string|number)$/.test(typeof value[one]));
    return name === undefined ? ['', ''] : [name, String(value[name])];
  };
  const [messageName, message] = text(MESSAGE);
  const [levelName, level] = text(LEVEL);
  const fields: [string, string][] = [];
  for (const name of Object.keys(value)) {
    if (name === messageName || name === levelName || TIME.includes(name)) continue;
    fields.push([name, fieldText(value[name])]);
  }
  return { kind, message: clean(message.replaceAll('\n', ' ')), level, fields, value };
}

const clean = (text: string): string => (hasControls(text) ? plainText(text) : text);

/** A field's value as it is shown and compared. */
export function fieldText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const short = text.length > SHOWN_VALUE ? `${text.slice(0, SHOWN_VALUE)}…` : text;
  return clean(/[\s"]/.test(short) && typeof value === 'string' ? JSON.stringify(short) : short);
}

/** Whether a line has a field of just this value ("order=A-20931"). */
export const hasField = (fields: LineFields, name: string, value: string): boolean =>
  Object.hasOwn(fields.value, name) && fieldText(fields.value[name]) === value;

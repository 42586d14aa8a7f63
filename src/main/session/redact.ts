import { MASK, maskText } from '#main/engine/mask.ts';
import { maskStatement } from '#shared/format/mask-statement.ts';

/** Params as they may be kept in the audit log: without what looks secret, and short. */
export function redacted(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (name === 'engine' ? [] : [[name, redactedValue(name, value)]])),
  );
}

const SECRET = /pass|token|secret|credential|key$|webhook|^env$|^files$|^args$|^code$|compose|^data$/i;
const COMMAND_LINE = /^(command|entrypoint|test)$/;
const MAX_TEXT = 200;
const MAX_ITEMS = 20;
/** Who changed data by which words: that is what the log is asked for. */
const MAX_STATEMENT = 4000;

function redactedValue(name: string, value: unknown): unknown {
  if (SECRET.test(name)) return MASK;
  if (name === 'statement' && typeof value === 'string') return maskStatement(value).slice(0, MAX_STATEMENT);
  // Of a command line the program is kept: arguments hold passwords too often.
  if (COMMAND_LINE.test(name) && Array.isArray(value))
    return value.length > 1 ? [value[0], `… ${value.length - 1} more`] : [...value];
  // What a driver is told: of a share's address and who signs in there only that it was told.
  if (/^(log)?options$/i.test(name) && typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.keys(value).map((key) => [key, MASK]));
  if (typeof value === 'string') {
    const text = maskText(value, 'masked');
    return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  }
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redactedValue('', item));
  if (typeof value === 'object' && value !== null) return redacted(value as Record<string, unknown>);
  return value;
}

import type { StatementPosition } from '#shared/contract/db-queries.ts';

/** Where texts, names and comments begin and end differs from one database to the next. */
export type Dialect = 'postgresql' | 'mysql' | 'sqlite';

export interface ReadStatement {
  /** Words outside of texts, quoted names and comments, in capitals. */
  readonly words: readonly string[];
  /** Where a second statement begins. */
  readonly second?: number;
  /** What cannot be read, and where. */
  readonly fault?: { readonly at: number; readonly what: string };
}

/** What a MySQL server may be set to: whether a backslash in a text, and in what stands in double quotes, means the next character. */
export interface Backslashes {
  readonly inText: boolean;
  readonly inQuotes: boolean;
}
const AS_USUAL: Backslashes = { inText: true, inQuotes: true };

/**
 * Reads a statement as far as needed to know what it begins with and that it is one. A client that is given two runs
 * both, and a few of them run shell commands that stand at the beginning of a line. Each place where this reads otherwise
 * than the database does hides a second statement, which can end the transaction that only reads.
 */
export function readStatement(dialect: Dialect, text: string, backslashes: Backslashes = AS_USUAL): ReadStatement {
  const words: string[] = [];
  let end: number | undefined;
  let second: number | undefined;
  let at = 0;
  while (at < text.length) {
    const skipped = skipBlank(dialect, text, at);
    if (typeof skipped !== 'number') return { words, fault: skipped };
    if (skipped > at) {
      at = skipped;
      continue;
    }
    if (text[at] === ';') {
      end ??= at;
      at += 1;
      continue;
    }
    if (end !== undefined && words.length > 0) second ??= at;
    if (text[at] === '\\' && dialect === 'mysql') return { words, fault: { at, what: 'A client command begins' } };
    const literal = skipLiteral(dialect, text, at, backslashes);
    if (typeof literal !== 'number') return { words, fault: literal };
    if (literal > at) {
      // A text is something too: `'a'; select 1` are two.
      if (words.length === 0) words.push('');
      at = literal;
      continue;
    }
    const word = matchAt(WORD, text, at);
    if (word !== undefined && second === undefined) words.push(word.toUpperCase());
    else if (words.length === 0) words.push(text.charAt(at));
    at += word?.length ?? 1;
  }
  return { words, ...(second !== undefined && { second }) };
}

/** To all of them every character beyond ASCII is one of a name: a blank of Unicode, too. */
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const IN_WORD = /[\w$\u0080-\uffff]/;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Beyond a blank or comment that begins here; the same place where none does. */
function skipBlank(dialect: Dialect, text: string, at: number): number | { at: number; what: string } {
  if (/[ \t-\r]/.test(text.charAt(at))) return at + 1;
  const isLine =
    text.startsWith('--', at) && (dialect !== 'mysql' || at + 2 >= text.length || /[ \t-\r]/.test(text.charAt(at + 2)));
  if (isLine || (dialect === 'mysql' && text[at] === '#')) {
    const length = text.slice(at).search(dialect === 'postgresql' ? /[\r\n]/ : /\n/);
    return length < 0 ? text.length : at + length + 1;
  }
  if (!text.startsWith('/*', at)) return at;
  // MySQL runs what stands in these.
  if (dialect === 'mysql' && /^\/\*M?!/.test(text.slice(at, at + 4)))
    return { at, what: 'A comment that would be run begins' };
  return dialect === 'postgresql' ? skipNested(text, at) : closed(at, text.indexOf('*/', at + 2), 2, 'A comment');
}

function skipNested(text: string, from: number): number | { at: number; what: string } {
  let depth = 0;
  for (let at = from; at < text.length; ) {
    if (text.startsWith('/*', at)) depth += 1;
    else if (text.startsWith('*/', at)) depth -= 1;
    else {
      at += 1;
      continue;
    }
    at += 2;
    if (depth === 0) return at;
  }
  return unended(from, 'A comment');
}

/** Beyond a text or quoted name that begins here; the same place where none does. */
function skipLiteral(
  dialect: Dialect,
  text: string,
  at: number,
  { inText, inQuotes }: Backslashes,
): number | { at: number; what: string } {
  const char = text.charAt(at);
  if (char === "'") {
    if (dialect === 'postgresql' && isEscapeText(text, at)) return skipEscapeText(text, at);
    return skipQuoted(text, at, "'", dialect === 'mysql' && inText, 'A text');
  }
  if (char === '"')
    return skipQuoted(text, at, '"', dialect === 'mysql' && inQuotes, dialect === 'mysql' ? 'A text' : 'A name');
  if (char === '`' && dialect !== 'postgresql') return skipQuoted(text, at, '`', false, 'A name');
  if (char === '[' && dialect === 'sqlite') return closed(at, text.indexOf(']', at), 1, 'A name');
  // `$name(whatever)` is one variable, quotes and semicolons and all.
  if (dialect === 'sqlite') {
    const variable = matchAt(VARIABLE, text, at)?.length ?? 0;
    return variable > 0 && text[at + variable] === '(' ? { at, what: 'A variable begins' } : at + variable;
  }
  if (char !== '$' || dialect !== 'postgresql') return at;
  const tag = matchAt(DOLLAR_TAG, text, at);
  if (tag === undefined) return at;
  // Of a name it is a part, and was read with it; how a number before it is read differs between versions.
  if (IN_WORD.test(text.charAt(at - 1))) return { at, what: 'A text right behind a number begins' };
  return closed(at, text.indexOf(tag, at + tag.length), tag.length, 'A text');
}

const VARIABLE = /[$@#:][\w$:\u0080-\uffff]*/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
/** A text goes on behind a line end, with comments between, and keeps its kind. */
const CONTINUED = /[ \t\f\v]*(?:--[^\r\n]*)?[\r\n](?:[ \t-\r]|--[^\r\n]*[\r\n])*'/y;

function skipEscapeText(text: string, from: number): number | { at: number; what: string } {
  for (let at = from; ; ) {
    const end = skipQuoted(text, at, "'", true, 'A text');
    if (typeof end !== 'number') return end;
    const between = matchAt(CONTINUED, text, end);
    if (between === undefined) return end;
    at = end + between.length - 1;
  }
}

/** `E'…'`: the letter stands alone, not as the end of a word. */
const isEscapeText = (text: string, at: number): boolean =>
  /[eE]/.test(text.charAt(at - 1)) && !IN_WORD.test(text.charAt(at - 2));

function skipQuoted(
  text: string,
  from: number,
  quote: string,
  isEscaped: boolean,
  what: string,
): number | { at: number; what: string } {
  for (let at = from + 1; at < text.length; at++) {
    if (isEscaped && text[at] === '\\') at += 1;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return unended(from, what);
}

const closed = (from: number, end: number, length: number, what: string): number | { at: number; what: string } =>
  end < 0 ? unended(from, what) : end + length;

const unended = (at: number, what: string): { at: number; what: string } => ({
  at,
  what: `${what} without an end begins`,
});

/** Line and column of a place, both from 1. */
export function positionAt(text: string, at: number): Required<StatementPosition> {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: Array.from(before.at(-1) ?? '').length + 1 };
}

export const positionWords = ({ line, column }: StatementPosition): string =>
  column === undefined ? `line ${line}` : `line ${line}, column ${column}`;

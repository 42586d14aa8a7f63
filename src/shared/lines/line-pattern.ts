import { RE2JS, RE2JSSyntaxException } from 're2js';

/** What is looked for; `isPattern`: as a regular expression. */
export interface Query {
  readonly text: string;
  readonly matchCase: boolean;
  readonly isPattern: boolean;
}

/** A compiled query. RE2 runs in linear time, so no pattern of the user's can hold the window up. */
export interface LinePattern {
  readonly query: Query;
  /** The same for texts of plain ASCII, where a faster engine is as safe. */
  testPlain(text: string): boolean;
  test(text: string): boolean;
  /** The next match from `from` on, never an empty one. */
  find(text: string, from: number): { from: number; to: number } | null;
}

/** Throws a RangeError whose message says in words what is wrong with the pattern. */
export function linePattern(query: Query): LinePattern {
  return query.isPattern ? re2Pattern(query) : textPattern(query);
}

function textPattern(query: Query): LinePattern {
  const { text: wanted } = query;
  if (query.matchCase) {
    return {
      query,
      test: (text) => text.includes(wanted),
      testPlain: (text) => text.includes(wanted),
      find: (text, from) => {
        const at = text.indexOf(wanted, from);
        return at < 0 ? null : { from: at, to: at + wanted.length };
      },
    };
  }
  // "u" folds the case of all scripts, and costs several times as much.
  const flags = /^[ -~]*$/.test(wanted) ? 'gi' : 'giu';
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), flags);
  const find = (text: string, from: number): { from: number; to: number } | null => {
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    return match ? { from: match.index, to: match.index + match[0].length } : null;
  };
  const test = (text: string): boolean => find(text, 0) !== null;
  return { query, find, test, testPlain: test };
}

function re2Pattern(query: Query): LinePattern {
  const pattern = compile(query);
  const native = nativePattern(query);
  return {
    query,
    test: (text) => pattern.test(text),
    testPlain: (text) => (native && text.length <= NATIVE_LENGTH ? native.test(text) : pattern.test(text)),
    find: (text, from) => {
      const matcher = pattern.matcher(text);
      for (let at = from; at <= text.length && matcher.find(at); at = matcher.end() + 1)
        if (matcher.end() > matcher.start()) return { from: matcher.start(), to: matcher.end() };
      return null;
    },
  };
}

function compile({ text, matchCase }: Query): RE2JS {
  try {
    return RE2JS.compile(text, matchCase ? 0 : RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    throw new RangeError(wordsFor(text, error));
  }
}

/** In a longer text even a pattern with one repeat of any length could take long. */
const NATIVE_LENGTH = 4096;
// Literals, classes, groups, alternatives, counted repeats: what both engines read alike in ASCII.
const ALIKE =
  /^(?:\^?)(?:[ !"#%&',\-/0-9:;<=>@A-Z_`a-z~]|\\[dDwWsSbB.*+?^$()[\]{}|\\/-]|\[\^?(?:[^\\[\]&~]|\\[dws\]\\.-])+\]|\.|\((?!\?)|\((?=\?:)|(?<=\()\?:|\)|\||[?*+]|\{\d{1,2}(?:,\d{1,2})?\})*\$?$/;

/**
 * The browser's own engine runs ten times as fast as RE2, but may backtrack for ever. It is used where it cannot: one
 * repeat of any length at most, none of a group, few optional parts and alternatives. Null where RE2 has to do it.
 */
function nativePattern({ text, matchCase }: Query): RegExp | null {
  const bare = text
    .replace(/\\./g, 'x')
    .replace(/\[[^\]]*\]/g, 'x')
    .replaceAll('(?:', '(');
  const count = (kind: RegExp): number => bare.match(kind)?.length ?? 0;
  const isTame =
    count(/[*+]|\{\d+,\}/g) <= 1 && count(/[*+?]|\{\d+,/g) <= 3 && count(/\|/g) <= 6 && count(/\)[*+{]/g) === 0;
  if (!isTame || !ALIKE.test(text)) return null;
  try {
    return new RegExp(text, matchCase ? '' : 'i');
  } catch {
    return null;
  }
}

/** RE2's own words, in ours where people meet them often. */
const WORDS: Record<string, string> = {
  'missing closing )': 'unterminated group',
  'unexpected )': 'a ) without its (',
  'missing closing ]': 'unterminated set of characters',
  'missing argument to repetition operator': 'nothing to repeat',
  'invalid nested repetition operator': 'two repeats in a row',
  'invalid repeat count': 'a repeat count that is not possible',
  'trailing backslash at end of expression': 'a lone \\ at the end',
};

function wordsFor(text: string, error: unknown): string {
  // An escaped backslash before a digit is no back-reference, an escaped parenthesis opens no group.
  const bare = text.replace(/\\\\/g, '').replace(/\\\(/g, '');
  if (/\(\?<?[=!]/.test(bare) || /\\[1-9]|\\k</.test(bare)) return "Patterns here can't look around or refer back.";
  if (!(error instanceof RE2JSSyntaxException)) return 'Not a valid pattern.';
  const said = error as RE2JSSyntaxException & { error?: string };
  const what = said.error ?? said.message;
  return `Not a valid pattern: ${WORDS[what] ?? what}`;
}

/** Matches in a text; `isPlain`: it is plain ASCII. */
export function countMatches(pattern: LinePattern, text: string, isPlain = false): number {
  if (!(isPlain ? pattern.testPlain(text) : pattern.test(text))) return 0;
  let matches = 0;
  for (let hit = pattern.find(text, 0); hit; hit = pattern.find(text, hit.to)) matches += 1;
  return matches;
}

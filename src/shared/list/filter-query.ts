// The filter language of every list: plain words, `field:value`, "quoted", and `-` before what must not match.

/** One thing a list can be filtered by. */
export interface FilterField<T> {
  /** Whether an item has what was typed; `value` is in lower case and never empty. */
  has(item: T, value: string): boolean;
  /** What an item offers for completion, as it would be typed. */
  values(item: T): readonly string[];
  /** An item may have several (labels, ports): then two of the field ask for both, else for either. */
  isMany?: boolean;
}
export type FilterFields<T> = Readonly<Record<string, FilterField<T>>>;

export interface FilterTerm {
  /** Undefined: a plain word. */
  readonly field: string | undefined;
  /** In lower case, without quotes. */
  readonly value: string;
  readonly isNegated: boolean;
  /** Where it stands in the text. */
  readonly from: number;
  readonly to: number;
}

const SPACE = /\s/;

/**
 * Reads a filter. A name before a colon is a field only if it is one of `names`: "redis:7" is a plain word. A quote
 * that is never closed ends with the text, for a filter is read while it is typed.
 */
export function parseFilter(text: string, names: readonly string[]): readonly FilterTerm[] {
  const terms: FilterTerm[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const from = at;
    const isNegated = text.charAt(at) === '-' && at + 1 < text.length && !SPACE.test(text.charAt(at + 1));
    if (isNegated) at += 1;
    const name = names.find((one) => text.slice(at, at + one.length + 1).toLowerCase() === `${one}:`);
    if (name !== undefined) at += name.length + 1;
    let value = '';
    let isQuoted = false;
    for (; at < text.length; at++) {
      const char = text.charAt(at);
      if (char === '"') isQuoted = !isQuoted;
      else if (char === '\\' && isQuoted && at + 1 < text.length) value += text.charAt(++at);
      else if (!isQuoted && SPACE.test(char)) break;
      else value += char;
    }
    terms.push({ field: name, value: value.toLowerCase(), isNegated, from, to: at });
  }
  return terms;
}

/**
 * A test for items. Terms without a value yet ("state:") ask for nothing.
 * @param hasWord whether a plain word, in lower case, is found in an item.
 */
export function filterOf<T>(
  text: string,
  fields: FilterFields<T>,
  hasWord: (item: T, word: string) => boolean,
): ((item: T) => boolean) | undefined {
  const terms = parseFilter(text, Object.keys(fields)).filter((term) => term.value !== '');
  if (terms.length === 0) return undefined;
  const either = new Map<string, string[]>();
  const all: ((item: T) => boolean)[] = [];
  for (const { field: name, value, isNegated } of terms) {
    const field = name === undefined ? undefined : fields[name];
    if (name !== undefined && field && !field.isMany && !isNegated) {
      either.set(name, [...(either.get(name) ?? []), value]);
      continue;
    }
    const has = (item: T): boolean => (field ? field.has(item, value) : hasWord(item, value));
    all.push(isNegated ? (item) => !has(item) : has);
  }
  for (const [name, values] of either) all.push((item) => values.some((value) => fields[name]?.has(item, value)));
  return (item) => all.every((test) => test(item));
}

export interface Completion {
  /** What takes the place of the text from `from` to `to`. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** How many items have it; undefined for the name of a field. */
  readonly count: number | undefined;
}

const MAX_COMPLETIONS = 8;
/** A label of 200 KB is nothing that anybody completes. */
const MAX_VALUE = 120;

/** What the word before the caret may become: names of fields, or values that items have, the most common first. */
export function completeFilter<T>(
  text: string,
  caret: number,
  fields: FilterFields<T>,
  items: readonly T[],
): readonly Completion[] {
  const names = Object.keys(fields);
  const term = parseFilter(text.slice(0, caret), names).find(({ to }) => to === caret);
  if (!term) return [];
  const sign = term.isNegated ? '-' : '';
  const { from } = term;
  if (term.field === undefined) {
    if (term.value === '') return [];
    const found = names.filter((name) => name.startsWith(term.value));
    return found.map((name) => ({ text: `${sign}${name}:`, from, to: caret, count: undefined }));
  }
  const field = fields[term.field];
  if (!field) return [];
  const counts = new Map<string, number>();
  for (const item of items) {
    for (const value of new Set(field.values(item))) {
      if (value.length > MAX_VALUE || !value.toLowerCase().includes(term.value)) continue;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const isStart = (value: string): number => (value.toLowerCase().startsWith(term.value) ? 0 : 1);
  return [...counts]
    .filter(([value]) => value.toLowerCase() !== term.value || counts.size > 1)
    .sort(([a, m], [b, n]) => isStart(a) - isStart(b) || n - m || (a < b ? -1 : 1))
    .slice(0, MAX_COMPLETIONS)
    .map(([value, count]) => ({ text: `${sign}${term.field}:${quoted(value)} `, from, to: caret, count }));
}

const quoted = (value: string): string => (/[\s"]/.test(value) ? `"${value.replace(/(["\\])/g, '\\$1')}"` : value);

/** Variables by name; what is not in it is not set. */
export type Variables = ReadonlyMap<string, string>;

export type Filled =
  | { readonly text: string; readonly missing: readonly string[] }
  /** What is wrong, for people. */
  | { readonly fault: string };

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
/** Variables may hold variables, each many times: a few lines come to more than there is memory. */
const MOST_FILLED = 1_000_000;
const HINT = 'Write "$$" for a "$" that is meant as it stands.';

/**
 * Fills in variables as compose does: `$A`, `${A}`, `${A:-b}`, `${A-b}`, `${A:?msg}`, `${A?msg}`, `${A:+b}`, `${A+b}`, one inside of
 * another, `$$` for a plain "$". One that is not set and has nothing in its place is empty, and is named in `missing`.
 */
export function interpolate(text: string, variables: Variables): Filled {
  if (!text.includes('$')) return { text, missing: [] };
  const reader = new Reader(text, variables);
  const filled = reader.read(false);
  return reader.fault === undefined ? { text: filled, missing: [...reader.missing] } : { fault: reader.fault };
}

class Reader {
  readonly missing = new Set<string>();
  fault: string | undefined;
  readonly #text: string;
  readonly #variables: Variables;
  #at = 0;

  constructor(text: string, variables: Variables) {
    this.#text = text;
    this.#variables = variables;
  }

  /** Up to the end, or up to the "}" that ends the place it stands in. */
  read(isInside: boolean, isUsed = true): string {
    let out = '';
    while (this.#at < this.#text.length && this.fault === undefined) {
      const char = this.#text[this.#at] ?? '';
      if (isInside && char === '}') return out;
      this.#at++;
      out += char === '$' ? this.#variable(isUsed) : char;
      if (out.length > MOST_FILLED) this.fault ??= 'With its variables filled in this is longer than 1 MB.';
    }
    if (isInside) this.fault ??= `"\${" has no "}" that ends it. ${HINT}`;
    return out;
  }

  /** After a "$". */
  #variable(isUsed: boolean): string {
    const next = this.#text[this.#at];
    if (next === '$') {
      this.#at++;
      return '$';
    }
    if (next === '{') {
      this.#at++;
      return this.#braced(isUsed);
    }
    const name = this.#name();
    if (name !== undefined) return this.#value(name, isUsed);
    this.fault = `No variable follows the "$". ${HINT}`;
    return '';
  }

  /** After a "${". */
  #braced(isUsed: boolean): string {
    const name = this.#name();
    if (name === undefined) {
      this.fault = `"\${" is followed by no name of a variable. ${HINT}`;
      return '';
    }
    const value = this.#variables.get(name);
    const operator = /^:?[-?+]/.exec(this.#text.slice(this.#at, this.#at + 2))?.[0];
    if (operator === undefined) {
      if (this.#text[this.#at] !== '}') {
        this.fault = `"\${${name}" is not ended as it should be: "}", ":-", ":?" or ":+" follow a name.`;
        return '';
      }
      this.#at++;
      return this.#value(name, isUsed);
    }
    this.#at += operator.length;
    const isSet = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
    const kind = operator.at(-1);
    // What is not used may name variables that are not set, and is read all the same: it has to be well-formed.
    const other = this.read(true, isUsed && (kind === '+' ? isSet : !isSet));
    this.#at++;
    if (this.fault !== undefined) return '';
    if (kind === '+') return isSet ? other : '';
    if (isSet) return value ?? '';
    if (kind === '?' && isUsed) {
      this.fault = `The variable ${name} is needed and not set${other === '' ? '.' : `: ${other}`}`;
      return '';
    }
    return other;
  }

  #name(): string | undefined {
    const name = NAME.exec(this.#text.slice(this.#at, this.#at + 1000))?.[0];
    if (name !== undefined) this.#at += name.length;
    return name;
  }

  #value(name: string, isUsed: boolean): string {
    const value = this.#variables.get(name);
    if (value === undefined && isUsed) this.missing.add(name);
    return value ?? '';
  }
}

/** The part of xterm's unicode provider that widths come from. */
export interface WidthProvider {
  readonly version: string;
  wcwidth(codepoint: number): 0 | 1 | 2;
  charProperties(codepoint: number, preceding: number): number;
}

const SIMPLE = /^[\u0020-\u007e]*$/;
/** Printable ASCII: a character is a cell, and nothing has to be walked. */
export const isSimple = (text: string): boolean => SIMPLE.test(text);

const TAB = 8;

/**
 * How many cells a text takes, by the very table that xterm draws with: our columns and its columns agree by
 * construction. Steps go by cluster, so a flag or a family is never cut in two.
 */
export class CellMeasure {
  /** Result of `step`: where the cluster ends and how many cells it takes. */
  end = 0;
  cells = 0;
  readonly #provider: WidthProvider;

  constructor(provider: WidthProvider) {
    this.#provider = provider;
  }

  step(text: string, from: number, column: number): void {
    let code = text.codePointAt(from) as number;
    let at = from + (code > 0xffff ? 2 : 1);
    if (code === 9) {
      this.end = at;
      this.cells = TAB - (column % TAB);
      return;
    }
    let properties = this.#provider.charProperties(code, 0);
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      // ASCII never joins what stands before it.
      if (unit > 31 && unit < 127) break;
      code = text.codePointAt(at) as number;
      const next = this.#provider.charProperties(code, properties);
      if ((next & 1) === 0) break;
      properties = next;
      at += code > 0xffff ? 2 : 1;
    }
    this.end = at;
    this.cells = (properties >> 1) & 3;
  }

  /** Walks on until `cells` are used up or the text ends: where that is, and how many cells it took. */
  advance(
    text: string,
    from: number,
    cells: number,
    isAscii = isSimple(text),
    column = 0,
  ): { at: number; cells: number } {
    if (isAscii) {
      const taken = Math.max(0, Math.min(cells, text.length - from));
      return { at: from + taken, cells: taken };
    }
    let at = from;
    let used = 0;
    while (at < text.length) {
      this.step(text, at, column + used);
      if (used + this.cells > cells) break;
      used += this.cells;
      at = this.end;
    }
    return { at, cells: used };
  }

  width(text: string): number {
    return isSimple(text) ? text.length : this.advance(text, 0, Number.POSITIVE_INFINITY, false).cells;
  }
}

interface UnicodeHost {
  unicode: { register(provider: WidthProvider): void; versions: string[]; activeVersion: string };
}

/** Takes the width table out of a unicode addon by letting it register with a terminal that is none. */
export function providerOf(addon: { activate(terminal: never): void }): WidthProvider {
  const found: WidthProvider[] = [];
  const host: UnicodeHost = {
    unicode: { register: (provider) => found.push(provider), versions: [], activeVersion: '' },
  };
  addon.activate(host as never);
  const provider = found.at(-1);
  if (!provider) throw new TypeError('the unicode addon registered no provider');
  return provider;
}

/** A cell as it was written: what is not quoted may be the client's word for NULL. */
export interface Cell {
  readonly text: string;
  readonly isQuoted: boolean;
}

/**
 * Reads comma-separated rows as they come, cut anywhere: `psql --csv`, and with `'` the quoted literals of `sqlite3 -quote`.
 * A quote counts only at the beginning of a cell, and inside of one twice; line ends are `\n` or `\r\n`.
 */
export class CsvRows {
  readonly #quote: string;
  #cells: Cell[] = [];
  #text = '';
  #state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';

  constructor(quote: '"' | "'" = '"') {
    this.#quote = quote;
  }

  push(chunk: string): Cell[][] {
    const rows: Cell[][] = [];
    for (let at = 0; at < chunk.length; at++) {
      const char = chunk.charAt(at);
      if (this.#state === 'quoted') {
        const end = chunk.indexOf(this.#quote, at);
        this.#text += chunk.slice(at, end < 0 ? chunk.length : end);
        at = end < 0 ? chunk.length : end;
        if (end >= 0) this.#state = 'closed';
      } else if (char === this.#quote && this.#state === 'closed') {
        this.#text += char;
        this.#state = 'quoted';
      } else if (char === this.#quote && this.#state === 'start') this.#state = 'quoted';
      else if (char === ',') this.#endCell();
      else if (char === '\n') {
        this.#endCell();
        rows.push(this.#cells);
        this.#cells = [];
      } else if (this.#state === 'start' || this.#state === 'plain') {
        this.#text += char;
        this.#state = 'plain';
      } else if (char !== '\r') this.#text += char;
    }
    return rows;
  }

  /** What stands behind the last line end. */
  end(): Cell[][] {
    if (this.#state === 'start' && this.#cells.length === 0) return [];
    this.#endCell();
    const row = this.#cells;
    this.#cells = [];
    return [row];
  }

  #endCell(): void {
    const isQuoted = this.#state === 'closed' || this.#state === 'quoted';
    this.#cells.push({ text: isQuoted ? this.#text : this.#text.replace(/\r$/, ''), isQuoted });
    this.#text = '';
    this.#state = 'start';
  }
}

import { MAX_PAGE_CHARACTERS } from '#shared/contract/db-queries.ts';
import type { Row } from '#main/databases/adapter.ts';

const MAX_CELL = 65_536;
/** Rows go out in parts of so many, or of so many characters: one message each. */
const PART_ROWS = 50;
const PART_CHARACTERS = 32_000;

/** Takes rows until a page is full, and gives them on in parts. */
export class PageRows {
  /** There are rows, or parts of cells, that are not shown. */
  isTruncated = false;
  /** So many rows are shown. */
  count = 0;
  readonly #limit: number;
  readonly #give: (rows: (string | null)[][]) => void;
  #skip: number;
  #characters = 0;
  #part: (string | null)[][] = [];
  #partCharacters = 0;
  #isFull = false;

  constructor(page: { readonly limit: number; readonly skip: number }, give: (rows: (string | null)[][]) => void) {
    this.#limit = page.limit;
    this.#skip = page.skip;
    this.#give = give;
  }

  /** True: no more are wanted. */
  get isFull(): boolean {
    return this.#isFull;
  }

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      if (this.#skip > 0) this.#skip -= 1;
      else if (this.#isFull) return;
      else this.#add(row);
    }
    this.flush();
  }

  flush(): void {
    if (this.#part.length > 0) this.#give(this.#part);
    this.#part = [];
    this.#partCharacters = 0;
  }

  #add(row: Row): void {
    const cells = row.map((text) => (text !== null && text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text));
    const characters = cells.reduce((sum, text) => sum + (text?.length ?? 0), 0);
    if (this.count >= this.#limit || (this.count > 0 && this.#characters + characters > MAX_PAGE_CHARACTERS)) {
      this.isTruncated = true;
      this.#isFull = true;
      return;
    }
    this.count += 1;
    this.#characters += characters;
    this.#part.push(cells);
    this.#partCharacters += characters;
    if (this.#part.length >= PART_ROWS || this.#partCharacters > PART_CHARACTERS) this.flush();
  }
}

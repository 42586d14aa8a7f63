/** Tells whether two times are of the same day; asked for each row, so the bounds of the last day are kept. */
export class DayIndex {
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;
  #isUtc = false;

  isSame(a: number, b: number, isUtc: boolean): boolean {
    if (a === b || a === 0 || b === 0) return true;
    if (isUtc !== this.#isUtc || b < this.#from || b >= this.#to) this.#bound(b, isUtc);
    return a >= this.#from && a < this.#to;
  }

  /** By the calendar, for a day with a change of the clock has 23 or 25 hours. */
  #bound(time: number, isUtc: boolean): void {
    this.#isUtc = isUtc;
    const date = new Date(time);
    if (isUtc) {
      this.#from = date.setUTCHours(0, 0, 0, 0);
      this.#to = date.setUTCDate(date.getUTCDate() + 1);
    } else {
      this.#from = date.setHours(0, 0, 0, 0);
      this.#to = date.setDate(date.getDate() + 1);
    }
  }
}

/** Said at most this often; what came in between is told as a number. */
const EVERY_MS = 3000;
const MAX_LENGTH = 200;

/** Speaks new errors of a log through a live region, for those who switched that on. */
export class ErrorSpeaker {
  readonly element = document.createElement('div');
  isOn = false;
  #spokenAt = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor() {
    this.element.className = 'vh';
    this.element.setAttribute('role', 'status');
  }

  /** `count` errors came, the newest of them reads `text`. */
  heard(count: number, text: string, now: number): void {
    if (!this.isOn || count === 0) return;
    this.#count += count;
    if (now - this.#spokenAt < EVERY_MS) return;
    const more = this.#count > 1 ? `${this.#count} errors, the last: ` : 'Error: ';
    this.element.textContent = `${more}${text.slice(0, MAX_LENGTH)}`;
    this.#spokenAt = now;
    this.#count = 0;
  }
}

import type { ShownLines } from '#shared/lines/shown-lines.ts';
import type { LogColors } from '#renderer/terminal/log/colors.ts';

const WIDTH = 14;
const MIN_THUMB = 24;

/** Scroll bar and ruler in one canvas: the thumb, and a tick for each match and each error. */
export class Ruler {
  readonly canvas = document.createElement('canvas');
  #ticks = new Uint8Array(0);
  #height = 0;
  #drawn = '';

  constructor() {
    this.canvas.className = 'ruler';
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  resize(height: number): void {
    this.#height = height;
    this.canvas.width = WIDTH * devicePixelRatio;
    this.canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
    this.#drawn = '';
  }

  /** One byte a pixel row (1 match, 2 error), so that a hundred thousand lines cost no more to draw than ten. */
  mark(shown: ShownLines, matches: readonly number[], errors: readonly number[]): void {
    const height = this.canvas.height;
    if (this.#ticks.length === height) this.#ticks.fill(0);
    else this.#ticks = new Uint8Array(height);
    const put = (seqs: readonly number[], bit: number): void => {
      for (const seq of seqs) {
        const y = Math.floor((shown.indexOf(seq) / Math.max(1, shown.count)) * height);
        if (y >= 0 && y < height && shown.has(seq)) this.#ticks[y] = (this.#ticks[y] as number) | bit;
      }
    };
    put(errors, 2);
    put(matches, 1);
    this.#drawn = '';
  }

  /** The thumb's upper edge and height in CSS pixels. */
  thumb(share: number, visibleShare: number): { top: number; height: number } {
    const height = Math.max(MIN_THUMB, Math.min(this.#height, this.#height * visibleShare));
    return { top: share * (this.#height - height), height };
  }

  /** The share that a thumb has whose upper edge stands at `top`. */
  shareAt(top: number, visibleShare: number): number {
    const room = this.#height - this.thumb(0, visibleShare).height;
    return room <= 0 ? 1 : Math.max(0, Math.min(1, top / room));
  }

  draw(share: number, visibleShare: number, colors: LogColors): void {
    const thumb = this.thumb(share, visibleShare);
    const key = `${thumb.top.toFixed(1)} ${thumb.height.toFixed(1)} ${colors.thumb}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    const context = this.canvas.getContext('2d');
    if (!context) return;
    const scale = devicePixelRatio;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (visibleShare < 1) {
      context.fillStyle = colors.thumb;
      context.beginPath();
      context.roundRect(2 * scale, thumb.top * scale, 9 * scale, thumb.height * scale, 3 * scale);
      context.fill();
    }
    for (let y = 0; y < this.#ticks.length; y++) {
      const tick = this.#ticks[y] as number;
      if (tick === 0) continue;
      context.fillStyle = (tick & 1) !== 0 ? colors.matchCurrent : colors.bad;
      context.fillRect(3 * scale, y, 8 * scale, 2 * scale);
    }
  }
}

import type { ScreenRow } from '#renderer/terminal/log/screen-row.ts';

const WIDTH = 3;

/** The edges of warnings and errors: glyphs would leave gaps. Inside the painter, so that they move with the rows. */
export class RowEdges {
  readonly canvas = document.createElement('canvas');
  #drawn = '';

  constructor() {
    this.canvas.className = 'edges';
  }

  reset(): void {
    this.#drawn = '';
  }

  draw(rows: readonly ScreenRow[], rowHeight: number): void {
    const key = rows.map((row) => row.edge).join();
    if (key === this.#drawn) return;
    this.#drawn = key;
    const scale = devicePixelRatio;
    this.canvas.width = WIDTH * scale;
    this.canvas.height = Math.ceil(rows.length * rowHeight * scale);
    this.canvas.style.height = `${rows.length * rowHeight}px`;
    const context = this.canvas.getContext('2d');
    rows.forEach((row, index) => {
      if (!context || row.edge === '') return;
      context.fillStyle = row.edge;
      context.fillRect(0, index * rowHeight * scale, WIDTH * scale, rowHeight * scale);
    });
  }
}

import { LOG_FONT } from '#renderer/terminal/log/painter.ts';
import { CHIP_CELLS, MARGIN, type ScreenRow } from '#renderer/terminal/log/screen-row.ts';

const EDGE = 3;
/** Blank above and below a tag, and its round corner. */
const GAP = 2;
const CORNER = 4;

interface Cell {
  readonly width: number;
  readonly height: number;
}

/**
 * What stands at the left of rows and cells cannot draw: the edges of warnings and errors (glyphs would leave gaps) and
 * the tags of merged sources. Inside the painter, so that it moves with the rows.
 */
export class RowEdges {
  readonly canvas = document.createElement('canvas');
  #drawn = '';

  constructor() {
    this.canvas.className = 'edges';
  }

  reset(): void {
    this.#drawn = '';
  }

  draw(rows: readonly ScreenRow[], cell: Cell, fontSize: number): void {
    const key = rows.map(({ edge, chip }) => `${edge}${chip ? chip.text + chip.ground : ''}`).join();
    if (key === this.#drawn) return;
    this.#drawn = key;
    const scale = devicePixelRatio;
    const width = rows.some((row) => row.chip) ? Math.ceil((MARGIN + CHIP_CELLS) * cell.width) : EDGE;
    this.canvas.width = width * scale;
    this.canvas.height = Math.ceil(rows.length * cell.height * scale);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${rows.length * cell.height}px`;
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.scale(scale, scale);
    context.font = `${fontSize - 1}px ${LOG_FONT}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    rows.forEach((row, index) => drawRow(context, row, index * cell.height, cell));
  }
}

function drawRow(context: CanvasRenderingContext2D, { edge, chip }: ScreenRow, top: number, cell: Cell): void {
  if (edge !== '') {
    context.fillStyle = edge;
    context.fillRect(0, top, EDGE, cell.height);
  }
  if (!chip) return;
  const left = (MARGIN - 0.5) * cell.width;
  const width = CHIP_CELLS * cell.width;
  context.fillStyle = chip.ground;
  context.beginPath();
  context.roundRect(left, top + GAP, width, cell.height - 2 * GAP, CORNER);
  context.fill();
  context.fillStyle = chip.ink;
  context.fillText(chip.text, left + width / 2, top + cell.height / 2 + 0.5);
}

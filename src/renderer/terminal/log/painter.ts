import type { ITheme } from '@xterm/xterm';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { providerOf, type WidthProvider } from '#renderer/terminal/log/cell-measure.ts';
import type { ScreenRow } from '#renderer/terminal/log/screen-row.ts';

/**
 * Shows rows, nothing else: scrolling, keys, pointer and text for assistive technology are the surface's. What is given
 * as `moving` holds all that moves with the rows; the painter shifts it in the frame of its rows.
 */
export interface Painter {
  /** Size of a cell in CSS pixels. */
  readonly cell: { width: number; height: number };
  resize(columns: number, rows: number): void;
  /** Shows rows, shifted up by `shift` pixels, both in one frame. */
  paint(rows: readonly ScreenRow[], shift: number): void;
  theme(theme: ITheme): void;
  setFontSize(pixels: number): void;
  /** In the very frame in which rows appear. */
  onPainted: (() => void) | undefined;
  dispose(): void;
}

export const LOG_FONT = '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace';

/** The width table, taken once: measuring and drawing use the same. */
export const widthProvider: WidthProvider = providerOf(new UnicodeGraphemesAddon());

/** Text at least this contrast against its ground (WCAG 2.2 AA). */
export const MIN_CONTRAST = 4.5;
